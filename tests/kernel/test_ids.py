"""Ids are kind/slug, the bare slug where the kind is fixed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.ids import Ref, is_slug

SLUGS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)


@given(SLUGS, SLUGS)
def test_an_id_comes_back_from_its_text(kind: str, slug: str) -> None:
    ref = Ref(kind, slug)
    assert Ref.parse(str(ref)) == Ref.parse(str(ref), kind) == Ref.parse(slug, kind) == ref


@pytest.mark.parametrize("slug", ["a", "0", "spring-mail", "a--b", "x" * 63])
def test_a_slug(slug: str) -> None:
    assert is_slug(slug)


@pytest.mark.parametrize("slug", ["", "-", "-a", "a-", "A", "a_b", "a b", "a.b", "ä", "x" * 64, "a\n", "a/b", "１"])
def test_no_slug(slug: str) -> None:
    assert not is_slug(slug)
    with pytest.raises(ValueError):
        Ref.parse(slug, "kpi")


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("margin", None, "'margin' is not of the form kind/slug"),
        ("goal/margin", "kpi", "'goal/margin' names a goal; a kpi is meant here"),
        ("/margin", "kpi", "'/margin' names a nothing; a kpi is meant here"),
        ("/margin", None, "'/margin' is not an id"),
        ("kpi/", None, "'kpi/' is not an id"),
        ("a/b/c", None, "'a/b/c' is not an id"),
        ("KPI/margin", None, "'KPI/margin' is not an id"),
    ],
)
def test_what_is_no_id_is_refused_with_a_sentence(text: str, kind: str | None, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        Ref.parse(text, kind)
    assert str(refused.value).startswith(said)


def test_ids_sort_by_kind_then_slug() -> None:
    assert sorted([Ref("kpi", "a"), Ref("goal", "z"), Ref("goal", "b")]) == [
        Ref("goal", "b"), Ref("goal", "z"), Ref("kpi", "a"),
    ]  # fmt: skip
