"""Photos: sent in pieces, proven by their hash, read by who may see the row that holds them."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from PIL import Image

from backend.clock import utcnow
from backend.database import db, transaction
from backend.models import Attachment, Blob, BlobRef, Upload
from backend.services import grants, uploads
from backend.services.blob_folder import BlobFolder
from tests.sync.sending import TUS, Sender, attach, b64, picture, sha256


@pytest.fixture
def sender(phone):
    return Sender(phone)


@pytest.fixture
def other(phone_of, bob):
    return Sender(phone_of(bob))


def test_a_photo_is_sent_in_pieces_and_read_as_it_was_sent(sender, phone, report):
    data = picture()
    attach(phone, report, data)
    url = sender.offer(data).headers["Location"]
    assert sender.where(url).headers["Upload-Offset"] == "0"
    assert sender.piece(url, 0, data[:500]).status_code == 204
    assert sender.where(url).headers["Upload-Offset"] == "500"
    done = sender.piece(url, 500, data[500:])
    assert done.headers["Upload-Offset"] == str(len(data))
    assert db.session.get_one(Blob, sha256(data)).state == "stored"
    answer = sender.read(sha256(data))
    assert (answer.status_code, answer.data) == (200, data)


def test_bytes_are_not_read_before_the_whole_is_there(sender, phone, report):
    data = picture()
    attach(phone, report, data)
    url = sender.offer(data).headers["Location"]
    sender.piece(url, 0, data[:-1])
    assert sender.read(sha256(data)).status_code == 404


def test_a_transfer_that_was_begun_is_gone_on_with(sender, phone, report):
    data = picture()
    url = sender.offer(data).headers["Location"]
    sender.piece(url, 0, data[:700])
    again = sender.offer(data)
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (url, "700")


def test_a_piece_at_the_wrong_place_is_refused_and_nothing_moves(sender):
    data = picture()
    url = sender.offer(data).headers["Location"]
    answer = sender.piece(url, 5, data[5:])
    assert (answer.status_code, answer.json["code"]) == (409, "upload_conflict")
    assert sender.where(url).headers["Upload-Offset"] == "0"


def test_a_piece_with_the_wrong_checksum_does_not_count(sender):
    data = picture()
    url = sender.offer(data).headers["Location"]
    wrong = {"Upload-Checksum": f"sha256 {b64(hashlib.sha256(b'other').digest())}"}
    answer = sender.piece(url, 0, data[:400], **wrong)
    assert (answer.status_code, answer.json["code"]) == (460, "checksum_mismatch")
    assert sender.where(url).headers["Upload-Offset"] == "0"
    right = {"Upload-Checksum": f"sha1 {b64(hashlib.sha1(data[:400]).digest())}"}
    assert sender.piece(url, 0, data[:400], **right).status_code == 204


def test_bytes_that_are_not_what_they_are_named_are_never_stored(sender, app, settings):
    data, name = picture(), sha256(b"something else")
    url = sender.offer(data, name=name).headers["Location"]
    answer = sender.piece(url, 0, data)
    assert (answer.status_code, answer.json["code"]) == (460, "checksum_mismatch")
    assert sender.where(url).status_code == 404
    assert not BlobFolder(settings.blobs).path(name).exists()


BROKEN = {"text": b"no picture at all", "half": picture()[:300], "other": picture("PNG")}


@pytest.mark.parametrize("broken", list(BROKEN))
def test_a_broken_picture_is_refused_and_leaves_nothing(sender, settings, broken):
    data = BROKEN[broken]
    answer = sender.send(data)
    assert (answer.status_code, answer.json["code"]) == (422, "bad_image")
    assert not [path for path in settings.blobs.rglob("*") if path.is_file()]
    assert db.session.get(Blob, sha256(data)) is None


def test_a_picture_with_too_many_pixels_is_refused_unopened(sender, monkeypatch):
    monkeypatch.setattr("backend.services.pictures.MAX_PIXELS", 1000)
    assert sender.send(picture()).json["code"] == "bad_image"


def test_a_file_that_is_no_picture_and_no_paper_is_refused(sender):
    answer = sender.offer(b"#!/bin/sh", mime="text/html")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_value")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(sender):
    headers = {**TUS, **sender.phone.headers, "Upload-Length": str(33 * 1024 * 1024)}
    headers["Upload-Metadata"] = f"sha256 {b64(sha256(b'x'))},mime {b64('image/jpeg')}"
    assert sender.phone.browser.post("/api/blobs/", headers=headers).status_code == 413


def test_more_bytes_than_were_announced_are_refused(sender):
    data = picture()
    url = sender.offer(data).headers["Location"]
    assert sender.piece(url, 0, data + b"more").status_code == 413
    assert sender.where(url).headers["Upload-Offset"] == "0"


def test_what_is_there_already_is_not_sent_again(sender, phone, report):
    data = picture()
    attach(phone, report, data)
    sender.send(data)
    again = sender.offer(data)
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(data)))
    assert sender.piece(again.headers["Location"], len(data), b"").status_code == 204


def test_an_upload_ends_by_itself(sender, app, settings):
    data = picture()
    url = sender.offer(data).headers["Location"]
    sender.piece(url, 0, data[:100])
    upload = db.session.scalars(db.select(Upload)).one()
    upload.expires_at = utcnow() - timedelta(seconds=1)
    db.session.commit()
    assert sender.where(url).status_code == 404
    with transaction():
        assert uploads.sweep(BlobFolder(settings.blobs), now=utcnow()) == 1
    assert not [path for path in settings.blobs.rglob("*") if path.is_file()]


def test_it_says_what_of_tus_it_speaks(sender):
    answer = sender.phone.browser.open("/api/blobs/", method="OPTIONS")
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,checksum,expiration"
    assert answer.headers["Tus-Max-Size"] == str(uploads.MAX_BYTES)


def test_another_version_of_tus_is_refused(sender):
    answer = sender.phone.browser.post("/api/blobs/", headers={**sender.phone.headers})
    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (412, "1.0.0")


def test_a_browser_never_runs_what_it_reads(sender, phone, report):
    data = picture()
    attach(phone, report, data)
    sender.send(data)
    for query in ({}, {"w": "160"}):
        headers = sender.read(sha256(data), **query).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "private, no-store"


def test_a_small_picture_is_made_anew_without_what_the_camera_hid(sender, phone, report):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x9286] = "a secret place"
    Image.new("RGB", (900, 600)).save(out, "JPEG", exif=exif)
    data = out.getvalue()
    attach(phone, report, data)
    sender.send(data)
    small = sender.read(sha256(data), w="160")
    assert small.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(small.data)) as image:
        assert image.size == (160, 107)
        assert not image.getexif()
    assert sender.read(sha256(data), w="160").data == small.data


def test_a_width_nobody_needs_is_refused(sender, phone, report):
    data = picture()
    attach(phone, report, data)
    sender.send(data)
    assert sender.read(sha256(data), w="161").status_code == 400


def test_a_stranger_learns_nothing_of_a_photo(sender, other, phone, report):
    data = picture()
    attach(phone, report, data)
    sender.send(data)
    refused, absent = other.read(sha256(data)), other.read(sha256(b"nothing"))
    assert (refused.status_code, refused.json) == (absent.status_code, absent.json)
    assert refused.status_code == 404


def test_a_stranger_learns_nothing_of_a_transfer(sender, other):
    url = sender.offer(picture()).headers["Location"]
    for answer in (other.where(url), other.piece(url, 0, b"")):
        assert answer.status_code == 404


def test_naming_a_hash_gives_no_right_to_the_bytes(sender, other, phone, report, make, bob):
    data = picture()
    attach(phone, report, data)
    sender.send(data)
    own = make.mission(technician_id=bob.user_id)
    make.grant(bob.user_id, own.scope_id)
    attach(other.phone, make.report(own), data)
    assert other.read(sha256(data)).status_code == 404
    assert other.offer(data).headers["Upload-Offset"] == "0"


def test_who_sends_the_bytes_may_read_them(sender, other, phone, report, make, bob):
    data = picture()
    attach(phone, report, data)
    sender.send(data)
    own = make.mission(technician_id=bob.user_id)
    make.grant(bob.user_id, own.scope_id)
    attach(other.phone, make.report(own), data)
    other.send(data)
    assert other.read(sha256(data)).data == data


def test_who_loses_the_right_to_a_mission_loses_its_photos(sender, phone, report, alice):
    data = picture()
    attach(phone, report, data)
    sender.send(data)
    with transaction():
        grants.revoke(alice.user_id, report.scope_id, "test", now=utcnow())
    assert sender.read(sha256(data)).status_code == 404


def test_a_photo_that_was_deleted_is_held_by_nothing(sender, phone, report):
    data = picture()
    row_id = attach(phone, report, data)
    sender.send(data)
    assert phone.statuses(phone.edit("attachment", row_id, "delete", base=1)) == ["applied"]
    assert db.session.get_one(Attachment, row_id).deleted_at is not None
    assert db.session.scalars(db.select(BlobRef)).all() == []
    assert sender.read(sha256(data)).status_code == 404
