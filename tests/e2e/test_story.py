"""The whole story in real browsers, against a real server and a real worker."""

from __future__ import annotations

import pytest

from tests.e2e import act_call, act_return, act_stranger, act_visit
from tests.e2e.story import Story
from tests.e2e.tour import asked_for


@pytest.fixture
def story(stack, playwright, chromium, tmp_path):
    """A call that nobody has taken yet."""
    return Story(stack, playwright, chromium, tmp_path, asked_for())


def test_a_call_becomes_a_signed_report_and_a_billing_item(story):
    act_call.play(story)
    hugo = act_visit.play(story)
    act_return.play(story, hugo)
    act_stranger.play(story)
    story.tour.cover()
