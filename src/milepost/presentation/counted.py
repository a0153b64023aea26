"""How many stand behind an amount, in words."""

from milepost.ledger.entry import LedgerEntry


def counted(entry: LedgerEntry, word: str) -> str:
    """Say how many units were treated, with this word for them; periods for a series, which has nobody in it."""
    if is_series(entry):
        return f"{entry.population:,} periods after the change"
    return f"{entry.population:,} {word}" if entry.population else f"units {word} not told"


def is_series(entry: LedgerEntry) -> bool:
    """Tell whether an entry is of a series with a change: it compares what came after with what was before."""
    return (entry.control, entry.treatment) == ("before", "after")
