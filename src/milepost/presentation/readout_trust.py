"""How far a read-out may be trusted, at a glance: split, looks, days, late data, exposure, guardrails."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.experiments.readout import GuardedReading, ReadOut
from milepost.experiments.waiting import Waiting
from milepost.kernel.words import SYMBOLS, Grade, Phase
from milepost.presentation.numbers import number
from milepost.presentation.report.marks import Badge, Tone
from milepost.presentation.values import NOTHING, Table, columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known around a read-out and not in it; None and empty where it is not known.

    `days` are how many of the planned days have data, `late` says how late data is. `waits` prices waiting against the
    value at risk, by arm; `method` and `query` are how it was made, `snapshot` its id.
    """

    method: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    snapshot: str = ""
    days: tuple[int, int] | None = None
    late: str | None = None
    waits: tuple[Waiting, ...] = ()


NOTHING_KNOWN = Known()
OPEN = (
    "Inconclusive is no pass: neither safe nor harmful is shown yet. So many times the units would show it safe in "
    "four cases of five, were there no effect."
)


def trust_strip(of: ReadOut, known: Known) -> tuple[Badge, ...]:
    """Give the marks of trust, the split first."""
    return tuple(_marks(of, known))


def guardrail_table(of: ReadOut) -> Table:
    """Lay out the guardrails of all arms; Inconclusive is no pass, and says what would decide it."""
    waiting = any(each.phase is Phase.INCONCLUSIVE for each in of.guardrails)
    return Table(
        title="Guardrails: what may not get worse",
        columns=columns("Metric", "Arm", "Reading", "Phase" if of.grade is Grade.A else "Phase, if randomised"),
        rows=tuple(
            (each.metric, each.arm, _because(each), f"{SYMBOLS[each.phase]} {each.phase}") for each in of.guardrails
        ),
        note=OPEN if waiting else "",
    )


def _because(of: GuardedReading) -> str:
    text = of.because[:1].upper() + of.because[1:] if of.because else NOTHING
    if of.times is None:
        return f"{text}."
    return f"{text}. {of.times:,.1f} times the units would decide it."


def _marks(of: ReadOut, known: Known) -> Iterator[Badge]:
    p_value = number(of.srm.p_value, 3)
    yield _good(f"split ok, p {p_value}") if of.srm.ok else _bad(f"split fails, p {p_value}")
    if of.srm.ok:
        yield _good("randomised, as stated") if of.grade is Grade.A else _warn("not randomised")
    if known.days is not None:
        seen, planned = known.days
        yield (_good if seen >= planned else _warn)(f"{seen} of {planned} days")
    yield _good("looks: any number") if of.planned is not None else _quiet("looks: this one only")
    if known.late:
        yield _warn(known.late)
    if of.novelty is not None:
        yield _good("exposure even") if of.novelty.is_even else _warn("exposure uneven")
    if of.guardrails:
        passed = sum(each.phase is Phase.SUCCESSFUL for each in of.guardrails)
        failed = any(each.phase in {Phase.FAILED, Phase.ERROR} for each in of.guardrails)
        said = f"guardrails {passed} of {len(of.guardrails)}"
        yield _bad(said) if failed else _good(said) if passed == len(of.guardrails) else _warn(said)


def _good(word: str) -> Badge:
    return Badge(word=word, symbol="✓", tone=Tone.GOOD)


def _warn(word: str) -> Badge:
    return Badge(word=word, symbol="▲", tone=Tone.WARN)


def _bad(word: str) -> Badge:
    return Badge(word=word, symbol="■", tone=Tone.BAD)


def _quiet(word: str) -> Badge:
    return Badge(word=word, symbol="●", tone=Tone.QUIET)
