"""Test data. Every field has a default; a test names only the fields it is about.

Everything is committed at once, as if it had always been there.
"""

from __future__ import annotations

from backend.domain.actors import Actor, Role
from backend.models import User
from tests.making.base import HOUR, MONDAY
from tests.making.reports import Reports
from tests.making.work import Work

__all__ = ["HOUR", "MONDAY", "Make", "actor"]


class Make(Work, Reports):
    """Makes rows; `now` is when they were made."""


def actor(user: User) -> Actor:
    """Return the person as the rules see her."""
    roles = frozenset(Role(role) for role in user.roles)
    return Actor(user.id, user.name, roles, user.language)
