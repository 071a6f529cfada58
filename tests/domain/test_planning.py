from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.clocks import Span
from backend.domain.planning import FIELD_HOURS, Person, Wanted, judge, next_free

SLOT = Span(datetime(2026, 5, 6, 12, tzinfo=UTC), datetime(2026, 5, 6, 14, tzinfo=UTC))
WANTED = Wanted("network", frozenset({"police"}), SLOT, city="Rennes")
PLAIN = Person({"network": 2}, frozenset({"police"}), "Brest", ())


def codes(person, wanted=WANTED):
    return [reason.code for reason in judge(person, wanted).reasons]


def test_everything_that_speaks_for_somebody_is_said():
    person = replace(PLAIN, home_city="rennes", is_lead=True, visits_there=3)
    assert codes(person) == ["skill", "cleared", "free", "lead", "knows_client", "near", "load"]


def test_everything_that_speaks_against_somebody_is_said():
    busy = Span(SLOT.start - timedelta(minutes=30), SLOT.start + timedelta(minutes=60))
    verdict = judge(Person({}, frozenset(), "", (busy,)), WANTED)
    assert [r.code for r in verdict.reasons] == [
        "skill_missing",
        "clearance_missing",
        "busy",
        "load",
    ]
    assert verdict.reasons[2].params == {"start": busy.start, "end": busy.end}
    assert verdict.next_free_at == busy.end


def test_a_booking_that_ends_when_the_slot_begins_is_no_collision():
    before = Span(SLOT.start - timedelta(hours=1), SLOT.start)
    after = Span(SLOT.end, SLOT.end + timedelta(hours=1))
    assert judge(replace(PLAIN, busy=(before, after)), WANTED).free


def test_the_next_free_time_leaves_out_the_night():
    late = Span(SLOT.start, datetime(2026, 5, 6, 15, 30, tzinfo=UTC))
    assert next_free([late], SLOT.start, timedelta(hours=1)) == datetime(2026, 5, 7, 6, tzinfo=UTC)


def test_somebody_away_for_weeks_has_no_next_free_time():
    away = Span(SLOT.start, SLOT.start + timedelta(days=40))
    assert next_free([away], SLOT.start, timedelta(hours=1)) is None


hours = st.integers(0, 24 * 10)
spans = st.lists(
    st.tuples(hours, st.integers(1, 12)).map(
        lambda pair: Span(
            SLOT.start + timedelta(hours=pair[0] - 12),
            SLOT.start + timedelta(hours=pair[0] - 12 + pair[1]),
        )
    ),
    max_size=8,
).map(tuple)
people = st.builds(
    Person,
    st.dictionaries(st.sampled_from(["network", "server"]), st.integers(1, 3)),
    st.frozensets(st.sampled_from(["police", "school"])),
    st.sampled_from(["Rennes", "Brest"]),
    spans,
    st.booleans(),
    st.integers(0, 3),
)


@given(people)
def test_more_skill_is_never_worth_less(person):
    more = replace(person, skills={"network": person.skills.get("network", 0) + 1})
    assert judge(more, WANTED).score > judge(person, WANTED).score


@given(people)
def test_being_free_is_always_worth_more(person):
    free = replace(person, busy=())
    assert judge(free, WANTED).free
    assert judge(free, WANTED).score >= judge(person, WANTED).score
    if not judge(person, WANTED).free:
        assert judge(free, WANTED).score > judge(person, WANTED).score


@given(people)
def test_free_means_that_nothing_overlaps_and_busy_names_it(person):
    verdict = judge(person, WANTED)
    overlaps = any(s.start < SLOT.end and SLOT.start < s.end for s in person.busy)
    assert verdict.free is not overlaps
    assert ("busy" in [r.code for r in verdict.reasons]) is overlaps


@given(spans)
def test_the_next_free_time_is_free_and_within_working_hours(busy):
    length = timedelta(hours=2)
    begin = next_free(busy, SLOT.start, length)
    assert begin is not None
    assert begin >= SLOT.start
    assert not any(s.start < begin + length and begin < s.end for s in busy)
    day = FIELD_HOURS.local_date(begin)
    assert any(s.start <= begin and begin + length <= s.end for s in FIELD_HOURS.spans(day))


@given(people)
def test_the_order_of_bookings_does_not_matter(person):
    assert judge(replace(person, busy=person.busy[::-1]), WANTED) == judge(person, WANTED)
