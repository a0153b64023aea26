"""What the verdict says of one capability: with the value of the ledger entry that decides its word, or without any."""

from decimal import Decimal

from milepost.kernel.words import CapabilityWord
from milepost.ledger.entry import Amount, LedgerEntry
from milepost.presentation.report.entries import deciding, value_ref
from milepost.presentation.report.marks import Phrase, Said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording
from milepost.roadmap.money import bare, gained, money, to_gain
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item

Capability = Item[CapabilityWord]


def capability_clause(status: RoadmapStatus, item: Capability, words: Wording, origins: Origins) -> Said:
    """Say how a capability stands; its amounts are those of the entry that its word rests on."""
    line = deciding(status, item)
    if line is None or line.entry is None:
        return (Phrase(text=_without_value(item, words)),)
    entry, amount = line.entry, line.entry.amount
    ref = value_ref(line, line.entry, words, origins)
    told = interval(amount, is_loss=_is_loss(item, amount))
    return (Phrase(text=_with_value(item, entry, words)), Phrase(text=f" ({told})", ref=ref, is_quiet=True))


def interval(amount: Amount, *, is_loss: bool = False) -> str:
    """Write `estimate Y, 95% interval L to H`, of a loss as amounts lost."""
    low, middle, high = amount.low, amount.estimate, amount.high
    if is_loss:
        low, middle, high = -high, -middle, -low
    return f"estimate {money(middle, amount.currency)}, 95% interval {bare(low)} to {bare(high)}"


def loss_of(status: RoadmapStatus, item: Capability) -> Decimal:
    """Return what a capability lost at least, nought where its word rests on no entry."""
    line = deciding(status, item)
    return max(Decimal(0), -line.entry.amount.upper95) if line and line.entry else Decimal(0)


def gain_of(status: RoadmapStatus, item: Capability) -> Decimal:
    """Return what a capability earned at least, nought where its word rests on no entry."""
    line = deciding(status, item)
    return max(Decimal(0), line.entry.amount.lower95) if line and line.entry else Decimal(0)


def _is_loss(item: Capability, amount: Amount) -> bool:
    return item.judged.word is CapabilityWord.HARMFUL and amount.upper95 < 0


def _with_value(item: Capability, entry: LedgerEntry, words: Wording) -> str:
    title, because, amount = item.title, words.plainly(item.judged.because), entry.amount
    verb, to = gained(entry.kind), to_gain(entry.kind)
    match item.judged.word:
        case CapabilityWord.PROVEN:
            return f"{title} {verb} at least {money(amount.lower95, amount.currency)}"
        case CapabilityWord.HARMFUL if amount.upper95 < 0:
            return f"{title} lost at least {money(-amount.upper95, amount.currency)}"
        case _ if "expired" in because and amount.lower95 <= 0:
            return f"{title} was not proven to {to}, and {because}"
        case _ if "expired" in because:
            earned = money(amount.lower95, amount.currency)
            return f"{title} is no longer proven, {because}; it had {verb} at least {earned}"
        case _ if not (item.judged.grade and item.judged.grade.may_be_realised):
            return f"{title} is not proven, its evidence is grade {item.judged.grade}"
        case _:
            return f"{title} is not proven to {to}"


def _without_value(item: Capability, words: Wording) -> str:
    because = words.plainly(item.judged.because)
    match item.judged.word:
        case CapabilityWord.ATTESTED:
            return f"{item.title} is attested, and no value is claimed"
        case CapabilityWord.RUNNING:
            return f"{item.title} is being measured"
        case CapabilityWord.NOT_STARTED:
            return f"{item.title} has not started"
        case CapabilityWord.HARMFUL:
            return f"{item.title} does harm: {because}"
        case CapabilityWord.BLOCKED:
            return f"{item.title} is blocked: {because.partition(': ')[0]}"
        case _:
            return f"{item.title} is {item.judged.word.value}: {because}"
