"""Nomade's server: rules, tables, use cases and the doors to them."""
