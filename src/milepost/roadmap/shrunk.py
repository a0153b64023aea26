"""Single wins, shrunk: what each experiment is taken to have earned once all of them are looked at together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from milepost.experiments.verdict import Verdict
from milepost.kernel.money import posted
from milepost.ledger.entry import Column, LedgerEntry, ValueKind
from milepost.roadmap.facts import Facts
from milepost.roadmap.value_lines import ValueLine
from milepost.statistics.shrinkage import shrink

_NORMAL = 3.919927969080108
"""How many standard errors a two-sided 95% interval is wide."""


def with_shrunk(lines: Sequence[ValueLine], facts: Facts) -> tuple[ValueLine, ...]:
    """Give the lines, in order, the realised ones of one currency with what they are worth after shrinking.

    Net value per treated person is shrunk toward the mean of all experiments, and taken times the treated again. None
    where fewer than four can be compared.
    """
    verdicts = {str(each.event.id): each.fact for several in facts.verdicts.values() for each in several}
    found: dict[str, Decimal] = {}
    for currency in dict.fromkeys(each.currency for each in lines):
        found |= dict(_shrunk([each for each in lines if each.currency == currency], verdicts))
    return tuple(replace(each, shrunk=found.get(each.event or "")) for each in lines)


def _shrunk(lines: Sequence[ValueLine], verdicts: dict[str, Verdict]) -> Iterator[tuple[str, Decimal]]:
    told = [(each.event, each.entry) for each in lines if each.event and each.entry and _is_comparable(each.entry)]
    people = [entry.population for _, entry in told]
    values = [float(entry.amount.estimate) / n for (_, entry), n in zip(told, people, strict=True)]
    errors = [_error(entry, verdicts.get(entry.verdict)) for _, entry in told]
    for (event, _), n, each in zip(told, people, shrink(values, errors), strict=False):
        yield event, posted(each.estimate * n)


def _is_comparable(entry: LedgerEntry) -> bool:
    is_margin = entry.column is Column.REALISED and entry.kind is ValueKind.MARGIN
    return is_margin and entry.population > 0 and entry.amount.high > entry.amount.low


def _error(entry: LedgerEntry, verdict: Verdict | None) -> float:
    """Return the standard error per treated person: the reading's own, for an always-valid interval is wider."""
    effect = verdict.stats.get("effect") if verdict is not None else None
    if effect is not None and effect.standard_error:
        return effect.standard_error
    return float(entry.amount.high - entry.amount.low) / _NORMAL / entry.population
