"""A status as sections of entries: the same words for terminal and JSON. Every word stands with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from milepost.kernel.digest import short
from milepost.kernel.finding import Refused
from milepost.kernel.near import hint, near
from milepost.kernel.time import day_in, format_instant
from milepost.kernel.words import SYMBOLS, CapabilityWord, GoalWord, MilestoneWord, Phase
from milepost.ledger.entry import LedgerEntry
from milepost.presentation.approach_standing import approach_data, approach_said
from milepost.presentation.registered_entries import registered_data, registered_entries
from milepost.presentation.report.simulated import is_entry_simulated, simulation_said
from milepost.presentation.report_page import report_page
from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.presentation.status_value import value_entries
from milepost.presentation.tier_entries import integration_entries, people_entries, tier_data
from milepost.presentation.total_data import total_data
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import Json, to_json
from milepost.roadmap.money import headline
from milepost.roadmap.rules import NO_SUCH_ID
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.value_lines import Reversal, ValueLine
from milepost.roadmap.words import CriterionStatus, Item, Judged

AnyItem = Item[GoalWord] | Item[MilestoneWord] | Item[CapabilityWord]
AnyJudged = Judged[GoalWord] | Judged[MilestoneWord] | Judged[CapabilityWord] | Judged[Phase]


def status_view(status: RoadmapStatus, id_: str | None = None) -> StatusView:
    """Word a status for a terminal; with an id, that thing and what it is made of (see `narrowed`)."""
    zone = status.program.program.time_zone
    shown = narrowed(status, id_)
    sections = (
        Section(heading="VALUE", entries=tuple(value_entries(shown)), empty="nothing is measured yet"),
        Section(heading="GOALS", entries=_entries(shown.goals, zone), empty="none"),
        Section(heading="MILESTONES", entries=_entries(shown.milestones, zone), empty="none"),
        Section(heading="CAPABILITIES", entries=_entries(shown.capabilities, zone), empty="none"),
        *([Section(heading="REGISTERED DESIGNS", entries=told)] if (told := tuple(registered_entries(shown))) else []),
        *([Section(heading="INTEGRATIONS", entries=told)] if (told := tuple(integration_entries(shown))) else []),
        *([Section(heading="PEOPLE", entries=told)] if (told := tuple(people_entries(shown))) else []),
        Section(heading="NEEDS A PERSON", entries=tuple(_needs(shown)), empty="nothing"),
    )
    return StatusView(
        title=status.program.program.title,
        notes=(report_page(status).title, *_notes(status, zone)),
        sections=tuple(each for each in sections if each.entries or id_ is None),
    )


def status_data(status: RoadmapStatus, id_: str | None = None) -> dict[str, Json]:
    """Give the status as JSON values; money is a decimal string beside its currency.

    Sentence and total are of the whole.
    """
    program, sentence, total = status.program, report_page(status).title, total_data(status)
    status = narrowed(status, id_)
    return {
        "as_of": format_instant(status.as_of),
        "program": {
            "id": program.program.id,
            "title": program.program.title,
            "digest": program.digest,
            "accepted": status.accepted,
            "accepted_at": _instant(status.accepted_at),
        },
        "sentence": sentence,
        "draft": status.draft,
        "simulated_from": _instant(status.simulated_from),
        "goals": [_item(each) for each in status.goals],
        "milestones": [_item(each) for each in status.milestones],
        "capabilities": [_item(each) for each in status.capabilities],
        "value": {
            "realised": [_line(each, program) for each in status.value if each.column.value == "realised"],
            "projected": [_line(each, program) for each in status.value if each.column.value == "projected"],
            "reversed": [_reversal(each) for each in status.reversals],
            **total,
        },
        "experiments": [registered_data(each) for each in status.registered],
        "sources": to_json(status.sources),
        "needs": to_json(status.needs),
        "proposals": [
            {"capability": each.capability, "step": each.step.value, "rule": each.rule, "because": each.because}
            for each in status.proposals
        ],
        "removed": list(status.removed),
        **tier_data(status),
        "approach": approach_data(status.approach),
    }


def narrowed(status: RoadmapStatus, id_: str | None) -> RoadmapStatus:
    """Keep one thing and what it is made of, by `kind/slug` or slug; all of it for None.

    Raises Refused with MP640 and the near id when there is none of that name.
    """
    if id_ is None:
        return status
    items: list[AnyItem] = [*status.goals, *status.milestones, *status.capabilities]
    wanted = {each.ref for each in items if id_ in {each.ref, each.ref.partition("/")[2]}}
    if not wanted:
        refs = [each.ref for each in items]
        close = near(id_, [each.partition("/")[2] for each in refs])
        meant = next((each for each in refs if close and each.endswith(f"/{close}")), id_)
        raise Refused(NO_SUCH_ID.at(None, f"the program has no {id_}", hint(meant, refs, "id")))
    wanted |= {part for each in items if each.ref in wanted for part in each.parts}
    slugs = {each.partition("/")[2] for each in wanted if each.startswith("capability/")}
    return replace(
        status,
        goals=tuple(each for each in status.goals if each.ref in wanted),
        milestones=tuple(each for each in status.milestones if each.ref in wanted),
        capabilities=tuple(each for each in status.capabilities if each.ref in wanted),
        value=tuple(each for each in status.value if each.capability in slugs),
        reversals=tuple(each for each in status.reversals if each.entry.capability in slugs),
        totals=(),
        total_reversals=(),
        no_total=None,
        registered=tuple(each for each in status.registered if status.program.experiments[each.experiment].of in slugs),
        proposals=tuple(each for each in status.proposals if each.capability in slugs),
        integrations=tuple(each for each in status.integrations if each.integration in _needed(status, slugs)),
        people=tuple(each for each in status.people if each.capability in slugs),
        needs=tuple(each for each in status.needs if any(ref.partition("/")[2] in each.what for ref in wanted)),
    )


def _needed(status: RoadmapStatus, slugs: set[str]) -> set[str]:
    """Return the integrations that some capabilities need."""
    told = status.program.capabilities
    return {name for slug in slugs if slug in told for name in told[slug].needs.integrations}


def day_said(at: datetime, zone: str) -> str:
    """Say a day: `22 Nov 2026`."""
    day = day_in(at, zone)
    return f"{day.day} {day:%b %Y}"


def _notes(status: RoadmapStatus, zone: str) -> Iterator[str]:
    accepted = f"accepted {day_said(status.accepted_at, zone)}" if status.accepted_at else "never accepted"
    yield f"as of {day_said(status.as_of, zone)}, {zone}. Program {short(status.program.digest)}, {accepted}."
    if status.draft:
        yield "Judged by the files as they are now, not by the accepted program."
    if status.simulated_from is not None:
        yield f"Dates in this record were set by hand from {day_said(status.simulated_from, zone)} on."
    if simulation := simulation_said(status.program):
        yield simulation.partition(". ")[0] + "."
    if status.approach is not None:
        yield from approach_said(status.approach, zone)
    if status.removed:
        yield f"Taken out of the program since an earlier version: {', '.join(status.removed)}."


def _entries(items: Sequence[AnyItem], zone: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(mark=mark(item.judged), title=f"{item.title} ({item.ref})", lines=tuple(_why(item, zone)))
        for item in items
    )


def mark(judged: AnyJudged) -> str:
    """Say symbol and word together."""
    return f"{SYMBOLS[judged.word.value]} {judged.word.value}"


def _why(item: AnyItem, zone: str) -> Iterator[str]:
    judged = item.judged
    yield judged.because
    asked = [f"found {judged.number}"] if judged.number and judged.number not in judged.because else []
    asked += [f"asked {judged.threshold}"] if judged.threshold else []
    asked += (
        [f"grade {judged.grade}"] if judged.grade and f"grade {judged.grade}" not in (judged.threshold or "") else []
    )
    if asked:
        yield " · ".join(asked)
    due = f" · due {item.due}" if item.due else ""
    if item.due and judged.word is MilestoneWord.ACHIEVED:
        days = (day_in(item.since, zone) - date.fromisoformat(item.due)).days
        due += f", {days} days late" if days > 0 else ", in time"
    yield f"since {day_said(item.since, zone)} · {item.owner or 'nobody'}{due}"
    if len(item.criteria) > 1:
        for each in item.criteria:
            yield f"{mark(each.judged)}: {each.evidence}, {each.asked}"


def _needs(status: RoadmapStatus) -> Iterator[Entry]:
    for need in status.needs:
        lines = (need.why, need.command) if need.command else (need.why,)
        yield Entry(mark=need.owner or "somebody", title=need.what, lines=lines)


def _item(item: AnyItem) -> dict[str, Json]:
    return {
        "ref": item.ref,
        "title": item.title,
        **_judged(item.judged),
        "since": format_instant(item.since),
        "owner": item.owner,
        "due": item.due,
        "criteria": [_criterion(each) for each in item.criteria],
        "parts": list(item.parts),
    }


def _judged(judged: AnyJudged) -> dict[str, Json]:
    return {
        "word": judged.word.value,
        "symbol": SYMBOLS[judged.word.value],
        "because": judged.because,
        "number": judged.number,
        "threshold": judged.threshold,
        "grade": judged.grade.value if judged.grade else None,
        "events": list(judged.events),
    }


def _criterion(status: CriterionStatus) -> dict[str, Json]:
    judged = _judged(status.judged)
    judged["phase"] = judged.pop("word")
    return {
        "evidence": status.evidence,
        "asked": status.asked,
        **judged,
        "valid_until": _instant(status.valid_until) if status.valid_until and status.valid_until.year < 9000 else None,
    }


def _line(line: ValueLine, program: CompiledProgram) -> dict[str, Json]:
    shared: dict[str, Json] = {"capability": line.capability, "currency": line.currency, "event": line.event}
    if line.entry is None:
        low, middle, high = line.plan or (None, None, None)
        return {
            **shared,
            "from": "plan",
            "grade": "D",
            "p10": to_json(low),
            "p50": to_json(middle),
            "p90": to_json(high),
        }
    now: dict[str, Json] = {"lapsed": line.lapsed, "simulated": is_entry_simulated(program, line.entry)}
    now["shrunk"] = to_json(line.shrunk)
    return {**shared, "from": "measurement", **now, **_measured(line.entry)}


def _reversal(old: Reversal) -> dict[str, Json]:
    shared: dict[str, Json] = {"capability": old.entry.capability, "event": old.event}
    when: dict[str, Json] = {"posted_at": _instant(old.posted_at), "reversed_at": _instant(old.reversed_at)}
    return {**shared, **when, "column": old.entry.column.value, **_measured(old.entry)}


def _measured(entry: LedgerEntry) -> dict[str, Json]:
    amount = entry.amount
    return {
        "headline": headline(amount),
        "kind": entry.kind.value,
        "estimate": str(amount.estimate),
        "ci95": [str(amount.low), str(amount.high)],
        "lower95": str(amount.lower95),
        "upper95": str(amount.upper95),
        "cost": str(entry.cost),
        "population": entry.population,
        "grade": entry.grade.value,
        "period": entry.period,
        "experiment": f"experiment/{entry.experiment}",
        "verdict": entry.verdict,
    }


def _instant(at: datetime | None) -> str | None:
    return format_instant(at) if at else None
