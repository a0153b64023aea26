"""What is measured: a column, and how it is summed up."""

from dataclasses import dataclass
from enum import StrEnum

_RATIO = ":ratio="


class MetricKind(StrEnum):
    """A mean or a share of ones per unit, or a ratio of two sums over units."""

    MEAN = "mean"
    PROPORTION = "proportion"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSpec:
    """One metric; `denominator` is a column for a ratio, else None."""

    name: str
    kind: MetricKind
    column: str
    denominator: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns it needs, the numerator first."""
        return (self.column,) if self.denominator is None else (self.column, self.denominator)

    @property
    def is_binary(self) -> bool:
        """Tell whether its cells must be zeros and ones."""
        return self.kind is MetricKind.PROPORTION


def parse_metric(text: str) -> MetricSpec:
    """Read `COL`, `COL:mean`, `COL:proportion` or `COL:ratio=DEN`; a ratio is named `COL/DEN`, others by column.

    Raises ValueError with a sentence for people.
    """
    head, ratio, denominator = text.partition(_RATIO)
    if ratio and head and denominator:
        return MetricSpec(name=f"{head}/{denominator}", kind=MetricKind.RATIO, column=head, denominator=denominator)
    column, colon, word = text.rpartition(":")
    if not colon:
        column, word = text, "mean"
    if not column:
        raise ValueError(f"{text!r} names no column")
    if word not in {MetricKind.MEAN, MetricKind.PROPORTION}:
        raise ValueError(
            f"{word!r} is not a kind of metric: write {column}:mean, {column}:proportion or {column}:ratio=DENOMINATOR"
            f" (a column whose name holds a colon: {text}:mean)"
        )
    return MetricSpec(name=column, kind=MetricKind(word), column=column)
