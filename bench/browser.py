"""How the screens feel: Lighthouse, a cold start without network, a photo, at a quarter of the CPU.

    python -m bench.browser

Keeps bench/results/phone.json and writes the table of bench/PHONE.md.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from playwright.sync_api import Response, sync_playwright
from sqlalchemy import select

from backend.clock import utcnow
from backend.domain.missions import MissionStatus
from backend.models import Mission, User
from tests.e2e.camera import take_photo
from tests.e2e.cast import HUGO, PASSPHRASE
from tests.e2e.phone import Phone
from tests.e2e.records import records
from tests.e2e.stack import ROOT, Stack

RESULTS = ROOT / "bench" / "results" / "phone.json"
PAGE = ROOT / "bench" / "PHONE.md"
ROUNDS = 3
SLOWER = 4
MARK = "<!-- results -->"
Figures = dict[str, Any]
ROWS = (
    ("JavaScript to the agenda, gzip", "weight", "script_kb", "kB", "≤ 60"),
    ("kept for a start without network", "weight", "kept_kb", "kB", "≤ 400"),
    ("cold start offline, CPU ×4: door", "offline", "door_ms", "ms", "≤ 1,500"),
    ("… agenda, after the passphrase", "offline", "agenda_ms", "ms", "≤ 1,500"),
    ("12 MP photo, CPU ×4", "photo", "photo_ms", "ms", "≤ 1,500"),
    ("… its size", "photo", "photo_kb", "kB", "≤ 400"),
)
SCREENS = (("Today", "today"), ("Mission", "mission"), ("Desk", "desk"))
SCORES = (
    ("performance", "≥ 95"),
    ("accessibility", "100"),
    ("best_practices", "100"),
    ("lcp_ms", "≤ 2,000"),
    ("tbt_ms", "≤ 150"),
    ("cls", "≤ 0.05"),
)
KEPT = """async () => {
  let sum = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) sum += (await (await cache.match(one)).blob()).size;
  }
  return sum;
}"""


def main() -> None:
    """Measure everything once on a fresh demo company, keep it and show it."""
    with tempfile.TemporaryDirectory(prefix="nomade-bench-") as name:
        folder = Path(name)
        stack = Stack(folder)
        stack.prepare()
        try:
            stack.start()
            figures = measure(stack, folder)
        finally:
            stack.close()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(head + MARK + "\n" + table(figures), encoding="utf-8")
    print(table(figures))


def measure(stack: Stack, folder: Path) -> Figures:
    """Return all figures; the server is stopped in between."""
    with records(stack) as session:
        hugo = session.scalars(select(User.id).where(User.email == HUGO)).one()
        waiting = (Mission.technician_id == hugo, Mission.status == MissionStatus.ACCEPTED)
        mission = str(session.scalars(select(Mission.id).where(*waiting)).all()[0])
    figures: Figures = {
        "at": utcnow().isoformat(timespec="seconds"),
        "load": round(os.getloadavg()[0], 2),
        "lighthouse": lighthouse(stack, mission),
    }
    with sync_playwright() as playwright:
        phone = Phone(playwright, folder / "profile", stack.url)
        figures["weight"] = weight(phone)
        figures["photo"] = photo(phone, mission, folder)
        phone.end()
        stack.stop()
        figures["offline"] = start_offline(phone)
    return figures


def lighthouse(stack: Stack, mission: str) -> Figures:
    """Return the medians of Lighthouse over the three screens."""
    command = ["node", "bench/lighthouse.mjs", stack.url, mission, str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: Figures = json.loads(done.stdout)
    return found


def weight(phone: Phone) -> Figures:
    """Return what travels before the agenda stands for the first time."""
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        if response.request.resource_type == "script" and response.ok:
            sizes[response.url] = len(gzip.compress(response.body()))

    phone.start(on_response=note)
    phone.sign_in(HUGO)
    script = sum(sizes.values())
    phone.wait_until_offline_ready()
    kept = phone.page.evaluate(KEPT)
    return {"script_kb": round(script / 1000, 1), "kept_kb": round(kept / 1000, 1)}


def photo(phone: Phone, mission: str, folder: Path) -> Figures:
    """Return how long a 12 MP photo takes until it stands in the report, kept and encrypted."""
    page = phone.page
    phone.go(f"mission/{mission}")
    for _ in range(2):
        phone.tap("main-action")
    page.get_by_test_id("ask-interrupt").wait_for()
    phone.tap("main-action")
    camera, file = page.get_by_test_id("photo-take"), take_photo(folder / "camera.jpg")
    _slow_down(phone)
    times = []
    for nth in range(ROUNDS):
        begun = perf_counter()
        camera.set_input_files(file)
        page.get_by_test_id("photo").nth(nth).locator("img").wait_for()
        times.append(perf_counter() - begun)
    phone.expect_state("synced")
    largest = max(path.stat().st_size for path in (folder / "blobs").rglob("*") if path.is_file())
    return {"photo_ms": round(median(times) * 1000), "photo_kb": round(largest / 1000)}


def start_offline(phone: Phone) -> Figures:
    """Return how long the door and the agenda take without network, from a cold process."""
    phone.cut_network()
    doors, agendas = [], []
    for _ in range(ROUNDS):
        phone.start()
        _slow_down(phone)
        begun = perf_counter()
        phone.page.goto(f"{phone.url}/app", wait_until="commit")
        phone.screen("unlock").wait_for()
        doors.append(perf_counter() - begun)
        phone.page.get_by_test_id("passphrase").fill(PASSPHRASE)
        begun = perf_counter()
        phone.tap("enter")
        phone.screen("today").wait_for()
        agendas.append(perf_counter() - begun)
        phone.end()
    return {
        "door_ms": round(median(doors) * 1000),
        "agenda_ms": round(median(agendas) * 1000),
    }


def table(figures: Figures) -> str:
    """Return the figures as Markdown."""
    lines = ["| | measured | target |", "|---|---|---|"]
    lines += [
        f"| {words} | {figures[part][name]:,} {unit} | {target} |"
        for words, part, name, unit, target in ROWS
    ]
    names = [name for name, _ in SCORES]
    lines += ["", f"| Lighthouse | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for words, screen in SCREENS:
        found = figures["lighthouse"][screen]
        lines.append(f"| {words} | {' | '.join(str(found[name]) for name in names)} |")
    lines.append(f"| target | {' | '.join(target for _, target in SCORES)} |")
    load = f"2 cores shared with other work (load {figures['load']} before)"
    return "\n".join([*lines, "", f"{figures['at']}, {load}. Medians of {ROUNDS} rounds.", ""])


def _slow_down(phone: Phone) -> None:
    assert phone.context  # noqa: S101 -- a phone that was started has one
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


if __name__ == "__main__":
    main()
