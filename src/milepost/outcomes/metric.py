"""What is measured: a column, and how it is summed up."""

from dataclasses import dataclass
from enum import StrEnum

_RATIO = ":ratio="


class MetricKind(StrEnum):
    """A mean or a share of ones per unit, a ratio of two sums over units, a quantile, or a mean of capped values."""

    MEAN = "mean"
    PROPORTION = "proportion"
    RATIO = "ratio"
    QUANTILE = "quantile"
    WINSORISED = "winsorised"


# Kinds that need the values themselves, counted, where the others need their moments only.
OF_VALUES = frozenset({MetricKind.QUANTILE, MetricKind.WINSORISED})


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSpec:
    """One metric; `denominator` is a column for a ratio, else None.

    `at`, in (0, 1), says which quantile is read, or from which on values are capped; None for other kinds.
    """

    name: str
    kind: MetricKind
    column: str
    denominator: str | None = None
    at: float | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns it needs, the numerator first."""
        return (self.column,) if self.denominator is None else (self.column, self.denominator)

    @property
    def is_binary(self) -> bool:
        """Tell whether its cells must be zeros and ones."""
        return self.kind is MetricKind.PROPORTION


def parse_metric(text: str) -> MetricSpec:
    """Read `COL`, `COL:mean`, `COL:proportion`, `COL:ratio=DEN`, `COL:quantile=0.9` or `COL:winsorised=0.99`.

    A ratio is named `COL/DEN`, a quantile or a winsorised mean as it is written, others by column. Raises ValueError
    with a sentence for people.
    """
    head, ratio, denominator = text.partition(_RATIO)
    if ratio and head and denominator:
        return MetricSpec(name=f"{head}/{denominator}", kind=MetricKind.RATIO, column=head, denominator=denominator)
    column, colon, word = text.rpartition(":")
    if not colon:
        column, word = text, "mean"
    if not column:
        raise ValueError(f"{text!r} names no column")
    kind, equals, at = word.partition("=")
    if equals and kind in OF_VALUES:
        return MetricSpec(name=text, kind=MetricKind(kind), column=column, at=_at(kind, at))
    if word not in {MetricKind.MEAN, MetricKind.PROPORTION}:
        raise ValueError(
            f"{word!r} is not a kind of metric: write {column}:mean, {column}:proportion, {column}:ratio=DENOMINATOR,"
            f" {column}:quantile=0.9 or {column}:winsorised=0.99 (a column whose name holds a colon: {text}:mean)"
        )
    return MetricSpec(name=column, kind=MetricKind(word), column=column)


def _at(kind: str, text: str) -> float:
    try:
        at = float(text)
    except ValueError:
        at = 0.0
    least = 0.5 if kind == MetricKind.WINSORISED else 0.0
    if not least < at < 1:
        raise ValueError(f"{text!r} is not above {least:g} and below 1: write {kind}=0.9")
    return at
