from hypothesis import given
from hypothesis import strategies as st

from milepost.record.canonical import canonical_bytes, canonical_text_bytes
from milepost.testing.strategies import texts


@given(st.recursive(st.none() | texts(), lambda of: st.lists(of) | st.dictionaries(texts(), of), max_leaves=12))
def test_texts_are_written_as_rfc_8785_writes_them(value) -> None:
    assert canonical_text_bytes(value) == canonical_bytes(value)


def test_keys_beyond_the_surrogates_are_put_in_their_order() -> None:
    value = {"\ue000": "a", "\U0001f600": "b", "z": "c"}
    assert canonical_text_bytes(value) == canonical_bytes(value)
    assert list(value) != sorted(value)
