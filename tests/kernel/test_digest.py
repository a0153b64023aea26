"""Digests are written sha256:<hex>."""

from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.digest import digest_of, digest_of_chunks, short


def test_the_known_digest_of_nothing_and_of_abc() -> None:
    assert digest_of(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_of(b"abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert short(digest_of(b"abc")) == "ba7816bf8f01"


@given(st.lists(st.binary(max_size=9)))
def test_pieces_have_the_digest_of_the_whole(chunks: list[bytes]) -> None:
    assert digest_of_chunks(chunks) == digest_of(b"".join(chunks))
