import pytest

from milepost.outcomes.metric import MetricKind, MetricSpec, parse_metric


@pytest.mark.parametrize(
    ("text", "name", "kind", "column", "denominator"),
    [
        ("spend", "spend", MetricKind.MEAN, "spend", None),
        ("spend:mean", "spend", MetricKind.MEAN, "spend", None),
        ("visit:proportion", "visit", MetricKind.PROPORTION, "visit", None),
        ("clicks:ratio=views", "clicks/views", MetricKind.RATIO, "clicks", "views"),
        ("a:b:mean", "a:b", MetricKind.MEAN, "a:b", None),
        ("a b:ratio=c:d", "a b/c:d", MetricKind.RATIO, "a b", "c:d"),
    ],
)
def test_forms(text, name, kind, column, denominator):
    assert parse_metric(text) == MetricSpec(name=name, kind=kind, column=column, denominator=denominator)


@pytest.mark.parametrize("text", ["", ":mean", "spend:maen", "spend:ratio", "spend:ratio=", ":ratio=views", "a:b"])
def test_what_is_no_metric(text):
    with pytest.raises(ValueError, match=r"no column|not a kind"):
        parse_metric(text)


def test_the_message_says_what_to_write():
    with pytest.raises(
        ValueError, match=r"'maen' is not a kind of metric: write spend:mean, spend:proportion, spend:r"
    ):
        parse_metric("spend:maen")
