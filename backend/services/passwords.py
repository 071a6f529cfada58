"""Passwords: hashed with argon2id, a few at a time, and never a guessable one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.domain.errors import WeakPassword

MIN_LENGTH = 12
MAX_LENGTH = 200
MIN_SIGNS = 4
COMMON = frozenset(
    (
        "123456789012",
        "1234567890123",
        "administrateur",
        "administrator",
        "azertyuiop12",
        "azertyuiop123",
        "bonjourbonjour",
        "changeme1234",
        "iloveyou1234",
        "letmein12345",
        "motdepasse12",
        "motdepasse123",
        "motdepassemotdepasse",
        "nomade123456",
        "nomadenomade",
        "password1234",
        "password12345",
        "passwordpassword",
        "passwort1234",
        "passwortpasswort",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertzuiop123",
    )
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs: KiB of memory, passes, lanes; and how many may run at once."""

    memory_kib: int
    passes: int
    lanes: int
    at_once: int


class Hasher:
    """Hashes and verifies. One a process: it bounds how much memory sign-ins can take."""

    def __init__(self, cost: Cost) -> None:
        self._argon2 = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes
        )
        self._slots = BoundedSemaphore(cost.at_once)
        self._dummy = self.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        with self._slots:
            return self._argon2.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Say whether `password` fits; takes as long when there is no account."""
        with self._slots, suppress(VerificationError, InvalidHashError):
            self._argon2.verify(stored or self._dummy, password)
            return stored is not None
        return False

    def is_outdated(self, stored: str) -> bool:
        """Say whether `stored` was made with other costs than today's."""
        return self._argon2.check_needs_rehash(stored)


def check_password_rule(password: str, email: str) -> None:
    """Raise WeakPassword for one that is short, common, monotonous, or the address itself."""
    lowered, address = password.lower(), email.lower()
    easy = (
        lowered in COMMON,
        lowered in (address, address.partition("@")[0]),
        lowered.startswith(address),
        len(set(lowered)) < MIN_SIGNS,
        not MIN_LENGTH <= len(password) <= MAX_LENGTH,
    )
    if any(easy):
        raise WeakPassword(field="password")
