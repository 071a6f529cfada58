"""Repeatable measures."""
