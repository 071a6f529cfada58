"""Every endpoint, for a stranger and for every role: open or shut as the matrix says."""

import pytest

from backend.domain.actors import Role
from tests.addresses import UNSAFE, address_of
from tests.api.matrix import MATRIX, SIGNED_IN
from tests.people import sign_in

SHUT = {401, 403, 404}


class Reached(Exception):
    """The view was called: the door was open."""


@pytest.fixture
def doors(app):
    """The application with every view replaced by a bell."""

    def ring(**_):
        raise Reached

    app.view_functions = {
        name: bell(view, ring) if MATRIX.get(name, SIGNED_IN) else view
        for name, view in app.view_functions.items()
    }
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.error_handler_spec[None][None].pop(Exception, None)
    return app


def bell(view, ring):
    def rung(**values):
        return ring(**values)

    rung.__dict__.update(view.__dict__)
    return rung


def calls(app, endpoint):
    for rule in app.url_map.iter_rules(endpoint):
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield method, address_of(rule)


def is_open(browser, method, address):
    try:
        answer = browser.open(address, method=method)
    except Reached:
        return True
    assert answer.status_code in SHUT or 300 <= answer.status_code < 400, answer.status
    return False


def test_every_endpoint_is_in_the_matrix_and_nothing_else(app):
    assert sorted(MATRIX) == sorted({rule.endpoint for rule in app.url_map.iter_rules()})


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_matrix_says_and_nothing_else(doors, make, role):
    fields = {"client_id": make.client().id} if role is Role.REFERENT else {}
    browser = sign_in(doors.test_client(), make.user(role, **fields).id)
    wrong = [
        (endpoint, method)
        for endpoint, who in MATRIX.items()
        if who
        for method, address in calls(doors, endpoint)
        if is_open(browser, method, address) != (role in who)
    ]
    assert wrong == []


def test_a_stranger_opens_nothing_that_wants_somebody(doors):
    browser = doors.test_client()
    csrf = browser.get("/api/session").json["csrf"]
    browser.environ_base["HTTP_X_CSRF_TOKEN"] = csrf
    opened = [
        (endpoint, method)
        for endpoint, who in MATRIX.items()
        if who
        for method, address in calls(doors, endpoint)
        if is_open(browser, method, address)
    ]
    assert opened == []


def test_a_stranger_is_told_to_sign_in_even_without_a_token(client, app):
    for endpoint, who in MATRIX.items():
        if not who or endpoint.startswith("console_"):
            continue
        for method, address in calls(app, endpoint):
            answer = client.open(address, method=method)
            assert answer.status_code == 401, (endpoint, method)
            assert answer.json["code"] == "unauthenticated"


def test_what_a_role_may_not_open_looks_as_if_it_were_not_there(as_, alice, app):
    browser = as_(alice)
    absent = browser.get("/nothing-at-all")
    for endpoint, who in MATRIX.items():
        if not who or Role.TECHNICIAN in who:
            continue
        for method, address in calls(app, endpoint):
            if method not in UNSAFE:
                assert browser.get(address).status_code == absent.status_code == 404, endpoint
