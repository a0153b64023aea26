"""An experiment as designed: who is in which arm, what is read, what must not get worse."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field

from milepost.kernel.time import Duration
from milepost.program.documents.outline import Direction
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


class Arms(Document):
    """The column that holds the arm, and the two arms compared."""

    column: Text
    control: Text
    treatment: Text


class Guardrail(Document):
    """A metric that may not get worse by more than `margin`, in the metric's own unit (non-inferiority).

    `direction` says which way is better; None means as its KPI says, up where it has none.
    """

    metric: ToMetric
    margin: Number
    direction: Direction | None = None


class Randomised(Document):
    """Who states that the arms were drawn at random, and the document that shows it. Becomes an event at acceptance."""

    stated_by: ToRole
    document: Text


class Experiment(Document):
    """A comparison of two arms on a source. `period` is when its data was collected.

    From its end the evidence counts for `valid_for`, or for a criterion's `max_age` when that is shorter.
    """

    id: Slug
    title: Text | None = None
    of: ToCapability
    source: ToSource
    unit: Text | None = None
    arms: Arms
    split: Shares = Field(default_factory=lambda: MappingProxyType({}))
    primary: ToMetric
    secondary: tuple[ToMetric, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    alpha: Annotated[Share, Field(gt=0, lt=1)] = Decimal("0.05")
    period: Span | None = None
    valid_for: Length = Duration(days=365)
    randomised: Randomised | None = None
