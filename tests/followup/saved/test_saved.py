from forumhub.database import writing
from forumhub.followup.saved.queries import kept_filters
from tests.followup import examples

KEEP = "/follow-up/filters/keep?party=BY&state=overdue"


def test_a_filter_is_kept_opened_renamed_and_deleted(world):
    with world.app.app_context(), writing():
        examples.agreed(world)
    secretary, delegate, other = (
        world.signed_in(*who) for who in (("BY", "secretary"), ("BY", "delegate"), ("CN", "secretary"))
    )

    kept = secretary.post(KEEP, {"name": "Наши  просроченные", "shared": "BY"})
    again = secretary.post(KEEP, {"name": "Наши просроченные", "shared": ""})
    nothing = secretary.post("/follow-up/filters/keep", {"name": "x", "shared": ""})
    alone = delegate.post("/follow-up/filters/keep?kind=STATEMENT", {"name": "我的", "shared": ""})
    foreign = secretary.post(KEEP, {"name": "y", "shared": "CN"})

    assert [each.status_code for each in (kept, again, nothing, alone, foreign)] == [302, 422, 422, 302, 422]
    assert kept.location == "/follow-up?state=overdue&party=BY"
    assert "choose another one" in again.get_data(as_text=True)
    pages = [client.text("/follow-up") for client in (secretary, delegate, other)]
    assert ["Наши просроченные" in page for page in pages] == [True, True, False]
    assert ["我的" in page for page in pages] == [False, True, False]
    assert 'href="/follow-up?state=overdue&amp;party=BY"' in pages[1]
    with world.app.app_context():
        ulid = kept_filters(world.reader("BY", "secretary"))[0].ulid
    address = f"/follow-up/filters/{ulid}"
    assert [client.get(address).status_code for client in (secretary, delegate, other)] == [200, 404, 404]
    assert delegate.post(f"{address}/delete").status_code == 404
    assert secretary.post(address, {"name": "Late", "shared": ""}).status_code == 302
    assert ["Late" in client.text("/follow-up/filters") for client in (secretary, delegate)] == [True, False]
    assert secretary.post(f"{address}/delete").status_code == 302
    assert "No filter kept yet" in secretary.text("/follow-up/filters")
