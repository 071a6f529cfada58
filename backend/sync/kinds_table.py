"""The table of kinds in docs/sync.md, from the table that pull and push read.

python -m backend.sync.kinds_table docs/sync.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from backend.sync.commands import COMMANDS
from backend.sync.kind import Kind, Merge
from backend.sync.kinds import KINDS

BEGIN, END = "<!-- kinds -->", "<!-- /kinds -->"
WHO = {
    Merge.SCALAR: "phone",
    Merge.TEXT: "phone",
    Merge.SET: "phone",
    Merge.COUNTER: "phone",
    Merge.FIXED: "phone, at birth",
    Merge.OFFICE: "office; a phone’s wish becomes a conflict",
}


def render() -> str:
    """Return the two tables: what a phone may do, and every field of every kind."""
    return "\n".join([*_acts(), "", *_fields()])


def write(path: Path) -> None:
    """Put the tables into the document between its two marks."""
    before, _, rest = path.read_text().partition(BEGIN)
    path.write_text(f"{before}{BEGIN}\n{render()}\n{END}{rest.partition(END)[2]}")


def _acts() -> Iterator[str]:
    yield "| Kind | Scope | Right | Acts of the table | Commands |"
    yield "|---|---|---|---|---|"
    for kind in KINDS.values():
        acts = ", ".join(sorted(kind.ops)) or "–"
        commands = ", ".join(f"`{_command(name)}`" for name in kind.commands) or "–"
        writes = bool(kind.ops or kind.commands)
        right = kind.mode if writes else "read"
        yield f"| `{kind.name}` | {_scope(kind)} | {right} | {acts} | {commands} |"


def _scope(kind: Kind) -> str:
    return f"`{kind.family}`" if kind.family == "global" else f"`{kind.family}:<id>`"


def _command(name: str) -> str:
    schema = COMMANDS[name][0]
    return f"{name}{{{', '.join(schema.fields)}}}" if schema.fields else name


def _fields() -> Iterator[str]:
    yield "| Kind | Field | Merge | Who writes it |"
    yield "|---|---|---|---|"
    for kind in KINDS.values():
        written = [name for name in kind.columns if name in kind.fields]
        for name in written:
            rule = kind.fields[name]
            needed = ", required" if rule.required else ""
            merge = f"{rule.merge.value}{needed}"
            yield f"| `{kind.name}` | `{name}` | {merge} | {WHO[rule.merge]} |"
        others = [name for name in kind.columns if name not in kind.fields]
        if others:
            names = ", ".join(f"`{name}`" for name in others)
            merge = kind.others.value if kind.others else "–"
            who = WHO[kind.others] if kind.others else "office and server"
            yield f"| `{kind.name}` | {names} | {merge} | {who} |"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
