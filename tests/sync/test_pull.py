"""What a phone is told: everything, in order, once."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from backend.database import db


def ids(pages):
    return [row["id"] for page in pages for row in page["put"]]


def test_a_new_phone_gets_everything_its_person_may_see(phone, many):
    phone.pull()
    assert phone.kinds() == {"mission", "report", "time_entry", "technician"}
    assert {str(one.id) for one in many} <= {row_id for kind, row_id in phone.rows}


@pytest.mark.parametrize("limit", [1, 2, 5, 500])
def test_pages_of_any_size_bring_every_row_once(phone, many, limit):
    found = ids(phone.pull(limit=limit))
    assert len(found) == len(set(found)) == 3 * 5 + 1


def test_missions_come_first(phone, many, make, alice):
    dossier = make.dossier()
    make.grant(alice.user_id, dossier.scope_id)
    make.catalogue_row()
    kinds = [row["scope"].partition(":")[0] for page in phone.pull() for row in page["put"]]
    order = ("mission", "technician", "client", "dossier", "global")
    assert kinds == sorted(kinds, key=order.index)


@pytest.mark.parametrize("limit", [1, 500])
def test_changes_come_in_the_order_of_commits(phone, many, limit):
    phone.pull()
    for one in reversed(many):
        one.title = "Autre"
        db.session.commit()
    assert ids(phone.pull(limit=limit)) == [str(one.id) for one in reversed(many)]


def test_nothing_comes_twice_when_nothing_changed(phone, many):
    phone.pull()
    [page] = phone.pull()
    assert (page["put"], page["forget"], page["more"]) == ([], [], False)


def test_a_row_that_changes_between_two_pages_is_not_lost(phone, many):
    phone.page(limit=2)
    for one in many:
        one.title = "Pendant la lecture"
    db.session.commit()
    phone.pull(limit=2)
    assert {phone.data("mission", one.id)["title"] for one in many} == {"Pendant la lecture"}


def test_the_cost_of_a_pull_follows_the_changes_not_what_is_visible(app, phone, many, make, alice):
    def statements():
        seen = []
        with app.app_context():
            engine = db.engine

        def listener(*arguments):
            seen.append(arguments[2])

        event.listen(engine, "before_cursor_execute", listener)
        phone.pull()
        event.remove(engine, "before_cursor_execute", listener)
        return len([one for one in seen if "FROM" in one])

    phone.pull()
    before = statements()
    for _ in range(10):
        one = make.mission(technician_id=alice.user_id)
        make.grant(alice.user_id, one.scope_id)
    phone.pull()
    assert statements() == before


def test_a_row_travels_without_its_bookkeeping(phone, many):
    phone.pull()
    data = phone.data("mission", many[0].id)
    hidden = {"id", "scope_id", "seq", "version", "deleted_at", "field_versions"}
    assert not hidden & set(data)
    assert data["created_at"] == "2026-05-04T08:00:00Z"
    assert data["todo"][0]["done"] is False
