"""docs/sync.md says what the tests prove, and its tables are those that the code reads."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from backend.sync.kinds_table import BEGIN, END, render

DOCUMENT = Path("docs/sync.md")
NAMED = re.compile(r"`(test_\w+)`")


def sentences() -> list[str]:
    return [line for line in DOCUMENT.read_text().splitlines() if re.match(r"\d+\. ", line)]


def test_every_must_and_never_names_a_test_that_exists():
    there = {
        node.name
        for folder in ("sync", "domain")
        for path in Path("tests", folder).glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    for sentence in sentences():
        named = set(NAMED.findall(sentence))
        assert named, f"No test is named: {sentence}"
        assert named <= there, f"{named - there} is not there: {sentence}"


def test_sentences_are_numbered_without_a_gap():
    numbers = [int(line.partition(".")[0]) for line in sentences()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_tables_of_kinds_are_those_of_the_code():
    shown = DOCUMENT.read_text().partition(BEGIN)[2].partition(END)[0]
    assert shown.strip() == render(), "Run: python -m backend.sync.kinds_table docs/sync.md"
