"""The balance as a terminal shows it, and as JSON: sections of value, costs, what is left, and what was restated."""

from collections.abc import Iterator, Sequence

from milepost.kernel.money import normal
from milepost.kernel.time import Quarter, day_in
from milepost.ledger.balance import Balance, CapabilityNet, ValueLine, is_money
from milepost.ledger.books import Books
from milepost.ledger.costs import HOLDOUT
from milepost.ledger.entry import Amount, Column
from milepost.ledger.restating import Restated
from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.record.canonical import Json, to_json
from milepost.roadmap.money import exact, headline, headline_of_loss, money

NOT_ADDED = "no global holdout: the parts are listed and not added"
SHARED = "shared by all"
HOW_ADDED = (
    "A value is after the costs of its contacts. Where values are added their bounds are too, which claims too little; "
    "`milepost value roi` has the joint ones."
)


def value_view(books: Books, shown: Balance, title: str) -> StatusView:
    """Word the balance."""
    money_lines = [each for each in shown.value if is_money(each.entry)]
    realised = [each for each in money_lines if each.entry.column is Column.REALISED]
    projected = [each for each in money_lines if each.entry.column is Column.PROJECTED]
    capacity = [each for each in shown.value if not is_money(each.entry)]
    sections = [
        Section(heading="REALISED (grade A or B)", entries=tuple(_values(realised)), empty="nothing"),
        Section(heading="PROJECTED (grade C or D), never added to what is realised", entries=tuple(_values(projected)),
                empty="nothing"),
        *([Section(heading="CAPACITY FREED, never money", entries=tuple(_values(capacity)))] if capacity else []),
        Section(heading="COSTS", entries=tuple(_costs(shown)), empty="none charged"),
        Section(heading="NET", entries=tuple(_nets(shown)), empty="nothing"),
        Section(heading="RESTATEMENTS", entries=tuple(_restated(shown.restatements, books)), empty="none"),
        Section(heading="PERIODS", entries=tuple(_periods(books)), empty="none was closed"),
    ]  # fmt: skip
    which = f"booked in {shown.quarter} ({books.calendar.dates(shown.quarter)})" if shown.quarter else "all periods"
    note = f"Value in {shown.currency}, {which}, as of {books.as_of:%Y-%m-%d %H:%M} UTC."
    return StatusView(title=title, notes=(note, HOW_ADDED), sections=tuple(sections))


def restate_view(books: Books, told: Sequence[Restated], title: str) -> StatusView:
    """Word the restatements alone."""
    entries = tuple(_restated(told, books))
    note = "What was recorded about a period after it was closed stands in the first one that was open."
    sections = (Section(heading="RESTATEMENTS", entries=entries, empty="no closed period was restated"),)
    return StatusView(title=title, notes=(note,), sections=sections)


def said_of(amount: Amount) -> str:
    """Say an amount as everywhere: `at least X (estimate Y, 95% interval)`, a loss as one."""
    if amount.upper95 < 0:
        return f"a loss of {headline_of_loss(amount)}"
    return headline(amount)


def value_data(books: Books, shown: Balance) -> dict[str, Json]:
    """Give the balance as JSON: money as decimal texts beside their currency."""
    return {
        "as_of": to_json(books.as_of),
        "period": str(shown.quarter) if shown.quarter else None,
        "currency": shown.currency,
        "value": [_value_data(each) for each in shown.value],
        "costs": to_json(shown.costs),
        "netted": to_json(shown.netted),
        "by_capability": to_json(shown.by_capability),
        "totals": [
            {
                "holdout": each.holdout,
                "period": str(each.period),
                "amount": to_json(each.amount),
                "opportunity": normal(each.opportunity),
                "event": each.event,
            }
            for each in shown.totals
        ],
        "remainder": to_json(shown.remainder) if shown.remainder else None,
        "spent": normal(shown.spent) if shown.net else None,
        "net": to_json(shown.net) if shown.net else None,
        "restatements": restate_data(shown.restatements),
        "closed": [
            {"period": str(each.quarter), "digest": each.closing.digest, "signer": each.closing.signer,
             "event": each.event, "at": to_json(each.at), "holds": each.holds}
            for each in books.closed
        ],
    }  # fmt: skip


def restate_data(told: Sequence[Restated]) -> list[Json]:
    """Give restatements as JSON: what, by how much on which account, why, since when."""
    return [
        {
            "about": str(each.about),
            "booked": str(each.booked),
            "what": each.subject,
            "account": each.account,
            "said": normal(each.taken_back),
            "says_now": normal(each.said_now),
            "change": normal(each.change),
            "commodity": each.commodity,
            "why": each.why,
            "since": to_json(each.since),
            "events": list(each.events),
        }
        for each in told
    ]


def _restated(told: Sequence[Restated], books: Books) -> Iterator[Entry]:
    """Word restatements: of which period, what, by how much, why, since when."""
    for each in told:
        sign = "+" if each.change > 0 else ""
        was, now = exact(each.taken_back, each.commodity), exact(each.said_now, each.commodity)
        title = f"{each.subject}, {each.account}: {sign}{exact(each.change, each.commodity)}"
        lines = (f"it said {was} and says {now} now, booked in {each.booked}", each.why)
        since = f"since {day_in(each.since, books.calendar.zone)}; {each.events[0]}"
        yield Entry(mark=f"↺ {each.about}", title=title, lines=(*lines, since))


def _values(lines: Sequence[ValueLine]) -> Iterator[Entry]:
    for each in lines:
        entry = each.entry
        title = f"capability/{entry.capability}, {entry.subject}: {entry.kind}"
        told = [said_of(each.amount)]
        about = f"grade {entry.grade}, {entry.population:,} units"
        about += f", {entry.channel}" if entry.channel else ""
        about += f"; data of {entry.period}" if entry.period else ""
        told.append(about)
        if each.lapsed:
            told.append(f"the evidence counted until {entry.valid_until}: history, no claim for what comes")
        elif entry.valid_until is not None:
            told.append(f"the evidence counts until {entry.valid_until}")
        told.append(each.event)
        mark = f"↺ {each.about}" if each.about != each.booked else str(each.booked)
        yield Entry(mark=mark, title=title, lines=tuple(told))


def _costs(shown: Balance) -> Iterator[Entry]:
    for each in shown.costs:
        billed = f"; billed {money(each.billed, shown.currency)}" if each.billed != each.effective else ""
        if each.kind == HOLDOUT:
            billed = ", not earned by who was held out"
        name = f"capability/{each.capability}" if each.capability else SHARED
        yield Entry(mark=each.kind, title=f"{name}: {money(each.effective, shown.currency)}{billed}")
    for netted in shown.netted:
        said = f"{netted.evidence}: {money(netted.effective, shown.currency)} charged"
        if netted.taken_off is None:
            said += "; no realised entry of it stands, so the charge counts among the costs above"
        elif netted.over:
            off, over = money(netted.taken_off, shown.currency), money(netted.over, shown.currency)
            said += f"; its entry took off {off}, and {over} beyond that counts among the costs above"
        else:
            said += f"; its entry took off {money(netted.taken_off, shown.currency)}, so it is no cost a second time"
        yield Entry(mark="in the entry", title=said)


def _nets(shown: Balance) -> Iterator[Entry]:
    for each in shown.by_capability:
        yield Entry(mark="", title=f"capability/{each.capability}" if each.capability else SHARED)
        yield Entry(mark="net", title=_net(each, shown.currency))
    for total in shown.totals:
        yield Entry(mark="", title=f"The program, by holdout/{total.holdout} over {total.period}")
        yield Entry(mark="total", title=said_of(total.amount))
    if shown.remainder is not None:
        yield Entry(mark="remainder", title=f"{said_of(shown.remainder)}: in no entry")
    if shown.net is not None:
        yield Entry(
            mark="net", title=f"{said_of(shown.net)} after all costs of that time, {money(shown.spent, shown.currency)}"
        )
    elif shown.by_capability:
        yield Entry(mark="total", title=NOT_ADDED)


def _net(each: CapabilityNet, currency: str) -> str:
    if each.realised is None:
        return f"{money(each.costs, currency)} spent, no money realised"
    return f"{said_of(each.net)} after {money(each.costs, currency)} of costs"


def _periods(books: Books) -> Iterator[Entry]:
    for each in books.closed:
        signed = f"closed by role/{each.closing.signer} on {each.at:%Y-%m-%d}"
        holds = "still says the same" if each.holds else "does not say the same any more"
        yield Entry(mark=f"✓ {each.quarter}" if each.holds else f"■ {each.quarter}", title=f"{signed}; {holds}")


def _value_data(line: ValueLine) -> Json:
    entry = line.entry
    effect: Json = to_json(entry.effect) if entry.effect else None
    return {
        "event": line.event,
        "capability": entry.capability,
        "of": entry.subject,
        "estimand": entry.estimand,
        "effect": effect,
        "column": entry.column.value,
        "kind": entry.kind.value,
        "channel": entry.channel,
        "grade": entry.grade.value,
        "amount": to_json(line.amount),
        "population": entry.population,
        "unit_value": normal(entry.unit_value),
        "signed_by": entry.signed_by,
        "data_period": entry.period,
        "about": str(line.about),
        "booked": str(line.booked),
        "is_reversal": line.is_reversal,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "lapsed": line.lapsed,
        "rows_digest": entry.rows_digest,
        "verdict": entry.verdict,
    }


def period_title(quarter: Quarter | None) -> str:
    """Return what the view is of."""
    return f"Value booked in {quarter}" if quarter else "Value"
