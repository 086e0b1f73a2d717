"""What is said and written at three yearly meetings, in three languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meetings:
    """`first`: the minutes that are objected to; `mended` instead of `wrong` stands in the second version.

    `was` and `shall` are of the corrigendum. `done` and `going_on` are the states of the next year's minutes.
    """

    language: str
    title: str
    topic: str
    first: str
    wrong: str
    mended: str
    objection: str
    was: str
    shall: str
    owing: str
    done: str
    going_on: str


ENGLISH = Meetings(
    "en",
    "High-level meeting on law-enforcement cooperation",
    "Trafficking in persons",
    """5.1 The Belarusian side noted that replies take five weeks.

- **CONCERN** (BY): Replies to data requests are slow.
- **DECISION** (from C-1; under CN-BY-2016 art. 2): The channel opens on 1 June 2027.
- **ACTION** (BY-MIA; with CN-MPS; due 2027-08-01; under CN-BY-2016 art. 2; from D-1): Name the officers on duty.
- **ACTION** (CN-MPS; due 2027-09-15; under CN-BY-2016 art. 2; from D-1): Test the channel.
- **ACTION** (CN, BY; due ongoing): Inform each other of new methods.
""",
    "replies take five weeks",
    "replies take three weeks",
    "5.1: three weeks, as the tables of March show.",
    "1 June 2027",
    "1 July 2027",
    "Test the channel.",
    "closed",
    "in progress",
)
CHINESE = Meetings(
    "zh",
    "执法合作高级别会晤",
    "打击贩卖人口",
    """5.1 白俄罗斯方面指出，答复需要五周。

- **关切**（BY）：数据请求答复缓慢。
- **决定**（源自 C-1；依据 CN-BY-2016 art. 2）：渠道于2027年6月1日开通。
- **行动**（BY-MIA；会同 CN-MPS；期限 2027-08-01；依据 CN-BY-2016 art. 2；源自 D-1）：指定值班人员。
- **行动**（CN-MPS；期限 2027-09-15；依据 CN-BY-2016 art. 2；源自 D-1）：测试渠道。
- **行动**（CN、BY；期限 ongoing）：相互通报新手法。
""",
    "答复需要五周",
    "答复需要三周",
    "第5.1段：应为三周，三月的统计表可以证明。",
    "2027年6月1日",
    "2027年7月1日",
    "测试渠道。",
    "已办结",
    "进行中",
)
RUSSIAN = Meetings(
    "ru",
    "Встреча высокого уровня по правоохранительному сотрудничеству",
    "Торговля людьми",
    """5.1 Белорусская сторона отметила, что ответы занимают пять недель.

- **ОБЕСПОКОЕННОСТЬ** (BY): Ответы на запросы данных поступают медленно.
- **РЕШЕНИЕ** (из C-1; согласно CN-BY-2016 art. 2): Канал открывается 1 июня 2027 года.
- **ПОРУЧЕНИЕ** (BY-MIA; совместно с CN-MPS; срок 2027-08-01; согласно CN-BY-2016 art. 2; из D-1): Назвать дежурных.
- **ПОРУЧЕНИЕ** (CN-MPS; срок 2027-09-15; согласно CN-BY-2016 art. 2; из D-1): Испытать канал.
- **ПОРУЧЕНИЕ** (CN, BY; срок ongoing): Сообщать друг другу о новых способах.
""",
    "ответы занимают пять недель",
    "ответы занимают три недели",
    "Пункт 5.1: три недели, как показывают таблицы за март.",
    "1 июня 2027 года",
    "1 июля 2027 года",
    "Испытать канал.",
    "закрыто",
    "в работе",
)
MEETINGS = (ENGLISH, CHINESE, RUSSIAN)
