"""What the forum of the demonstration is about: its halls and its sessions."""

from dataclasses import dataclass

GREAT, SECOND = "great", "second"
HALLS = {
    GREAT: ({"en": "Great Hall", "zh": "大礼堂", "ru": "Большой зал"}, 120),
    SECOND: ({"en": "Hall 2", "zh": "二号厅", "ru": "Зал 2"}, 40),
}
COFFEE = {"en": "Coffee break", "zh": "茶歇", "ru": "Кофе-пауза"}
LUNCH = {"en": "Lunch", "zh": "午餐", "ru": "Обед"}


@dataclass(frozen=True)
class Part:
    """One session: on day 1 or 2, at a clock, so many minutes. `people` are roles: `HEAD CN`, or words; `*` chairs."""

    day: int
    clock: str
    minutes: int
    kind: str
    hall: str
    titles: dict[str, str]
    people: tuple[str, ...] = ()
    abstract: str = ""
    language: str = ""
    state: str = "confirmed"


PARTS = (
    Part(
        1,
        "09:00",
        45,
        "opening",
        GREAT,
        {"en": "Opening of the forum", "zh": "论坛开幕式", "ru": "Открытие форума"},
        ("*ORGANIZER", "HEAD CN", "HEAD BY"),
        "Words of welcome by the heads of both delegations.",
    ),
    Part(
        1,
        "09:45",
        75,
        "plenary",
        GREAT,
        {
            "en": "What was agreed and what was done",
            "zh": "共识与落实情况",
            "ru": "Что было решено и что сделано",
        },
        ("*HEAD BY", "SECRETARY CN", "SECRETARY BY"),
        "The secretariats report on the register of actions:\n\n- what was closed since the last forum,\n"
        "- what is overdue, and why,\n- what each party proposes to carry over.",
    ),
    Part(1, "11:00", 30, "break", "", COFFEE),
    Part(
        1,
        "11:30",
        90,
        "panel",
        GREAT,
        {
            "en": "Telecom and online fraud across borders",
            "zh": "跨境电信网络诈骗",
            "ru": "Трансграничное телефонное и сетевое мошенничество",
        },
        ("*HEAD CN", "Head of the cybercrime department", "Prosecutor for international cases"),
        "How money is traced and frozen within the first hours, and which channels of request were **quickest**.",
        "zh",
    ),
    Part(
        1,
        "11:30",
        90,
        "workshop",
        SECOND,
        {
            "en": "Electronic evidence: from request to court",
            "zh": "电子证据：从请求到庭审",
            "ru": "Электронные доказательства: от запроса до суда",
        },
        ("*Head of the forensic centre", "Expert in digital forensics"),
        "A model request is written and answered during the workshop.",
        "ru",
    ),
    Part(1, "13:00", 75, "break", "", LUNCH),
    Part(
        1,
        "14:15",
        90,
        "panel",
        GREAT,
        {
            "en": "Trafficking in persons: recognising victims in transit",
            "zh": "打击人口贩运：识别过境受害人",
            "ru": "Торговля людьми: как распознать пострадавших в пути",
        },
        ("*SECRETARY BY", "Officer of the border service", "Coordinator of victim support"),
    ),
    Part(
        1,
        "14:15",
        90,
        "workshop",
        SECOND,
        {
            "en": "Joint training of instructors",
            "zh": "教官联合培训",
            "ru": "Совместная подготовка преподавателей",
        },
        ("*Dean of the police academy",),
    ),
    Part(
        1,
        "19:00",
        120,
        "ceremony",
        GREAT,
        {"en": "Reception by the host", "zh": "东道方招待会", "ru": "Приём от имени принимающей стороны"},
    ),
    Part(
        2,
        "09:00",
        90,
        "presentation",
        GREAT,
        {
            "en": "Safe cities: results of two pilots",
            "zh": "平安城市：两个试点的成果",
            "ru": "Безопасный город: итоги двух проектов",
        },
        ("Head of the public order department",),
        language="ru",
    ),
    Part(
        2,
        "09:00",
        90,
        "side_event",
        SECOND,
        {"en": "Meeting of contact points", "zh": "联络员会议", "ru": "Встреча контактных лиц"},
        ("*ORGANIZER",),
        state="tentative",
    ),
    Part(2, "10:30", 30, "break", "", COFFEE),
    Part(
        2,
        "11:00",
        90,
        "plenary",
        GREAT,
        {"en": "Draft recommendations", "zh": "建议草案", "ru": "Проект рекомендаций"},
        ("*HEAD CN", "HEAD BY"),
        "The texts of both working groups, paragraph by paragraph.",
    ),
    Part(2, "12:30", 75, "break", "", LUNCH),
    Part(
        2,
        "13:45",
        60,
        "closing",
        GREAT,
        {
            "en": "Adoption of the recommendations and closing",
            "zh": "通过建议并闭幕",
            "ru": "Принятие рекомендаций и закрытие",
        },
        ("*HEAD BY", "HEAD CN"),
    ),
)
