"""The description of the API, generated from the routes and their marshmallow schemas.

Every route under /api says what it takes and gives:

    @bp.post("/push")
    @documented(body=PushSchema, answers={200: PushAnswerSchema}, headers=("X-Device",))
    def push_mutations() -> dict[str, Any]:
        \"\"\"First line: the summary. The rest is the description.\"\"\"

`body`, `query` and the values of `answers` are schema classes, `many(SchemaClass)` for a list, a
media type as text ("image/*", "application/offset+octet-stream"), or None for nothing. Refusals
(400, 401, 403, 404, 429 ...) need not be named: they all look alike. A route that is not
documented fails tests/api/test_openapi.py. A route that is not `public` answers 401 to whoever is
not signed in, before anything else is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin, resolver
from flask import Flask, current_app, request
from marshmallow import Schema, fields
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from backend import __version__
from backend.web.session import current_actor

View = TypeVar("View", bound=Callable[..., Any])
DESCRIPTION = "nomade_description"
PREFIX = "/api/"
IMPLIED_METHODS = frozenset({"HEAD", "OPTIONS"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONVERTERS: dict[str, dict[str, str]] = {
    "UUIDConverter": {"type": "string", "format": "uuid"},
    "IntegerConverter": {"type": "integer"},
}
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Many:
    """A list of what one schema describes."""

    schema: type[Schema]


Content = type[Schema] | Many | str | None


@dataclass(frozen=True, slots=True)
class Description:
    """What a route takes and gives. `public` routes need nobody to be signed in."""

    answers: Mapping[int, Content] = field(default_factory=dict)
    body: Content = None
    query: type[Schema] | None = None
    headers: tuple[str, ...] = ()
    public: bool = False


class ErrorSchema(Schema):
    """Every refusal: a stable code, a sentence in the person's language, what is wrong where."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    fields_ = fields.Dict(keys=fields.String(), data_key="fields", attribute="fields")
    missing = fields.List(fields.String())
    expected = fields.Integer(metadata={"description": "The next number of a phone's mutation."})


def many(schema: type[Schema]) -> Many:
    """Describe a list."""
    return Many(schema)


def documented(
    *,
    answers: Mapping[int, Content],
    body: Content = None,
    query: type[Schema] | None = None,
    headers: tuple[str, ...] = (),
    public: bool = False,
) -> Callable[[View], View]:
    """Say what a route takes and gives; stands directly above the view."""

    def describe(view: View) -> View:
        setattr(view, DESCRIPTION, Description(answers, body, query, headers, public))
        return view

    return describe


def api_rules(app: Flask) -> list[Rule]:
    """Return every route under /api, in the order of addresses."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    return sorted(rules, key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def description_of(app: Flask, rule: Rule) -> Description | None:
    """Return what a route says about itself, or None when it says nothing."""
    found: Description | None = getattr(app.view_functions[rule.endpoint], DESCRIPTION, None)
    return found


def refuse_strangers() -> None:
    """Let nobody into the API who is not signed in, but where a route says that it is public."""
    if request.url_rule is None or not request.path.startswith(PREFIX):
        return
    found = description_of(current_app, request.url_rule)
    if found is None or not found.public:
        current_actor()


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    spec = APISpec(
        title="Nomade",
        version=__version__,
        openapi_version="3.1.0",
        info={"description": "Field service that keeps working without a network."},
        plugins=[MarshmallowPlugin(schema_name_resolver=_name)],
    )
    spec.components.schema("Error", schema=ErrorSchema)
    spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": "__Host-nomade"}
    )
    for rule in api_rules(app):
        found = description_of(app, rule)
        if found is not None:
            path, operations = _path(app, rule, found)
            spec.path(path=path, operations=operations, parameters=_path_parameters(rule))
    return spec.to_dict()


def current_document() -> dict[str, Any]:
    """Return the document of the running application, made once."""
    made: dict[str, Any] = current_app.extensions.setdefault("nomade_openapi", {})
    if not made:
        made.update(document(current_app))
    return made


def _name(schema: Any) -> str:
    return str(resolver(schema)).removesuffix("Schema")


def _path(app: Flask, rule: Rule, found: Description) -> tuple[str, dict[str, Any]]:
    view = app.view_functions[rule.endpoint]
    summary, _, rest = (view.__doc__ or rule.endpoint).strip().partition("\n")
    methods = _methods(rule)
    operations = {
        method.lower(): {
            "operationId": f"{rule.endpoint}.{method.lower()}"
            if len(methods) > 1
            else rule.endpoint,
            "summary": summary,
            "description": " ".join(rest.split()),
            "tags": [rule.endpoint.partition(".")[0]],
            "security": [] if found.public else [{"session": []}],
            "parameters": _parameters(method, found),
            "responses": _responses(found),
            **_request_body(method, found),
        }
        for method in methods
    }
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), operations


def _methods(rule: Rule) -> list[str]:
    """Return what a route answers to; HEAD and OPTIONS count where there is nothing else."""
    methods = rule.methods or set()
    return sorted(methods - IMPLIED_METHODS or methods)


def _path_parameters(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _schema_of(converter),
        }
        for name, converter in rule._converters.items()  # noqa: SLF001 -- has no public name
    ]


def _schema_of(converter: BaseConverter) -> dict[str, Any]:
    if isinstance(converter, AnyConverter):
        return {"type": "string", "enum": sorted(converter.items)}
    return CONVERTERS.get(type(converter).__name__, {"type": "string"})


def _parameters(method: str, found: Description) -> list[dict[str, Any]]:
    headers = [*found.headers, *([] if method in SAFE_METHODS else ["X-CSRF-Token"])]
    named: list[dict[str, Any]] = [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in headers
    ]
    return [*named, *([{"in": "query", "schema": found.query}] if found.query else [])]


def _request_body(method: str, found: Description) -> dict[str, Any]:
    if found.body is None or method in SAFE_METHODS:
        return {}
    return {"requestBody": {"required": True, "content": _content(found.body)}}


def _responses(found: Description) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(status): {"description": "Done.", **({"content": _content(content)} if content else {})}
        for status, content in found.answers.items()
    }
    responses["default"] = {"description": "Refused.", "content": _content(ErrorSchema)}
    return responses


def _content(content: Content) -> dict[str, Any]:
    if content == JSON:
        return {JSON: {"schema": {"type": "object"}}}
    if isinstance(content, str):
        return {content: {"schema": {"type": "string", "format": "binary"}}}
    if isinstance(content, Many):
        return {JSON: {"schema": {"type": "array", "items": content.schema}}}
    return {JSON: {"schema": content}}
