"""The keys of an installation: given by the environment, or made once in the instance folder."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

MIN_SECRET = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What must stay secret. Private keys are PEM (PKCS 8) text.

    `secret_key` signs our own tokens; `vapid` (P-256) names us to push services; `seal` (P-256)
    and `seal_code` (Ed25519) seal reports and their codes.
    """

    secret_key: str
    vapid: str
    seal: str
    seal_code: str

    @property
    def vapid_public(self) -> str:
        """Return the public key as a browser wants it: the raw point in base64url."""
        key = load_pem_private_key(self.vapid.encode(), password=None)
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def ensure_keys(folder: Path, given: dict[str, str]) -> Keys:
    """Return the keys: those `given` by name of field, and the others from `folder`.

    What is in neither is made and kept there, readable by its owner alone. Two processes that
    start at once end with the same keys. Raises OSError when the folder cannot be written, and
    ValueError (a sentence) when a key cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    found = {
        name: given.get(name) or _kept(folder / file, make)
        for name, (file, make, _) in _PARTS.items()
    }
    for name, value in found.items():
        file, _, check = _PARTS[name]
        if not check(value):
            raise ValueError(f"The key {name} ({file} in the instance folder) cannot be used.")
    return Keys(**found)


def file_names() -> dict[str, str]:
    """Return the file in the instance folder of each key, by its field in Keys."""
    return {name: file for name, (file, _, _) in _PARTS.items()}


def _kept(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, delete=False) as file:  # made with mode 600
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # Another process was first: its key is the key.
            os.link(file.name, path)
        Path(file.name).unlink()
    return path.read_text().strip()


def _pem(key: EllipticCurvePrivateKey | Ed25519PrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _new_p256() -> str:
    return _pem(generate_private_key(SECP256R1()))


def _new_ed25519() -> str:
    return _pem(Ed25519PrivateKey.generate())


def _is_secret(value: str) -> bool:
    return len(value) >= MIN_SECRET


def _is_private_key(kind: type) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            return isinstance(load_pem_private_key(value.encode(), password=None), kind)
        except ValueError:
            return False

    return check


_Part = tuple[str, Callable[[], str], Callable[[str], bool]]
_PARTS: dict[str, _Part] = {
    "secret_key": ("secret_key", lambda: secrets.token_hex(MIN_SECRET), _is_secret),
    "vapid": ("vapid.pem", _new_p256, _is_private_key(EllipticCurvePrivateKey)),
    "seal": ("seal.pem", _new_p256, _is_private_key(EllipticCurvePrivateKey)),
    "seal_code": ("seal_code.pem", _new_ed25519, _is_private_key(Ed25519PrivateKey)),
}
