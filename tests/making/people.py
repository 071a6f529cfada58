"""People, their rights and their phones."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.domain.actors import Role
from backend.models import (
    AccessGrant,
    Device,
    Technician,
    User,
)
from tests.making.base import Maker, save


class People(Maker):
    """Makes people."""

    def user(self, *roles: Role, **fields: Any) -> User:
        """Make a person; without a role, a dispatcher."""
        n = next(self.n)
        defaults = {
            "email": f"person{n}@example.org",
            "first_name": "Camille",
            "last_name": f"Personne{n}",
            "roles": [role.value for role in roles or (Role.DISPATCHER,)],
            "created_at": self.now,
        }
        return save(User(**(defaults | fields)))

    def technician(self, **fields: Any) -> User:
        """Make a technician: the account, what planning knows, and the two rights all have."""
        user_fields = {
            k: fields.pop(k) for k in ("email", "password_hash", "language") if k in fields
        }
        names = {k: fields[k] for k in ("first_name", "last_name") if k in fields}
        user = self.user(Role.TECHNICIAN, **names, **user_fields)
        defaults = {
            "id": user.id,
            "scope_id": f"technician:{user.id}",
            "first_name": user.first_name,
            "last_name": user.last_name,
            "home_city": "Rennes",
            "skills": {"network": 2},
            "clearances": [],
            "position": next(self.n),
        }
        save(Technician(**(defaults | fields)))
        for scope in ("global", f"technician:{user.id}"):
            self.grant(user.id, scope, cause="account", mode="read")
        return user

    def grant(self, user_id: UUID, scope: str, **fields: Any) -> AccessGrant:
        """Give a person the right to a scope."""
        defaults = {
            "user_id": user_id,
            "scope_id": scope,
            "mode": "write",
            "cause": "test",
            "granted_at": self.now,
        }
        return save(AccessGrant(**(defaults | fields)))

    def device(self, user: User, **fields: Any) -> Device:
        """Make a phone."""
        defaults = {"user_id": user.id, "label": "Téléphone", "created_at": self.now}
        return save(Device(**(defaults | fields)))
