"""The tile of the value realised."""

from collections import Counter
from collections.abc import Iterator

from milepost.ledger.entry import Column, LedgerEntry
from milepost.presentation.graded import grade_because
from milepost.presentation.report.clauses import interval
from milepost.presentation.report.entries import BADGES, Standing, name_of, said_of, standing_of, value_ref
from milepost.presentation.report.marks import Phrase, Said, said
from milepost.presentation.report.program_total import claimed_total, total_said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.simulated import is_entry_simulated, is_simulated
from milepost.presentation.report.tile import Tile
from milepost.presentation.report.total_row import standing_of_total
from milepost.presentation.report.wording import Wording, capital, counted
from milepost.roadmap.money import bare, money
from milepost.roadmap.program_total import TotalLine
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.value_lines import ValueLine

NAME = "Value realised"
WHOLE = "The whole program, by its holdout"
MOST_PARTS = 2
_ORDER = (Standing.LOSS, Standing.GAIN, Standing.UNCLEAR, Standing.LAPSED)
_COUNTED = {
    Standing.LOSS: ("loss", "losses"),
    Standing.GAIN: ("gain", "gains"),
    Standing.UNCLEAR: ("unclear", "unclear"),
    Standing.LAPSED: ("lapsed", "lapsed"),
}
Part = tuple[ValueLine, LedgerEntry]


def value_tile(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    """Make the tile of what was realised: the whole program's total where one is claimed.

    Else several parts are counted and listed, harm first, and not added.
    """
    parts = [(each, each.entry) for each in status.value if each.column is Column.REALISED and each.entry is not None]
    if (total := claimed_total(status)) is not None:
        return _whole(total, parts, status, words, origins)
    if not parts:
        tag = "not yet measured causally"
        return Tile(name=NAME, figure=Phrase(text="none yet"), panel="value", tag=tag)
    if len(parts) == 1:
        return _one(parts[0], status, words, origins)
    found, told = _counted(parts)
    text, rest = ", ".join(told[:2]), ", ".join(told[2:])
    return Tile(
        name=NAME,
        figure=Phrase(text=text, ref=origins.counted(text)),
        panel="value",
        lines=(*([said(rest)] if rest else []), *_parts(parts, words, origins)),
        tag="no total is claimed" if status.program.holdouts else "no holdout, so no total is claimed",
        is_simulated=any(is_entry_simulated(status.program, entry) for _, entry in parts),
        as_of=words.day(status.as_of),
        badge=BADGES[Standing.LOSS] if found[Standing.LOSS] else None,
        grade=max(entry.grade for _, entry in parts),  # the weakest of them
    )


def _counted(parts: list[Part]) -> tuple[Counter[Standing], list[str]]:
    """Count the parts by what they say, and word the counts, harm first."""
    found = Counter(standing_of(*each) for each in parts)
    return found, [counted(found[each], *_COUNTED[each]) for each in _ORDER if found[each]]


def _whole(line: TotalLine, parts: list[Part], status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    """Tell the whole program by its holdout; below it what the holdout cost and what is not told by the parts."""
    total = line.total
    amount, currency, is_loss = total.amount, total.amount.currency, total.amount.upper95 < 0
    least = money(-amount.upper95 if is_loss else amount.lower95, currency)
    ref = origins.event(total_said(line), words.title(f"holdout/{total.holdout}"), "total.posted", line.event)
    cost = f"holdout's cost {money(total.opportunity_cost.estimate, currency)}"
    rest = f"not told by its parts {money(line.parts.remainder, currency)}"
    counts = ", ".join(_counted(parts)[1])
    told = (capital(interval(amount, is_loss=is_loss)), cost, rest, *([f"parts: {counts}"] if counts else []))
    return Tile(
        name=WHOLE,
        lead="a loss of at least" if is_loss else "at least",
        figure=Phrase(text=least, ref=ref),
        panel="value",
        lines=tuple(said(each, ref) for each in told),
        is_simulated=is_simulated(status.program, total.source),
        as_of=words.day(status.as_of),
        badge=BADGES[standing_of_total(line)],
        grade=total.grade,
    )


def _parts(parts: list[Part], words: Wording, origins: Origins) -> Iterator[Said]:
    """Tell the greatest loss, then the greatest gains."""
    losses = [each for each in parts if standing_of(*each) is Standing.LOSS]
    gains = [each for each in parts if standing_of(*each) is Standing.GAIN]
    worst = sorted(losses, key=lambda each: each[1].amount.upper95)[:1]
    best = sorted(gains, key=lambda each: -each[1].amount.lower95)[: MOST_PARTS - len(worst)]
    for line, entry in (*worst, *best):
        text = f"{name_of(entry, words)}: {said_of(entry).partition(' (')[0]}"
        yield said(text, value_ref(line, entry, words, origins))


def _one(part: Part, status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    line, entry = part
    amount, ref = entry.amount, value_ref(line, entry, words, origins)
    is_loss = amount.upper95 < 0
    return Tile(
        name=NAME,
        lead="a loss of at least" if is_loss else "at least",
        figure=Phrase(text=money(-amount.upper95 if is_loss else amount.lower95, amount.currency), ref=ref),
        panel="value",
        lines=(said(capital(interval(amount, is_loss=is_loss)), ref), *_plan(status, line.capability, origins)),
        is_simulated=is_entry_simulated(status.program, entry),
        as_of=words.day(status.as_of),
        badge=BADGES[standing_of(line, entry)],
        grade=entry.grade,
        grade_because=grade_because(entry, status),
    )


def _plan(status: RoadmapStatus, capability: str, origins: Origins) -> Iterator[Said]:
    for line in status.value:
        if line.capability == capability and line.plan is not None:
            low, middle, high = line.plan
            text = f"plan {money(middle, line.currency)} (p10 {bare(low)}, p90 {bare(high)}), projected, not added"
            yield said(text, origins.program(text))
