"""A read-out with every part there is: read by the judge, worded by the view, drawn by tests."""

from datetime import date
from decimal import Decimal

from milepost.experiments.design import Design, GuardrailSpec, MoneySpec
from milepost.experiments.explored import Exposed
from milepost.experiments.judge import read_out
from milepost.experiments.looks.reading import read_looks
from milepost.experiments.novelty import read_novelty
from milepost.experiments.readout import ReadOut
from milepost.experiments.segments import read_segments
from milepost.experiments.waiting import intake_of, waits
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.outcomes.look_table import LookRow
from milepost.outcomes.metric import parse_metric
from milepost.outcomes.slices import SliceArm
from milepost.presentation.looks_view import LooksView, looks_method, looks_view
from milepost.presentation.readout_method import method_of
from milepost.presentation.readout_trust import Known
from milepost.presentation.readout_view import ReadOutView, view_of
from milepost.statistics.moments import Moments

LONG = "contribution_margin_per_customer_after_returns"
METRICS = (parse_metric(LONG), parse_metric("<b>bought:proportion"))
GUARDS = tuple(
    GuardrailSpec(metric=parse_metric("unsubscribed:proportion"), margin=Decimal(margin), is_up=False)
    for margin in ("0.01", "0.0005")
)
DESIGN = Design(
    arm_column="segment",
    control="No offer",
    metrics=METRICS,
    money=MoneySpec(metric=LONG, margin=Decimal("0.3"), cost_per_unit=Decimal("0.05"), currency="EUR"),
    guardrails=GUARDS,
    segments=("country",),
    exposed_on="first_seen",
    randomised=True,
)
KNOWN = {
    "query": ('SELECT "t0"."segment", AVG("t0"."spend") FROM "milepost_file_1" AS "t0" GROUP BY 1',),
    "snapshot": f"sha256:{'7f3a91' * 10}7f3a",
    "days": (28, 28),
    "late": "data 1 day late",
}


def moments(mean: float, variance: float, n: int) -> Moments:
    return Moments(n=n, means=(mean,), cross=((variance * (n - 1),),))


def columns(n: int, spend: float) -> dict[str, Moments]:
    return {
        LONG: moments(spend, 9.0, n),
        "<b>bought": moments(0.31, 0.2139, n),
        "unsubscribed": moments(0.021, 0.0206, n),
    }


def whole() -> ReadOut:
    """Read two offers with segments, weeks and guardrails."""
    arms = (("No offer", 1.0), ("Offer A", 1.4), ("Offer with a long name", 0.98))
    table = Aggregates(
        source="t.csv",
        arms=tuple(ArmAggregates(arm=name, n=10_000, moments=columns(10_000, spend)) for name, spend in arms),
        broken={},
    )
    read = read_out(table, DESIGN)
    names = [name for name, _ in arms]
    cut = {
        place: {name: SliceArm(n=2_000, moments=columns(2_000, spend * (1 + at / 9))) for name, spend in arms}
        for at, place in enumerate(("DE", "FR", "(empty)"))
    }
    tiny = {place: {name: SliceArm(n=9, moments=columns(9, 1.0)) for name in names} for place in ("LU", "MT")}
    weeks = {
        str(week): {
            name: SliceArm(n=2_000, moments=columns(2_000, 1 + (spend - 1) * (1 - week / 5))) for name, spend in arms
        }
        for week in range(5)
    }
    exposed = [Exposed(arm=name, n=10_500, exposed=10_000) for name in names]
    days = date(2026, 9, 1), date(2026, 10, 5)
    return ReadOut(
        **{name: getattr(read, name) for name in ReadOut.__slots__}
        | {
            "segments": read_segments({"country": {**cut, **tiny}}, names, DESIGN),
            "novelty": read_novelty(weeks, exposed, 0.6, days, DESIGN),
        }
    )


def whole_view() -> ReadOutView:
    """Word it, with all that can be known around it."""
    read = whole()
    known = Known(method=method_of(DESIGN, read), waits=waits(read, intake_of(read, 2_000)), **KNOWN)
    return view_of(read, known)


def looks() -> LooksView:
    """Read and word an experiment at its looks, one of which has no numbers."""
    numbers = [(float(t), 900.0 * t, 900.0 * t, 1.0, 1 + 0.3 / t, 4.0, 4.0) for t in range(1, 9)]
    table = [LookRow(row=at + 1, key=("mail", "A", "margin"), numbers=each) for at, each in enumerate(numbers)]
    table.append(LookRow(row=99, key=("mail", "A", "margin"), numbers=(9.0, 9_000.0, 9_000.0, 1.0, None, 4.0, 4.0)))
    found, _ = read_looks(table, "t.csv", alpha=0.05, sequential=True, planned=None)
    return looks_view(found, Known(method=looks_method(found), query=KNOWN["query"], snapshot=KNOWN["snapshot"]))


LOOKS = looks()
