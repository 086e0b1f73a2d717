"""A test client that signs in as a person would and can be asked what it was shown."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "correct horse battery staple"


class Client:
    """One browser. `get` and `post` follow nothing; a test says what it expects."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http: FlaskClient = app.test_client()

    def sign_in(self, email: str, password: str = PASSWORD) -> "Client":
        answer = self.http.post("/sign-in", data={"email": email, "password": password})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return self

    def get(self, path: str, **options: object) -> TestResponse:
        return self.http.get(path, **options)

    def post(self, path: str, data: dict | None = None, **options: object) -> TestResponse:
        return self.http.post(path, data=data or {}, **options)

    def text(self, path: str) -> str:
        """The page at `path`, which must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.location}"
        return answer.get_data(as_text=True)
