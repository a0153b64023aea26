"""The artifact of a table of aggregates: what each look shows, and what looking often would have claimed."""

from dataclasses import dataclass

from milepost.kernel.words import Phase
from milepost.outcomes.look_table import Key
from milepost.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look: treatment minus control of one metric's mean, in the metric's unit.

    `fixed` is the single-look estimate, `valid` the always-valid one, None unless the reading is sequential. A look
    that can't be read has neither, phase Error, and `because` says why; else `because` is empty.
    """

    key: Key
    time: float
    units: int
    phase: Phase
    fixed: Estimate | None = None
    valid: Estimate | None = None
    because: str = ""

    @property
    def shown(self) -> Estimate | None:
        """Return the estimate that decides: the always-valid one where there is one."""
        return self.valid or self.fixed


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """All looks at one metric of one variant, in order of time. `planned` is None at a fixed horizon."""

    key: Key
    looks: tuple[Look, ...]
    planned: int | None = None

    @property
    def readable(self) -> tuple[Look, ...]:
        """Return the looks that hold a number; a series with none is not usable."""
        return tuple(each for each in self.looks if each.fixed is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    """In how many series p < alpha at the last readable look, and at any look."""

    at_last: int
    at_any: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksRead:
    """A table of aggregates, read. `valid` is None unless sequential; `uneven` counts the arms that differ from 50:50.

    `uneven` says how many pairs of arms of an experiment fail the split check (p < .001) against an equal split. What
    split was meant is not in the table, so it is told and decides nothing. Where `split` was told, the shares of
    control and treatment, `misfits` counts the series that do not fit it: none of their looks holds a number.
    """

    source: str
    alpha: float
    series: tuple[Series, ...]
    fixed: Rejections
    valid: Rejections | None
    uneven: int
    sentence: str
    planned: int | None = None
    """The plan that was told for every series; None where each has its own, or looks are read once."""
    split: tuple[float, float] | None = None
    misfits: int = 0

    @property
    def usable(self) -> int:
        """Return how many series have a readable look."""
        return sum(bool(each.readable) for each in self.series)

    @property
    def looks(self) -> tuple[Look, ...]:
        """Return all looks, series after series."""
        return tuple(look for each in self.series for look in each.looks)
