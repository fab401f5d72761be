"""The server's key for the public log: Ed25519 (RFC 8032), one PEM file that nobody else on the machine reads."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key of a file; the first who asks makes it.

    Raises:
        ValueError: the file holds no Ed25519 key; it is never overwritten.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path.with_suffix(".lock")):
        if not path.exists():
            _keep(path, Ed25519PrivateKey.generate())
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    return key


def public_hex(key: Ed25519PrivateKey) -> str:
    """The public half, 32 bytes in lower-case hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def sign_hex(key: Ed25519PrivateKey, payload: str) -> str:
    """The signature of a text's UTF-8, 64 bytes in lower-case hexadecimal."""
    return key.sign(payload.encode()).hex()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time; the lock goes with the file handle, so a process that died holds nothing."""
    with path.open("a") as file:
        os.chmod(path, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _keep(path: Path, key: Ed25519PrivateKey) -> None:
    """Written aside and renamed: half a key would be taken for a broken one for ever."""
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    aside = path.with_suffix(".new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(path)
