"""Nobody comes to bytes by naming them: only by having sent them, whole."""

from __future__ import annotations

from backend.database import db
from backend.models import BlobRef
from tests.sync.sending import Sender, attach, picture, sha256


def _reports_of_two(make, alice, bob):
    """Return a report of Alice's mission and one of Bob's; neither sees the other's."""
    missions = [make.mission(technician_id=who.user_id) for who in (alice, bob)]
    for who, mission in zip((alice, bob), missions, strict=True):
        make.grant(who.user_id, mission.scope_id)
    return [make.report(mission) for mission in missions]


def test_an_empty_transfer_proves_no_possession(phone_of, alice, bob, make):
    hers, his = _reports_of_two(make, alice, bob)
    phone, thief = phone_of(alice), phone_of(bob)
    data = picture()
    attach(phone, hers, data)
    assert Sender(phone).send(data).status_code == 204
    answer = Sender(thief).offer(b"", name=sha256(data))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_value")
    attach(thief, his, data)
    assert db.session.scalar(db.select(BlobRef.role).where(BlobRef.scope_id == his.scope_id)) == (
        "claimed"
    )
    assert Sender(thief).read(sha256(data)).status_code == 404
