"""Phones: whose they are, and what can be done to them from afar."""

from __future__ import annotations

import pytest

from backend.database import new_id


def test_a_phone_is_enrolled_listed_and_renamed(phone, alice):
    listed = phone.browser.get("/api/devices").json
    assert [(one["id"], one["label"]) for one in listed] == [(phone.device_id, "Téléphone")]
    path = f"/api/devices/{phone.device_id}"
    assert phone.browser.patch(path, json={"label": "Rouge"}).json["label"] == "Rouge"


def test_an_enrolled_phone_learns_the_epoch(phone):
    body = {"label": "Neuf", "public_key": "", "schema": 1}
    assert phone.browser.post("/api/devices", json=body).json["epoch"] == "test-epoch"


def test_a_copy_names_what_it_was_and_nobody_elses_phone(phone, phone_of, bob):
    foreign = phone_of(bob).device_id
    for former, kept in ((phone.device_id, phone.device_id), (foreign, None)):
        body = {"label": "Copie", "fork_of": former}
        made = phone.browser.post("/api/devices", json=body).json["id"]
        listed = {one["id"]: one for one in phone.browser.get("/api/devices").json}
        assert listed[made]["fork_of"] == kept


@pytest.mark.parametrize("act", ["lock", "wipe", "revoke"])
def test_a_lost_phone_is_silenced_by_its_person_or_an_administrator(phone, as_, adam, alice, act):
    for browser in (as_(alice), as_(adam)):
        assert browser.post(f"/api/devices/{phone.device_id}/{act}").status_code == 204
    assert phone.ask().status_code == 403


def test_a_locked_phone_can_be_unlocked(phone, as_, alice):
    for act in ("lock", "unlock"):
        as_(alice).post(f"/api/devices/{phone.device_id}/{act}")
    assert phone.ask().status_code == 200


def test_a_stranger_neither_sees_nor_touches_a_phone(phone, as_, bob, alice):
    stranger = as_(bob)
    assert stranger.get("/api/devices").json == []
    assert stranger.get(f"/api/devices?user={alice.user_id}").status_code == 404
    for device_id in (phone.device_id, new_id()):
        answers = [
            stranger.patch(f"/api/devices/{device_id}", json={"label": "x"}),
            *(stranger.post(f"/api/devices/{device_id}/{act}") for act in ("lock", "wipe")),
        ]
        assert {(one.status_code, one.json["code"]) for one in answers} == {(404, "not_found")}
    assert phone.ask().status_code == 200


@pytest.mark.parametrize("body", [{}, {"label": ""}, {"label": "x", "schema": "1"}, {"label": 3}])
def test_an_enrolment_that_cannot_be_read_is_refused(as_, alice, body):
    assert as_(alice).post("/api/devices", json=body).status_code == 400


def test_a_phone_reports_what_it_erased(phone):
    body = {"scopes": ["mission:x"]}
    path = "/api/sync/forgotten"
    assert phone.browser.post(path, json=body, headers=phone.headers).status_code == 204
