"""Work that comes after the mission was taken away: kept for the desk, never half applied."""

from __future__ import annotations

import pytest

from backend.clock import utcnow
from backend.database import new_id, transaction
from backend.domain.canonical import content_sha256
from backend.domain.reports import ReportStatus
from backend.models import BillingItem, Quarantine, Report, Signature, TimeEntry
from backend.services import missions, users
from tests.factories import actor
from tests.services.visit import Visit
from tests.signing import canonical_of
from tests.sync.work import count, minutes


@pytest.fixture
def visit(make, now):
    return Visit(make, now)


@pytest.fixture
def pen(phone_of, visit):
    return phone_of(visit.user)


def _a_day_of_work(pen, visit):
    content = canonical_of(visit.report)
    sha256 = content_sha256(content)
    signed = {
        "report_id": visit.report.id,
        "role": "technician",
        "name": "Alex",
        "outcome": "signed",
        "content_sha256": sha256,
        "signed_at": "2026-05-04T08:00:00Z",
    }
    closing = {"at": "2026-05-04T09:00:00Z", "outcome": "absent", "outcome_reason": "Parti"}
    report = visit.report
    frozen = {"frozen": content, "content_sha256": sha256}
    return [
        minutes(pen, report),
        pen.edit("report", report.id, "report.freeze", args=frozen),
        pen.create("signature", new_id(), report.scope_id, **signed),
        pen.edit("report", report.id, "report.close", args=closing),
    ]


def test_a_visit_closed_on_a_mission_called_off_is_kept_whole_for_the_desk(pen, visit, as_):
    work = _a_day_of_work(pen, visit)
    with transaction():
        missions.cancel(actor(visit.desk), visit.mission.id, "Client absent", now=utcnow())
    assert pen.statuses(*work) == ["quarantined"] * len(work)
    assert (count(Quarantine), count(Signature), count(BillingItem)) == (len(work), 0, 0)
    assert count(TimeEntry) == 2
    shown = as_(visit.desk).get("/api/sync/quarantine").json
    assert [one["mutation"]["op"] for one in shown] == [one["op"] for one in work]


def test_who_has_left_pushes_nothing_even_mid_session(pen, visit, adam):
    work = _a_day_of_work(pen, visit)
    with transaction():
        users.leave(adam, visit.user.id, now=utcnow())
    answer = pen.send(*work)
    assert answer.status_code == 401
    assert count(Signature) == 0


def test_work_by_two_technicians_leaves_one_closed_report_and_one_bill(
    pen, phone_of, visit, make, now
):
    """The first is still on his way back without network when the second is sent."""
    work = _a_day_of_work(pen, visit)
    second = make.technician()
    slot = missions.Slot(second.id, utcnow(), utcnow() + (visit.mission.ends_at - now))
    with transaction():
        missions.reassign(actor(visit.desk), visit.mission.id, slot, now=utcnow())
    assert set(pen.statuses(*work)) == {"quarantined"}
    heir = phone_of(second)
    heir.pull()
    assert heir.data("report", visit.report.id)["status"] == ReportStatus.DRAFT
    assert heir.statuses(minutes(heir, visit.report)) == ["applied"]
    assert (count(Report), count(BillingItem)) == (1, 0)
