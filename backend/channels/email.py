"""E-mail: by the SMTP server of the settings, or into a folder as long as none is named."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from backend.channels.base import Channel, DeliveryError, Message
from backend.config import Settings

TIMEOUT_SECONDS = 10.0
PORTS = {"smtp": 25, "smtps": 465}
PERMANENT = range(500, 600)
OUR_FAULT = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})


def open_email(settings: Settings) -> Channel:
    """Return the channel that the settings ask for."""
    if settings.smtp_url is None:
        return FolderChannel(settings.mail_folder, settings.mail_from)
    return SmtpChannel(settings.smtp_url, settings.mail_from)


def compose(message: Message, sender: str) -> EmailMessage:
    """Return the mail, as text and HTML. Raises DeliveryError for an address that is none."""
    mail = EmailMessage(policy=SMTP)
    domain = parseaddr(sender)[1].partition("@")[2]
    try:
        mail["From"] = sender
        mail["To"] = message.address
        mail["Subject"] = message.subject
        mail["Date"] = formatdate(usegmt=True)
        mail["Message-ID"] = message.message_id or make_msgid(domain=domain or None)
        mail["Auto-Submitted"] = "auto-generated"
    except ValueError as error:  # A line break in a header.
        raise DeliveryError(str(error), permanent=True) from error
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail


class FolderChannel:
    """Writes each mail as a file that any mail program opens."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self._sender = sender

    def send(self, message: Message) -> None:
        """Write the mail."""
        mail = compose(message, self._sender)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.folder / f"{uuid4().hex}.eml").write_bytes(mail.as_bytes())
        except OSError as error:
            raise DeliveryError(str(error)) from error


class SmtpChannel:
    """Speaks to one SMTP server: `smtp://` with STARTTLS where offered, or `smtps://`.

    With a user in the URL, TLS is demanded before the password is said.
    """

    def __init__(self, url: str, sender: str, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._context = context or ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Hand the mail over; raise DeliveryError as the code of the server says."""
        mail = compose(message, self._sender)
        with _told_as_delivery_error():
            server = self._connect()
            try:
                self._secure(server)
                server.send_message(mail, to_addrs=[message.address])
            finally:
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()

    def _connect(self) -> smtplib.SMTP:
        if self._tls:
            return smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=self._context
            )
        return smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if not self._tls and (server.has_extn("starttls") or self._user):
            server.starttls(context=self._context)
            server.ehlo()
        if self._user:
            server.login(self._user, self._password)


@contextmanager
def _told_as_delivery_error() -> Iterator[None]:
    """Read the verdict from the code: the same exception stands for 4xx and for 5xx."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        raise _refusal(code, reason) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(f"{type(error).__name__}: {error}") from error


def _refusal(code: int, reason: bytes | str) -> DeliveryError:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return DeliveryError(f"{code} {text}", permanent=code in PERMANENT and code not in OUR_FAULT)
