"""What a phone must fetch before the technician sees his day: budgets, not timings."""

from __future__ import annotations

import gzip

import pytest

from tests.e2e.cast import HUGO
from tests.e2e.phone import Phone

MOST_SCRIPT = 60_000
MOST_KEPT = 400_000
KEPT = """async () => {
  let sum = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      sum += (await (await cache.match(request)).blob()).size;
    }
  }
  return sum;
}"""


@pytest.fixture
def phone(stack, playwright, tmp_path):
    """A phone that has never seen the app."""
    found = Phone(playwright, tmp_path / "hugo", stack.url)
    yield found
    found.end()


def test_little_script_travels_before_the_agenda_stands(phone):
    scripts: dict[str, int] = {}

    def note(response) -> None:
        if response.request.resource_type == "script" and response.ok:
            scripts[response.url] = len(gzip.compress(response.body()))

    phone.start(on_response=note)
    phone.sign_in(HUGO)
    assert 0 < sum(scripts.values()) <= MOST_SCRIPT, scripts


def test_what_is_kept_for_a_start_without_network_is_small(phone):
    phone.start()
    phone.sign_in(HUGO)
    phone.wait_until_offline_ready()
    assert 0 < phone.page.evaluate(KEPT) <= MOST_KEPT
