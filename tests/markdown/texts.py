"""Texts that several tests read: the example of minutes-dialect.md in three languages, as three secretaries type it."""

ENGLISH = """\
# Minutes of the third high-level meeting

## Attendance

### Belarus (BY)

- Ivan Ivanov, Deputy Minister — head of delegation
- Anna Petrova, expert

### China (CN)

- Wang Wei, Director-General — head of delegation

## 2. Cyber-enabled fraud

2.1 The Belarusian side noted that requests take five weeks.

- **CONCERN C-3** (BY): Replies to data requests are slow.
- **RECOMMENDATION R-5** (BY, CN; from C-3): Open a channel that answers round the clock.
- **DECISION D-7** (from R-5; under CN-BY-2016 art. 2): The channel opens on 1 March 2027.
- **ACTION A-14** (BY-MIA; with CN-MPS; due 2027-03-01; under CN-BY-2016 art. 2; from D-7): Name the officers on duty.
- **ACTION A-15** (CN-MPS; due 2027-04-15; from D-7): Test the channel.
- **STATUS A-9** (done; evidence: CN note 114/2026): The list was received.
- **STATUS A-11** (split into A-14, A-15): The work was divided.
"""

CHINESE = """\
# 第三次高级别会议纪要

## 出席人员

### 白俄罗斯（BY）

- 伊万诺夫，副部长——代表团团长
- 彼得罗娃，专家

### 中国（CN）

- 王伟，司长——代表团团长

## 二、网络诈骗

2.1 白方指出，请求平均需要五周。

- **关切 C-3**（BY）：数据请求答复缓慢。
- **建议 R-5**（BY、CN；源自 C-3）：开通全天候渠道。
- **决定 D-7**（源自 R-5；依据 CN-BY-2016 第2条）：渠道于2027年3月1日开通。
- **行动 A-14**（BY-MIA；会同：CN-MPS；期限：２０２７-03-01；依据：CN-BY-2016 art. 2；源自：D-7）：指定值班人员。
- **行动 A‑15**（CN‑MPS；期限 2027-04-15；源自 D-7）：测试渠道。
- **状态 A-9**（已完成；证据：中方照会 114/2026）：已收到名单。
- **状态 A-11**（拆分为 A-14、A-15）：工作已分解。
"""

RUSSIAN = """\
# Протокол третьей встречи

## Присутствовали

### Беларусь (ВУ)

- Иванов И. И., заместитель министра — глава делегации
- Петрова А. А., эксперт

### Китай (CN)

- Ван Вэй, директор департамента — глава делегации

## Пункт 2. Мошенничество в сети

2.1 Белорусская сторона отметила, что запросы идут пять недель.

- **ОБЕСПОКОЕННОСТЬ С-3** (ВУ): Ответы на запросы приходят медленно.
- **РЕКОМЕНДАЦИЯ R-5** (BY, CN; из С-3): Открыть круглосуточный канал.
- **РЕШЕНИЕ D-7** (из R-5; согласно CN-BY-2016 ст. 2): Канал открывается 1 марта 2027 года.
- **ПОРУЧЕНИЕ А-14** (ВУ-МІА; совместно с CN-MPS; срок 2027-03-01; согласно CN-BY-2016 art. 2; из D-7): Назвать людей.
- **ПОРУЧЕНИЕ А-15** (CN-MPS; срок: 2027-04-15; из D-7): Проверить канал.
- **СТАТУС А-9** (выполнено; подтверждение: нота КНР 114/2026): Список получен.
- **СТАТУС А-11** (разделено на А-14, А-15): Работа разделена.
"""

LANGUAGES = [ENGLISH, CHINESE, RUSSIAN]
