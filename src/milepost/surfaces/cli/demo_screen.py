"""The demo's last screen: at most 24 lines of 80 columns, every figure computed."""

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from textwrap import shorten, wrap

from milepost.kernel.time import Period
from milepost.kernel.words import SYMBOLS, CapabilityWord
from milepost.ledger.entry import LedgerEntry, ValueKind
from milepost.ledger.returns import Returns
from milepost.presentation.report.entries import deciding
from milepost.presentation.report.program_total import claimed_total
from milepost.presentation.returns_words import times
from milepost.presentation.status_view import AnyItem, day_said
from milepost.roadmap.money import bare, money
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item
from milepost.simulation.lumen import naive
from milepost.simulation.lumen.truth import Initiative, Lumen

FIRST = "Lumen, a simulated company. Its true effects are hidden from Milepost."
WIDTH, HEIGHT = 80, 24
MILLION = 1_000_000
PLANTED = ".planted-error"
DISCOUNTS = "milestone/discounts-pay"
LAST_QUARTER = "2026-09-30"
MONTH_DAYS = Decimal("30.44")
_ROW = "{:<22} {:>11} {:<30} {}"
_HEADING = _ROW.format("capability", "team says", "measured (95% interval) grade", "status")
_DETAIL = re.compile(r" \(estimate .*|: at least .*|; no value is claimed$")
Capability = Item[CapabilityWord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What the screen is made of: the status, those of two cheated copies, and the truth's file.

    `whole` is what came back of the money in all, None where nothing is claimed of that. `deleted` tells whether a copy
    whose record lacks an entry was refused.
    """

    status: RoadmapStatus
    unstated: RoadmapStatus
    loosened: RoadmapStatus
    whole: Returns | None
    deleted: bool
    lumen: Lumen
    truth: Path
    page: Path
    folder: Path


def screen(told: Screen) -> tuple[str, ...]:
    """Give the lines of the screen; what does not fit is the last of its rows."""
    head = (FIRST, *wrap(_claims(told.status, told.whole), WIDTH), _HEADING)
    tail = (*wrap(_cheats(told), WIDTH), *wrap(_truth(told), WIDTH), f"report: {told.page}", *_next(told))
    rows = [line for item in _shown(told.status) for line in _row(told.status, item)]
    return (*head, *rows[: HEIGHT - len(head) - len(tail)], *tail)


def _claims(status: RoadmapStatus, whole: Returns | None) -> str:
    currency = status.program.program.currency
    claimed = sum((each.plan[1] for each in status.value if each.plan), Decimal(0))
    proven = [
        f"{item.title}, at least {money(entry.amount.lower95, entry.amount.currency)}"
        for item, entry in _decided(status, CapabilityWord.PROVEN)
    ]
    losing = "".join(
        f" {item.title} loses at least {money(_monthly_loss(entry), currency)} a month."
        for item, entry in _decided(status, CapabilityWord.HARMFUL)
    )
    said = "; ".join(proven) or "nothing"
    teams = f"Teams claim {money(claimed, currency)} in all. Proven"
    return f"{teams}: {said}.{losing} {_whole(status, whole)}"


def _whole(status: RoadmapStatus, whole: Returns | None) -> str:
    """Tell the program's total, and what is left of it after its costs: nothing is added up."""
    line = claimed_total(status)
    if line is None:
        return "No total is claimed for the whole program."
    amount = line.total.amount
    if amount.lower95 <= 0:
        return f"By its holdout the whole program is not proven to earn (estimate {bare(amount.estimate)})."
    least, share = money(amount.lower95, amount.currency), f"{(line.total.share * 100).normalize():f}%"
    said, period = f"earned at least {least} (estimate {bare(amount.estimate)})", Period.parse(line.total.period)
    weeks = f"{(period.end - period.start).days // 7} weeks"
    return f"By its holdout of {share}, all together {said} in {weeks}{_net(whole)}."


def _net(whole: Returns | None) -> str:
    """Say what is left after all costs, at least as the total before it."""
    if whole is None or whole.roi is None:
        return ""
    net, roi = whole.net, whole.roi
    return f", {money(net.lower95, net.currency)} after all costs (ROI {times(roi.lower95)})"


def _decided(status: RoadmapStatus, word: CapabilityWord) -> Iterator[tuple[Capability, LedgerEntry]]:
    for item in _money_first(status):
        line = deciding(status, item)
        if item.judged.word is word and line is not None and line.entry is not None:
            yield item, line.entry


def _money_first(status: RoadmapStatus) -> list[Capability]:
    """Return the capabilities, those last whose word rests on hours."""

    def is_capacity(item: Capability) -> bool:
        line = deciding(status, item)
        return line is not None and line.entry is not None and line.entry.kind is ValueKind.CAPACITY

    return sorted(status.capabilities, key=is_capacity)


def _monthly_loss(entry: LedgerEntry) -> Decimal:
    period = Period.parse(entry.period or "")
    return -entry.amount.upper95 * MONTH_DAYS / (period.end - period.start).days


def _shown(status: RoadmapStatus) -> tuple[Capability, ...]:
    """Return one capability of each word, in the order in which words are judged: six lines must do."""
    first: dict[CapabilityWord, Capability] = {}
    for item in _money_first(status):
        first.setdefault(item.judged.word, item)
    order = (CapabilityWord.PROVEN, *(word for word in CapabilityWord if word is not CapabilityWord.PROVEN))
    return tuple(first[word] for word in order if word in first)[:6]


def _row(status: RoadmapStatus, item: Capability) -> Iterator[str]:
    slug = item.ref.partition("/")[2]
    plan = next((each for each in status.value if each.capability == slug and each.plan), None)
    claimed = f"{plan.currency} {_brief(plan.plan[1])}" if plan and plan.plan else "no money"
    line, word = deciding(status, item), item.judged.word.value
    measured = "not measured" if line is None or line.entry is None else _measured(line.entry)
    yield _ROW.format(item.title[:22], claimed, measured, f"{SYMBOLS[word]} {word}")
    tail = f"; since {day_said(item.since, status.program.program.time_zone)}, {item.owner}"
    because = _DETAIL.sub("", item.judged.because).replace("attestation/", "")
    yield "  " + shorten(because, WIDTH - 2 - len(tail), placeholder=" …") + tail


def _measured(entry: LedgerEntry) -> str:
    amount = entry.amount
    unit = f" {amount.currency}" if entry.kind is ValueKind.CAPACITY else ""
    return f"{_brief(amount.estimate)}{unit} ({_brief(amount.low)} to {_brief(amount.high)}) {entry.grade}"


def _brief(value: Decimal) -> str:
    """Write an amount in few signs: whole, or in millions."""
    return bare(value) if abs(value) < MILLION else f"{bare(value / MILLION)}M"


def _cheats(told: Screen) -> str:
    proven = next((item.ref for item in _money_first(told.status) if item.judged.word is CapabilityWord.PROVEN), None)
    removed = _moved(told.status, told.unstated, proven) if proven else "nothing was proven"
    loosened = _moved(told.status, told.loosened, DISCOUNTS)
    deleted = "refused" if told.deleted else "NOT SEEN"
    return (
        f"Try to cheat, on a copy: evidence removed: {removed}; threshold loosened: {loosened}, not accepted; "
        f"an entry deleted: {deleted}."
    )


def _truth(told: Screen) -> str:
    truth = json.loads(told.truth.read_text())
    trials, whole = truth["trials"], truth["holdout"]
    covered, off, ours, entries = 0, 0.0, 0.0, [each.entry for each in told.status.value if each.entry is not None]
    for entry in entries:
        name, is_money = entry.source.removesuffix("-trial"), entry.kind is not ValueKind.CAPACITY
        true = trials[name]["net"] * entry.population if is_money else truth["hours_saved_in_roll_out"]
        covered += float(entry.amount.low) <= true <= float(entry.amount.high)
        if not is_money:
            continue
        ours += abs(float(entry.amount.estimate) - true)
        off += abs(naive.before_after(told.lumen, Initiative(name)) - true)
    for line in told.status.totals:
        true = whole["margin"] * line.total.others
        covered += float(line.total.amount.low) <= true <= float(line.total.amount.high)
    count = len(entries) + len(told.status.totals)
    naively = money(Decimal(round(off)), told.status.program.program.currency)
    return (
        f"Truth: {covered} of {count} intervals cover it; before/after is off {naively}, ours "
        f"{bare(Decimal(round(ours)))}."
    )


def _next(told: Screen) -> Iterator[str]:
    command = "milepost" if shutil.which("milepost") else shlex.quote(os.path.relpath(sys.argv[0]))
    folder = shlex.quote(str(told.folder))
    yield f"Next: {command} trace {_first_euro(told.status)[:15]} -C {folder}"
    yield f"      {command} status -C {folder} --as-of {LAST_QUARTER}"
    yield f"      {command} check {folder}/{PLANTED}"


def _first_euro(status: RoadmapStatus) -> str:
    """Return the event of the first proven amount on the screen; of any posted one where none is proven."""
    proven = (deciding(status, each) for each in _money_first(status) if each.judged.word is CapabilityWord.PROVEN)
    lines = [*(each for each in proven if each), *status.value]
    return next((line.event for line in lines if line.event is not None), "capability")


def _moved(before: RoadmapStatus, after: RoadmapStatus, ref: str) -> str:
    old, new = _of(before, ref), _of(after, ref)
    return f"still {new}" if old == new else f"{old} -> {new}"


def _of(status: RoadmapStatus, ref: str) -> str:
    items: list[AnyItem] = [*status.milestones, *status.capabilities]
    return next((each.judged.word.value for each in items if each.ref == ref), "gone")
