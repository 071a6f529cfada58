"""Mails through a real SMTP server."""

import email
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from backend.channels.base import Channel, DeliveryError, Message
from backend.channels.email import FolderChannel, SmtpChannel, open_email
from tests.servers import free_port

SENDER = "Nomade <nomade@firm.test>"
MESSAGE = Message(
    "alice@firm.test", "Nouvelle mission", "Bonjour\n", "<p>Bonjour</p>", "<notice-1@firm.test>"
)


class Postbox:
    """Keeps what arrives; says what the test wants it to say."""

    def __init__(self):
        self.mails = []
        self.on_recipient = self.on_data = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd calls it so
        if self.on_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.on_recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd calls it so
        if self.on_data.startswith("250"):
            self.mails.append(envelope)
        return self.on_data


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def channel(server):
    return SmtpChannel(f"smtp://127.0.0.1:{server.port}", SENDER)


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=default)


def test_a_mail_arrives_as_text_and_html(channel, postbox):
    channel.send(MESSAGE)
    [envelope] = postbox.mails
    mail = read(envelope)
    assert envelope.rcpt_tos == ["alice@firm.test"]
    assert mail["From"] == SENDER
    assert mail["Subject"] == "Nouvelle mission"
    assert mail["Message-ID"] == "<notice-1@firm.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().strip() == "Bonjour"
    assert "<p>Bonjour</p>" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("step", ["on_recipient", "on_data"])
@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("550 No such person", True), ("452 Box full", False), ("451 Greylisted", False)],
)
def test_the_code_of_the_server_says_whether_to_try_again(
    channel, postbox, step, answer, permanent
):
    setattr(postbox, step, answer)
    with pytest.raises(DeliveryError, match=answer) as refused:
        channel.send(MESSAGE)
    assert refused.value.permanent is permanent
    assert postbox.mails == []


def test_a_server_that_is_down_is_tried_again():
    with pytest.raises(DeliveryError) as refused:
        SmtpChannel(f"smtp://127.0.0.1:{free_port()}", SENDER).send(MESSAGE)
    assert not refused.value.permanent


def test_a_password_is_never_said_without_tls(server, postbox):
    channel = SmtpChannel(f"smtp://user:hunter2@127.0.0.1:{server.port}", SENDER)
    with pytest.raises(DeliveryError) as refused:
        channel.send(MESSAGE)
    assert not refused.value.permanent
    assert "hunter2" not in str(refused.value)
    assert postbox.mails == []


def test_a_line_break_in_a_header_is_refused(channel, postbox):
    for forged in (
        Message("a@b.test\r\nBcc: c@d.test", "Hello", ""),
        Message("a@b.test", "Hello\nBcc: c@d.test", ""),
    ):
        with pytest.raises(DeliveryError) as refused:
            channel.send(forged)
        assert refused.value.permanent
    assert postbox.mails == []


def test_without_a_server_mails_become_files(settings):
    channel = open_email(settings)
    assert isinstance(channel, FolderChannel)
    channel.send(MESSAGE)
    [path] = settings.mail_folder.glob("*.eml")
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    assert mail["To"] == "alice@firm.test"


def test_both_are_channels(channel, tmp_path):
    channels: list[Channel] = [channel, FolderChannel(tmp_path, SENDER)]
    assert len(channels) == 2
