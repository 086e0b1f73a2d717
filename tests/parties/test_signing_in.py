from tests.client import Client


def test_smoke(world):
    client = world.signed_in("CN", "secretary")
    assert client.get("/").status_code == 200
