"""A form: what was typed stays, what is wrong stands beside its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, pre_load
from werkzeug.datastructures import MultiDict

from backend.console.words import is_near, say, sentence
from backend.domain.errors import DomainError


def near_day(day: date) -> None:
    """Refuse a day that is years away: 0026 is a slip of the finger, and so is 2062."""
    if not is_near(day):
        raise ValidationError("too far away")


def near_moment(moment: datetime) -> None:
    """Refuse a moment that is years away."""
    near_day(moment.date())


class FormSchema(Schema):
    """Parent of all forms: spaces around are nothing, an empty field is an absent one."""

    class Meta:
        """Other fields of the page are none of the form's business."""

        unknown = EXCLUDE

    @pre_load
    def drop_empty(self, data: Mapping[str, Any], **_: object) -> dict[str, Any]:
        """Take away the spaces around and the fields left empty."""
        stripped = {
            name: value.strip() if isinstance(value, str) else value for name, value in data.items()
        }
        return {name: value for name, value in stripped.items() if value not in ("", [])}


class Form:
    """What was typed, what it means (`values`) and what is wrong with it (`errors`).

    `initial` fills the fields of a form that nobody has sent yet.
    """

    def __init__(
        self,
        schema: type[FormSchema],
        typed: MultiDict[str, str] | None = None,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        self.schema = schema()
        self.typed = typed
        self.initial = dict(initial or {})
        self.values: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        self.refusal = ""

    def text(self, name: str) -> str:
        """Return what stands in a field: what was typed, or what it begins with."""
        if self.typed is None:
            return self.initial.get(name, "")
        return self.typed.get(name, "")

    def all(self, name: str) -> list[str]:
        """Return everything chosen in a field that takes many."""
        if self.typed is None:
            return [value for value in self.initial.get(name, "").split(",") if value]
        return self.typed.getlist(name)

    def read(self, *, needed: Iterable[str] = ()) -> bool:
        """Check what was typed; `needed` adds fields that may not be empty this time."""
        typed = self.typed or MultiDict()
        raw: dict[str, Any] = {
            name: typed.getlist(name) if _takes_many(field) else typed.get(name)
            for name, field in self.schema.fields.items()
            if name in typed
        }
        try:
            self.values = self.schema.load(raw)
        except ValidationError as error:
            self._note(error, raw)
            self.values = dict(error.valid_data) if isinstance(error.valid_data, dict) else {}
        for name in needed:
            if self.values.get(name) in (None, "", []) and name not in self.errors:
                self.errors[name] = say("form.required")
        return not self.errors

    def refuse(self, error: DomainError) -> None:
        """Show a refusal: beside its field when it names one, else above the form."""
        field = str(error.params.get("field", ""))
        if field in self.schema.fields:
            self.errors[field] = sentence(error)
        else:
            self.refusal = sentence(error)

    def _note(self, error: ValidationError, raw: Mapping[str, Any]) -> None:
        names = error.messages if isinstance(error.messages, dict) else {}
        for name in names:
            empty = not str(raw.get(name) or "").strip()
            self.errors[str(name)] = say("form.required" if empty else "form.invalid")


def _takes_many(field: object) -> bool:
    return type(field).__name__ == "List"
