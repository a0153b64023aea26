"""An experiment as designed: who is in which arm, what is read, what must not get worse."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field

from milepost.kernel.time import Duration
from milepost.program.documents.capability import Cost
from milepost.program.documents.outline import Direction
from milepost.program.documents.ways import Arms, Cash, Imported, Series, Staggered, Vendor
from milepost.program.fields import (
    Document,
    Length,
    Number,
    Share,
    Slug,
    Span,
    Text,
    ToCapability,
    ToMetric,
    ToRole,
    ToSource,
)

Shares = Annotated[Mapping[str, Share], AfterValidator(MappingProxyType)]


class Guardrail(Document):
    """A metric that may not get worse by more than `margin`, in the metric's own unit (non-inferiority).

    `direction` says which way is better; None means as its KPI says, up where it has none.
    """

    metric: ToMetric
    margin: Annotated[Number, Field(ge=0)]
    direction: Direction | None = None


class Randomised(Document):
    """Who states that the arms were drawn at random, and the document that shows it. Becomes an event at acceptance."""

    stated_by: ToRole
    document: Text


class Sequential(Document):
    """Asks for intervals that hold however often one looks, at the price of width: some 55% where it is least.

    `planned` is how many units the compared arms are to have when the decision is made, written down before the data:
    the intervals are tightest there. A wrong one costs width, never truth.
    """

    planned: Annotated[int, Field(gt=0)]


class Exposed(Document):
    """When a unit first met the place of the treatment, in every arm: `on` is the column of that day, else empty.

    A day before the experiment's period, or an arm of which nobody was exposed, makes it unreadable.
    """

    on: Text


class Way(StrEnum):
    """How an experiment is read."""

    ARMS = "arms"
    STAGGERED = "staggered"
    SERIES = "series"
    IMPORTED = "imported"


class Experiment(Document):
    """A comparison on a source, in just one of four ways. `period` is when its data was collected.

    From its end the evidence counts for `valid_for`, or for a criterion's `max_age` when that is shorter. `costs` are
    those of a contact in this experiment; none stands for the capability's. `sequential`
    makes every interval always-valid, so that looking as it runs is safe; early rows still decide nothing. `channel`
    names where it ran (email, shop), and `cash` prices hours or days saved. `covariates` are columns known before the
    treatment, by which the effects are adjusted.
    """

    id: Slug
    title: Text | None = None
    of: ToCapability
    source: ToSource
    unit: Text | None = None
    arms: Arms | None = None
    staggered: Staggered | None = None
    series: Series | None = None
    imported: Imported | None = None
    channel: Slug | None = None
    cash: Cash | None = None
    split: Shares = Field(default_factory=lambda: MappingProxyType({}))
    primary: ToMetric
    secondary: tuple[ToMetric, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    covariates: tuple[Text, ...] = ()
    alpha: Annotated[Share, Field(gt=0, lt=1)] = Decimal("0.05")
    period: Span | None = None
    valid_for: Length = Duration(days=365)
    costs: tuple[Cost, ...] = ()
    randomised: Randomised | None = None
    sequential: Sequential | None = None
    exposed: Exposed | None = None

    @property
    def way(self) -> Way | None:
        """Return how it is read; None where the file names no way, or several."""
        named = [way for way in Way if getattr(self, way.value) is not None]
        return named[0] if len(named) == 1 else None

    @property
    def may_be_stated(self) -> bool:
        """Tell whether a statement of randomisation counts: not for a series, nor for a platform's own study."""
        is_platform = self.imported is not None and self.imported.vendor is Vendor.PLATFORM_LIFT
        return self.series is None and not is_platform

    @property
    def compared(self) -> tuple[str, str]:
        """Return what is compared with what, the control first, as words for people and the record."""
        pair = self.arms or self.imported
        if pair is not None:
            return pair.control, pair.treatment
        return ("before", "after") if self.series is not None else ("not started", "started")
