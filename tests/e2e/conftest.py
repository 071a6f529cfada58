"""Real browsers against a real installation."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.e2e.browsers import CHROMIUM, FLAGS
from tests.e2e.stack import Stack
from tests.servers import fresh_database

PATIENCE_MS = 15_000  # Conditions hold at once on an idle machine; ours is shared.


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, so that it runs once, in its own step."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an installation with the demo company, made once, to be copied."""
    stack = Stack(tmp_path_factory.mktemp("company"))
    stack.prepare()
    return stack.folder


@pytest.fixture(scope="module")
def stack(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Stack]:
    """Return a running installation with the demo company."""
    folder = tmp_path_factory.mktemp("installation")
    server_url = os.environ.get("DATABASE_URL")
    if server_url:
        with fresh_database(server_url) as url:
            stack = Stack(folder, url)
            stack.prepare()
            yield from _running(stack)
    else:
        shutil.copytree(request.getfixturevalue("company"), folder, dirs_exist_ok=True)
        yield from _running(Stack(folder))


def _running(stack: Stack) -> Iterator[Stack]:
    try:
        stack.start()
        stack.start_worker()
        yield stack
    finally:
        stack.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return the driver of browsers."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return a headless Chromium from Debian."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()
