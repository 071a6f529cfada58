"""Compile the catalogues of `locales/`, or check that they say the same in every language.

    python -m tools.catalogues compile
    python -m tools.catalogues check

Every .po becomes a .mo for the server. What the phone shows becomes one JSON file a language:
`{"key": "text with %(name)s"}`, or `{"key": ["one", "other"]}` where a number decides.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LOCALES = Path("locales")
GENERATED = Path("pwa/src/generated")
REFERENCE = "fr"
DOMAINS = ("console", "domain", "errors", "mail", "paper", "phone")
PHONE_DOMAINS = ("phone", "domain", "errors")
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]")


def main(arguments: list[str]) -> int:
    """Run the command named in `arguments`; return the exit code."""
    command = {"compile": compile_all, "check": check_all}.get(" ".join(arguments))
    if command is None:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    problems = list(command())
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def compile_all() -> Iterator[str]:
    """Write every .mo and the phone's JSON; yield what could not be read."""
    for language in languages():
        texts: dict[str, str | list[str]] = {}
        for domain in DOMAINS:
            try:
                catalogue = read(language, domain)
            except (OSError, PoFileError) as error:
                yield f"{path_of(language, domain)}: {error}"
                continue
            write_if_changed(path_of(language, domain).with_suffix(".mo"), as_mo(catalogue))
            if domain in PHONE_DOMAINS:
                texts.update(texts_of(catalogue))
        content = json.dumps(dict(sorted(texts.items())), ensure_ascii=False, indent=1) + "\n"
        write_if_changed(GENERATED / f"{language}.json", content.encode())


def check_all() -> Iterator[str]:
    """Yield everything that is missing, empty, doubtful or different between the languages."""
    for domain in DOMAINS:
        try:
            catalogues = {language: read(language, domain) for language in languages()}
        except (OSError, PoFileError) as error:
            yield f"{domain}: {error}"
            continue
        reference = catalogues.pop(REFERENCE)
        yield from check_texts(reference, path_of(REFERENCE, domain))
        for language, catalogue in catalogues.items():
            path = path_of(language, domain)
            yield from check_texts(catalogue, path)
            yield from compare(reference, catalogue, path)
    yield from check_doubles()


def check_texts(catalogue: Catalog, path: Path) -> Iterator[str]:
    """Yield the messages of one catalogue that are fuzzy or lack a text."""
    for message in messages_of(catalogue):
        if message.fuzzy:
            yield f"{path}: {key_of(message)} is fuzzy."
        if not all(text.strip() for text in strings_of(message)):
            yield f"{path}: {key_of(message)} has no text."


def compare(reference: Catalog, catalogue: Catalog, path: Path) -> Iterator[str]:
    """Yield where the keys or placeholders of `catalogue` differ from the reference."""
    wanted = {key_of(message): message for message in messages_of(reference)}
    found = {key_of(message): message for message in messages_of(catalogue)}
    yield from (f"{path}: {key} is missing." for key in sorted(wanted.keys() - found.keys()))
    yield from (f"{path}: {key} is unknown in French." for key in sorted(found.keys() - wanted))
    for key in sorted(wanted.keys() & found.keys()):
        if bool(wanted[key].pluralizable) != bool(found[key].pluralizable):
            yield f"{path}: {key} has a plural in one language and none in the other."
        if placeholders(wanted[key]) != placeholders(found[key]):
            yield f"{path}: {key} has other placeholders than in French."


def check_doubles() -> Iterator[str]:
    """Yield the keys that stand in two of the catalogues that the phone reads as one."""
    owner: dict[str, str] = {}
    for domain in PHONE_DOMAINS:
        path = path_of(REFERENCE, domain)
        for message in messages_of(read(REFERENCE, domain)) if path.exists() else ():
            first = owner.setdefault(key_of(message), domain)
            if first != domain:
                yield f"{path}: {key_of(message)} stands in {first}.po too."


def languages() -> list[str]:
    """Return the languages there is a folder for."""
    return sorted(path.name for path in LOCALES.iterdir() if (path / "LC_MESSAGES").is_dir())


def path_of(language: str, domain: str) -> Path:
    """Return where the catalogue of `domain` in `language` lies."""
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> Catalog:
    """Read one catalogue; raise OSError or PoFileError."""
    with path_of(language, domain).open("rb") as file:
        return read_po(file, locale=language, domain=domain, abort_invalid=True)


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages, without the header."""
    return (message for message in catalogue if message.id)


def key_of(message: Message) -> str:
    """Return the symbolic key."""
    return message.id if isinstance(message.id, str) else message.id[0]


def strings_of(message: Message) -> list[str]:
    """Return the text, or the text for each number."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def placeholders(message: Message) -> set[str]:
    """Return the names that the text asks for; "one" may leave out what "other" says."""
    return {name for text in strings_of(message) for name in PLACEHOLDER.findall(text)}


def texts_of(catalogue: Catalog) -> dict[str, str | list[str]]:
    """Return the texts by key, as the phone reads them."""
    return {
        key_of(message): strings_of(message) if message.pluralizable else strings_of(message)[0]
        for message in messages_of(catalogue)
    }


def as_mo(catalogue: Catalog) -> bytes:
    """Return the compiled form that gettext reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def write_if_changed(path: Path, content: bytes) -> None:
    """Write `content`, unless it is already there: an untouched file rebuilds nothing."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
