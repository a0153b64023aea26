"""The ways in which an experiment can be read: by arms, a staggered start, a series with a change, or an import."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from milepost.program.fields import Day, Document, Length, Number, Share, Text, ToRole


class Arms(Document):
    """The column that holds the arm, and the two arms compared."""

    column: Text
    control: Text
    treatment: Text


class SeriesMethod(StrEnum):
    """How a series without a control is read; both are grade C at best."""

    INTERRUPTED = "interrupted"
    BEFORE_AFTER = "before-after"


class Series(Document):
    """One series over time with a change, and nobody who was left alone.

    `time` is the column of dates, one row a period; the change begins on `starts`. `season` is the cycle in periods (7
    for days, 52 for weeks), None where there is none.
    """

    time: Text
    starts: Day
    method: SeriesMethod = SeriesMethod.INTERRUPTED
    season: Annotated[int, Field(gt=1)] | None = None


class Staggered(Document):
    """Groups that start one after the other: `group` is the column of the group (a team), `time` that of the row's day.

    `starts` is the column with the day on which the row's group started, empty where it never did. `randomised` on the
    experiment says that the order was drawn at random; without it the reading is grade B at best. `ramp` is how long a
    group learns before the effect is whole, where that is known beforehand: a wrong one costs width, never truth.
    """

    group: Text
    time: Text
    starts: Text
    ramp: Length | None = None


class Vendor(StrEnum):
    """Whose export of finished tests is read."""

    OPTIMIZELY = "optimizely"
    GROWTHBOOK = "growthbook"
    STATSIG = "statsig"
    PLATFORM_LIFT = "platform-lift"


class Imported(Document):
    """A finished test of another system: its export (CSV) is the source, read by the columns of its `vendor`.

    `test` is the test's name in the export, `metric` its metric's, `control` and `treatment` its variants'. The grade
    is what the export deserves: D where a platform reports its own work, C where its split can't be checked.
    """

    vendor: Vendor
    test: Text
    metric: Text
    control: Text
    treatment: Text

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what makes two imports one: the test, its metric and its pair of variants, either as control."""
        return self.vendor, self.test, self.metric, frozenset({self.control, self.treatment})


class Cash(Document):
    """A budget line that was really lowered: cash saved, told apart from capacity freed. Finance signs it.

    `per` is what one unit of the metric (an hour, a day) costs; `share` is how much of it left the budget.
    """

    per: Annotated[Number, Field(gt=0)]
    share: Share = Decimal(0)
    signed_by: ToRole
