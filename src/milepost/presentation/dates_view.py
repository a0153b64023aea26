"""How the dates that won the budget did: what was promised, what came, and how good each owner's ranges were."""

from collections.abc import Iterator

from milepost.presentation.status_entries import Entry, Section
from milepost.record.canonical import Json, to_json
from milepost.roadmap.dates_scored import DateScored, DatesSummary, dates_by_owner


def dates_section(found: tuple[DateScored, ...]) -> Section:
    """Put the decided dates into a section, each owner's coverage after them; what is open is counted only."""
    decided = [each for each in found if each.is_decided]
    entries = [_entry(each) for each in decided]
    entries += [Entry(mark=owner, title=_coverage(each)) for owner, each in dates_by_owner(found).items()]
    still = len(found) - len(decided)
    entries += [Entry(mark="open", title=f"{still} of {len(found)} dates are still to come")] if still else []
    return Section(heading="DATES AGAINST THE ACCEPTED PLAN", entries=tuple(entries), empty="none were frozen")


def dates_data(found: tuple[DateScored, ...]) -> dict[str, Json]:
    """Give the frozen dates and their scores as JSON."""
    return {
        "dates": [to_json(each) for each in found],
        "owners": {owner: to_json(each) for owner, each in dates_by_owner(found).items()},
    }


def _entry(of: DateScored) -> Entry:
    mark = "◌ open" if of.is_inside is None else "✓ in range" if of.is_inside else "■ out of range"
    return Entry(mark=mark, title=of.ref, lines=tuple(_lines(of)))


def _lines(of: DateScored) -> Iterator[str]:
    promised = of.promised
    middle = f"{promised.p50}" if promised.p50 else "never, in half of the futures"
    yield f"promised {middle} (80%: {promised.p10 or 'never'} to {promised.p90 or 'never'})"
    came = f"came {of.came}" if of.came else "has not come"
    late = ""
    if of.late is not None:
        late = (
            f", {abs(of.late)} days {'later' if of.late > 0 else 'earlier'} than the middle"
            if of.late
            else ", on the day"
        )
    yield came + late + ("" if of.is_named else "; the program does not name it any more")
    if of.brier is not None:
        yield f"chance to make {promised.due} was put at {promised.chance:.0%}; Brier score {of.brier:.2f}"


def _coverage(of: DatesSummary) -> str:
    said = []
    if of.coverage_ci95 is not None:
        low, high = of.coverage_ci95
        share = f"95% interval of the share {low:.0%} to {high:.0%}"
        said.append(f"{of.inside} of {of.decided} dates in their 80% range ({share})")
    if of.brier is not None:
        said.append(f"Brier score {of.brier:.2f} (0.25 is a coin's)")
    return ", ".join(said)
