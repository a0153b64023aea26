"""Findings as values: their order, and which of them stop a verb."""

from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.finding import Finding, Refused, Rule, Severity, Span, has_errors, in_order

SPANS = st.none() | st.builds(
    Span, path=st.sampled_from(["a.yaml", "b.yaml"]), line=st.integers(1, 12), column=st.integers(1, 12)
)
FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["MP001", "MP002"]),
    severity=st.sampled_from(Severity),
    message=st.sampled_from(["x", "y"]),
    span=SPANS,
)


@given(st.lists(FINDINGS, unique=True), st.randoms())
def test_order_does_not_depend_on_discovery(found: list[Finding], chance) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    keys = [_key(each) for each in in_order(shuffled)]
    assert keys == [_key(each) for each in in_order(found)] == sorted(keys)


def _key(of: Finding) -> tuple[str, int, int, str, str]:
    place = of.span or Span(path="")
    return (place.path, place.line, place.column, of.code, of.message)


def test_lines_sort_as_numbers_and_no_place_comes_first() -> None:
    spans = (Span(path="a", line=10), Span(path="a", line=9, column=10), Span(path="a", line=9, column=9), None)
    rule = Rule(code="MP000", title="t", why="w", fix="f")
    assert [each.span for each in in_order(rule.at(span, "m") for span in spans)] == list(reversed(spans))


def test_only_an_error_stops() -> None:
    warning = Rule(code="MP001", title="t", why="w", fix="f", severity=Severity.WARNING).at(None, "one", "do")
    error = Rule(code="MP002", title="t", why="w", fix="f").at(None, "two")
    assert (warning.severity, warning.hint, error.severity, error.hint) == ("warning", "do", "error", None)
    assert not has_errors([])
    assert not has_errors([warning])
    assert has_errors([warning, error])
    assert str(Refused(warning, error)) == "one; two"
    assert Refused(warning, error).findings == (warning, error)
