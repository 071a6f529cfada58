from hypothesis import given
from hypothesis import strategies as st

from backend.domain.merge import (
    Verdict,
    add_items,
    merge_office,
    merge_scalar,
    merge_text,
    remove_items,
)

# Few different lines, so that the texts share some and repeat others.
lines = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=8)
texts = lines.map("\n".join)
values = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["x", "y"]))


@given(current=values, was=values, new=values)
def test_the_later_receipt_stands(current, was, new):
    assert merge_scalar(current, was, new).value == new


@given(current=values, was=values, new=values)
def test_a_scalar_is_in_conflict_only_if_both_sides_changed_it_differently(current, was, new):
    verdict = merge_scalar(current, was, new).verdict
    assert (verdict is Verdict.CONFLICT) == (current not in (was, new))


@given(current=values, new=values)
def test_the_office_decides(current, new):
    merged = merge_office(current, new)
    assert merged.value == current
    assert (merged.verdict is Verdict.CONFLICT) == (current != new)


@given(base=texts, other=texts)
def test_a_text_changed_on_one_side_takes_that_side(base, other):
    assert merge_text(base, base, other).value == other
    assert merge_text(other, base, base).value == other


@given(base=texts, other=texts)
def test_a_text_changed_alike_on_both_sides_is_taken_once(base, other):
    assert merge_text(other, base, other).value == other


@given(base=texts, ours=texts, theirs=texts)
def test_no_line_that_somebody_wrote_is_lost(base, ours, theirs):
    merged = merge_text(ours, base, theirs).value.split("\n")
    written = (set(ours.split("\n")) | set(theirs.split("\n"))) - set(base.split("\n"))
    assert written <= set(merged)


@given(base=texts, ours=texts, theirs=texts)
def test_a_merge_that_comes_again_changes_nothing(base, ours, theirs):
    once = merge_text(ours, base, theirs).value
    assert merge_text(once, once, once).value == once
    assert merge_text(once, base, once).value == once


@given(base=texts, ours=texts, theirs=texts)
def test_only_a_clash_is_called_a_conflict(base, ours, theirs):
    if base in (ours, theirs) or ours == theirs:
        assert merge_text(ours, base, theirs).verdict is Verdict.APPLIED


def test_paragraphs_written_apart_are_merged_without_a_conflict():
    base = "Diagnostic\n\nConclusion"
    ours = "Diagnostic\nCâble coupé\n\nConclusion"
    theirs = "Diagnostic\n\nConclusion\nÀ revoir"
    merged = merge_text(ours, base, theirs)
    assert merged.verdict is Verdict.MERGED
    assert merged.value == "Diagnostic\nCâble coupé\n\nConclusion\nÀ revoir"


def test_a_line_that_both_rewrote_is_kept_twice():
    merged = merge_text("un\ndeux\ntrois", "un\n2\ntrois", "un\nzwei\ntrois")
    assert (merged.value, merged.verdict) == ("un\ndeux\nzwei\ntrois", Verdict.CONFLICT)


def test_texts_beyond_measure_are_kept_whole_instead_of_compared():
    base, ours, theirs = ("\n".join([word] * 3000) for word in ("x", "y", "z"))
    merged = merge_text(ours, base, theirs)
    assert merged.verdict is Verdict.CONFLICT
    assert merged.value == f"{ours}\n{theirs}"


ids = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True)


@given(current=ids, added=ids, removed=ids)
def test_elements_are_added_and_removed_by_their_id(current, added, removed):
    items = [{"id": one, "text": "old"} for one in current]
    grown = add_items(items, [{"id": one, "text": "new"} for one in added])
    assert [item["id"] for item in grown] == current + [one for one in added if one not in current]
    assert all(item["text"] == "old" for item in grown if item["id"] in current)
    left = remove_items(grown, removed)
    assert {item["id"] for item in left} == (set(current) | set(added)) - set(removed)
