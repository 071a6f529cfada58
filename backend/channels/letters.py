"""What our mails say, in the language of who reads them: mail.po filled into one template.

Content-free by rule: a number and an opaque link, never a client's name, address or trouble.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from backend.channels.base import Message
from backend.config import LANGUAGES, ROOT

TEMPLATES = Path(__file__).parent / "templates"
DOMAINS = ("mail", "domain")


def invitation(language: str, address: str, link: str, days: int) -> Message:
    """Return the mail that lets a person choose her password."""
    return _letter(language, address, "invitation", link, {"days": days})


def notice(
    language: str, address: str, event: str, params: Mapping[str, object], link: str
) -> Message:
    """Return the mail for one notice: its sentence (`notice.<event>`) and where to sign in."""
    headline = say(language, f"notice.{event}", params)
    said = {"headline": headline, "subject": headline.rstrip(".")}
    return _letter(language, address, "notice", link, said)


def say(language: str, key: str, params: Mapping[str, object]) -> str:
    """Return the text of `key`, filled."""
    return _texts(language if language in LANGUAGES else "fr").gettext(key) % params


def _letter(
    language: str, address: str, name: str, link: str, params: Mapping[str, object]
) -> Message:
    words = {
        part: say(language, f"mail.{name}.{part}", params)
        for part in ("subject", "greeting", "body", "button")
    }
    words["footer"] = say(language, "mail.footer", {})
    values = {"words": words, "link": link, "language": language}
    return Message(
        address=address,
        subject=words["subject"],
        text=_environment().get_template("letter.txt").render(values),
        html=_environment().get_template("letter.html").render(values),
    )


@lru_cache
def _texts(language: str) -> Translations:
    merged = Translations()
    for domain in DOMAINS:
        found = Translations.load(ROOT / "locales", [language], domain)
        if isinstance(found, Translations):
            merged.merge(found)
    return merged


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
