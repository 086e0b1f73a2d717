"""The demo's papers for the next high-level meeting: a work plan in two versions, a statement, and a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from forumhub import files
from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.events.papers import actions
from forumhub.files import KeptFile
from forumhub.parties.policy import SECRETARY

PLAN = {
    "zh": ("2027—2028年执法合作工作计划草案.md", "# 2027—2028年工作计划草案\n\n1. 全天候联络渠道。\n2. 联合培训。\n"),
    "ru": (
        "Проект плана сотрудничества на 2027–2028 годы.md",
        "# Проект плана на 2027–2028 годы\n\n1. Круглосуточный канал связи.\n2. Совместное обучение.\n",
    ),
    "en": (
        "Draft plan of work for 2027-2028.md",
        "# Draft plan of work for 2027–2028\n\n1. A channel open around the clock.\n2. Joint training.\n",
    ),
}
REVISED = "\n3. 年度数据交换 / Ежегодный обмен данными / Yearly exchange of figures\n"
STATEMENT = {"ru": ("Заявление делегации.md", "# Заявление\n\nДелегация предлагает ускорить ответы на запросы.\n")}
DRAFT = {"ru": ("Справка о кибермошенничестве, черновик.md", "# Справка\n\nДанные за год уточняются.\n")}


@dataclass(frozen=True)
class Kept:
    """What was written below the folder of files, before the transaction: by paper, by language."""

    plan: dict[str, KeptFile]
    revised: dict[str, KeptFile]
    statement: dict[str, KeptFile]
    draft: dict[str, KeptFile]


def keep(root: Path) -> Kept:
    first = {language: PLAN[language] for language in ("zh", "ru")}
    revised = {language: (name, text + REVISED) for language, (name, text) in PLAN.items()}
    return Kept(*(_keep(root, texts) for texts in (first, revised, STATEMENT, DRAFT)))


def _keep(root: Path, texts: dict[str, tuple[str, str]]) -> dict[str, KeptFile]:
    return {
        language: files.take(root, name, BytesIO(text.encode()), limit=100_000)
        for language, (name, text) in texts.items()
    }


def submit_all(cast: Cast, event: Event, kept: Kept, now: datetime) -> None:
    cn, by = cast.reader("CN", SECRETARY), cast.reader("BY", SECRETARY)
    days = timedelta(days=1)
    plan = actions.submit_paper(
        event,
        cast.party("CN"),
        "working_paper",
        kept.plan,
        titles={
            "en": "Draft plan of work for 2027–2028",
            "zh": "2027—2028年工作计划草案",
            "ru": "Проект плана работы на 2027–2028 годы",
        },
        item="4",
        shared_with="parties",
        by=cn,
        now=now - 12 * days,
    )
    actions.add_version(plan, kept.revised, "第3项 · пункт 3 · item 3", by=cn, now=now - 3 * days)
    statement = {
        "en": "Statement on the time of replies",
        "zh": "关于答复时限的声明",
        "ru": "Заявление о сроках ответов",
    }
    draft = {"en": "Cyber-enabled fraud: figures", "zh": "网络诈骗：数据", "ru": "Кибермошенничество: данные"}
    for kind, files_of, titles, shared in (
        ("statement", kept.statement, statement, "everyone"),
        ("background", kept.draft, draft, "party"),
    ):
        party, at = cast.party("BY"), now - 2 * days
        actions.submit_paper(event, party, kind, files_of, titles=titles, item="", shared_with=shared, by=by, now=at)
