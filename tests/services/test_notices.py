from sqlalchemy import select

from backend.database import db, transaction
from backend.domain.actors import Role
from backend.models import Notice
from backend.services import notices


def test_the_same_cause_tells_a_person_once(make, now):
    one, other = make.technician(), make.technician()
    for user in (one, one, other):
        with transaction():
            notices.tell(user.id, "mission_moved", "moved:1", {"number": "M-1"}, now=now)
    rows = list(db.session.scalars(select(Notice)))
    assert {(row.user_id, row.scope_id) for row in rows} == {
        (user.id, f"technician:{user.id}") for user in (one, other)
    }
    assert len(rows) == 2
    assert all(row.mail_due for row in rows)


def test_a_role_is_told_without_those_who_left(make, now):
    here = make.user(Role.DIRECTOR, Role.ADMIN)
    make.user(Role.DIRECTOR, left_at=now)
    make.user(Role.ADMIN)
    with transaction():
        notices.tell_role(Role.DIRECTOR, notices.News("access_requested", "r:1"), now=now)
    assert list(db.session.scalars(select(Notice.user_id))) == [here.id]
