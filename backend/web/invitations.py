"""Inviting somebody from an edge: the link is made in a transaction, and mailed after it."""

from __future__ import annotations

from uuid import UUID

from backend.channels import letters
from backend.channels.base import DeliveryError
from backend.channels.email import open_email
from backend.clock import utcnow
from backend.config import Settings, current_settings
from backend.database import db, transaction
from backend.domain.actors import Actor
from backend.domain.errors import DomainError
from backend.models import User
from backend.services import invitations
from backend.web.session import hasher


class MailFailed(DomainError):
    """The mail did not go. What was stored stays; sending again is all there is to do."""

    code = "mail_failed"


def send(actor: Actor | None, user_id: UUID) -> str:
    """Mail a new link and return it; raise MailFailed when the mail did not go.

    Call it outside of any transaction, for an actor who may keep users (None: the command line).
    """
    settings, now = current_settings(), utcnow()
    with transaction():
        token = invitations.invite(actor, user_id, settings.invitation_life, now=now)
    user = db.session.get_one(User, user_id)
    link = link_of(settings, token)
    days = settings.invitation_life.days
    try:
        open_email(settings).send(letters.invitation(user.language, user.email, link, days))
    except DeliveryError as error:
        raise MailFailed(str(error)) from error
    return link


def accept(token: str, password: str) -> str:
    """Use a link: set the chosen password and return the address to sign in with.

    Raises LinkExpired or WeakPassword. Call it outside of any transaction.
    """
    now = utcnow()
    invited = invitations.look(token, now=now)
    hashed = invitations.hash_choice(hasher(), invited, password)
    with transaction():
        invitations.accept(token, hashed, now=now)
    return invited.email


def link_of(settings: Settings, token: str) -> str:
    """Return the address of the page where the password is chosen."""
    return f"{settings.base_url}/invitation/{token}"
