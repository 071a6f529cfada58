"""Nothing that a person typed is discarded: it is applied, merged, or kept beside what stands."""

from __future__ import annotations

import pytest

from backend.database import db, new_id
from backend.domain.reports import ReportStatus
from backend.models import Conflict, PartLine, Report, TimeEntry
from backend.services import notices
from tests.factories import MONDAY


def conflicts():
    return list(db.session.scalars(db.select(Conflict).order_by(Conflict.seq)))


def stored(row):
    db.session.refresh(row)
    return row


@pytest.fixture
def part(make, report):
    return make.part_line(report, label="Câble", quantity=2)


def test_a_value_nobody_else_changed_is_applied(phone, part):
    assert phone.statuses(phone.change("part_line", part.id, label=("Câble", "Cordon"))) == [
        "applied"
    ]
    assert stored(part).label == "Cordon"
    assert conflicts() == []


def test_a_value_both_sides_typed_alike_is_no_conflict(phone, part):
    part.label = "Cordon"
    db.session.commit()
    assert phone.statuses(phone.change("part_line", part.id, label=("Câble", "Cordon"))) == [
        "applied"
    ]


def test_of_two_values_the_later_receipt_stands_and_the_other_is_kept(phone, part, alice):
    part.label = "Cordon"
    db.session.commit()
    change = phone.change("part_line", part.id, label=("Câble", "Jarretière"))
    [result] = phone.push(change)
    assert stored(part).label == "Jarretière"
    [kept] = conflicts()
    assert (kept.base, kept.theirs, kept.mine, kept.by) == (
        {"value": "Câble"}, {"value": "Cordon"}, {"value": "Jarretière"}, alice.user_id
    )  # fmt: skip
    assert (result["status"], result["version"]) == ("conflict", part.version)
    assert result["conflicts"] == [{"id": str(kept.id), "field": "label"}]


def test_a_fresh_base_does_not_hide_a_stale_value(phone, part):
    part.label = "Cordon"
    db.session.commit()
    change = phone.change("part_line", part.id, label=("Câble", "Jarretière"))
    assert phone.statuses({**change, "base": part.version}) == ["conflict"]
    assert conflicts()[0].theirs == {"value": "Cordon"}


def test_fields_are_merged_one_by_one(phone, part):
    part.quantity = 5
    db.session.commit()
    assert phone.statuses(phone.change("part_line", part.id, label=("Câble", "Cordon"))) == [
        "applied"
    ]
    assert (stored(part).label, part.quantity) == ("Cordon", 5)


def test_one_bad_field_leaves_the_good_ones_untouched(phone, part):
    change = phone.change("part_line", part.id, label=("Câble", "Cordon"), quantity=(2, -1))
    assert phone.push(change)[0]["code"] == "invalid_value"
    assert stored(part).label == "Câble"


@pytest.mark.parametrize("value", [None, 3, "", True, {"a": 1}, "x" * 201, 2**40, -1, "1"])
def test_a_value_of_the_wrong_kind_is_refused(phone, part, value):
    number = phone.change("part_line", part.id, quantity=(2, value))
    text = phone.change("part_line", part.id, label=("Câble", value))
    results = phone.push(number, text)
    assert (results[0]["status"] == "applied") is (value == 3 and value is not True)
    assert (results[1]["status"] == "applied") is (value in ("", "1"))


def test_differences_of_a_counter_add_up(phone, part):
    for _ in range(2):
        change = phone.edit("part_line", part.id, "delta", fields={"quantity": {"delta": 3}})
        assert phone.statuses(change) == ["applied"]
    assert stored(part).quantity == 8
    below = phone.edit("part_line", part.id, "delta", fields={"quantity": {"delta": -9}})
    assert phone.push(below)[0]["code"] == "invalid_value"


@pytest.mark.parametrize("fields", [
    {"label": {"delta": 1}}, {"quantity": {"delta": "1"}}, {"quantity": {"value": 1}},
])  # fmt: skip
def test_a_difference_of_what_does_not_count_is_refused(phone, part, fields):
    change = phone.edit("part_line", part.id, "delta", fields=fields)
    assert phone.statuses(change) == ["rejected"]


def test_text_written_apart_is_merged(phone, report):
    report.actions_done = "Diagnostic\n\nConclusion\nDu bureau"
    db.session.commit()
    was, new = "Diagnostic\n\nConclusion", "Diagnostic\nDu terrain\n\nConclusion"
    assert phone.statuses(phone.change("report", report.id, "text", actions_done=(was, new))) == [
        "merged"
    ]
    assert stored(report).actions_done == "Diagnostic\nDu terrain\n\nConclusion\nDu bureau"
    assert conflicts() == []


def test_text_written_in_one_place_is_kept_twice_and_shown(phone, report):
    report.actions_done = "Du bureau"
    db.session.commit()
    text = phone.change("report", report.id, "text", actions_done=("", "Du terrain"))
    assert phone.statuses(text) == ["conflict"]
    assert stored(report).actions_done == "Du bureau\nDu terrain"
    assert conflicts()[0].theirs == {"value": "Du bureau"}


@pytest.mark.parametrize(("field", "value"), [
    ("starts_at", "2026-05-05T08:00:00Z"), ("title", "Autre"),
    ("technician_id", "01900000-0000-7000-8000-00000000abcd"),
    ("estimated_minutes", 15), ("status", "done"),
])  # fmt: skip
def test_what_the_office_decided_stands_and_the_wish_is_kept(phone, mission, field, value):
    before = getattr(mission, field)
    assert phone.statuses(phone.change("mission", mission.id, **{field: (None, value)})) == [
        "conflict"
    ]
    assert getattr(stored(mission), field) == before
    assert [(one.field, one.mine) for one in conflicts()] == [(field, {"value": value})]


@pytest.mark.parametrize("field", ["number", "status", "frozen", "pdf_state", "closed_at"])
def test_what_only_the_server_writes_is_refused(phone, report, field):
    assert phone.push(phone.change("report", report.id, **{field: (None, "x")}))[0]["code"] == (
        "read_only"
    )


def test_what_is_given_at_birth_never_changes(phone, make, report):
    photo = make.attachment(report)
    change = phone.change("attachment", photo.id, sha256=(photo.sha256, "0" * 64))
    assert phone.push(change)[0]["code"] == "read_only"


def test_entries_are_only_added(phone, make, report):
    entry = make.time_entry(report)
    assert (
        phone.push(phone.change("time_entry", entry.id, minutes=(60, 5)))[0]["code"] == "read_only"
    )


def test_a_row_that_comes_again_under_another_mid_is_there_once(phone, report):
    row_id = new_id()
    values = {"report_id": report.id, "kind": "work", "minutes": 30}
    twice = [phone.create("time_entry", row_id, report.scope_id, **values) for _ in range(2)]
    other = phone.create("time_entry", row_id, report.scope_id, **{**values, "minutes": 45})
    results = phone.push(*twice, other)
    assert [one["status"] for one in results] == ["applied", "applied", "rejected"]
    assert results[2]["code"] == "already_exists"
    assert db.session.get_one(TimeEntry, row_id).minutes == 30


# --- delete against edit -------------------------------------------------------------------------


def test_a_row_nobody_else_changed_is_deleted(phone, part):
    assert phone.statuses(phone.edit("part_line", part.id, "delete", base=1)) == ["applied"]
    assert stored(part).deleted_at is not None


def test_a_row_made_changed_and_deleted_before_the_first_sync_is_gone(phone, report):
    row_id = new_id()
    values = {"report_id": report.id, "label": "Câble", "quantity": 1}
    created = phone.create("part_line", row_id, report.scope_id, **values)
    changed = phone.change("part_line", row_id, quantity=(1, 2))
    deleted = phone.edit("part_line", row_id, "delete")
    assert phone.statuses(created, changed) == ["applied"] * 2
    assert phone.statuses(deleted) == ["applied"]
    assert db.session.get_one(PartLine, row_id).deleted_at is not None


def test_a_delete_against_an_edit_loses_and_is_shown(phone, part):
    part.label = "Cordon"
    db.session.commit()
    assert phone.statuses(phone.edit("part_line", part.id, "delete", base=1)) == ["conflict"]
    assert stored(part).deleted_at is None
    assert conflicts()[0].field == "deleted_at"


def test_an_edit_of_a_deleted_row_brings_it_back_and_is_shown(phone, part):
    part.deleted_at = MONDAY
    db.session.commit()
    change = phone.change("part_line", part.id, label=("Câble", "Cordon"))
    assert phone.statuses(change) == ["conflict"]
    assert (stored(part).deleted_at, part.label) == (None, "Cordon")
    assert conflicts()[0].field == "deleted_at"


def test_deleting_twice_is_no_error(phone, part):
    for _ in range(2):
        assert phone.statuses(phone.edit("part_line", part.id, "delete", base=1)) == ["applied"]


# --- what was signed -----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [ReportStatus.FROZEN, ReportStatus.CLOSED])
def test_what_was_signed_does_not_change(phone, report, part, status):
    report.status = status
    db.session.commit()
    entry = {"report_id": report.id, "kind": "work", "minutes": 5}
    results = phone.push(
        phone.change("report", report.id, "text", actions_done=("", "Après coup")),
        phone.change("part_line", part.id, quantity=(2, 3)),
        phone.edit("part_line", part.id, "delete", base=1),
        phone.create("time_entry", new_id(), report.scope_id, **entry),
    )
    assert {one["code"] for one in results} == {"report_sealed"}
    assert stored(part).quantity == 2
    assert db.session.get_one(Report, report.id).actions_done == ""


def test_a_signature_is_given_only_for_what_is_frozen(phone, report):
    def sign(sha256):
        values = {
            "report_id": report.id,
            "role": "technician",
            "name": "Alice",
            "outcome": "signed",
        }
        signed = {**values, "content_sha256": sha256, "signed_at": "2026-05-04T08:00:00Z"}
        [result] = phone.push(phone.create("signature", new_id(), report.scope_id, **signed))
        return result.get("code", result["status"])

    assert sign("a" * 64) == "report_sealed"
    report.status, report.content_sha256 = ReportStatus.FROZEN, "a" * 64
    db.session.commit()
    assert sign("b" * 64) == "invalid_value"
    assert sign("a" * 64) == "applied"


def test_a_notice_is_marked_as_read_by_its_person_only(phone, phone_of, alice, bob, make):
    notice = notices.tell(alice.user_id, "planned", "test", {}, now=MONDAY)
    db.session.commit()
    stranger = phone_of(bob)
    at = "2026-05-04T09:00:00Z"
    assert stranger.push(stranger.change("notice", notice.id, read_at=(None, at)))[0]["code"] == (
        "not_found"
    )
    assert phone.statuses(phone.change("notice", notice.id, read_at=(None, at))) == ["applied"]
