"""The row of the value panel that tells the whole program: drawn like an entry, on a scale of its own."""

from decimal import Decimal

from milepost.ledger.entry import Amount, Column
from milepost.presentation.report.entries import BADGES, Standing
from milepost.presentation.report.marks import Phrase, said
from milepost.presentation.report.program_total import total_lines_said, total_said, why_not_said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.simulated import SIMULATED, is_simulated
from milepost.presentation.report.value_rows import ValueKind, ValueRow, collected
from milepost.presentation.report.wording import Wording, capital
from milepost.roadmap.program_total import TotalLine


def standing_of_total(line: TotalLine) -> Standing:
    """Judge a total as an entry is judged: by its bounds, where it counts."""
    amount = line.total.amount
    if line.lapsed is not None:
        return Standing.LAPSED
    if line.total.column is not Column.REALISED:
        return Standing.UNPROVEN
    if amount.upper95 < 0:
        return Standing.LOSS
    return Standing.GAIN if amount.lower95 > 0 else Standing.UNCLEAR


def total_row(line: TotalLine, words: Wording, origins: Origins) -> ValueRow:
    """Make the row of a total; what is said of it rests on its posting."""
    total, text, title = line.total, total_said(line), words.title(f"holdout/{line.total.holdout}")
    claimed, _, range_ = text.partition(" (")
    ref = origins.event(text, title, "total.posted", line.event)
    why, badge = capital(words.plainly(why_not_said(line))), BADGES[standing_of_total(line)]
    told = total_lines_said(line, collected(total.period, words))
    tag = SIMULATED if is_simulated(words.program, total.source) else ""
    return ValueRow(
        kind=_kind(line),
        capability=title,
        title=title,
        amount=(Phrase(text=claimed), Phrase(text=f" ({range_}", ref=ref, is_quiet=True)),
        about=tuple(said(f"{capital(each)}.", ref) for each in told),
        grade=total.grade,
        badge=badge,
        low=total.amount.low,
        middle=total.amount.estimate,
        high=total.amount.high,
        least=_least(total.amount),
        told=", ".join(each for each in (f"{title}: {badge.word}, {text}, grade {total.grade}", why, tag) if each),
        lapsed=why and f"{why}.",
        tag=tag,
    )


def _kind(line: TotalLine) -> ValueKind:
    if line.lapsed is not None:
        return ValueKind.LAPSED
    return ValueKind.REALISED if line.total.column is Column.REALISED else ValueKind.MEASURED


def _least(amount: Amount) -> Decimal:
    return amount.upper95 if amount.upper95 < 0 else amount.lower95
