"""What the printing engine may read: the parts we hand it, and nothing else in the world."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

log = logging.getLogger(__name__)
SCHEME = "asset:"
Assets = Mapping[str, tuple[bytes, str]]


class LockedFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint carries no types.
    """Serves `asset:<name>` from memory and `data:`; no file, no network, no redirect.

    `assets` maps a name to (bytes, MIME type). What was refused is kept in `refused`: the engine
    swallows the error and prints on, so the caller must look.
    """

    def __init__(self, assets: Assets) -> None:
        super().__init__(
            allowed_protocols={"asset", "data"}, allow_redirects=False, http_headers={}
        )
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the bytes of one part, or raise ValueError, which the engine survives."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._assets:
            self.refused.append(url[:200])
            log.warning("The paper asked for something it may not read.")
            raise ValueError("refused")
        body, mime = self._assets[name]
        return URLFetcherResponse(url, body, {"Content-Type": mime})
