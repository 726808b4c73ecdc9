"""A file and its signature in a zip, so that nobody needs this product to verify it.

RSA with SHA-256 (PKCS #1 v1.5), which `openssl dgst -verify` knows.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PUBLIC_KEY = "public-key.pem"


def signed_file(name: str, content: bytes, told: str) -> bytes:
    """A zip of the file, its signature (`name`.sig), the public key, and `told` in README.txt."""
    key = _key()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.writestr(f"{name}.sig", key.sign(content, PKCS1v15(), hashes.SHA256()))
        archive.writestr(PUBLIC_KEY, public)
        archive.writestr("README.txt", told)
    return packed.getvalue()


def _key() -> RSAPrivateKey:
    key = load_pem_private_key(Path(settings.RECORD_KEY_FILE).read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ImproperlyConfigured("RECORD_KEY_FILE must hold an RSA key in PEM.")
    return key
