"""The canvas as JSON values: `milepost.canvas/1`."""

from milepost.presentation.canvas.view import message
from milepost.program.compiled import plain
from milepost.record.canonical import Json
from milepost.roadmap.canvas.canvas import Canvas, Line
from milepost.roadmap.canvas.gap import Gap


def canvas_data(of: Canvas) -> dict[str, Json]:
    """Give the canvas; documents in their canonical form, amounts as decimal strings with unit."""
    return {
        "message": message(of),
        "capabilities": [_line(each) for each in of.lines],
        "kpis": [*sorted(of.kpis)],
        "gaps": [_gap(each) for each in of.gaps],
        "gaps_before_work": len(of.first),
    }


def _line(of: Line) -> Json:
    return {
        "id": of.slug,
        "capability": plain(of.capability),
        "goals": [plain(each) for each in of.goals],
        "kpi": plain(of.kpi) if of.kpi else None,
        "metric": plain(of.metric) if of.metric else None,
        "steps": [
            {
                "kind": each.kind,
                "step": each.action.step,
                "owner": each.action.owner,
                "by": each.action.by.isoformat() if each.action.by else None,
                "evidence": each.action.evidence,
                "state": each.state,
            }
            for each in of.steps
        ],
        "path": of.span.path if of.span else None,
        "line": of.span.line if of.span else None,
    }


def _gap(of: Gap) -> Json:
    return {
        "of": str(of.of),
        "what": of.what,
        "todo": of.todo,
        "owner": of.owner,
        "before_work": of.is_first,
        "waiting": list(of.waiting),
        "path": of.span.path if of.span else None,
        "line": of.span.line if of.span else None,
    }
