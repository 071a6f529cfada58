"""How names and numbers are compared when somebody types while listening."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[^a-z0-9]+")
_NOT_A_DIGIT = re.compile(r"\D+")
_FRANCE = "33"
_TICKET = re.compile(r"t(\d{4})(\d{1,6})")
_PHONE = re.compile(r"[+\d][\d\s./()-]{3,}")


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, its words parted by single spaces."""
    spelt = text.casefold().replace("œ", "oe").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", spelt)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", plain).strip()


def compact(text: str) -> str:
    """Return only the letters and digits of `text`: C-2024-017 becomes c2024017."""
    return fold(text).replace(" ", "")


def phone_digits(text: str) -> str:
    """Return the digits of a phone number as dialled in France, 01… for +33 1…, without signs."""
    digits = _NOT_A_DIGIT.sub("", text)
    if text.strip().startswith(("+33", "0033")):
        return "0" + digits.lstrip("0").removeprefix(_FRANCE).removeprefix("0")
    return digits


def search_words(text: str) -> list[str]:
    """Return what must all occur in a `search_text`: words, compact numbers, a phone's digits."""
    if _PHONE.fullmatch(text.strip()):
        return [phone_digits(text)]
    words: list[str] = []
    for word in text.split():
        has_digit = any(character.isdigit() for character in word)
        words.extend([compact(word)] if has_digit else fold(word).split())
    return [word for word in words if word]


def search_text(*, names: list[str], numbers: list[str], phones: list[str]) -> str:
    """Return what `search_words` are looked for in."""
    parts = [fold(name) for name in names]
    parts += [compact(number) for number in numbers]
    parts += [phone_digits(phone) for phone in phones]
    return " ".join(dict.fromkeys(part for part in parts if part))


def ticket_number(text: str) -> str | None:
    """Return T-2026-0042 for whatever way somebody wrote it, or None if it is no such number."""
    found = _TICKET.fullmatch(compact(text))
    return f"T-{found[1]}-{int(found[2]):04d}" if found else None
