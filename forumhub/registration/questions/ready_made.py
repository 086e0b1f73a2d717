"""Sections that most events ask, in three languages: what one click adds to a form, to be changed at will."""

from typing import Any

from forumhub.database import new_ulid
from forumhub.registration.questions.models import Question
from forumhub.registration.questions.rules import (
    CHOICE,
    CONSENT,
    COUNTRY,
    DATE,
    FILE,
    LANGUAGE,
    LONG,
    SECTION,
    SEVERAL,
    TEXT,
    TIME,
)

Texts = tuple[str, str, str]
Spec = tuple[str, str, Texts, dict[str, Any]]
"""Its name within the section, its kind, its label in English, Chinese and Russian, and what else is said of it."""


def _texts(texts: Texts) -> dict[str, str]:
    return dict(zip(("en", "zh", "ru"), texts, strict=True))


YES_NO = {"yes": ("Yes", "是", "Да"), "no": ("No", "否", "Нет")}

TRAVEL: list[Spec] = [
    ("", SECTION, ("Travel and arrival", "行程与抵达", "Поездка и прибытие"), {}),
    (
        "by",
        CHOICE,
        ("How do you arrive?", "您乘何种交通工具抵达？", "Каким транспортом вы прибываете?"),
        {
            "options": {
                "air": ("By air", "飞机", "Самолётом"),
                "rail": ("By rail", "火车", "Поездом"),
                "road": ("By road", "汽车", "Автомобилем"),
                "local": ("I am there already", "我已在当地", "Я нахожусь на месте"),
            }
        },
    ),
    ("day", DATE, ("Day of arrival", "抵达日期", "День прибытия"), {}),
    ("hour", TIME, ("Time of arrival, local", "抵达时间（当地）", "Время прибытия, местное"), {}),
    (
        "flight",
        TEXT,
        ("Flight number and airport", "航班号和机场", "Номер рейса и аэропорт"),
        {"if": ("by", "air"), "help": ("Such as CA721, Minsk", "如 CA721，明斯克", "Например, CA721, Минск")},
    ),
    ("train", TEXT, ("Train and station", "车次和车站", "Поезд и вокзал"), {"if": ("by", "rail")}),
    ("departure", DATE, ("Day of departure", "离开日期", "День отъезда"), {}),
    ("hotel", TEXT, ("Where do you stay?", "您下榻何处？", "Где вы остановитесь?"), {}),
    (
        "fetched",
        CHOICE,
        ("Shall somebody meet you on arrival?", "抵达时是否需要接站？", "Нужно ли встретить вас по прибытии?"),
        {"options": YES_NO},
    ),
]

VISA: list[Spec] = [
    ("", SECTION, ("Visa support", "签证协助", "Визовая поддержка"), {}),
    (
        "needed",
        CHOICE,
        ("Do you need visa support?", "您是否需要签证协助？", "Нужна ли вам визовая поддержка?"),
        {"options": YES_NO, "required": True},
    ),
    ("citizenship", COUNTRY, ("Citizenship", "国籍", "Гражданство"), {"if": ("needed", "yes"), "required": True}),
    (
        "name",
        TEXT,
        ("Name as in the passport", "护照上的姓名", "Имя и фамилия, как в паспорте"),
        {"if": ("needed", "yes"), "required": True, "sensitive": True},
    ),
    (
        "birth",
        DATE,
        ("Date of birth", "出生日期", "Дата рождения"),
        {"if": ("needed", "yes"), "required": True, "sensitive": True},
    ),
    (
        "passport",
        TEXT,
        ("Passport number", "护照号码", "Номер паспорта"),
        {"if": ("needed", "yes"), "required": True, "sensitive": True},
    ),
    (
        "expires",
        DATE,
        ("Passport valid until", "护照有效期至", "Паспорт действителен до"),
        {"if": ("needed", "yes"), "required": True, "sensitive": True},
    ),
    (
        "scan",
        FILE,
        (
            "Copy of the passport's page with the photograph",
            "护照照片页复印件",
            "Копия страницы паспорта с фотографией",
        ),
        {"if": ("needed", "yes"), "sensitive": True},
    ),
    (
        "consulate",
        TEXT,
        ("Where will you apply for the visa?", "您将在何处申请签证？", "Где вы будете подавать заявление на визу?"),
        {
            "if": ("needed", "yes"),
            "help": (
                "City of the embassy or consulate",
                "使馆或领馆所在城市",
                "Город, где находится посольство или консульство",
            ),
        },
    ),
]

DIET: list[Spec] = [
    ("", SECTION, ("Dietary and access needs", "饮食与无障碍需求", "Питание и доступность"), {}),
    (
        "diet",
        SEVERAL,
        ("What should the kitchen know?", "餐饮方面有何需要？", "Что следует учесть на кухне?"),
        {
            "options": {
                "vegetarian": ("Vegetarian", "素食", "Вегетарианское питание"),
                "vegan": ("Vegan", "纯素", "Веганское питание"),
                "halal": ("Halal", "清真", "Халяль"),
                "kosher": ("Kosher", "犹太洁食", "Кошер"),
                "allergy": ("Allergy or intolerance", "过敏或不耐受", "Аллергия или непереносимость"),
            }
        },
    ),
    (
        "allergy",
        TEXT,
        ("Which allergy or intolerance?", "对何种食物过敏或不耐受？", "Какая аллергия или непереносимость?"),
        {"if": ("diet", "allergy"), "required": True},
    ),
    (
        "access",
        LONG,
        ("What do you need to take part fully?", "您需要哪些无障碍安排？", "Что нужно вам для полноценного участия?"),
        {
            "help": (
                "Such as step-free access, a seat near the front, an induction loop, an accompanying person",
                "如无台阶通道、前排座位、助听感应系统、陪同人员",
                "Например, вход без ступеней, место впереди, индукционная петля, сопровождающий",
            )
        },
    ),
    (
        "consent",
        CONSENT,
        (
            "I agree that these answers are passed to those who cater and prepare the rooms",
            "我同意将这些答复转交餐饮和场地服务人员",
            "Я согласен(-на) с передачей этих ответов тем, кто отвечает за питание и подготовку помещений",
        ),
        {},
    ),
]

INTERPRETATION: list[Spec] = [
    ("", SECTION, ("Interpretation", "口译", "Устный перевод"), {}),
    (
        "speaks",
        LANGUAGE,
        ("In which language will you speak?", "您将用何种语言发言？", "На каком языке вы будете выступать?"),
        {},
    ),
    (
        "needed",
        CHOICE,
        ("Do you need interpretation?", "您是否需要口译？", "Нужен ли вам перевод?"),
        {"options": YES_NO},
    ),
    (
        "into",
        LANGUAGE,
        ("Into which language?", "译成何种语言？", "На какой язык?"),
        {"if": ("needed", "yes"), "required": True},
    ),
    (
        "own",
        CHOICE,
        ("Do you bring an interpreter of your own?", "您是否自带译员？", "Приедет ли с вами собственный переводчик?"),
        {"options": YES_NO, "if": ("needed", "yes")},
    ),
]

EMERGENCY: list[Spec] = [
    ("", SECTION, ("Emergency contact", "紧急联系人", "Контакт на случай чрезвычайной ситуации"), {}),
    ("name", TEXT, ("Whom shall we call?", "应联系何人？", "Кому следует позвонить?"), {"required": True}),
    ("relation", TEXT, ("Who is it to you?", "与您的关系", "Кем вам приходится этот человек?"), {}),
    (
        "phone",
        TEXT,
        ("Telephone, with the country's code", "电话（含国家代码）", "Телефон с кодом страны"),
        {"required": True, "help": ("Such as +375 17 123 45 67", "如 +86 10 1234 5678", "Например, +375 17 123 45 67")},
    ),
    ("language", LANGUAGE, ("In which language?", "使用何种语言？", "На каком языке?"), {}),
]

SECTIONS = {
    "travel": TRAVEL,
    "visa": VISA,
    "diet": DIET,
    "interpretation": INTERPRETATION,
    "emergency": EMERGENCY,
}


def title_of(name: str) -> dict[str, str]:
    """By language."""
    return _texts(SECTIONS[name][0][2])


def questions_of(name: str) -> list[Question]:
    """New questions with keys of their own, their heading first. Raises KeyError for a name that is none."""
    specs = SECTIONS[name]
    keys = {short: new_ulid() for short, _kind, _label, _more in specs}
    return [_question(keys, short, kind, label, more) for short, kind, label, more in specs]


def _question(keys: dict[str, str], short: str, kind: str, label: Texts, more: dict[str, Any]) -> Question:
    deciding, value = more.get("if", ("-", ""))
    options: dict[str, Texts] = more.get("options", {})
    return Question(
        key=keys[short],
        kind=kind,
        labels=_texts(label),
        helps=_texts(more["help"]) if "help" in more else {},
        required=more.get("required", False),
        sensitive=more.get("sensitive", False),
        options=[{"value": option, "labels": _texts(texts)} for option, texts in options.items()],
        shown_if_key=keys.get(deciding, ""),
        shown_if_value=value,
        lock_version=1,
    )
