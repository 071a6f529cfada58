"""What a page must be for everybody: axe, the size of targets, no scrolling sideways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SMALLEST_TARGET = 48
RUN = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}"""
# A control's target is the label around it, if there is one. Links within a text are exempt.
SMALL = """(least) => {
  const shown = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && one.checkVisibility({ visibilityProperty: true });
  };
  const inText = (one) => one.matches('a') && one.closest('p, dd, small');
  const offScreen = (box) => box.bottom < 0 || box.width <= 1;
  const found = [];
  const controls = 'a[href], button, input, select, textarea, summary';
  for (const one of document.querySelectorAll(controls)) {
    const target = one.matches('input') ? (one.closest('label') ?? one) : one;
    if (!shown(target) || inText(one)) continue;
    const box = target.getBoundingClientRect();
    if (offScreen(box) || (box.width >= least - 0.5 && box.height >= least - 0.5)) continue;
    const words = (target.textContent || target.id || target.name || '').trim().slice(0, 40);
    found.push(`${one.tagName} ${words}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  return found;
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def breaches_of(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA on the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def small_targets_of(page: Page) -> list[str]:
    """Return every control that a thumb can miss."""
    found: list[str] = page.evaluate(SMALL, SMALLEST_TARGET)
    return found


def overflow_of(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    found: Any = page.evaluate(WIDER)
    return int(found)
