"""What a reader sees of a frozen reading: the sentence, how far to trust it, measures, guardrails, design, query."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.experiments.registration import NOT_REGISTERED
from milepost.experiments.snapshot import Reading
from milepost.experiments.verdict import Evidence
from milepost.kernel.time import format_instant
from milepost.kernel.words import Grade, Phase
from milepost.presentation.values import NOTHING, Table, columns
from milepost.presentation.waiting_view import kept_said


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenView:
    """A frozen reading, worded. `trust` has what was registered, changed, stated and counted, a sentence each."""

    snapshot: str
    experiment: str
    sentence: str
    phase: Phase
    grade: Grade
    trust: tuple[str, ...]
    measures: Table
    guardrails: Table | None
    design: Table
    query: str | None
    sources: tuple[str, ...]


def frozen_view(of: Reading) -> FrozenView:
    """Word a frozen reading; the same reading gives the same words."""
    verdict = of.verdict
    return FrozenView(
        snapshot=of.snapshot,
        experiment=f"experiment/{verdict.experiment}",
        sentence=verdict.because,
        phase=verdict.phase,
        grade=verdict.grade,
        trust=tuple(_trust(of)),
        measures=_measures(of),
        guardrails=_guardrails(of) if verdict.guardrails else None,
        design=_design(of),
        query=of.query,
        sources=(
            f"verdict {of.event}, read {format_instant(of.read_at)}",
            f"rows {verdict.rows_digest}",
            f"program {of.program}",
            f"registration {of.registered or NOT_REGISTERED}",
            f"statement of randomisation {verdict.statement or 'none'}",
        ),
    )


def _trust(of: Reading) -> Iterator[str]:
    verdict, registered = of.verdict, of.registration
    if registered is None or of.registered_at is None:
        yield "Not registered: nobody wrote the design down before the data."
    elif registered.late:
        yield f"Registered late ({registered.late}): no claim that it was planned so."
    else:
        yield f"Registered {format_instant(of.registered_at)[:10]}, before the first exposure."
    for each in verdict.changes:
        yield f"Changed since it was registered: {each}."
    yield f"{', '.join(f'{arm} {n:,}' for arm, n in sorted(verdict.arms.items()))} units."
    if verdict.planned is not None:
        yield f"Always-valid intervals, planned for {verdict.planned:,} units."
    if waiting := kept_said(verdict.stats):
        yield waiting
    if not verdict.is_whole:
        yield "Read before its period was over: it decides nothing."


def _measures(of: Reading) -> Table:
    verdict = of.verdict
    rows = [_measured(name, each) for name, each in sorted(verdict.stats.items())]
    rows += [_measured(name, each) for name, each in sorted(verdict.secondary.items())]
    right = ("Estimate", "95% interval", "At least", "At most")
    heads = columns("Measure", *right, "Unit", right=right)
    return Table(title=f"{verdict.treatment} against {verdict.control}", columns=heads, rows=tuple(rows))


def _measured(name: str, of: Evidence) -> tuple[str, ...]:
    interval = f"{of.low:,.6g} to {of.high:,.6g}" if of.low != of.high else NOTHING
    bounds = (f"{of.lower95:,.6g}", f"{of.upper95:,.6g}") if of.low != of.high else (NOTHING, NOTHING)
    return (name.replace("_", " "), f"{of.estimate:,.6g}", interval, *bounds, of.unit or NOTHING)


def _guardrails(of: Reading) -> Table:
    rows = tuple((each.metric, f"{each.margin:f}", each.phase.value, each.because) for each in of.verdict.guardrails)
    heads = columns("Metric", "Margin", "Phase", "Because", right=("Margin",))
    return Table(title="Guardrails", columns=heads, rows=rows)


def _design(of: Reading) -> Table:
    registered = of.registration.parts if of.registration else {}
    heads = columns("Part", "As read", "As registered")
    rows = tuple((part, said, _registered(part, said, registered)) for part, said in of.parts.items())
    return Table(title="Design", columns=heads, rows=rows)


def _registered(part: str, said: str, registered: object) -> str:
    if not isinstance(registered, dict) or not registered:
        return NOT_REGISTERED
    return "the same" if registered.get(part) == said else str(registered.get(part, NOTHING))
