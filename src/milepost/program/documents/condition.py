"""Criteria are data: one evaluator, no string language, no eval."""

from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from milepost.kernel.ids import Ref
from milepost.kernel.words import Grade
from milepost.program.fields import Amount, Document, Length, ToRole


class Measured(StrEnum):
    """What a criterion may look at."""

    NET_VALUE = "net_value"
    CAPACITY = "capacity"
    CASH = "cash"
    EFFECT = "effect"
    ROI = "roi"
    PROBABILITY_POSITIVE = "probability_positive"
    SRM_P = "srm_p"
    VALUE = "value"


class Bound(StrEnum):
    """Which end of the evidence is held against the threshold: a one-sided 95% bound, or the estimate."""

    LOWER = "lower95"
    ESTIMATE = "estimate"
    UPPER = "upper95"


class Op(StrEnum):
    """How the bound is compared with the threshold."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"


_named = cache(Ref.parse)


def _evidence(text: object) -> str:
    ref = Ref.parse(str(text))
    if ref.kind not in {"experiment", "kpi", "attestation"}:
        raise ValueError(f"{text!r} is no evidence: name an experiment/…, a kpi/… or an attestation/…")
    return str(ref)


class Criterion(Document):
    """One comparison of evidence with a threshold; an attestation has none and is met by an unexpired signature."""

    evidence: Annotated[str, BeforeValidator(_evidence)]
    measure: Measured | None = None
    bound: Bound | None = None
    op: Op = Op.AT_LEAST
    value: Amount | None = None
    grade: Grade | None = None
    max_age: Length | None = None
    signed_by: ToRole | None = None

    @property
    def ref(self) -> Ref:
        """Return what the criterion looks at."""
        return _named(self.evidence)

    @property
    def claimed(self) -> Bound:
        """Return the bound held against the threshold: unless said, the one that makes the claim hard."""
        return self.bound or (Bound.LOWER if self.op in {Op.AT_LEAST, Op.ABOVE} else Bound.UPPER)

    @property
    def asked_grade(self) -> Grade:
        """Return the grade the evidence must have: B unless said; D for an attestation, C for a KPI's level."""
        return self.grade or {"attestation": Grade.D, "kpi": Grade.C}.get(self.ref.kind, Grade.B)


class AllOf(Document):
    """Holds when each of its conditions holds."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1)]


class OneOf(Document):
    """Holds when one of its conditions holds."""

    any: Annotated[tuple["Condition", ...], Field(min_length=1)]


def _tag(value: object) -> str:
    if isinstance(value, dict):
        return "all" if "all" in value else "any" if "any" in value else "criterion"
    return "all" if isinstance(value, AllOf) else "any" if isinstance(value, OneOf) else "criterion"


Condition = Annotated[
    Annotated[Criterion, Tag("criterion")] | Annotated[AllOf, Tag("all")] | Annotated[OneOf, Tag("any")],
    Discriminator(_tag),
]
AllOf.model_rebuild()
OneOf.model_rebuild()


def criteria(condition: Criterion | AllOf | OneOf | None) -> tuple[Criterion, ...]:
    """Give the comparisons inside a condition, in order; none for None."""
    if condition is None:
        return ()
    if isinstance(condition, Criterion):
        return (condition,)
    inner = condition.all if isinstance(condition, AllOf) else condition.any
    return tuple(each for one in inner for each in criteria(one))
