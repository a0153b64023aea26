"""Three operating models side by side: what can be told apart, and first of all what cannot."""

from collections.abc import Iterator

from milepost.plan.approaches.compare import Comparison
from milepost.plan.approaches.flips import Flip, Flips
from milepost.plan.approaches.judged import PAIRS, Difference, Judgement
from milepost.plan.approaches.priors import SHARED, Assumptions
from milepost.presentation.approach_standing import standing_said
from milepost.presentation.approaches_words import TITLES, Scale, clear, listed, percent, quantity, sides
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach
from milepost.roadmap.triggers import Standing

MOST_FLIPS = 8
_AHEAD = {
    Measure.FIRST_VALUE: "{winner} reaches first value {by} before {loser}",
    Measure.NET: "{winner} nets {by} more than {loser}",
    Measure.GROSS: "{winner} earns {by} more than {loser}",
    Measure.GOVERNANCE_HOURS: "{winner} takes {by} less of governance than {loser}",
    Measure.GOVERNANCE_COST: "{winner} spends {by} less on governance than {loser}",
    Measure.REWORK_HOURS: "{winner} takes {by} less of rework than {loser}",
    Measure.REWORK_COST: "{winner} spends {by} less on rework than {loser}",
    Measure.VISIBILITY: "{winner} shows {by} more of its value than {loser}",
    Measure.GOALS_MISSED: "{winner} misses {by} fewer of the goals than {loser}",
}


def approaches_story(
    program: CompiledProgram,
    assumptions: Assumptions,
    comparison: Comparison,
    judgement: Judgement,
    found: Flips,
    standing: Standing | None,
) -> Story:
    """Tell a comparison: the sentence, that it is grade D, the tables, and how the choice stands."""
    scale = Scale.of(comparison)
    return Story(
        message=message(judgement, scale),
        lines=(
            recommendation(judgement),
            *standing_said(standing, program.program.time_zone),
            balance_said(judgement),
            *flips_said(found),
            error_said(comparison, scale),
            priors_said(assumptions),
        ),
        tables=(
            side_by_side(comparison, scale),
            differences(judgement, scale),
            balances(judgement),
            as_described(assumptions),
            *([flip_table(found)] if found.flips else []),
        ),
    )


def message(judgement: Judgement, scale: Scale) -> str:
    """Say in a sentence when value comes first, and what 18 months bring, or that it can't be told."""
    asked = list(dict.fromkeys((Measure.FIRST_VALUE, Measure.NET, judgement.first)))
    return f"On these assumptions {'; '.join(_clause(judgement.of(each), scale) for each in asked)}."


def _clause(found: tuple[Difference, ...], scale: Scale) -> str:
    measure, apart = found[0].measure, clear(found)
    at = "" if measure is Measure.FIRST_VALUE else "at 18 months "
    if not apart:
        return f"{at}the three cannot be told apart by {TITLES[measure].lower()}"
    winner, loser, interval = sides(apart[0])
    scale = scale.alone(interval)
    unit = "points" if scale.unit(measure) == "%" else scale.unit(measure)
    low, by, high = (scale.number(measure, each) for each in (interval.low, interval.middle, interval.high))
    said = _AHEAD[measure].format(winner=winner, loser=loser, by=f"{by} {unit}")
    return f"{at}{said} (80%: {low} to {high}){_more(apart, winner, scale)}"


def _more(apart: list[Difference], winner: str, scale: Scale) -> str:
    """Say what else can be told apart after the clearest pair."""
    if len(apart) == 1:
        return ", and no other two can be told apart"
    again, loser, interval = sides(apart[1])
    if again != winner:
        return f", and {again} is ahead of {loser}"
    numbers = (interval.middle, interval.low, interval.high)
    by, low, high = (scale.number(apart[1].measure, each) for each in numbers)
    return f", and is ahead of {loser} by {by} ({low} to {high})"


def recommendation(judgement: Judgement) -> str:
    """Say the grade, and the model that is clearly better by the first measure or that none is recommended."""
    first = TITLES[judgement.first].lower()
    if judgement.named is not None:
        said = f"By {first}, the sponsor's first measure, {judgement.named} is better than both others."
    else:
        apart = clear(judgement.of(judgement.first))
        told = [f"{winner} from {loser}" for winner, loser, _ in map(sides, apart)]
        but = f"it tells {listed(told)}, and the rest overlaps" if told else "all three overlap"
        said = f"No operating model is recommended: by {first}, the sponsor's first measure, {but}."
    return f"Grade D: futures of priors, of which nothing is measured. {said}"


def side_by_side(comparison: Comparison, scale: Scale) -> Table:
    """Put the distributions side by side, and the chance to miss each goal."""
    names = [each.value for each in Approach]
    rows = [
        (scale.title(measure), *(scale.range(measure, comparison.shown(each, measure)) for each in Approach))
        for measure in Measure
        if measure is not Measure.GOALS_MISSED
    ]
    for place, goal in enumerate(comparison.plan.goals):
        rows.append((f"Miss goal/{goal.slug}", *(percent(comparison.miss(each, place)) for each in Approach)))
    return Table(
        title="Side by side, 18 months: the middle (80% of futures)",
        columns=columns("", *names, right=names),
        rows=tuple(rows),
    )


def differences(judgement: Judgement, scale: Scale) -> Table:
    """Show each pair's difference in the same future, with a star where it leaves out zero."""
    pairs = [f"{one.value} less {other.value}" for one, other in PAIRS]
    rows = []
    for measure in Measure:
        found = judgement.of(measure)
        cells = [scale.range(measure, each.interval) + ("*" if each.winner else "") for each in found]
        rows.append((scale.title(measure), *cells))
    return Table(
        title="Differences in the same future: the middle (80%)",
        columns=columns("", *pairs),
        rows=tuple(rows),
        note="* leaves out zero by more than the run's own error: the two can be told apart.",
    )


def balances(judgement: Judgement) -> Table:
    """Show how each model stands by all measures together."""
    rows = [
        (
            each.approach.value,
            percent(each.best),
            percent(each.undominated),
            listed(other.value for other in each.dominated_by) if each.dominated_by else NOTHING,
        )
        for each in judgement.balances.values()
    ]
    titles = ("best of three", "not dominated", "on average dominated by")
    return Table(
        title="Balance, over sets of assumptions: by weighted rank, and by every measure at once",
        columns=columns("", *titles, right=titles[:2]),
        rows=tuple(rows),
    )


def as_described(assumptions: Assumptions) -> Table:
    """Show what is said of each model's governance and risk: claims that the run stands beside, not its results."""
    rows = [
        (each.value, model.governance or NOTHING, model.risk or NOTHING) for each, model in assumptions.models.items()
    ]
    return Table(title="As described before any run", columns=columns("", "governance", "risk"), rows=tuple(rows))


def balance_said(judgement: Judgement) -> str:
    """Say what became of "hybrid is the best balance"."""
    hybrid = judgement.balances[Approach.HYBRID]
    by = (
        f"on average {listed(each.value for each in hybrid.dominated_by)} is as good by every measure and better by one"
        if hybrid.dominated_by
        else "on average no other dominates it"
    )
    return (
        f'That hybrid is the "best balance" {judgement.hypothesis}: it has the best weighted rank in '
        f"{percent(hybrid.best)} of the sets of assumptions (at 80% it would hold), and {by}."
    )


def flips_said(found: Flips) -> Iterator[str]:
    """Say what would flip the choice first, or that nothing in the stated ranges does."""
    means = (
        f"On means by {TITLES[found.measure].lower()} over {found.scenarios} futures, all priors at their medians, "
        f"{found.preferred} is ahead; that alone recommends nothing."
    )
    if not found.is_told:
        means += (
            f" It is ahead of {found.second} by {quantity(found.ahead)}, with a standard error of "
            f"{quantity(found.error)}: these futures do not tell the two apart, and what flips it may be their luck."
        )
    if not found.flips:
        yield f"{means} Nothing in the stated ranges flips it: {found.tried} priors, each moved alone."
        return
    first = found.flips[0]
    yield (
        f"{means} First to flip it: {_told(first)} {_moved(first)}; {first.to} is then ahead "
        f"({len(found.flips)} of {found.tried} priors flip it within their ranges)."
    )


def flip_table(found: Flips) -> Table:
    """Rank what flips the choice by how far out in its range it lies."""
    rows = [
        (
            _named(each),
            quantity(each.held.quantiles[1]),
            quantity(each.at),
            each.held.prior.unit.value,
            percent(each.share),
            each.to.value,
        )
        for each in found.flips[:MOST_FLIPS]
    ]
    hidden = len(found.flips) - len(rows)
    return Table(
        title=f"What would flip the choice by {TITLES[found.measure].lower()}, nearest first",
        columns=columns(
            "prior", "now", "flips at", "unit", "way out", "then ahead", right=("now", "flips at", "way out")
        ),
        rows=tuple(rows),
        note="Way out: 0% is the prior's median, 100% the end of its stated range."
        + (f" {hidden} more further out." if hidden else ""),
    )


def _named(flip: Flip) -> str:
    name = flip.held.name.replace("_", " ")
    return f"{name} (all three)" if flip.held.name in SHARED else f"{flip.held.approach}: {name}"


def _told(flip: Flip) -> str:
    whose = "all three" if flip.held.name in SHARED else flip.held.approach.value
    return f"{flip.held.name.replace('_', ' ')} of {whose}"


def _moved(flip: Flip) -> str:
    return f"at {quantity(flip.at)} {flip.held.prior.unit} where {quantity(flip.held.quantiles[1])} is assumed"


def error_said(comparison: Comparison, scale: Scale) -> str:
    """Say how much is drawn, and how far the numbers may be off by that."""
    parts = []
    for measure in (Measure.FIRST_VALUE, Measure.NET):
        worst = max(comparison.shown(each, measure).errors[1] for each in Approach)
        parts.append(f"{scale.number(measure, worst)} {scale.unit(measure)} in a middle of {TITLES[measure].lower()}")
    return (
        f"{comparison.scenarios:,} futures of each, {comparison.sets} sets of assumptions by {comparison.each}, "
        f"seed {comparison.seed}, the same luck in all three. Standard error of the run: up to {listed(parts)}."
    )


def priors_said(assumptions: Assumptions) -> str:
    """Say where the priors come from."""
    own = sum(each.own for each in assumptions.held)
    ours = sum(not each.own and each.prior.source.startswith("Milepost's") for each in assumptions.held)
    rest = len(assumptions.held) - own - ours
    return (
        f"{len(assumptions.held)} priors: {own} this program's own, {rest} by Milepost's specification, {ours} "
        "Milepost's assumptions. `--format json` has each with its source; documents of kind OperatingModel replace "
        "them."
    )
