"""A capability: a block of data, models, experience or operations, the KPI it moves, its needs and its cost."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from milepost.program.documents.condition import Condition
from milepost.program.fields import (
    Amount,
    Capabilities,
    Day,
    Document,
    Goals,
    Length,
    Money,
    Roles,
    Slug,
    Sources,
    Text,
    Texts,
    ToKpi,
    ToRole,
)


class Block(StrEnum):
    """What the capability is made of."""

    DATA = "data"
    MODEL = "model"
    EXPERIENCE = "experience"
    OPERATIONS = "operations"


class Moves(Document):
    """The KPI it moves and by how much a `reach`ed unit, with the reason. Without `reach` no value is projected."""

    kpi: ToKpi
    p10: Amount
    p50: Amount
    p90: Amount
    because: Text
    reach: Annotated[int, Field(gt=0)] | None = None


class Needs(Document):
    """What must be there first. Sources, roles and capabilities are checked; governance and operations are words."""

    data: Sources = ()
    roles: Roles = ()
    after: Capabilities = ()
    governance: Texts = ()
    operations: Texts = ()
    integrations: Texts = ()


class Effort(Document):
    """Work of a team as a range."""

    team: Text
    p10: Length
    p50: Length
    p90: Length


class CostKind(StrEnum):
    """The kinds that value is held against."""

    DATA = "data"
    COMPUTE = "compute"
    PEOPLE = "people"
    GOVERNANCE = "governance"


class Per(StrEnum):
    """What a cost counts: a unit in the treatment arm, a month of the program, or once."""

    CONTACT = "contact"
    MONTH = "month"
    ONCE = "once"


class Cost(Document):
    """An amount and what it counts for."""

    kind: CostKind
    amount: Money
    per: Per = Per.ONCE


class Retired(Document):
    """Taken out of the program, from this day on."""

    on: Day
    because: Text


class Capability(Document):
    """What is built. `moves` and `limits` have checks of their own."""

    id: Slug
    title: Text
    block: Block
    serves: Goals
    owner: ToRole
    approver: ToRole
    moves: Moves | None = None
    needs: Needs = Needs()
    effort: Effort | None = None
    costs: tuple[Cost, ...] = ()
    adopted_by: Text | None = None
    fails_when: Texts = ()
    fallback: Text | None = None
    exit_when: Condition | None = None
    limits: Text | None = None
    retired: Retired | None = None
