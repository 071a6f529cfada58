"""The table of the last results, written into bench/README.md between its two marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- results -->", "<!-- /results -->"
# Figure, its words, its target on SQLite and on PostgreSQL.
LINES: tuple[tuple[str, str, str, str], ...] = (
    ("push_create_per_second", "push, new rows, changes/s", "≥ 4,000", "≥ 3,000"),
    ("push_mixed_per_second", "push, mixed, changes/s", "≥ 4,000", "≥ 3,000"),
    ("push_create_cpu_per_1000", "push, new rows, CPU-s per 1,000", "≤ 0.25", "≤ 0.25"),
    ("push_mixed_cpu_per_1000", "push, mixed, CPU-s per 1,000", "≤ 0.25", "≤ 0.25"),
    ("push_create_bytes_per_change", "bytes of one new row, sent", "", ""),
    ("pull_1000_per_second", "pull 1,000 changed, changes/s", "≥ 25,000", "≥ 25,000"),
    ("pull_1000_ms", "pull 1,000 changed, ms", "", ""),
    ("pull_100_ms", "pull 100 changed, ms", "", ""),
    ("pull_empty_ms", "empty pull, ms", "≤ 3", "≤ 6"),
    ("first_sync_rows", "first sync, rows", "", ""),
    ("first_sync_seconds", "first sync, s", "≤ 3", "≤ 3"),
    ("first_sync_rows_per_second", "first sync, rows/s", "", ""),
    ("first_sync_bytes_per_row", "first sync, bytes a row (gzip)", "≤ 200", "≤ 200"),
)


def render(results: dict[str, Any]) -> str:
    """Return the table, SQLite and PostgreSQL side by side with their targets."""
    lite, pg = results.get("sqlite"), results.get("postgresql")
    lines = ["| | SQLite | target | PostgreSQL | target |", "|---|---|---|---|---|"]
    for name, words, target_lite, target_pg in LINES:
        cells = [words, _cell(lite, name), target_lite, _cell(pg, name), target_pg]
        lines.append(f"| {' | '.join(cells)} |")
    for found in (lite, pg):
        if found:
            machine = found["machine"]
            lines.append("")
            lines.append(
                f"{found['database']}: {machine['at']}, {machine['cores']} cores shared with other "
                f"work (load {machine['load_before']} before, {machine['load_after']} after), "
                f"Python {machine['python']}."
            )
    return "\n".join(lines)


def write(folder: Path) -> None:
    """Put the table into the README."""
    found = [json.loads(path.read_text()) for path in sorted(folder.glob("sync-*.json"))]
    text = README.read_text()
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    table = render({one["database"]: one for one in found})
    README.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")


def _cell(result: dict[str, Any] | None, name: str) -> str:
    if result is None or name not in result["figures"]:
        return "–"
    value = result["figures"][name]
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 -- three digits
