"""A global holdout: people whom no initiative treats, so that the whole program has a control."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from milepost.kernel.time import Duration
from milepost.program.documents.experiment import Randomised
from milepost.program.fields import Day, Document, Length, Share, Slug, Span, Text, ToMetric, ToSource


class Holdout(Document):
    """Persons held out of everything, from `starts` on.

    `source` holds a row of outcomes for each person; its `column` tells who is held out by the value `held`. With a
    `salt` each person's place is recomputed from the hash of salt and `unit`; without one the list is taken as given.
    `period` is what is analysed: it begins `washout` after `starts` at the earliest. The contrast of all others with
    the held out in `metric` is the program's total, and what the held out did not earn is the holdout's cost.
    """

    id: Slug
    title: Text | None = None
    source: ToSource
    unit: Text
    column: Text
    held: Text = "1"
    share: Annotated[Share, Field(gt=0, lt=1)]
    salt: Text | None = None
    metric: ToMetric
    starts: Day
    washout: Length = Duration(days=28)
    period: Span | None = None
    alpha: Annotated[Share, Field(gt=0, lt=1)] = Decimal("0.05")
    valid_for: Length = Duration(days=365)
    randomised: Randomised | None = None
