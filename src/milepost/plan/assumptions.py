"""What a plan takes where a capability says nothing: each assumption, where it is from, and how many lean on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from milepost.kernel.time import Duration
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Capability
from milepost.program.fields import Spread

Value = Spread | Duration | Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """One assumption: its name in `planning`, its value, whether the program states it, and who leans on it.

    `used` of `among` capabilities say nothing of their own; both are None for what concerns all of them.
    """

    name: str
    value: Value
    is_stated: bool
    used: int | None = None
    among: int | None = None


_OWN: dict[str, Callable[[Capability], object]] = {
    "approval": lambda each: each.approval,
    "succeeds": lambda each: each.succeeds,
    "ramp": lambda each: each.ramp,
    "half_life": lambda each: each.half_life,
}


def assumptions_of(program: CompiledProgram) -> tuple[Assumed, ...]:
    """Return what the plan of a program assumes, in the order of `planning`; what nobody leans on is left out."""
    return tuple(each for each in _all(program) if each.used != 0)


def _all(program: CompiledProgram) -> Iterator[Assumed]:
    planning = program.program.planning
    for name in ("approval", "succeeds", "ramp", "half_life", "exit_after", "correlation"):
        own = _OWN.get(name)
        capabilities = program.capabilities.values()
        yield Assumed(
            name=name,
            value=getattr(planning, name),
            is_stated=name in planning.model_fields_set,
            used=sum(own(each) is None for each in capabilities) if own else None,
            among=len(capabilities) if own else None,
        )
