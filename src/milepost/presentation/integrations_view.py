"""Integrations as tables: what is promised, and what was found when they were last tried."""

from collections.abc import Mapping

from milepost.kernel.time import day_in, format_instant
from milepost.presentation.numbers import exact_percent
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.program.documents.integration import Flow, Integration, Sla
from milepost.record.canonical import Json, to_json
from milepost.roadmap.outside import Answer, IntegrationLine
from milepost.roadmap.status import RoadmapStatus
from milepost.tables.probe import ProbeResult

MARKS = {
    Answer.ANSWERS: "●",
    Answer.SLOW: "▲",
    Answer.DOWN: "■",
    Answer.UNTESTED: "◌",
    Answer.UNTESTABLE: "◌",
}
_WAYS = {Flow.IN: "from", Flow.OUT: "to", Flow.BOTH: "to and from"}


def integrations_story(status: RoadmapStatus) -> Story:
    """Tell the integrations of a status; the message says how many answer."""
    lines, told = status.integrations, status.program.integrations
    if not lines:
        return Story(message="The program names no integration.")
    rows = tuple(_row(each, told[each.integration], status) for each in lines)
    table = Table(title="", columns=columns("integration", "data goes", "promised", "found", "owner"), rows=rows)
    return Story(message=message_of(lines), tables=(table,))


def message_of(lines: tuple[IntegrationLine, ...]) -> str:
    """Say in a sentence how many integrations answer, and which are down."""
    count = {word: sum(each.word is word for each in lines) for word in Answer}
    fine = f"{count[Answer.ANSWERS]} of {len(lines)} integrations answer"
    others = [f"{number} {word.value}" for word, number in count.items() if number and word is not Answer.ANSWERS]
    return f"{fine}; {', '.join(others)}." if others else f"{fine}."


def integrations_data(status: RoadmapStatus) -> dict[str, Json]:
    """Give the integrations as JSON."""
    return {"integrations": [integration_data(status, each) for each in status.integrations]}


def integration_data(status: RoadmapStatus, line: IntegrationLine) -> dict[str, Json]:
    """Give one integration with its promise and its last test as JSON."""
    told = status.program.integrations[line.integration]
    return {
        "integration": line.integration,
        "system": line.system,
        "owner": line.owner,
        "direction": told.direction.value,
        "contract": told.contract,
        "sla": to_json(_promises(told.sla)),
        "word": line.word.value,
        "because": line.because,
        "tested": format_instant(line.tested) if line.tested else None,
        "took_ms": str(line.took_ms) if line.took_ms is not None else None,
        "event": line.event,
    }


def probed_story(results: Mapping[str, ProbeResult]) -> Story:
    """Tell what a live test found."""
    if not results:
        return Story(message="Nothing was asked: no integration has a live test and an address.")
    fine = sum(each.ok for each in results.values())
    rows = tuple(
        (name, "● answers" if each.ok else "■ down", each.because, _took(each)) for name, each in results.items()
    )
    table = Table(title="", columns=columns("integration", "", "found", "took", right=("took",)), rows=rows)
    return Story(message=f"{fine} of {len(results)} answered; recorded.", tables=(table,))


def probed_data(results: Mapping[str, ProbeResult]) -> dict[str, Json]:
    """Give what a live test found as JSON."""
    return {"integrations": {name: to_json(each) for name, each in results.items()}}


def _row(line: IntegrationLine, told: Integration, status: RoadmapStatus) -> tuple[str, ...]:
    zone = status.program.program.time_zone
    since = f" ({day_in(line.tested, zone)})" if line.tested else ""
    found = f"{MARKS[line.word]} {line.word.value}: {line.because}{since}"
    contract = f", contract {told.contract}" if told.contract else ""
    promised = ", ".join(f"{each}" for each in _promises(told.sla).values()) + contract
    way = f"{_WAYS[told.direction]} {line.system}"
    return line.integration, way, promised.strip(", ") or NOTHING, found, line.owner


def _promises(sla: Sla | None) -> dict[str, str]:
    if sla is None:
        return {}
    found = {
        "available": f"{exact_percent(sla.available)} up" if sla.available is not None else "",
        "answers_within_ms": f"{sla.answers_within_ms:,} ms" if sla.answers_within_ms else "",
        "repaired_within": f"repair in {sla.repaired_within}" if sla.repaired_within else "",
    }
    return {name: said for name, said in found.items() if said}


def _took(result: ProbeResult) -> str:
    return f"{result.took_ms:.0f} ms" if result.took_ms is not None else NOTHING
