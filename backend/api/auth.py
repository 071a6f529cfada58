"""Who is asking. The same for pages and JSON: see backend.web.session."""

from __future__ import annotations

from backend.web.session import Unauthenticated, current_actor, current_person, require

__all__ = ["Unauthenticated", "current_actor", "current_person", "require"]
