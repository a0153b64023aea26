"""What an export says of one test, in one shape for all vendors."""

from dataclasses import dataclass, replace

# Vendors round; a share's variance is its mean's to this share of it.
_ROUNDING = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which result of an export is meant. `test` is None where the form has no column for it: the file is the test."""

    test: str | None
    metric: str
    control: str
    treatment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One variant: `units` in it, their mean and variance (of a unit, not of the mean); None where it isn't told.

    `is_share` says that each unit is a zero or a one, so that its variance follows from its mean.
    """

    name: str
    units: int | None = None
    mean: float | None = None
    variance: float | None = None
    is_share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the vendor computed: an effect with its two-sided interval at `confidence`, and a p-value or None.

    `p_value` is told where it is of the interval's own method. With `is_total` the effect sums over all who were
    treated, else it is by unit. With `is_relative` all are shares of a mean that the export does not tell.
    """

    effect: float
    low: float
    high: float
    confidence: float
    p_value: float | None = None
    is_total: bool = False
    is_relative: bool = False

    def times(self, level: float | None) -> "Stated":
        """Return a relative effect in the metric's unit, by the mean it is relative to; as it is where that is None."""
        if level is None:
            return replace(self, is_relative=True)
        low, high = sorted((self.low * level, self.high * level))
        return replace(self, effect=self.effect * level, low=low, high=high)

    def mirrored(self) -> "Stated":
        """Return what is stated of the control against the treatment."""
        return replace(self, effect=-self.effect, low=-self.high, high=-self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What stands in an export: two sides, what the vendor stated, and how many units each variant has (for the split).

    `is_vendor_reported` marks a platform's study of its own work. `caution` is what a reader must know of the form.
    """

    asked: Asked
    control: Side
    treatment: Side
    stated: Stated | None
    sizes: tuple[tuple[str, int], ...] = ()
    claimed: float | None = None
    """The effect by unit that the vendor states, None where it states none; what it may differ by tells of an edit."""
    is_vendor_reported: bool = False
    caution: str = ""


def is_share(mean: float | None, variance: float | None) -> bool:
    """Tell whether a mean and variance are those of zeros and ones."""
    if mean is None or variance is None or not 0 < mean < 1:
        return False
    return abs(variance - mean * (1 - mean)) <= _ROUNDING * mean * (1 - mean)
