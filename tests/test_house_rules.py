"""What no linter checks for us. Each rule says where it is broken and what to do."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

MAX_FILE = 300
MAX_FUNCTION = 40
LISTED = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
NAMES = subprocess.run(LISTED, capture_output=True, text=True, check=True).stdout.splitlines()
FILES = [path for path in map(Path, NAMES) if path.is_file()]
PYTHON = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]
BACKEND = [path for path in PYTHON if path.parts[0] == "backend"]
CLIENT = [path for path in FILES if path.suffix in {".ts", ".tsx"}]

REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|(deb|security)\.debian\.org"
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(home|root|work|Users)/\w")
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
SKIPPED = re.compile(
    r"\bmark\.(skip|xfail)|pytest\.(skip|xfail|importorskip)\("
    r"|\b(it|test|describe)\.(skip|only|todo|fails)\b|\b(xit|xdescribe|fdescribe)\("
)
# A silenced check: group 1 is empty when no reason stands on the same line.
SILENCED = (
    re.compile(r"#\s*noqa\b(?::\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?\s*(.*)"),
    re.compile(r"#\s*type:\s*ignore\b(?:\[[\w, -]+\])?\s*(.*)"),
    re.compile(r"biome-ignore[\w-]*\s+[\w/]+\s*(.*)"),
    re.compile(r"@ts-(?:ignore|expect-error|nocheck)\s*(.*)"),
)
REASON = re.compile(r"\w+\W+\w+")
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
FORBIDDEN_PLACES = {"node_modules", "dist", "vendor", "third_party", "generated"}


def text_of(path: Path) -> str:
    """Return the text, or nothing for a picture or another file that is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> Iterator[str]:
    """Yield `file:line` for each line in which `pattern` is found."""
    for path in files:
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if pattern.search(line):
                yield f"{path}:{number}"


def calls_in(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line, owner, name) for each call of the form `owner.name(...)` or `name(...)`."""
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Call):
            owner, _, name = ast.unparse(node.func).rpartition(".")
            yield node.lineno, owner, name


def test_files_stay_small() -> None:
    lengths = {path: len(text_of(path).splitlines()) for path in [*PYTHON, *CLIENT]}
    long = [f"{path} has {length} lines" for path, length in lengths.items() if length > MAX_FILE]
    assert not long, "Split by concept."


def test_functions_stay_small() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in PYTHON
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= MAX_FUNCTION
    ]
    assert not long, "Name the parts."


def test_services_never_commit() -> None:
    found = [
        f"{path}:{line}"
        for path in BACKEND
        if path.parts[1] == "services"
        for line, _owner, name in calls_in(path)
        if name in {"commit", "transaction"}
    ]
    assert not found, "Only the edges do: see backend.database."


def test_only_the_clock_reads_the_clock() -> None:
    found = [
        f"{path}:{line}"
        for path in BACKEND
        if path != Path("backend/clock.py")
        for line, owner, name in calls_in(path)
        if (owner.rpartition(".")[2], name) in CLOCKS
    ]
    assert not found, "Take `now` as an argument."


def test_no_registry_is_named() -> None:
    assert not list(lines_with(REGISTRY, FILES)), "Packages come from where the machine says."


def test_the_npm_lock_holds_hashes_and_no_addresses() -> None:
    packages = json.loads(text_of(Path("package-lock.json")))["packages"]
    entries = {name: entry for name, entry in packages.items() if name}
    assert not [name for name, entry in entries.items() if "resolved" in entry], "make lock"
    assert not [name for name, entry in entries.items() if "integrity" not in entry], "make lock"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_python_locks_hold_hashes_and_no_addresses(name: str) -> None:
    entries = re.split(r"\n(?=\S)", text_of(Path(name)).strip())
    assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert "://" not in text_of(Path(name)), "make lock"


def test_a_silenced_check_has_its_reason_beside_it() -> None:
    silent = [
        f"{path}:{number}"
        for path in [*PYTHON, *CLIENT]
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for pattern in SILENCED
        for match in [pattern.search(line)]
        if match and path != Path(__file__).relative_to(Path.cwd())
        if not REASON.search(match[1])
    ]
    assert not silent, "Say why on the same line: `# noqa: X123 -- the reason`."


def test_no_test_is_skipped() -> None:
    tests = [path for path in [*PYTHON, *CLIENT] if "tests" in path.parts]
    others = [path for path in tests if path.name != Path(__file__).name]
    assert not list(lines_with(SKIPPED, others)), "Mend it or delete it."


def test_no_path_of_one_machine_stands_in_the_code() -> None:
    assert not list(lines_with(MACHINE_PATH, FILES)), "Make it relative."


def test_nothing_is_left_unfinished() -> None:
    files = [path for path in FILES if path.suffix in {".py", ".ts", ".tsx", ".html", ".md"}]
    assert not list(lines_with(UNFINISHED, files)), "Do it now, or write down what is missing."


def test_nothing_built_or_foreign_is_kept() -> None:
    assert not [path for path in FILES if FORBIDDEN_PLACES & set(path.parts[:-1])]


def test_the_service_worker_imports_types_only() -> None:
    worker = [path for path in CLIENT if path.parts[:3] == ("pwa", "src", "sw")]
    real_import = re.compile(r"^import (?!type\b)(?!.*['\"]\./)|\bimport\(|\bimportScripts\(")
    assert not list(lines_with(real_import, worker)), "It stays one classic script."
