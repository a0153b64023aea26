"""The program's total as JSON values; money is a decimal string beside its currency."""

from milepost.kernel.time import format_instant
from milepost.ledger.entry import Amount
from milepost.ledger.total import ProgramTotal
from milepost.presentation.report.program_total import claimed_total, total_said, why_not_said, without_total
from milepost.record.canonical import Json
from milepost.roadmap.money import headline
from milepost.roadmap.program_total import TotalLine, TotalReversal
from milepost.roadmap.status import RoadmapStatus


def total_data(status: RoadmapStatus) -> dict[str, Json]:
    """Give `total` (the claimed one, or null), `total_because` (why it is null), all that stand and all reversed."""
    claimed = claimed_total(status)
    unclaimed = "; ".join(why_not_said(each) for each in status.totals) or without_total(status)
    return {
        "total": _line(claimed) if claimed else None,
        "total_because": None if claimed else unclaimed,
        "totals": [_line(each) for each in status.totals],
        "totals_reversed": [_reversal(each) for each in status.total_reversals],
    }


def _line(of: TotalLine) -> dict[str, Json]:
    return {
        "sentence": total_said(of),
        "claimed": of.is_claimed,
        "lapsed": of.lapsed,
        "event": of.event,
        "parts": list(of.parts.events),
        "parts_sum": str(of.parts.sum),
        "remainder": str(of.parts.remainder),
        **_measured(of.total),
    }


def _reversal(of: TotalReversal) -> dict[str, Json]:
    when: dict[str, Json] = {
        "posted_at": format_instant(of.posted_at),
        "reversed_at": format_instant(of.reversed_at),
    }
    return {"event": of.event, **when, **_measured(of.total)}


def _measured(total: ProgramTotal) -> dict[str, Json]:
    return {
        "holdout": f"holdout/{total.holdout}",
        "headline": headline(total.amount),
        **_amount(total.amount),
        "currency": total.amount.currency,
        "per_person": _amount(total.per_person),
        "opportunity_cost": _amount(total.opportunity_cost),
        "probability_positive": str(total.probability_positive),
        "share": str(total.share),
        "held": total.held,
        "others": total.others,
        "period": total.period,
        "grade": total.grade.value,
        "column": total.column.value,
        "verdict": total.verdict,
    }


def _amount(of: Amount) -> dict[str, Json]:
    return {
        "estimate": str(of.estimate),
        "ci95": [str(of.low), str(of.high)],
        "lower95": str(of.lower95),
        "upper95": str(of.upper95),
    }
