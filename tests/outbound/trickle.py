"""Servers on a real socket that never stop sending, and never finish."""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

EVERY_SECONDS = 0.05

Begin = Callable[[socket.socket], None]
"""What the server does with a new connection before it starts to trickle."""


@contextmanager
def trickling(piece: bytes, begin: Begin, certificate: Path | None = None) -> Iterator[int]:
    """Serve on a port of its own: `begin`, then `piece` again and again until the peer hangs up."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as plain:
        server = _with_tls(plain, certificate) if certificate else plain
        Thread(target=_serve, args=(server, piece, begin, over), daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def _with_tls(plain: socket.socket, certificate: Path) -> socket.socket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(plain, server_side=True)


def write_certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that it has signed itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now, hour = datetime.datetime.now(datetime.UTC), datetime.timedelta(hours=1)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - hour)
        .not_valid_after(now + hour)
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path


def _serve(server: socket.socket, piece: bytes, begin: Begin, over: Event) -> None:
    while not over.is_set():
        try:
            connection, _ = server.accept()
        except OSError:
            return
        Thread(target=_trickle, args=(connection, piece, begin, over), daemon=True).start()


def _trickle(connection: socket.socket, piece: bytes, begin: Begin, over: Event) -> None:
    with connection:
        try:
            begin(connection)
            while not over.wait(EVERY_SECONDS):
                connection.sendall(piece)
        except OSError:
            return


def after_request(start: bytes) -> Begin:
    """Read a request's first bytes, then answer with `start`."""

    def begin(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(start)

    return begin
