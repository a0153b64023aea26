"""A global holdout: people whom no initiative treats, so that the whole program has a control."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from milepost.kernel.time import Duration
from milepost.program.documents.experiment import Randomised
from milepost.program.fields import Day, Document, Length, Share, Slug, Span, Text, ToMetric, ToSource


class Holdout(Document):
    """Persons held out of everything, from `starts` on.

    `source` holds each person's outcomes; its `column` tells who is held out by the value `held`, all others are the
    program's. With a `salt` each person's place is recomputed from the hash of salt and `unit`; without one the list
    is taken as given. `period` is what is analysed: it begins `washout` after `starts` at the earliest, and without one
    nothing is. With `time`, the column of a row's day, rows outside the period count for nothing; without, all rows are
    of it. The contrast of all others with the held out in `metric` is the program's total, and what the held out did
    not earn is the holdout's cost.
    """

    id: Slug
    title: Text | None = None
    source: ToSource
    unit: Text
    column: Text
    held: Text = "1"
    time: Text | None = None
    share: Annotated[Share, Field(gt=0, lt=1)]
    salt: Text | None = None
    metric: ToMetric
    starts: Day
    washout: Length = Duration(days=28)
    period: Span | None = None
    alpha: Annotated[Share, Field(gt=0, lt=1)] = Decimal("0.05")
    valid_for: Length = Duration(days=365)
    randomised: Randomised | None = None

    @property
    def ready(self) -> date:
        """Return the first day that may be analysed: what was done before the start no longer lingers then."""
        return self.washout.after(self.starts)

    def holds(self, first: date | None, end: date | None) -> bool:
        """Tell whether it holds on some day from `first` up to `end`, None standing for no limit."""
        ended = first is not None and self.period is not None and first >= self.period.end
        return not ended and (end is None or end > self.starts)
