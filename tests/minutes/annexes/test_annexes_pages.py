"""Annexes are added on a page, and everybody takes their exact bytes."""

from io import BytesIO

from tests.minutes.arranging import PDF
from tests.minutes.reading_pages import document, hidden, made


def test_annex_is_added_shown_and_given_out(held):
    ulid = made(held)
    secretary = held.world.signed_in("CN", "secretary")

    answer = secretary.post(f"/minutes/{ulid}/annexes", {"file": (BytesIO(PDF), "附件一.pdf")})
    made(held, "circulate", ulid)

    assert answer.status_code == 302
    assert "附件一.pdf" in held.world.signed_in("BY", "observer").text(f"/minutes/{ulid}")
    assert held.world.signed_in("BY", "observer").get(f"/minutes/{ulid}/versions/1/annexes/1").data == PDF


def test_annex_that_is_refused_says_what_would_be_right(held):
    ulid = made(held)
    secretary = held.world.signed_in("CN", "secretary")

    office = secretary.post(f"/minutes/{ulid}/annexes", {"file": (BytesIO(b"PK"), "отчёт.docx")})
    other = secretary.post(f"/minutes/{ulid}/annexes", {"file": (BytesIO(b"text"), "отчёт.pdf")})

    assert (office.status_code, "Save it as PDF" in office.text) == (422, True)
    assert (other.status_code, "is not a pdf file" in other.text) == (422, True)
    assert "отчёт.pdf</a>" not in secretary.text(f"/minutes/{ulid}/annexes")


def test_circulate_refuses_annexes_that_were_not_seen(held):
    ulid = made(held)
    secretary = held.world.signed_in("CN", "secretary")
    page = secretary.text(f"/minutes/{ulid}/circulate")
    made(held, "annex", ulid)

    values = {"revision": hidden(page, "revision"), "legal_status": "record", "prevailing_language": ""}
    answer = secretary.post(f"/minutes/{ulid}/circulate", {**values, "annexes": hidden(page, "annexes")})
    seen = hidden(secretary.text(f"/minutes/{ulid}/circulate"), "annexes")

    assert (answer.status_code, document(held)[0]) == (409, "shared_draft")
    assert secretary.post(f"/minutes/{ulid}/circulate", {**values, "annexes": seen}).status_code == 302
