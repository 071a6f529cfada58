"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person does for the firm, or for a client."""

    TECHNICIAN = "technician"
    DISPATCHER = "dispatcher"
    DIRECTOR = "director"
    BACK_OFFICE = "back_office"
    HR = "hr"
    ADMIN = "admin"
    REFERENT = "referent"


OFFICE: frozenset[Role] = frozenset(
    {Role.DISPATCHER, Role.DIRECTOR, Role.BACK_OFFICE, Role.HR, Role.ADMIN}
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, reduced to what the rules need."""

    user_id: UUID
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    language: str = "fr"

    def has(self, *roles: Role) -> bool:
        """Say whether the person holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)
