"""What every way out of the building promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What one person will read, and where it must go. Holds nothing of any client.

    `message_id` makes a second sending recognisable (`<notice-…@host>`); empty for a new one.
    """

    address: str
    subject: str
    text: str
    html: str = ""
    message_id: str = ""


class DeliveryError(Exception):
    """The provider did not take the message. `permanent` says that trying again is useless."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Channel(Protocol):
    """Push, e-mail and SMS, as the worker sees them."""

    def send(self, message: Message) -> None:
        """Hand `message` to the provider, or raise DeliveryError. Never inside a transaction."""
