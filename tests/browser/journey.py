"""What people type on the journey from clause to calendar, in three languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    language: str
    title: str
    city: str
    minutes: str
    concern: str
    test_words: str
    report: str
    evidence_name: str
    close: str
    postpone: str


SCRIPTS = (
    Script(
        "en",
        "Annual forum 2027: trafficking in persons",
        "Minsk",
        """# Minutes of the forum

## 1. Replies to requests

1.1 The Belarusian side noted that replies take five weeks.

- **CONCERN** (BY): Replies to data requests are slow.
- **DECISION** (from C-1; under CN-BY-2016 art. 2): The channel opens on 1 June 2027.
- **ACTION** (BY-MIA; with CN-MPS; due 2027-08-01; under CN-BY-2016 art. 2; from D-1): Name the officers on duty.
- **ACTION** (CN-MPS; due 2027-09-15; under CN-BY-2016 art. 2; from D-1): Test the channel.
""",
        "Replies to data requests are slow.",
        "Test the channel.",
        "The list of officers was sent by note 114/2027.",
        "list of officers.txt",
        "Received and complete.",
        "The hall is not available.",
    ),
    Script(
        "zh",
        "2027年年度论坛：打击贩卖人口",
        "明斯克",
        """# 论坛纪要

## 1. 请求的答复

1.1 白俄罗斯方面指出，答复需要五周。

- **关切**（BY）：数据请求答复缓慢。
- **决定**（源自 C-1；依据 CN-BY-2016 art. 2）：渠道于2027年6月1日开通。
- **行动**（BY-MIA；会同 CN-MPS；期限 2027-08-01；依据 CN-BY-2016 art. 2；源自 D-1）：指定值班人员。
- **行动**（CN-MPS；期限 2027-09-15；依据 CN-BY-2016 art. 2；源自 D-1）：测试渠道。
""",
        "数据请求答复缓慢。",
        "测试渠道。",
        "人员名单已以114/2027号照会送交。",
        "值班人员名单.txt",
        "已收到，内容完整。",
        "会议厅无法使用。",
    ),
    Script(
        "ru",
        "Ежегодный форум 2027: торговля людьми",
        "Минск",
        """# Протокол форума

## 1. Ответы на запросы

1.1 Белорусская сторона отметила, что ответы занимают пять недель.

- **ОБЕСПОКОЕННОСТЬ** (BY): Ответы на запросы данных поступают медленно.
- **РЕШЕНИЕ** (из C-1; согласно CN-BY-2016 art. 2): Канал открывается 1 июня 2027 года.
- **ПОРУЧЕНИЕ** (BY-MIA; совместно с CN-MPS; срок 2027-08-01; согласно CN-BY-2016 art. 2; из D-1): Назвать дежурных.
- **ПОРУЧЕНИЕ** (CN-MPS; срок 2027-09-15; согласно CN-BY-2016 art. 2; из D-1): Испытать канал.
""",
        "Ответы на запросы данных поступают медленно.",
        "Испытать канал.",
        "Список дежурных направлен нотой 114/2027.",
        "список дежурных.txt",
        "Получено полностью.",
        "Зал недоступен.",
    ),
)
