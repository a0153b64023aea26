"""The budget: what may be spent in which fiscal quarter, for what, and how much risk may be taken with it."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from milepost.program.documents.capability import CostKind
from milepost.program.fields import Capabilities, Document, FiscalQuarter, Money, Share, Slug, Text, ToRole


class Line(Document):
    """An amount of one fiscal quarter. Without a kind it is the ceiling of all kinds together."""

    quarter: FiscalQuarter
    amount: Money
    kind: CostKind | None = None


class Floors(Document):
    """The least share of all costs that data and governance take: below it, value comes late or not at all."""

    data: Share = Decimal("0.1")
    governance: Share = Decimal("0.05")


class Appetite(Document):
    """How much may be lost: the mean net value of the worst `tail` of futures is at least `floor` (CVaR)."""

    tail: Annotated[Share, Field(gt=0)] = Decimal("0.05")
    floor: Money


class Budget(Document):
    """What the sponsor gives, one a program. A quarter without a line has no money; `lines` empty is no budget at all.

    `must` are the controls that are built whatever they earn.
    """

    id: Slug
    title: Text | None = None
    owner: ToRole
    lines: tuple[Line, ...] = ()
    must: Capabilities = ()
    floors: Floors = Floors()
    appetite: Appetite | None = None
