"""Who of the firm sees everything by virtue of a role; everybody else needs a grant."""

from __future__ import annotations

from backend.domain.actors import Actor, Role
from backend.domain.errors import Forbidden, NotFound

DESK: frozenset[Role] = frozenset({Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE, Role.ADMIN})
REPORT_READERS: frozenset[Role] = frozenset({Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE})
DOSSIER_READERS: frozenset[Role] = frozenset({Role.DIRECTOR})


def absent() -> NotFound:
    """Return the one refusal that does not tell what is there."""
    return NotFound("There is no such thing.")


def require_role(actor: Actor, *roles: Role) -> None:
    """Raise Forbidden unless the actor holds one of `roles`."""
    if not actor.has(*roles):
        raise Forbidden(f"This takes one of the roles {', '.join(sorted(roles))}.")


def require_desk(actor: Actor) -> None:
    """Raise NotFound unless the actor works at the desk: to others the desk does not exist."""
    if not actor.has(*DESK):
        raise absent()
