"""Repeatable measures. `make bench` runs them and writes bench/README.md."""
