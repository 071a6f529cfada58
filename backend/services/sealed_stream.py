"""A file that only a passphrase opens, written and read as a stream.

After the header come chunks of AES-256-GCM. Each nonce holds the number of its chunk and whether
it is the last, so that a chunk that was changed, moved, left out or cut off is noticed; the key
comes from the passphrase by scrypt, with a salt for each file.
"""

from __future__ import annotations

import io
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"NOMADE-BACKUP-1\n"
SALT = 16
PREFIX = 7
CHUNK = 1024 * 1024
TAG = 16
HEADER = len(MAGIC) + SALT + PREFIX
COST = 2**16
SHORTEST_PASSPHRASE = 12


class WrongPassphrase(ValueError):
    """The passphrase is not the one the file was made with, or the file was changed."""


class NoBackup(ValueError):
    """The file is no backup of Nomade."""


class Sealer(io.RawIOBase):
    """Encrypts what is written to it; the file is whole only after `close`."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        super().__init__()
        salt, self._prefix = secrets.token_bytes(SALT), secrets.token_bytes(PREFIX)
        self._header = MAGIC + salt + self._prefix
        self._cipher = AESGCM(_key(passphrase, salt))
        self._target = target
        self._target.write(self._header)
        self._held = bytearray()
        self._count = 0

    def writable(self) -> bool:
        """Say that one can write."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; full chunks go on at once."""
        taken = bytes(data)  # type: ignore[call-overload] # any buffer, as files take them
        self._held += taken
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(taken)

    def close(self) -> None:
        """Write the last chunk."""
        if not self.closed:
            self._seal(bytes(self._held), last=True)
            self._target.flush()
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._count, last=last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._count += 1


class Opener(io.RawIOBase):
    """Decrypts what it reads; no byte is given out before it is proven."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self._header = source.read(HEADER)
        if len(self._header) != HEADER or not self._header.startswith(MAGIC):
            raise NoBackup("This file is no backup of Nomade.")
        salt = self._header[len(MAGIC) : -PREFIX]
        self._cipher = AESGCM(_key(passphrase, salt))
        self._source = source
        self._next = source.read(CHUNK + TAG)
        if not self._next:
            raise NoBackup("This backup was cut off.")
        self._held = b""
        self._count = 0

    def readable(self) -> bool:
        """Say that one can read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with proven bytes; 0 at the proven end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type] # any buffer, as files do
        while not self._held and self._next:
            self._held = self._open()
        count = min(len(view), len(self._held))
        view[:count], self._held = self._held[:count], self._held[count:]
        return count

    def _open(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        nonce = _nonce(self._header[-PREFIX:], self._count, last=not self._next)
        self._count += 1
        try:
            return self._cipher.decrypt(nonce, chunk, self._header)
        except InvalidTag as problem:
            raise WrongPassphrase("The passphrase is wrong, or the file is damaged.") from problem


def _nonce(prefix: bytes, count: int, *, last: bool) -> bytes:
    return prefix + count.to_bytes(4, "big") + bytes([last])


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode())
