"""The encrypted file of a backup: whole and for the right passphrase, or nothing."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.services import sealed_stream
from backend.services.sealed_stream import (
    CHUNK,
    HEADER,
    TAG,
    NoBackup,
    Opener,
    Sealer,
    WrongPassphrase,
)

PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Spare the tests the price that an attacker pays."""
    monkeypatch.setattr(sealed_stream, "COST", 2)


def sealed(data, passphrase=PASSPHRASE):
    target = io.BytesIO()
    sealer = Sealer(target, passphrase)
    sealer.write(data)
    sealer.close()
    return target.getvalue()


def unsealed(data, passphrase=PASSPHRASE):
    return io.BufferedReader(Opener(io.BytesIO(data), passphrase)).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17])
def test_what_was_sealed_comes_back(size):
    data = bytes(range(256)) * (size // 256 + 1)
    assert unsealed(sealed(data[:size])) == data[:size]


def test_nothing_of_the_content_shows():
    data = sealed(b"a secret that stands out" * 10)
    assert b"secret" not in data
    assert sealed(b"same") != sealed(b"same")


def test_another_passphrase_opens_nothing():
    with pytest.raises(WrongPassphrase):
        unsealed(sealed(b"data"), "correct horse batterie")


@given(st.integers(0, HEADER + 4 + TAG - 1), st.integers(1, 255))
@settings(deadline=None)
def test_any_changed_byte_is_noticed(place, change):
    data = bytearray(sealed(b"data"))
    data[place] ^= change
    with pytest.raises((WrongPassphrase, NoBackup)):
        unsealed(bytes(data))


def test_a_file_that_was_cut_off_is_noticed_wherever_it_was_cut():
    data = sealed(bytes(3 * CHUNK))
    for cut in (HEADER, HEADER + CHUNK + TAG, HEADER + 2 * (CHUNK + TAG), len(data) - 1):
        with pytest.raises((WrongPassphrase, NoBackup)):
            assert unsealed(data[:cut])


def test_chunks_in_another_order_are_noticed():
    data = sealed(bytes(CHUNK) + b"x" * CHUNK + b"end")
    step = CHUNK + TAG
    first, second = data[HEADER : HEADER + step], data[HEADER + step : HEADER + 2 * step]
    with pytest.raises(WrongPassphrase):
        unsealed(data[:HEADER] + second + first + data[HEADER + 2 * step :])


def test_another_file_is_said_to_be_none():
    with pytest.raises(NoBackup):
        unsealed(b"PK\3\4 something else, and long enough to be read")
