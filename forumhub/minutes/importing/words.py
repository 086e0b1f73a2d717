"""The words by which people mark attendance, decisions and actions: a table, in three languages."""

import re

ATTENDANCE, DECISION, ACTION = "ATTENDANCE", "DECISION", "ACTION"
KINDS = (ATTENDANCE, DECISION, ACTION)
ABSENT = "ABSENT"
PAST = "PAST"
OTHER = "OTHER"

SECTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            ABSENT,
            r"(?:regrets|apologies|absent|absentees|excused|not present|缺席|请假|отсутств\w*)(?:\W.*)?",
        ),
        (
            PAST,
            r".*(?:(?:review|previous|prior|last|past|open|pending|existing)\W.*(?:action|decision)"
            r"|(?:action|decision)s?(?: items?| points?)?\W+(?:review|from|list)|上次|прошл\w+).*",
        ),
        (
            ATTENDANCE,
            r"(?:(?:[\w-]+ ){0,3}(?:attendance|attendees?|participants?)|(?:in |also )?present"
            r"|(?:members? |also )(?:present|attending|in attendance)|in attendance|who was there|present\W.*"
            r"|roll ?call"
            r"|(?:attendees?|attendance|participants?)\W*(?:参与人员|参会人员|\(.*\)|list|members?)?"
            r"|(?:参会|与会|出席|参与|参加)(?:人员|人|者|成员|名单)?(?:名单)?"
            r"|участники(?: (?:встречи|совещания|собрания))?"
            r"|присутствовали|присутствующие|состав участников)",
        ),
        (
            DECISION,
            r"(?:(?:summary of |key |main )?(?:decisions?|resolutions?|outcomes|conclusions?)(?: made| taken| reached)?"
            r"|(?:会议|讨论)?(?:结论|决议|决定)(?:事项)?|(?:принятые )?решения?|решили|постановили|результаты?|итоги?"
            r"|(?:the |this )?(?:board|panel|council|committee|group|meeting)(?: has)?"
            r" (?:agreed|decided|resolved)(?: that)?)",
        ),
        (
            ACTION,
            r"(?:(?:new |summary of )?(?:action|work)s?(?: items?| points?)?(?: \(?ais?\)?)?"
            r"(?: (?:noted|agreed|arising|points) ?(?:for .*)?)?"
            r"|action points? for .*|actions? noted for .*|next steps?|to-?dos?(?: list)?|follow[- ]?ups?|assignments"
            r"|(?:遗留|待办|行动|后续)(?:问题|任务|事项|项|工作|计划|行动)?|下一步(?:计划|工作|行动)?|任务(?:分工|安排)"
            r"|(?:актуальные |новые |текущие )?(?:задачи|поручения)(?: на .*)?|постановка задач.*|следующие шаги"
            r"|план(?:ы)? на (?!встреч).*|план действий|(?:далее|в следующ\w+ \w+) планируется.*|дальнейшие действия)",
        ),
    )
)

_ACTION_MARK = (
    r"actions?(?: items?| points?)?|action item for [^:：]{1,40}|a\.?i\.?|ap|to-?do|follow[- ]?up"
    r"|действие(?=\s*[№#]?\s*[0-9])"
    r"|行动项?|待办(?:事项)?|遗留(?:问题|任务|事项)?|поручение|задача|сделать|план(?:ы)? на неделю[^:]{0,40}"
)
_DECISION_MARK = (
    r"decisions?(?: made)?|decided|agreed|resolved|resolution|approved|consensus|conclusion|outcome"
    r"|决定|决议|结论|решение|решили|решено|постановили|договорились|итог"
)
MARKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        kind,
        re.compile(
            rf"[\[【(]?\s*(?:{words})(?:\s*[-#№]?\s*[0-9][0-9.]*)?\s*[\]】)]?\s*(?:[:：]|\s[-–—]\s|(?<=[\]】]))", re.I
        ),
    )
    for kind, words in ((ACTION, _ACTION_MARK), (DECISION, _DECISION_MARK))
)
"""A mark opens the line, in any dress, and a colon, a dash or its own bracket ends it."""

_NUMBER = r"\s*(?:no\.?|№|#|-|[(（])?\s*(?:[0-9]{1,3}(?:\.[0-9]{1,3})*[a-z]?|[一二三四五六七八九十]{1,3})[)）]?"
NUMBERED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{words}){_NUMBER}", re.IGNORECASE))
    for kind, words in (
        (ACTION, r"actions?(?: items?| points?)?|a\.?i\.?|行动(?:项|事项)?|待办(?:事项)?|действие|поручение|задача"),
        (DECISION, r"decision|resolution|决定|决议|решение|постановление"),
    )
)
"""How a heading calls the one thing that stands below it: 'Action 1.', '行动1', 'Поручение № 2'."""

WITHIN = re.compile(
    r"(?:结论\s*[,，:：]|\*\*\s*итог\s*:?\s*\*\*:?|(?:[.;:。；]\s+|\*\*|\*)(?:action|decision|resolved)(?:\*\*)?\s*[:：])",
    re.IGNORECASE,
)
"""A mark that stands within a line, behind what it is about."""

SENTENCE = re.compile(
    r"(?:(?:decided|agreed|resolved) (?:on|to|that)|it was (?:unanimously |also |then |further )?"
    r"(?:agreed|decided|resolved)(?: that| to| by|,)"
    r"|(?:the )?(?:board|panel|council|committee|group|meeting|members|sc|tsc|tac|cpc|ec|we|all)"
    r"(?: (?:have|has|also|then|unanimously))* (?:agreed|decided|resolved)(?: that| to|,|:)"
    r"|(?:on the proposal of|motion (?:passed|carried|approved))"
    r"|会议(?:一致)?(?:决定|同意|通过|确定)|(?:一致)?(?:决定|同意|确定)(?!的)"
    r"|(?:было )?(?:решили|договорились|постановили|решено|принято решение))",
    re.IGNORECASE,
)
"""How a sentence opens that tells of a decision."""

NOBODY = re.compile(r"(?:n/?a|none|nobody|tbd|tba|who|item|name|无|待定|空缺|нет|-+|\{.*\}|…+|\.+)", re.IGNORECASE)
ROLES = re.compile(
    r"(?:facilitators?|chairs?|scribes?|recorders?|minutes?|guests?|members|observers?|staff|regrets|记录人?|主持人?"
    r"|项目组成员|纪要人|протоколист|ведущий)\s*[:：]\s*",
    re.IGNORECASE,
)
TITLES = re.compile(r"^(?:councillors|messrs\.?|г-да|господа)\s+(?=\S)", re.IGNORECASE)
"""What opens a list of several, and is of no one name."""
OFFICES = re.compile(
    r"(?:the )?(?:mayor|chair(?:man|woman|person)?|director|secretary|president|rapporteur)"
    r"|председатель|секретарь|директор|президент|主席|秘书长|秘书|主任|主持人",
    re.IGNORECASE,
)
"""An office alone, which is nobody's name."""
DUE = (
    r"(?:due(?: (?:date|on|by))?|by|until|before|no later than|deadline|срок|до|к|не позднее"
    r"|截止(?:日期|到|至)?|期限|最晚)"
)
OWNER = r"(?:owner|responsible|assignee|assigned to|负责人?|责任人|ответственн\w+|исполнитель)"
AGENDA = re.compile(r"[(（]\s*[0-9-]+\s*(?:min(?:ute)?s?|分钟|мин)[^()（）]*[)）]\s*$", re.IGNORECASE)
"""How long something is to take, at its end: it is a point of an agenda."""
AGREED = re.compile(r", it was (?:agreed|decided|resolved) (?:that|to) ", re.IGNORECASE)
USED = re.compile(r"\b(?:action items?|decision|решени[ея])\b|结论|决定", re.IGNORECASE)
COLUMN = re.compile(
    r"(?:action )?items?|actions?|decisions?|description|tasks?|任务|事项|задач|поручени|решени", re.IGNORECASE
)
"""How the column of a table is called that says what is to be done."""
