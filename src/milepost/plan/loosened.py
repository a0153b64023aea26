"""Which way a change moves a promise. One table; what is not in it moves none."""

import re
from collections.abc import Mapping
from enum import StrEnum

from milepost.kernel.words import Grade
from milepost.plan.leaves import Leaf
from milepost.plan.steps import Way
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.outline import Direction


class Looser(StrEnum):
    """What makes a promise easier to keep: a larger or later value, a smaller or earlier one, or one taken out."""

    MORE = "more"
    LESS = "less"
    GONE = "gone"
    THERE = "there"


TABLE: tuple[tuple[str, str, Looser], ...] = (
    ("goal", r"target\.by", Looser.MORE),
    ("goal", r"target\.grade", Looser.MORE),
    ("milestone", r"due|quarter", Looser.MORE),
    ("milestone", r"exit.*\.(grade|max_age)", Looser.MORE),
    ("program", r"tolerances\..*", Looser.LESS),
    ("experiment", r"guardrails.*\.margin|alpha|valid_for", Looser.MORE),
    ("experiment", r"guardrails.*", Looser.GONE),
    ("holdout", r"share|washout", Looser.LESS),
    ("holdout", r"alpha|valid_for", Looser.MORE),
    ("budget", r"lines.*\.amount|appetite\.tail", Looser.MORE),
    ("budget", r"floors\..*|appetite\.floor", Looser.LESS),
    ("budget", r"must.*|appetite.*", Looser.GONE),
    ("capability", r"adoption.*\.target", Looser.LESS),
    ("capability", r"(adoption|training).*\.by", Looser.MORE),
    ("capability", r"(needs\.governance|training|adoption|fails_when|fallback|exit_when).*", Looser.GONE),
    ("waiver", r"expires_at", Looser.MORE),
    ("ledger", r"returns_lag", Looser.LESS),
    ("integration", r"sla\.available", Looser.LESS),
    ("integration", r"sla\.(answers_within_ms|repaired_within)", Looser.MORE),
    ("integration", r"(sla|test).*", Looser.GONE),
    ("source", r"simulated", Looser.LESS),
    ("contract", r".*\.(required|unique|primary_key|at_least|above|minimum)", Looser.LESS),
    ("contract", r".*\.(at_most|below|maximum)", Looser.MORE),
    ("contract", r".*quality.*", Looser.GONE),
)


def way_of(
    kind: str, path: str, before: Mapping[str, Leaf], after: Mapping[str, Leaf], program: CompiledProgram
) -> Way | None:
    """Say whether the change of one value loosens or tightens; None where it does neither, or nobody can tell."""
    looser = _looser(kind, path, before, after, program)
    if looser is None:
        return None
    one, other = before.get(path), after.get(path)
    if one is None or other is None:
        there = _when_there(looser)
        return there if one is None else _opposite(there)
    if looser in {Looser.GONE, Looser.THERE} or (rank := _rank(one)) is None or (then := _rank(other)) is None:
        return None
    if rank == then:
        return None
    return Way.LOOSENED if (then > rank) is (looser is Looser.MORE) else Way.TIGHTENED


def _looser(
    kind: str, path: str, before: Mapping[str, Leaf], after: Mapping[str, Leaf], program: CompiledProgram
) -> Looser | None:
    if kind == "goal" and path == "target.value":
        kpi = program.kpis.get(str(after["kpi"].value)) if "kpi" in after else None
        return None if kpi is None else Looser.LESS if kpi.direction is Direction.UP else Looser.MORE
    if kind in {"milestone", "capability"} and path.startswith("exit"):
        if path.endswith("value") and path in before and path in after:
            return _of_threshold(kind, path, before, after)
        if kind == "milestone" and path not in before.keys() & after.keys():
            return _of_criterion(path, before, after)
    return next((each for of, where, each in TABLE if of == kind and re.fullmatch(where, path)), None)


def _of_threshold(kind: str, path: str, before: Mapping[str, Leaf], after: Mapping[str, Leaf]) -> Looser | None:
    """Return what eases a threshold; of an exit condition it is what stops later, the other way round."""
    op = path.removesuffix("value") + "op"
    one, other = (str(each[op].value) if op in each else ">=" for each in (before, after))
    if one[0] != other[0]:
        return None
    is_least = (one[0] == ">") is (kind == "milestone")
    return Looser.LESS if is_least else Looser.MORE


def _of_criterion(path: str, before: Mapping[str, Leaf], after: Mapping[str, Leaf]) -> Looser | None:
    """Return what eases a list of criteria: fewer of those that must all hold, more of those of which one is enough.

    A grade, age or signature that is not asked for any more is easier too, whoever's criterion it is.
    """
    head, _, name = path.rpartition(".")
    is_whole = not any(each.startswith(f"{head}.") for each in (before if path not in before else after))
    if is_whole and ".any[" in path:
        return Looser.THERE
    return Looser.GONE if is_whole or name in {"grade", "max_age", "signed_by"} else None


def _rank(leaf: Leaf) -> float | None:
    if isinstance(leaf.value, Grade):
        return float("ABCD".index(leaf.value.value))
    return float(leaf.value) if isinstance(leaf.value, bool) else leaf.size


def _when_there(looser: Looser) -> Way:
    """Return what an appearance does: a limit that was not there binds, whichever way it binds."""
    return Way.LOOSENED if looser is Looser.THERE else Way.TIGHTENED


def _opposite(way: Way) -> Way:
    return Way.TIGHTENED if way is Way.LOOSENED else Way.LOOSENED
