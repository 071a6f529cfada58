"""A certificate authority of our own, so that phones of the local network trust this server.

`ensure(folder)` makes the authority once and a server certificate for the addresses of today;
`python -m tools.tls FOLDER PORT` hands out the authority's certificate over plain HTTP.
Not for the open Internet: there, a public authority signs for the real name.
"""

from __future__ import annotations

import ipaddress
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Names = list[x509.GeneralName]
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # Phones refuse certificates that live longer.
RENEW_BEFORE = timedelta(days=30)
PRIVATE_NETWORKS = ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")


@dataclass(frozen=True)
class Files:
    """Where the authority and the server keep their keys and certificates."""

    authority: Path
    authority_key: Path
    server: Path
    server_key: Path


def ensure(folder: Path) -> Files:
    """Make what is missing, expired or made for other addresses; return where it lies."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = Files(*(folder / name for name in ("ca.crt", "ca.key", "server.crt", "server.key")))
    now = datetime.now(UTC)  # noqa: TID251 -- a command for developers, outside of the server
    if not files.authority.exists() or not files.authority_key.exists():
        _make_authority(files, now)
    if not _serves_today(files.server, now):
        _make_server(files, now)
    return files


def local_addresses() -> list[ipaddress.IPv4Address]:
    """Return the addresses under which other machines may reach this one, and localhost last."""
    answer = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False)
    words = [word for word in answer.stdout.split() if ":" not in word]
    return [ipaddress.IPv4Address(word) for word in [*words, "127.0.0.1"]]


def local_names() -> list[str]:
    """Return every name and address under which this machine may be reached."""
    host = socket.gethostname()
    return ["localhost", host, f"{host}.local", *map(str, local_addresses())]


def _names() -> Names:
    addresses = local_addresses()
    hosts = local_names()[: -len(addresses)]
    return [*map(x509.DNSName, hosts), *map(x509.IPAddress, addresses)]


def _allowed() -> Names:
    """Return all that the authority may ever vouch for: its key is worth nothing elsewhere."""
    networks = [ipaddress.ip_network(network) for network in PRIVATE_NETWORKS]
    own = [ipaddress.ip_network(address) for address in local_addresses()]
    hosts: Names = [x509.DNSName(name) for name in ("localhost", socket.gethostname(), "local")]
    return [*hosts, *(x509.IPAddress(network) for network in [*networks, *own])]


def _serves_today(certificate: Path, now: datetime) -> bool:
    if not certificate.exists():
        return False
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(_names()) <= set(names) and found.not_valid_after_utc - RENEW_BEFORE > now


def _make_authority(files: Files, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Nomade on {socket.gethostname()}"[:64])
    signs = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(signs, critical=True)
        .add_extension(x509.NameConstraints(_allowed(), None), critical=True)
    )
    _write_key(files.authority_key, key)
    _write_certificate(files.authority, builder.sign(key, hashes.SHA256()))
    files.server.unlink(missing_ok=True)


def _make_server(files: Files, now: datetime) -> None:
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    signer = serialization.load_pem_private_key(files.authority_key.read_bytes(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{files.authority_key} is not a key that this program made.")
    key = ec.generate_private_key(ec.SECP256R1())
    signed_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = (
        _builder(_name("Nomade"), authority.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(_names()), critical=False)
        .add_extension(purposes, critical=False)
        .add_extension(signed_by, critical=False)
    )
    _write_key(files.server_key, key)
    _write_certificate(files.server, builder.sign(signer, hashes.SHA256()))


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # Phones' clocks may lag.
        .not_valid_after(now + timedelta(days=days))
        .add_extension(identifier, critical=False)
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _write_certificate(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def serve_authority(certificate: Path, port: int) -> None:
    """Answer every request on `port` with the authority's certificate, until stopped."""
    content = certificate.read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-x509-ca-cert")
            self.send_header("Content-Disposition", 'attachment; filename="nomade-ca.crt"')
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    ThreadingHTTPServer(("0.0.0.0", port), Handler).serve_forever()  # noqa: S104 -- phones ask


if __name__ == "__main__":
    serve_authority(Path(sys.argv[1]) / "ca.crt", int(sys.argv[2]))
