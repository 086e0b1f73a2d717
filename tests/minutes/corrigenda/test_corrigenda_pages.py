"""A corrigendum is proposed on the page of the text, and both lead to each other, on the page and in print."""

from tests.minutes.arranging import Meeting
from tests.minutes.reading_pages import made

TYPED = {
    "paragraph": "1.1",
    "was-zh": "白俄罗斯方面指出存在延误。",
    "shall-zh": "双方指出存在延误。",
    "was-ru": "Белорусская сторона отметила задержки.",
    "shall-ru": "Стороны отметили задержки.",
}


def settled(meeting: Meeting) -> tuple[str, str]:
    """The ULIDs of signed minutes, and of their signed corrigendum."""
    ulid = meeting.agreed()
    meeting.sign(ulid)
    corrigendum = meeting.correct(ulid)
    meeting.circulate(corrigendum)
    meeting.approve(corrigendum, "CN")
    meeting.approve(corrigendum, "BY")
    meeting.sign(corrigendum, number="HLM/2026/1/Corr.1")
    return ulid, corrigendum


def test_proposing_a_corrigendum_keeps_what_was_typed_beside_what_is_wrong(held):
    ulid = made(held, "agreed")
    secretary = held.world.signed_in("BY", "secretary")
    new = f"/minutes/{ulid}/corrigenda/new"

    wrong = secretary.post(new, {**TYPED, "was-ru": "Стороны отметили"})
    right = secretary.post(new, TYPED)

    assert (wrong.status_code, "do not stand in the agreed text" in wrong.text) == (422, True)
    assert "双方指出存在延误。" in wrong.text
    editor = right.headers["Location"]
    assert (right.status_code, "&gt; Стороны отметили задержки." in secretary.text(editor)) == (302, True)
    assert secretary.post(new, TYPED).status_code == 422


def test_a_corrected_text_and_its_corrigendum_lead_to_each_other(held):
    with held.world.app.app_context():
        ulid, corrigendum = settled(held)
    reader = held.world.signed_in("CN", "delegate")

    pages = [reader.text(f"/minutes/{ulid}{path}") for path in ("", "/print?copy=BY", "/print?lang=ru")]
    own = [reader.text(f"/minutes/{corrigendum}{path}") for path in ("", "/print")]

    link = f'Corrected by: <a href="/minutes/{corrigendum}">corrigendum HLM/2026/1/Corr.1</a>'
    assert [link in page for page in pages] == [True] * 3
    assert [f'Corrects: <a href="/minutes/{ulid}">Minutes, version 1 (HLM/2026/1)</a>' in page for page in own] == [
        True,
        True,
    ]
    assert "Corrigendum" in reader.text(f"/events/{held.event}")


def test_withdrawn_corrigendum_says_so_to_both_sides_and_offers_nothing(held):
    ulid = made(held, "agreed")
    corrigendum = made(held, "correct", ulid)
    by, cn = held.world.signed_in("BY", "secretary"), held.world.signed_in("CN", "secretary")
    page = f"/minutes/{corrigendum}"
    offered = [f"{page}/withdraw" in each.text(page) for each in (by, cn)]

    asked = by.text(f"{page}/withdraw")
    answers = [each.post(f"{page}/withdraw").status_code for each in (cn, by, by)]
    shown = cn.text(page)

    assert (offered, answers, "What will happen" in asked) == ([True, False], [403, 302, 422], True)
    assert ["Withdrawn by Belarus, " in shown, f"{page}/edit" in shown, "Circulated" in shown] == [True, False, False]
    assert f"/minutes/{ulid}/corrigenda/new" in by.text(f"/minutes/{ulid}")
    assert ">withdrawn<" in cn.text(f"{page}/take/en.html")
