"""How the choice of an operating model stands, in words and as JSON. Imports nothing heavy: a status shows it."""

from collections.abc import Iterator

from milepost.kernel.time import day_in, format_instant
from milepost.record.canonical import Json, to_json
from milepost.roadmap.triggers import Standing, Trigger


def approach_said(standing: Standing, zone: str) -> Iterator[str]:
    """Say in a sentence what was chosen, when, by whom, and whether something has tripped since."""
    if standing.choice is not None:
        chosen, day = standing.choice.fact, day_in(standing.choice.at, zone)
        count = len(standing.triggers)
        since = "nothing has tripped since" if not count else f"{count} limit{'s' * (count > 1)} passed since"
        since += f"; the program says {standing.says} now" if standing.differs else ""
        yield f"Operating model {chosen.approach}, chosen on {day} by {chosen.signer}; {since}."


def standing_said(standing: Standing | None, zone: str) -> Iterator[str]:
    """Say what was chosen, by whom and why, and what has tripped since."""
    if standing is None or standing.choice is None:
        yield "No choice is recorded: `milepost approaches choose MODEL --because TEXT --signer ROLE`."
    else:
        chosen, day = standing.choice.fact, day_in(standing.choice.at, zone)
        since = "Nothing has tripped since." if not standing.triggers else ""
        yield f"{chosen.approach} was chosen on {day} by {chosen.signer}: {chosen.because}. {since}".rstrip()
        if standing.differs:
            yield f"The accepted program says {standing.says}: no choice is recorded of that."
    for each in standing.triggers if standing else ():
        kept = "" if each.holds else ", kept again"
        yield (
            f"Tripped since {day_in(each.since, zone)}{kept}: {each.gauge}, {each.reading.number}, asked "
            f"{each.reading.threshold} ({each.reading.because}). role/{each.decides} decides."
        )


def approach_data(standing: Standing | None) -> dict[str, Json] | None:
    """Give how the choice stands as JSON values; None where nothing was ever accepted or chosen."""
    if standing is None:
        return None
    choice = standing.choice
    return {
        "choice": {"event": choice.event.id, "at": format_instant(choice.at), **_chosen(choice.fact)}
        if choice
        else None,
        "program_says": standing.says.value,
        "differs": standing.differs,
        "triggers": [_trigger(each) for each in standing.triggers],
    }


def _chosen(fact: object) -> dict[str, Json]:
    told = to_json(fact)
    assert isinstance(told, dict)
    return told


def _trigger(each: Trigger) -> dict[str, Json]:
    return {
        "trigger": each.gauge.value,
        "since": format_instant(each.since),
        "number": each.reading.number,
        "threshold": each.reading.threshold,
        "because": each.reading.because,
        "holds": each.holds,
        "decides": each.decides,
        "command": "milepost approaches",
    }
