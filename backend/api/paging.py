"""How lists are asked for, page by page."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

MOST = 200


class PageSchema(Schema):
    """`after` is the id of the last row of the page before."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST))
    after = fields.UUID(load_default=None)
    text = fields.String(load_default="", validate=validate.Length(max=200))
