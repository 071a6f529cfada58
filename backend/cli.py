"""Commands: `flask --app backend.app:create_app <command>`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from backend.clock import utcnow
from backend.config import current_settings, with_driver
from backend.database import WRITE, db, transaction
from backend.domain.actors import Role
from backend.domain.errors import DomainError
from backend.models import User
from backend.services import devices, relocation
from backend.services.accounts import normalize_email
from backend.services.passwords import check_password_rule
from backend.services.users import Profile, create_user
from backend.web import invitations
from backend.web.session import hasher

ELSEWHERE = ("backend.demo.commands", "backend.backup_commands")


@click.command("create-admin")
@click.option("--email", prompt="E-mail")
@click.option("--first-name", prompt="First name")
@click.option("--last-name", prompt="Last name")
@click.option("--language", default="fr", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def create_admin(
    email: str, first_name: str, last_name: str, language: str, *, password_stdin: bool
) -> None:
    """Add an administrator with a password."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask_password()
    profile = Profile(email, first_name, last_name, (Role.ADMIN,), language=language)
    try:
        check_password_rule(password, normalize_email(email))
        hashed = hasher().hash(password)
        with transaction():
            create_user(None, profile, now=utcnow()).password_hash = hashed
    except DomainError as error:
        raise click.ClickException(_reason(error)) from error
    click.echo(f"Administrator {normalize_email(email)} can sign in.")


@click.command("invite")
@click.argument("email")
@with_appcontext
def invite(email: str) -> None:
    """Mail a new link to choose a password, and print it."""
    user_id = db.session.scalar(select(User.id).where(User.email == normalize_email(email)))
    if user_id is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    try:
        click.echo(invitations.send(None, user_id))
    except DomainError as error:
        raise click.ClickException(_reason(error)) from error


@click.command("new-epoch")
@with_appcontext
def new_epoch() -> None:
    """Make every phone read everything anew; what waits on it is kept. After a restore."""
    with transaction():
        click.echo(devices.new_epoch())


@click.command("copy-to")
@click.argument("url")
@with_appcontext
def copy_to(url: str) -> None:
    """Copy this database into the one at URL, where `flask db upgrade` has made the tables."""
    target = create_engine(with_driver(url), execution_options={WRITE: True})
    try:
        with db.engine.connect() as source, target.begin() as sink:
            counts = relocation.copy_all(source, sink)
    except relocation.NotEmpty as error:
        raise click.ClickException(f"The target is not empty: {error} has rows.") from error
    except SQLAlchemyError as error:
        raise click.ClickException(f"Nothing was copied. {error}") from error
    finally:
        target.dispose()
    click.echo(f"Copied {relocation.summary(counts)}. Now set DATABASE_URL and start again.")


@click.command("check-settings")
@with_appcontext
def check_settings() -> None:
    """Say what the settings are, without any secret. Wrong ones stop every command before this."""
    settings = current_settings()
    click.echo(f"address    {settings.base_url}")
    click.echo(f"instance   {settings.instance}")
    click.echo(f"database   {db.engine.url.render_as_string(hide_password=True)}")
    click.echo(f"mail       {'SMTP' if settings.smtp_url else f'files in {settings.mail_folder}'}")


def _ask_password() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _reason(error: DomainError) -> str:
    field = error.params.get("field")
    return f"{error.code}: {field}" if field else error.code


def init_app(app: Flask) -> None:
    """Add the commands, those of other packages included (their COMMANDS)."""
    for command in (create_admin, invite, new_epoch, copy_to, check_settings):
        app.cli.add_command(command)
    for name in ELSEWHERE:
        if find_spec(name):
            for command in import_module(name).COMMANDS:
                app.cli.add_command(command)
