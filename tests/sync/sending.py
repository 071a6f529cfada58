"""Somebody who sends files, as a tus client does."""

from __future__ import annotations

import base64
import hashlib
import io

from PIL import Image

from backend.database import new_id

TUS = {"Tus-Resumable": "1.0.0"}
STREAM = "application/offset+octet-stream"


def picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(out, kind)
    return out.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


class Sender:
    """Somebody who sends files, as a tus client does."""

    def __init__(self, phone) -> None:
        self.phone = phone

    def offer(self, data: bytes, mime="image/jpeg", name=None):
        metadata = {"sha256": name or sha256(data), "filetype": mime, "filename": "photo.jpg"}
        headers = {
            **TUS,
            **self.phone.headers,
            "Upload-Length": str(len(data)),
            "Upload-Metadata": ",".join(f"{key} {b64(value)}" for key, value in metadata.items()),
        }
        return self.phone.browser.post("/api/blobs/", headers=headers)

    def where(self, url):
        return self.phone.browser.head(url, headers={**TUS, **self.phone.headers})

    def piece(self, url, offset, data, **headers):
        given = {**TUS, **self.phone.headers, "Upload-Offset": str(offset), **headers}
        return self.phone.browser.patch(url, data=data, headers=given, content_type=STREAM)

    def send(self, data: bytes, mime="image/jpeg"):
        offered = self.offer(data, mime)
        assert offered.status_code == 201, offered.json
        return self.piece(offered.headers["Location"], 0, data)

    def read(self, name: str, **query):
        return self.phone.browser.get(f"/api/blobs/{name}", query_string=query, buffered=True)


def attach(phone, report, data: bytes):
    """Name the bytes in a row, as the phone does before it sends them."""
    row_id = new_id()
    values = {"sha256": sha256(data), "size": len(data), "mime": "image/jpeg"}
    [result] = phone.push(
        phone.create("attachment", row_id, report.scope_id, report_id=report.id, **values)
    )
    assert result["status"] == "applied", result
    return row_id
