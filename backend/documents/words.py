"""The words of the paper, in the language of the person who reads it."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, translation
from pathlib import Path

LANGUAGES = ("fr", "en", "de")
LOCALES = Path(__file__).resolve().parents[2] / "locales"


def language_of(*wishes: str) -> str:
    """Return the first of `wishes` ("fr", "de-CH") that there is a catalogue for, else French."""
    for wish in wishes:
        language = wish[:2].lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


@cache
def _catalogues(language: str) -> tuple[GNUTranslations, ...]:
    return tuple(translation(domain, LOCALES, [language]) for domain in ("paper", "domain"))


class Words:
    """Texts by key: first those of the paper, then the names of the domain's values."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogues = _catalogues(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `key`, filled with `values`."""
        text = self.find(key)
        if text is None:
            raise KeyError(key)
        return text % values if values else text

    def find(self, key: str) -> str | None:
        """Return the text of `key`, or None when no catalogue holds it."""
        for catalogue in self._catalogues:
            text = catalogue.gettext(key)
            if text != key:
                return text
        return None
