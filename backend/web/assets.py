"""From the name of a source file to what Vite built of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask

from backend.config import ROOT

STATIC = ROOT / "pwa" / "static"
BASE = "/static/dist/"
MANIFEST = STATIC / "dist" / "manifest.json"


class Assets:
    """Reads the manifest of the build, again when it was built anew."""

    def __init__(self, manifest: Path) -> None:
        self._manifest = manifest
        self._read_at: float | None = None
        self._entries: dict[str, Any] = {}

    def url(self, source: str) -> str:
        """Return the address of what was built of `source`, as `pwa/src/main.tsx`.

        Without a build the address leads nowhere; pages still work as far as they can.
        """
        entry = self._current().get(source)
        return f"{BASE}{entry['file'] if entry else source}"

    def styles(self, source: str) -> list[str]:
        """Return the addresses of the style sheets that `source` brings along."""
        entry = self._current().get(source, {})
        return [BASE + name for name in entry.get("css", [])]

    def imports(self, source: str) -> list[str]:
        """Return the addresses of the pieces that `source` cannot start without.

        A page that names them spares the reader one trip for every step of the chain.
        """
        entries, found = self._current(), dict[str, None]()
        waiting = [*entries.get(source, {}).get("imports", [])]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += entries[name].get("imports", [])
        return [f"{BASE}{entries[name]['file']}" for name in found]

    def _current(self) -> dict[str, Any]:
        try:
            changed = self._manifest.stat().st_mtime
        except OSError:
            return {}
        if changed != self._read_at:
            self._entries = json.loads(self._manifest.read_text())
            self._read_at = changed
        return self._entries


def init_app(app: Flask) -> None:
    """Give the templates `asset(source)`, `asset_styles(source)` and `asset_imports(source)`."""
    assets = Assets(MANIFEST)
    app.jinja_env.globals.update(
        asset=assets.url, asset_styles=assets.styles, asset_imports=assets.imports
    )
