"""What every answer says to the browser about safety and keeping."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

from backend.config import Settings, current_settings

HSTS = "max-age=63072000; includeSubDomains"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def nonce() -> str:
    """Return the nonce of this answer, for `<script nonce>` and `<style nonce>` in templates."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    found: str = g.csp_nonce
    return found


def content_policy() -> str:
    """Return what a page may load. Workers and images made on the spot come as blob:."""
    own = "'self'"
    script = f"{own} 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else own
    style = f"{own} 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else own
    return "; ".join(
        (
            f"default-src {own}",
            f"script-src {script}",
            f"style-src {style}",
            f"img-src {own} blob: data:",
            f"connect-src {own}",
            f"font-src {own}",
            f"worker-src {own}",
            f"manifest-src {own}",
            "object-src 'none'",
            "base-uri 'none'",
            f"form-action {own}",
            "frame-ancestors 'none'",
        )
    )


def _add_headers(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy())
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if current_settings().https:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    g.pop("csp_nonce", None)
    return response


def init_app(app: Flask) -> None:
    """Add the headers to every answer, and `csp_nonce()` to the templates."""
    settings: Settings = app.config["SETTINGS"]
    app.jinja_env.globals["csp_nonce"] = nonce
    app.after_request(_add_headers)
    if settings.trusted_hosts:
        app.config["TRUSTED_HOSTS"] = [*settings.trusted_hosts, settings.host, "localhost"]
