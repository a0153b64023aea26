"""What a reader sees of a read-out: one sentence, how far to trust it, effects, guardrails, money, what lies behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.experiments.readout import MetricReading, MoneyReading, ReadOut
from milepost.experiments.strength import strength_said
from milepost.kernel.words import SYMBOLS, Grade
from milepost.presentation.numbers import chance, fixed, number, places, signed
from milepost.presentation.readout_depth import label, method_notes, money_notes, unadjusted_table
from milepost.presentation.readout_folded import Folded, folded_of
from milepost.presentation.readout_trust import NOTHING_KNOWN, Known, guardrail_table, trust_strip
from milepost.presentation.report.marks import Badge
from milepost.presentation.values import NOTHING, Table, columns
from milepost.presentation.waiting_view import waiting_ground, waiting_said


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOutView:
    """A read-out, worded.

    `effects` has a table per treatment arm, two where it is adjusted; `money` is None where nothing was priced.
    `strength` says how strong a hidden cause would have to be, empty where chance made the arms. `strip` is how far to
    trust it, at a glance; `waiting` prices waiting, a line an arm. `folded` is what stands behind: segments, weeks of
    exposure, method and query. `snapshot` names this very read-out.
    """

    sentence: str
    trust: str
    effects: tuple[Table, ...]
    money: Table | None
    grade: str
    strength: str = ""
    strip: tuple[Badge, ...] = ()
    guardrails: Table | None = None
    waiting: tuple[str, ...] = ()
    folded: tuple[Folded, ...] = ()
    snapshot: str = ""


def view_of(read_out: ReadOut, known: Known = NOTHING_KNOWN) -> ReadOutView:
    """Word a read-out; a number that may not be shown is a dash."""
    arms = tuple(dict.fromkeys(each.arm for each in read_out.metrics))
    return ReadOutView(
        sentence=read_out.sentence,
        trust=_trust(read_out),
        effects=tuple(each for arm in arms for each in _tables(read_out, arm, is_last=arm == arms[-1])),
        money=_money(read_out) if read_out.money else None,
        grade=_grade(read_out),
        strength=" ".join(_strength(read_out)),
        strip=trust_strip(read_out, known),
        guardrails=guardrail_table(read_out) if read_out.guardrails else None,
        waiting=tuple(f"{waiting_ground(each)} {waiting_said(each)}" for each in known.waits),
        folded=tuple(folded_of(read_out, known)),
        snapshot=known.snapshot,
    )


def _trust(of: ReadOut) -> str:
    verdict = "fits the intended one" if of.srm.ok else "does NOT fit the intended one"
    sizes = ", ".join(f"{each.arm} {each.n:,}" for each in of.arms)
    return f"Split {verdict} (SRM p = {number(of.srm.p_value, 3)}): {sizes}."


def _grade(of: ReadOut) -> str:
    meaning = {
        "A": "assigned at random, as stated by the person who ran this",
        "C": "modelled or not randomised: an association, no proof",
    }.get(of.grade, of.grade.meaning)
    if not of.srm.ok:
        meaning = "the split failed its check, so the arms can't be compared"
    return f"Grade {of.grade}: {meaning}."


def _strength(of: ReadOut) -> Iterator[str]:
    judged = [each for each in of.metrics if each.is_primary and each.strength is not None]
    for each in judged:
        assert each.strength is not None
        arm = f"{each.arm}: " if len(judged) > 1 else ""
        yield arm + strength_said(each.strength, outcome=each.metric)


def _tables(of: ReadOut, arm: str, *, is_last: bool) -> Iterator[Table]:
    yield _effects(of, arm, is_last=is_last)
    if (plain := unadjusted_table(of, arm)) is not None:
        yield plain


def _effects(of: ReadOut, arm: str, *, is_last: bool) -> Table:
    phase = "Phase" if of.grade is Grade.A else "Phase, if randomised"
    return Table(
        title=f"{arm} against {of.control}",
        columns=columns(
            "Metric", "Control", "Effect", "95% interval", "Lift", "p adj.", phase,
            right=("Control", "Effect", "95% interval", "Lift", "p adj."),
        ),
        rows=tuple(_reading(each) for each in of.metrics if each.arm == arm),
        note=" ".join(_method(of)) if is_last else "",
    )  # fmt: skip


def _method(of: ReadOut) -> Iterator[str]:
    yield "p adjusted: Holm over arms on the first metric, Benjamini-Hochberg over the rest."
    if of.planned is not None:
        yield (
            f"Always-valid intervals, tightest at {of.planned:,} units as planned: interval, bound and p hold however "
            "often the data is looked at while it grows."
        )
    yield from method_notes(of)


def _reading(of: MetricReading) -> tuple[str, ...]:
    phase = f"{SYMBOLS[of.phase]} {of.phase}"
    if of.estimate is None or of.control_level is None:
        return (label(of.metric), *(NOTHING,) * 5, phase)
    found = of.estimate
    digits = places(found.standard_error)
    return (
        label(of.metric),
        fixed(of.control_level, digits),
        signed(found.effect, digits),
        f"{fixed(found.low, digits)} to {fixed(found.high, digits)}",
        f"{of.lift.lift:+,.1%}" if of.lift else NOTHING,
        number(of.p_adjusted, 3) if of.p_adjusted is not None else NOTHING,
        phase,
    )


def _money(of: ReadOut) -> Table:
    money = of.money
    return Table(
        title=f"Net value in {money[0].currency}, over all units treated",
        columns=columns(
            "Arm", "Treated", "At least", "Estimate", "95% interval", "ROI", "P(>0)",
            right=("Treated", "At least", "Estimate", "95% interval", "ROI", "P(>0)"),
        ),
        rows=tuple(_priced(each) for each in money),
        note=" ".join(_money_notes(of)),
    )  # fmt: skip


def _priced(of: MoneyReading) -> tuple[str, ...]:
    digits = 2 if max(map(abs, of.net_ci95)) < 100_000 else 0
    return (
        of.arm,
        f"{of.contacted:,}",
        fixed(of.net_lower95, digits),
        fixed(of.net, digits),
        f"{fixed(of.net_ci95[0], digits)} to {fixed(of.net_ci95[1], digits)}",
        fixed(of.roi, 2) if of.roi is not None else NOTHING,
        chance(of.probability_positive),
    )


def _money_notes(of: ReadOut) -> Iterator[str]:
    yield "At least: one-sided 95% bound." if of.planned is None else "At least: one-sided 95% bound, always-valid."
    yield "Cost: " + ", ".join(f"{each.arm} {each.cost:,.2f}" for each in of.money) + "."
    yield from money_notes(of)
