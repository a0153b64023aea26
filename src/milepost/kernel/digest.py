"""Digests are written `sha256:<hex>`."""

import hashlib
from collections.abc import Iterable
from typing import NewType

Digest = NewType("Digest", str)


def digest_of(content: bytes) -> Digest:
    """Digest bytes."""
    return Digest(f"sha256:{hashlib.sha256(content).hexdigest()}")


def digest_of_chunks(chunks: Iterable[bytes]) -> Digest:
    """Digest a long content without holding it."""
    sha = hashlib.sha256()
    for chunk in chunks:
        sha.update(chunk)
    return Digest(f"sha256:{sha.hexdigest()}")


def short(digest: str) -> str:
    """Shorten for people: twelve hexadecimal digits."""
    return digest.removeprefix("sha256:")[:12]
