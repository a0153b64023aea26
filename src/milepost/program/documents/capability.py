"""A capability: a block of data, models, experience or operations, the KPI it moves, its needs and its cost."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from milepost.program.documents.condition import Condition
from milepost.program.fields import (
    Amount,
    Capabilities,
    Channels,
    Day,
    Document,
    Goals,
    Integrations,
    Length,
    Money,
    Roles,
    Share,
    Slug,
    Sources,
    Spread,
    Text,
    Texts,
    ToAttestation,
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


class Action(Document):
    """A step of governance or operations that somebody has to take; `evidence` is an attestation that shows it done."""

    step: Text
    owner: ToRole | None = None
    by: Day | None = None
    evidence: ToAttestation | None = None


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


Actions = Annotated[tuple[Text | Action, ...], BeforeValidator(_listed)]


class Needs(Document):
    """What must be there first. A step of governance or operations is a text, or an `Action` where somebody owns it."""

    data: Sources = ()
    roles: Roles = ()
    after: Capabilities = ()
    governance: Actions = ()
    operations: Actions = ()
    integrations: Integrations = ()


class Training(Document):
    """Who must have learned what before the capability is used; `evidence` is an attestation of it."""

    team: Text
    of: Text
    by: Day | None = None
    evidence: ToAttestation | None = None


class Adoption(Document):
    """How many of those who shall work with it do: the share is a KPI's, measured, or else attested."""

    team: Text
    target: Share
    by: Day | None = None
    kpi: ToKpi | None = None
    evidence: ToAttestation | None = None


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
    """What is built. `moves` and `limits` have checks of their own.

    `decision` is what is decided with it, `customer_outcome` what is then different for a customer: with the data it
    needs and the money it earns, they are the goal's line. `starts` is the first day on which work may begin, the
    program's unless given; `succeeds`, `ramp`, `half_life` and `approval` take the place of the program's `planning`.
    """

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
    starts: Day | None = None
    succeeds: Share | None = None
    ramp: Length | None = None
    half_life: Length | None = None
    approval: Spread | None = None
    decision: Text | None = None
    customer_outcome: Text | None = None
    channels: Channels = ()
    training: tuple[Training, ...] = ()
    adoption: tuple[Adoption, ...] = ()
    adopted_by: Text | None = None
    fails_when: Texts = ()
    fallback: Text | None = None
    exit_when: Condition | None = None
    limits: Text | None = None
    retired: Retired | None = None


def evidence_of_steps(capability: Capability) -> tuple[str, ...]:
    """Return the attestations that its steps, training and adoption are shown by, each once, in the file's order."""
    steps = [each for each in (*capability.needs.governance, *capability.needs.operations) if isinstance(each, Action)]
    named = [each.evidence for each in steps]
    named += [each.evidence for each in capability.training] + [each.evidence for each in capability.adoption]
    return tuple(dict.fromkeys(each for each in named if each is not None))
