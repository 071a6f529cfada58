"""Nomade's server: rules, tables, use cases and the doors to them."""

__version__ = "0.1.0"
