"""One function is one thing a person asks for. Never commits, never speaks HTTP."""
