"""A roadmap as JSON values: dates ISO-8601, lengths in days."""

from milepost.kernel.time import format_instant
from milepost.kernel.words import SYMBOLS
from milepost.presentation.goal_lines import GoalLine, ValueChain, goal_lines
from milepost.presentation.roadmap_view import RoadmapView
from milepost.record.canonical import Json, to_json
from milepost.roadmap.outlook import Dated, Delay, Outlook
from milepost.roadmap.status import RoadmapStatus


def roadmap_data(status: RoadmapStatus, outlook: Outlook, view: RoadmapView) -> dict[str, Json]:
    """Give all rows of a roadmap, also those that a terminal leaves out."""
    return {
        "as_of": format_instant(status.as_of),
        "message": view.message,
        "is_accepted": outlook.is_accepted,
        "draft": status.draft,
        "starts": to_json(outlook.starts),
        "ends": to_json(outlook.ends),
        "finish": to_json(outlook.finish),
        "critical_path": list(outlook.path),
        "milestones": [_dated(each) for each in outlook.milestones],
        "capabilities": [_dated(each) for each in outlook.capabilities],
        "goals": [_goal(each) for each in goal_lines(status)],
        "what_if": {
            "slips": {f"capability/{slug}": days for slug, days in outlook.what_if.slips.items()},
            "moved": [_delay(each) for each in outlook.what_if.moved],
        }
        if outlook.what_if
        else None,
    }


def _dated(of: Dated) -> dict[str, Json]:
    return {
        "ref": of.ref,
        "title": of.title,
        "owner": of.owner,
        "word": of.word.value,
        "symbol": SYMBOLS[of.word.value],
        "because": of.because,
        "is_done": of.is_done,
        "begun": to_json(of.begun),
        "done": to_json(of.done),
        "baseline": {
            "begun": to_json(of.baseline.begun),
            "done": to_json(of.baseline.done),
            "accepted_at": to_json(of.baseline.accepted_at),
        }
        if of.baseline
        else None,
        "due": to_json(of.due),
        "p10": to_json(of.low),
        "p50": to_json(of.middle),
        "p90": to_json(of.high),
        "slip_days": of.slip,
        "slip_is_at_least": of.is_at_least,
        "slack_days": _rounded(of.slack),
        "days_to_due": _rounded(of.to_due),
        "is_critical": of.is_critical,
        "criticality": _rounded(of.index, 4),
        "chance": _rounded(of.chance, 4),
        "delays": [_delay(each) for each in of.delays],
        "four_weeks_more_would_delay": [_delay(each) for each in of.would_delay],
        "waits_for": list(of.waits_for),
    }


def _delay(of: Delay) -> dict[str, Json]:
    return {"ref": of.ref, "days": round(of.days, 1)}


def _rounded(value: float | None, places: int = 1) -> float | None:
    return None if value is None else round(value, places)


def _goal(of: GoalLine) -> dict[str, Json]:
    return {
        "ref": of.ref,
        "title": of.title,
        "word": of.badge.word,
        "target": of.target,
        "lines": [_chain(each) for each in of.chains],
    }


def _chain(of: ValueChain) -> dict[str, Json]:
    links: dict[str, Json] = {name: {"text": link.text or None, "todo": link.todo or None} for name, link in of.links}
    return {
        "capability": of.ref,
        "word": of.badge.word,
        **links,
        "grade": of.grade.value if of.grade else None,
        "basis": of.basis.lstrip(",; ") or None,
    }
