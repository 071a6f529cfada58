"""Several at once: on PostgreSQL they really are, on SQLite they queue. Nothing lost or doubled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from backend.clock import utcnow
from backend.database import db, new_id, transaction
from backend.models import Mission, Quarantine, Receipt, TimeEntry
from backend.services import grants
from backend.sync.cursor import read_ledger
from tests.sync.phones import Phone
from tests.sync.work import count, minutes

WRITERS, ROUNDS = 4, 12


def at_once(app, *acts):
    """Run all acts in threads of their own, started together; return what they return."""
    start = Barrier(len(acts))

    def run(act):
        with app.app_context():
            start.wait()
            return act()

    db.session.commit()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_pushes_of_the_same_batch_at_once_count_once(app, as_, alice, phone, report):
    batch = [minutes(phone, report) for _ in range(20)]
    twins = [Phone(as_(alice), phone.device_id) for _ in range(2)]
    answers = at_once(app, *(lambda twin=twin: twin.send(*batch) for twin in twins))
    assert {answer.status_code for answer in answers} == {200}
    statuses = sorted(answer.json["results"][0]["status"] for answer in answers)
    assert statuses == ["applied", "duplicate"]
    assert (count(TimeEntry), count(Receipt)) == (20, 20)


def test_phones_that_write_the_same_rows_in_opposite_order_all_get_through(
    app, phone_of, alice, make, report
):
    parts = [make.part_line(report).id for _ in range(8)]
    phones = [phone_of(alice) for _ in range(3)]

    def work(phone, rows):
        for _ in range(3):
            changes = [
                phone.change("part_line", row, reference=("", str(new_id()))) for row in rows
            ]
            phone.push(*changes)

    acts = [
        lambda phone=phone, rows=parts[:: 1 if n % 2 else -1]: work(phone, rows)
        for n, phone in enumerate(phones)
    ]
    at_once(app, *acts)
    assert count(Receipt) == 3 * 3 * len(parts)


def test_a_follower_loses_nothing_of_what_many_writers_commit(app, phone, phone_of, make, alice):
    missions = [make.mission() for _ in range(WRITERS)]
    for one in missions:
        make.grant(alice.user_id, one.scope_id)
    names = [one.id for one in missions]
    phone.pull()
    done = [Event() for _ in names]

    def write(n, mission_id):
        for turn in range(ROUNDS):
            with transaction():
                db.session.get_one(Mission, mission_id).title = f"{n}.{turn}"
        done[n].set()

    def follow():
        while not all(one.is_set() for one in done):
            phone.page()
        return phone.pull()

    writers = [lambda n=n, one=one: write(n, one) for n, one in enumerate(names)]
    at_once(app, *writers, follow)
    fresh = phone_of(alice)
    fresh.pull()
    assert fresh.rows == phone.rows
    assert {phone.data("mission", one)["title"] for one in names} == {
        f"{n}.{ROUNDS - 1}" for n in range(WRITERS)
    }


def test_work_and_withdrawal_that_meet_leave_every_mutation_applied_or_kept(
    app, phone, mission, report, alice
):
    scope = mission.scope_id

    def withdraw():
        with transaction():
            grants.revoke(alice.user_id, scope, "test", now=utcnow())

    batches = [[minutes(phone, report) for _ in range(5)] for _ in range(4)]
    at_once(app, lambda: [phone.push(*batch) for batch in batches], withdraw)
    assert count(TimeEntry) + count(Quarantine) == 20
    phone.pull()
    assert mission.scope_id not in phone.scopes()


def test_a_row_that_somebody_changes_during_the_pull_is_in_its_answer_all_the_same(
    app, phone, mission, monkeypatch
):
    def read_and_let_another_write():
        ledger = read_ledger()

        def write():
            with app.app_context(), transaction():
                db.session.get_one(Mission, mission.id).title = "Pendant la lecture"

        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
        return ledger

    monkeypatch.setattr("backend.sync.pull.read_ledger", read_and_let_another_write)
    phone.page()
    assert phone.data("mission", mission.id) is not None
