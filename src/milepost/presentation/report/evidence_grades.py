"""The four grades: what each means, what may be claimed with it, and how much of this program has it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from milepost.experiments.verdict import Verdict
from milepost.kernel.words import Grade, Phase
from milepost.presentation.report.marks import Phrase
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import counted
from milepost.roadmap.facts import Told
from milepost.roadmap.status import RoadmapStatus

MEANINGS = {
    Grade.A: ("Randomised", "Chance decided who was treated. May be called realised."),
    Grade.B: (
        "Compared, with a reservation",
        "Nobody states that chance decided, or a registered design was changed since. May be called realised.",
    ),
    Grade.C: ("Modelled or not randomised", "A level or an association: never called realised."),
    Grade.D: ("Asserted or attested", "A plan or a signature: never counted as value."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """A grade of the legend. `here` counts what of this program has it."""

    grade: Grade
    meaning: str
    claim: str
    here: Phrase


def evidence_grades(status: RoadmapStatus, read: Sequence[Told[Verdict]], origins: Origins) -> tuple[GradeLine, ...]:
    """Return the four grades, the strongest first."""
    found = _found(status, read)
    return tuple(_line(each, found.get(each, Counter()), origins) for each in Grade)


def _line(grade: Grade, found: Mapping[tuple[str, str], int], origins: Origins) -> GradeLine:
    meaning, claim = MEANINGS[grade]
    here = ", ".join(counted(number, *name) for name, number in found.items())
    said = Phrase(text=here, ref=origins.counted(here)) if here else Phrase(text="none")
    return GradeLine(grade=grade, meaning=meaning, claim=claim, here=said)


def _found(status: RoadmapStatus, read: Sequence[Told[Verdict]]) -> dict[Grade, Counter[tuple[str, str]]]:
    found: dict[Grade, Counter[tuple[str, str]]] = {each: Counter() for each in Grade}
    for grade, name in _evidence(status, read):
        found[grade][name] += 1
    return found


def _evidence(status: RoadmapStatus, read: Sequence[Told[Verdict]]) -> Iterator[tuple[Grade, tuple[str, str]]]:
    """Give each reading, level, signature and line of the plan with its grade; an experiment counts once."""
    posted = {each.entry.experiment: each.entry.grade for each in status.value if each.entry is not None}
    readings = posted | {each.fact.experiment: each.fact.grade for each in read}
    for grade in readings.values():
        yield grade, ("experiment read", "experiments read")
    for held in status.totals:
        yield held.total.grade, ("holdout read", "holdouts read")
    measured = {status.program.goals[each.ref.partition("/")[2]].kpi: each.judged for each in status.goals}
    for judged in measured.values():
        if judged.number is not None and judged.grade is not None:
            yield judged.grade, ("KPI measured", "KPIs measured")
    for _ in _signed(status):
        yield Grade.D, ("signature", "signatures")
    for line in status.value:
        if line.entry is None:
            yield Grade.D, ("line of the plan", "lines of the plan")


def _signed(status: RoadmapStatus) -> set[str]:
    return {
        each.evidence
        for item in status.milestones
        for each in item.criteria
        if each.evidence.startswith("attestation/") and each.phase is Phase.SUCCESSFUL
    }
