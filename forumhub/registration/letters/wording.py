"""The texts of the built-in letters, in the language in which each is written; organizers change them in Word."""

from dataclasses import dataclass

from forumhub.registration.letters.rules import ATTENDANCE, VISA


@dataclass(frozen=True)
class Letter:
    """`rows` stand in a table, a label and what is filled in; `signed` stands below the line for the signature."""

    title: str
    before: list[str]
    rows: list[tuple[str, str]]
    after: list[str]
    signed: list[str]


def _rows(*labels: str) -> list[tuple[str, str]]:
    """Labels of: name, in the own script, position, affiliation, delegation, function, event, dates, place."""
    values = ("{{ honorific }} {{ name }}", "{{ own_name }}", "{{ position }}", "{{ affiliation }}", "{{ party }}",
              "{{ function }}", "{{ event }}", "{{ dates }}", "{{ place }}")  # fmt: skip
    return list(zip(labels, values, strict=True))


EN = _rows("Name", "Name in own script", "Position", "Affiliation", "Delegation", "Function", "Event", "Dates", "Place")
ZH = _rows("姓名", "本国文字姓名", "职务", "单位", "代表团", "职能", "活动", "日期", "地点")
RU = _rows(
    "Имя",
    "Имя в родном написании",
    "Должность",
    "Организация",
    "Делегация",
    "Роль в делегации",
    "Мероприятие",
    "Сроки",
    "Место",
)

LETTERS = {
    (VISA, "en"): Letter(
        "Visa support letter",
        [
            "To the diplomatic mission or consular post concerned",
            "The organizer of {{ event }} presents its compliments and has the honour to confirm that the person named "
            "below is registered as a participant, and to ask that the visa needed for this journey be issued.",
        ],
        [*EN, ("Passport no.", "")],
        ["The organizer avails itself of this opportunity to renew the assurances of its highest consideration."],
        ["For the organizer, {{ host }}", "Name, signature, seal"],
    ),
    (VISA, "zh"): Letter(
        "签证邀请函",
        [
            "致有关使领馆：",
            "{{ event }}主办方谨向贵馆致意，并确认下列人员已登记参加本次活动。谨请贵馆为其此行签发所需签证。",
        ],
        [*ZH, ("护照号码", "")],
        ["顺致最崇高的敬意。"],
        ["主办方代表：{{ host }}", "姓名、签字、盖章"],
    ),
    (VISA, "ru"): Letter(
        "Письмо о визовой поддержке",
        [
            "В соответствующее дипломатическое представительство или консульское учреждение",
            "Организатор мероприятия «{{ event }}» свидетельствует своё уважение и имеет честь подтвердить, что "
            "названное ниже лицо зарегистрировано в качестве участника, и просит выдать необходимую для поездки визу.",
        ],
        [*RU, ("Паспорт №", "")],
        ["Организатор пользуется случаем, чтобы возобновить уверения в своём весьма высоком уважении."],
        ["За организатора: {{ host }}", "Имя, подпись, печать"],
    ),
    (ATTENDANCE, "en"): Letter(
        "Certificate of attendance",
        ["This is to certify that the person named below attended."],
        EN,
        [],
        ["For the organizer, {{ host }}", "Name, signature, seal"],
    ),
    (ATTENDANCE, "zh"): Letter(
        "出席证明",
        ["兹证明下列人员出席了本次活动。"],
        ZH,
        [],
        ["主办方代表：{{ host }}", "姓名、签字、盖章"],
    ),
    (ATTENDANCE, "ru"): Letter(
        "Свидетельство об участии",
        ["Настоящим удостоверяется, что названное ниже лицо приняло участие в мероприятии."],
        RU,
        [],
        ["За организатора: {{ host }}", "Имя, подпись, печать"],
    ),
}
"""By kind and language."""
HEADINGS = {"en": "Ref. {{ reference }}", "zh": "编号 {{ reference }}", "ru": "Исх. № {{ reference }}"}
EAST_ASIAN_FONT = "SimSun"
TAGS = {"en": "en-GB", "zh": "zh-CN", "ru": "ru-RU"}
