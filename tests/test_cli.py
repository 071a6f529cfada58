"""Commands of whoever runs the server."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.database import db
from backend.models import User
from backend.services import devices
from tests.people import PASSWORD, sign_in_with_password

ADA = ["create-admin", "--email", "Ada@Firm.test", "--first-name", "Ada", "--last-name", "Blanc"]


@pytest.fixture
def run(app):
    def command(*arguments, typed=""):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=[*arguments], input=typed)
        db.session.rollback()
        db.session.expire_all()
        return result

    return command


def test_the_first_administrator_signs_in_with_what_was_typed(run, client):
    result = run(*ADA, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    answer = sign_in_with_password(client, "ada@firm.test")
    assert answer.json["user"]["roles"] == ["admin"]


def test_the_password_can_come_from_a_pipe(run, client):
    assert run(*ADA, "--password-stdin", typed=f"{PASSWORD}\n").exit_code == 0
    assert sign_in_with_password(client, "ada@firm.test").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (ADA, "short\n", "weak_password"),
        ([*ADA[:2], "nobody", *ADA[3:]], f"{PASSWORD}\n", "invalid_value: email"),
    ],
)
def test_a_wrong_value_adds_nobody_and_is_named(run, arguments, typed, said):
    result = run(*arguments, "--password-stdin", typed=typed)
    assert result.exit_code == 1
    assert said in result.output
    assert db.session.scalars(select(User)).all() == []


def test_an_invitation_can_be_sent_by_hand(run, alice, settings):
    result = run("invite", "alice@nomade.test")
    assert result.output.startswith("http://localhost/invitation/")
    assert len(list(settings.mail_folder.glob("*.eml"))) == 1
    assert run("invite", "nobody@nomade.test").exit_code == 1


def test_a_new_epoch_replaces_the_one_before(run):
    before = devices.current_epoch()
    run("new-epoch")
    assert devices.current_epoch() != before


def test_the_settings_are_shown_without_any_secret(settings):
    secret = replace(settings, smtp_url="smtp://user:hunter2@mail.test")
    result = create_app(secret).test_cli_runner().invoke(args=["check-settings"])
    assert result.exit_code == 0
    assert "http://localhost" in result.output
    assert "hunter2" not in result.output
    assert settings.keys.secret_key not in result.output
