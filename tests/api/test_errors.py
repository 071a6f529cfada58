"""Every refusal has a stable code, and a sentence in every language."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import backend
from backend.api.errors import CODES, status_of
from backend.api.openapi import documented
from backend.config import LANGUAGES, ROOT
from backend.domain.errors import DomainError, NotFound, TooManyAttempts

COMMANDS = ("backend.worker", "backend.migrations")


def every_module():
    for module in pkgutil.walk_packages(backend.__path__, "backend."):
        if not module.name.startswith(COMMANDS):
            yield importlib.import_module(module.name)


def every_refusal(kind=DomainError):
    yield kind
    for child in kind.__subclasses__():
        yield from every_refusal(child)


def every_code():
    list(every_module())
    ours = {one.code for one in every_refusal() if one.__module__.startswith("backend.")}
    return sorted(ours | CODES)


def sentences(language):
    path = Path(ROOT, "locales", language, "LC_MESSAGES", "errors.po")
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file, language) if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language):
    missing = [code for code in every_code() if not sentences(language).get(f"errors.{code}")]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_says_what_happened_what_is_safe_and_what_to_do(language):
    for key, text in sentences(language).items():
        parts = re.findall(r"[^.]+\.", text)
        assert len(parts) >= 3, f"{key}: {text}"
        assert "!" not in text


def test_a_refusal_of_a_new_kind_is_answered_like_its_parent():
    class Vanished(NotFound):
        code = "vanished"

    assert status_of(Vanished()) == 404
    assert status_of(DomainError()) == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_gets_the_sentence_in_the_language_of_her_browser(client, language):
    answer = client.get("/api/nothing", headers={"Accept-Language": language})
    assert answer.json == {
        "code": "not_found",
        "message": sentences(language)["errors.not_found"],
    }


def test_programs_get_json_and_people_get_a_page(client):
    assert client.get("/api/nothing").is_json
    page = client.get("/nothing")
    assert page.status_code == 404
    assert page.mimetype == "text/html"


def test_a_method_that_is_not_there_names_those_that_are(client):
    answer = client.open("/api/openapi.json", method="DELETE")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_a_crash_says_nothing_of_itself_and_leaves_nothing_half_written(app, as_, alice, capsys):
    @app.get("/api/crash")
    def crash():
        raise RuntimeError("the secret of the client")

    answer = as_(alice).get("/api/crash")
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "secret" not in answer.text
    logged = capsys.readouterr().err
    assert "RuntimeError" in logged
    assert "secret" not in logged


def test_a_wait_is_named_in_the_header(app, client):
    @app.get("/api/wait")
    @documented(answers={}, public=True)
    def wait():
        raise TooManyAttempts(retry_after=42)

    answer = client.get("/api/wait")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "42")
