"""The tile of the value realised."""

from collections.abc import Iterator

from milepost.ledger.entry import Amount, Column
from milepost.presentation.report.marks import Phrase, Said, badge_of, said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.tile import Tile
from milepost.presentation.report.verdict import interval
from milepost.presentation.report.wording import Wording, counted
from milepost.roadmap.money import bare, headline, money
from milepost.roadmap.status import RoadmapStatus, ValueLine

NAME = "Value realised"
MOST_PARTS = 3


def value_tile(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    """Make the tile of what was realised; several parts are listed and not added."""
    realised = [each for each in status.value if each.column is Column.REALISED and each.entry is not None]
    if not realised:
        tag = "not yet measured causally"
        return Tile(name=NAME, figure=Phrase(text="none yet"), panel="value", tag=tag)
    if len(realised) == 1:
        return _one(realised[0], status, words, origins)
    text = counted(len(realised), "part")
    return Tile(
        name=NAME,
        figure=Phrase(text=text, ref=origins.counted(text)),
        panel="value",
        lines=tuple(_part(each, words, origins) for each in realised[:MOST_PARTS]),
        tag="no holdout, so no total is claimed",
    )


def _part(line: ValueLine, words: Wording, origins: Origins) -> Said:
    amount, title = _amount(line), words.title(f"capability/{line.capability}")
    return said(f"{title}: at least {money(amount.lower95, amount.currency)}", _ref(line, words, origins))


def _one(line: ValueLine, status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    amount, ref = _amount(line), _ref(line, words, origins)
    lost = amount.upper95 < 0
    item = next((each for each in status.capabilities if each.ref == f"capability/{line.capability}"), None)
    return Tile(
        name=NAME,
        lead="a loss of at least" if lost else "at least",
        figure=Phrase(text=money(-amount.upper95 if lost else amount.lower95, amount.currency), ref=ref),
        panel="value",
        lines=(said(interval(amount), ref), *_plan(status, line.capability, origins)),
        badge=badge_of(item.judged.word) if item else None,
        grade=line.entry.grade if line.entry else None,
    )


def _amount(line: ValueLine) -> Amount:
    assert line.entry is not None
    return line.entry.amount


def _ref(line: ValueLine, words: Wording, origins: Origins) -> int:
    assert line.event is not None
    what = f"Value of {words.title(f'capability/{line.capability}')}"
    return origins.event(headline(_amount(line)), what, "value.posted", line.event)


def _plan(status: RoadmapStatus, capability: str, origins: Origins) -> Iterator[Said]:
    for line in status.value:
        if line.capability == capability and line.plan is not None:
            low, middle, high = line.plan
            text = f"plan {money(middle, line.currency)} (p10 {bare(low)}, p90 {bare(high)}), projected, not added"
            yield said(text, origins.program(text))
