"""An address for every route of the application, with ids that nothing has."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

NOBODY = "00000000-0000-7000-8000-000000000000"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def address_of(rule: Rule) -> str:
    """Return the address of `rule`, filled."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            values[name] = min(converter.items)
        elif isinstance(converter, IntegerConverter):
            values[name] = 1
        else:
            values[name] = NOBODY
    built = rule.build(values)
    assert built is not None
    return built[1]


def unsafe_addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield method and address of everything that may change something."""
    for rule in app.url_map.iter_rules():
        for method in sorted(UNSAFE & (rule.methods or set())):
            yield method, address_of(rule)
