"""The description of the API is complete and valid."""

import pytest
from openapi_spec_validator import validate

from backend.api.openapi import api_rules, description_of, document
from backend.config import LANGUAGES
from tests.addresses import NOBODY


def test_every_route_of_the_api_is_described(app):
    silent = [rule.rule for rule in api_rules(app) if description_of(app, rule) is None]
    assert silent == []


def test_every_route_has_a_summary(app):
    for path, operations in document(app)["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                assert operation["summary"].endswith("."), (path, method)


def test_the_description_is_valid_openapi(app):
    validate(document(app))


def test_the_page_shows_every_route_and_needs_no_script(client):
    page = client.get("/api/docs").text
    for path in client.get("/api/openapi.json").json["paths"]:
        assert path in page
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_route_that_is_not_there_answers_in_the_described_shape(client, language):
    answer = client.get(f"/api/{NOBODY}", headers={"Accept-Language": language})
    assert set(answer.json) == {"code", "message"}
