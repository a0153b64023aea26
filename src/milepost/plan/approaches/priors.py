"""The priors of a run: Milepost's own, and in their place those that the program's files give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from milepost.kernel.digest import Digest
from milepost.program.compiled import plain
from milepost.program.documents.operating import OperatingModel, Prior, Priors
from milepost.program.documents.outline import Approach
from milepost.record.canonical import canonical_digest

SHARED = ("hour", "crew")
"""The company's, whatever the operating model: drawn once for all three, and changed for all three at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A prior of one operating model; `own` says that the program's files give it."""

    approach: Approach
    name: str
    prior: Prior
    own: bool = False

    @property
    def quantiles(self) -> tuple[float, float, float]:
        """Return p10, p50 and p90."""
        return float(self.prior.p10), float(self.prior.p50), float(self.prior.p90)


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """Each operating model's document with the priors that hold, by approach."""

    models: Mapping[Approach, OperatingModel]
    held: tuple[Held, ...]

    def of(self, approach: Approach) -> dict[str, Held]:
        """Return an approach's priors by name."""
        return {each.name: each for each in self.held if each.approach is approach}

    @cached_property
    def digest(self) -> Digest:
        """Return the digest of all priors, sources and notes included."""
        return canonical_digest({f"{each.approach}/{each.name}": plain(each.prior) for each in self.held})


def assumed(shipped: Mapping[str, OperatingModel], own: Mapping[str, OperatingModel]) -> Assumptions:
    """Lay a program's priors over Milepost's, prior by prior. `shipped` must hold all three models."""
    models = {each: own.get(each, shipped[each]) for each in Approach}
    return Assumptions(models=models, held=tuple(_held(shipped, own)))


def _held(shipped: Mapping[str, OperatingModel], own: Mapping[str, OperatingModel]) -> Iterator[Held]:
    for approach in Approach:
        for name in Priors.model_fields:
            told = getattr(own[approach].priors, name) if approach in own else None
            prior = told or getattr(shipped[approach].priors, name)
            if prior is not None:
                yield Held(approach=approach, name=name, prior=prior, own=told is not None)
