"""Commands for the demo company."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from backend.clock import utcnow
from backend.config import current_settings
from backend.database import db, transaction
from backend.demo.build import build_company
from backend.demo.material import PASSWORD, SHOWN, staff
from backend.models import User
from backend.web.session import hasher


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are people already.")
@with_appcontext
def demo(*, if_empty: bool) -> None:
    """Fill the empty database with the demo company."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        if not if_empty:
            raise click.ClickException("The database is not empty. Nothing was changed.")
        return
    hashed = hasher().hash(PASSWORD)
    with transaction():
        counts = build_company(hashed, current_settings().blobs, now=utcnow())
    click.echo("Demo company: " + ", ".join(f"{n} {name}" for name, n in counts.items()) + ".")


@click.command("demo-accounts")
@with_appcontext
def demo_accounts() -> None:
    """Print who can sign in to the demo company."""
    known = set(db.session.scalars(select(User.email)))
    for person in staff():
        if person.login in SHOWN and person.email in known:
            click.echo(f"  {person.role.value:<12}{person.email:<36}{PASSWORD}")


COMMANDS = (demo, demo_accounts)
