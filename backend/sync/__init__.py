"""The conversation with one phone."""
