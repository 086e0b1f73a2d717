"""The pages on which a signature is entered, and each side's copy for printing."""

import re
from io import BytesIO

import pytest

from tests.minutes.arranging import PDF
from tests.minutes.reading_pages import document, made

VALUES = {
    "number": "HLM/2026/7",
    "place": "Минск",
    "signed_on": "2026-11-22",
    "signers-CN-signer": "王部长",
    "signers-BY-signer": "Министр",
    "signers-BY-office": "Министр внутренних дел",
}


def test_sign_says_what_is_entered_and_who_is_told(held):
    ulid = made(held, "agreed")

    page = held.world.signed_in("CN", "secretary").text(f"/minutes/{ulid}/sign")

    assert "secretariat.by@example.org, secretariat.cn@example.org" in page
    assert re.search(r'name="number"[^>]*value="HLM/2026/1"', page)
    assert re.search(r'name="signed_on"[^>]*value="2026-11-22"', page)  # agreed then, ten days after the meeting
    assert re.search(r'name="signers-BY-signer"[^>]*value="head_of_delegation by"', page)


def test_sign_keeps_the_scan_with_its_exact_bytes(held):
    ulid = made(held, "agreed")
    secretary = held.world.signed_in("BY", "secretary")

    answer = secretary.post(f"/minutes/{ulid}/sign", {**VALUES, "signers-BY-scan": (BytesIO(PDF), "скан.pdf")})

    assert (answer.status_code, document(held)[0]) == (302, "signed")
    scan = held.world.signed_in("CN", "delegate").get(f"/minutes/{ulid}/copies/BY")
    assert (scan.data, scan.headers["Content-Security-Policy"]) == (PDF, "default-src 'none'; sandbox")
    page = held.world.signed_in("CN", "delegate").text(f"/minutes/{ulid}")
    assert ("HLM/2026/7" in page, "Министр внутренних дел" in page) == (True, True)
    assert re.findall(r"No scan of the copy of [^<]*", page) == ["No scan of the copy of China"]
    assert re.search(r"<dt>Entered by</dt><dd>secretary by \(Belarus\), ", page)
    assert held.world.signed_in("CN", "delegate").get(f"/minutes/{ulid}/copies/CN").status_code == 404


def test_sign_keeps_what_was_typed_beside_what_is_wrong(held):
    ulid = made(held, "agreed")
    secretary = held.world.signed_in("BY", "secretary")

    without = secretary.post(f"/minutes/{ulid}/sign", VALUES)
    wrong = secretary.post(f"/minutes/{ulid}/sign", {**VALUES, "signers-BY-scan": (BytesIO(b"text"), "скан.pdf")})

    assert (without.status_code, "Choose the scan of the signed original" in without.text) == (422, True)
    assert (wrong.status_code, "is not a pdf file" in wrong.text) == (422, True)
    assert 'value="Министр внутренних дел"' in wrong.text
    assert document(held)[0] == "agreed"


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("signers-CN-signer", " ", "This field is required"),
        ("signers-CN-signer", "王\u200b部长", "The name or office of who signed holds characters that are not seen"),
        ("signers-BY-office", "Министр\u00ad", "The name or office of who signed holds characters that are not seen"),
        ("place", " ", "This field is required"),
        ("place", "Минск\ufeff", "Say where it was signed, without characters that are not seen."),
        ("number", "HLM/2026/\u20607", "Give the text its official number"),
    ],
)
def test_sign_refuses_what_is_blank_or_not_seen(held, name, typed, says):
    ulid = made(held, "agreed")
    secretary = held.world.signed_in("BY", "secretary")

    values = {**VALUES, name: typed, "signers-BY-scan": (BytesIO(PDF), "скан.pdf")}
    answer = secretary.post(f"/minutes/{ulid}/sign", values)

    assert (answer.status_code, says in answer.text) == (422, True)
    assert 'value="Министр"' in answer.text
    assert document(held)[0] == "agreed"


def test_print_names_the_party_of_the_copy_first(held):
    ulid = made(held, "signed")
    delegate = held.world.signed_in("CN", "delegate")

    orders = {
        copy: re.findall(r'data-party="(\w+)"', delegate.text(f"/minutes/{ulid}/print?copy={copy}&lang=ru"))
        for copy in ("CN", "BY", "XX")
    }

    assert orders == {"CN": ["CN", "BY"], "BY": ["BY", "CN"], "XX": ["BY", "CN"]}


def test_print_of_a_draft_is_not_there(held):
    ulid = made(held)

    assert held.world.signed_in("CN", "secretary").get(f"/minutes/{ulid}/print").status_code == 404
