"""Passwords: hashed with argon2id, a few at a time, and never a guessable one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.domain.errors import InvalidValue

MIN_LENGTH = 12
MAX_LENGTH = 200
COMMON = frozenset(
    "123456789012 1234567890123 password1234 passwordpassword motdepasse123 motdepassemotdepasse "
    "azertyuiop123 azertyuiopqs qwertyuiop123 qwertyuiopas qwertzuiop123 administrateur "
    "administrator passwort1234 passwortpasswort iloveyou1234 bonjourbonjour changeme1234 "
    "nomadenomade nomade123456 letmein12345 000000000000 111111111111 aaaaaaaaaaaa".split()
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
    """Raise InvalidValue for a password that is short, common, or the address itself."""
    lowered = password.lower()
    name = email.lower().partition("@")[0]
    too_easy = lowered in COMMON or len(set(lowered)) < 4
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise InvalidValue("The password has the wrong length.", field="password")
    if too_easy or lowered in (email.lower(), name) or lowered.startswith(email.lower()):
        raise InvalidValue("The password is easy to guess.", field="password")
