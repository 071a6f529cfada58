"""Everything that can be refused, with a stable code.

The sentence a person reads is the catalogue entry `errors.<code>` in her language, filled with
`params`; `str(error)` is the English fallback for logs.
"""

from __future__ import annotations

from typing import ClassVar


class DomainError(Exception):
    """A request that the rules refuse. Subclasses give the code; `params` fill the sentence."""

    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **params: object) -> None:
        super().__init__(message or self.code)
        self.params = params


class NotFound(DomainError):
    """There is no such thing, or this person may not know of it."""

    code = "not_found"


class Forbidden(DomainError):
    """The person may see this thing, but may not do that to it."""

    code = "forbidden"


class IllegalTransition(DomainError):
    """A thing in this state cannot take that step."""

    code = "illegal_transition"

    def __init__(self, kind: str, current: str, command: str) -> None:
        super().__init__(
            f"A {kind} that is {current} cannot take the step {command}.",
            kind=kind,
            current=current,
            command=command,
        )


class SlotTaken(DomainError):
    """The technician already has something at that hour."""

    code = "slot_taken"


class InvalidValue(DomainError):
    """A value breaks a rule that its shape alone does not show. `params["field"]` names it."""

    code = "invalid_value"


class MissingValue(DomainError):
    """Something needed for this step is not there. `params["field"]` names it."""

    code = "missing_value"


class AlreadyExists(DomainError):
    """Such a thing is there already."""

    code = "already_exists"


class ReportIncomplete(DomainError):
    """A report cannot be signed or closed yet. `params["missing"]` lists what it lacks."""

    code = "report_incomplete"


class ReportSealed(DomainError):
    """The report is frozen or closed: what was signed does not change."""

    code = "report_sealed"


class ContentMismatch(DomainError):
    """What was signed is not what the rows say. `params["field"]` names the first difference."""

    code = "content_mismatch"


class TooManyAttempts(DomainError):
    """Too many tries. `params["retry_after"]` is in seconds."""

    code = "too_many_attempts"


class SignInRefused(DomainError):
    """The address and the password do not go together. Says no more than that."""

    code = "sign_in_refused"


class LinkExpired(DomainError):
    """An invitation or a recovery link that was used, withdrawn or is too old."""

    code = "link_expired"


class WeakPassword(InvalidValue):
    """The password is short, common, or the address itself."""

    code = "weak_password"


class LastAdmin(InvalidValue):
    """Without this person nobody could let another in."""

    code = "last_admin"
