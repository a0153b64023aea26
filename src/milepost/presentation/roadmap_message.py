"""The roadmap's first sentence: what is late, and what that delays."""

from milepost.presentation.numbers import percent
from milepost.presentation.report.wording import capital, counted
from milepost.presentation.roadmap_words import weeks
from milepost.roadmap.outlook import Dated, Outlook


def message(of: Outlook, titles: dict[str, str]) -> str:
    """Say in a full sentence what is late and what it delays, or that nothing is."""
    if not of.capabilities and not of.milestones:
        return "The program has no milestones and no capabilities yet."
    late = sorted((each for each in of.capabilities if each.is_late and not each.is_done), key=_by_harm)
    missed = [each for each in of.milestones if each.is_late and not each.is_done]
    never = [each for each in of.capabilities if not each.is_done and each.done is None]
    said = [_late(late, missed, titles)] if late or missed else []
    said += [_never(never)] if never else []
    if said:
        return " ".join(said)
    return _in_time(of) if of.is_accepted else _on_paper(of)


def _by_harm(of: Dated) -> tuple[float, float]:
    return (-max((each.days for each in of.delays), default=0.0), -(of.slip or 0.0))


def _late(late: list[Dated], missed: list[Dated], titles: dict[str, str]) -> str:
    counts = [_number(counted(len(late), "capability", "capabilities"))] if late else []
    counts += [_number(counted(len(missed), "milestone"))] if missed else []
    are = "is" if len(late) + len(missed) == 1 else "are"
    lead = f"{capital(' and '.join(counts))} {are} late"
    worst = late[0] if late else None
    if worst is None:
        last = max(missed, key=lambda each: each.slip or 0.0)
        return f"{lead}: “{last.title}” by {weeks(last.slip or 0.0)}{' so far' if last.is_at_least else ''}."
    if not worst.delays:
        return f"{lead}; {worst.title} by {weeks(worst.slip or 0.0)}, which delays nothing else."
    return f"{lead}; {_delays(worst, titles)}."


def _delays(of: Dated, titles: dict[str, str]) -> str:
    first = of.delays[0]
    more = f" and {counted(len(of.delays) - 1, 'more thing')}" if len(of.delays) > 1 else ""
    return f"{of.title} delays “{titles.get(first.ref, first.ref)}” by {weeks(first.days)}{more}"


def _never(never: list[Dated]) -> str:
    return (
        f"{_listed([each.title for each in never])} can't come live by this plan: a seat, a team or a need is missing."
    )


def _in_time(of: Outlook) -> str:
    still = [each for each in of.capabilities if not each.is_done]
    if not still:
        return f"All {counted(len(of.capabilities), 'capability', 'capabilities')} are live, and no milestone is late."
    path = {ref: place for place, ref in enumerate(of.path)}
    critical = [each.title for each in sorted(still, key=lambda one: path.get(one.ref, len(path))) if each.is_critical]
    lead = f"Nothing is late{_least(of)}"
    if not critical:
        return f"{lead}; the last day of the plan waits for a measurement, not for work."
    return f"{lead}; a slip of {_listed(critical)} would move the last day of the plan."


def _on_paper(of: Outlook) -> str:
    """Say what the files draw: nobody accepted them, so that nothing can slip."""
    over = [each for each in of.milestones if each.done and each.due and each.done > each.due]
    path = [title for ref in of.path for title in [next(e.title for e in of.capabilities if e.ref == ref)]]
    lead = f"On paper {_listed(path)} {'is' if len(path) == 1 else 'are'} the longest chain" if path else "On paper"
    if not over:
        joint = ";" if path else ""
        return f"{lead}{joint} all milestones are in time{_least(of)}."
    worst = max(over, key=lambda each: (each.done - each.due).days if each.done and each.due else 0)
    assert worst.done is not None
    assert worst.due is not None
    joint = ", and" if path else ""
    return f"{lead}{joint} “{worst.title}” misses its date by {weeks((worst.done - worst.due).days)}."


def _least(of: Outlook) -> str:
    """Name the milestone whose date is least likely: medians alone promise more than they keep."""
    found = min((each for each in of.milestones if each.chance is not None), key=_chance, default=None)
    return f", but “{found.title}” has a chance of {percent(_chance(found))}" if found and _chance(found) < 0.8 else ""


def _chance(of: Dated) -> float:
    return 1.0 if of.chance is None else of.chance


def _listed(names: list[str], most: int = 3) -> str:
    shown = names[:most] + ([f"{len(names) - most} more"] if len(names) > most else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _number(text: str) -> str:
    """Write the number in front as a word where it is small: a sentence does not begin with a digit."""
    first, space, rest = text.partition(" ")
    return f"{_WORDS[int(first)]}{space}{rest}" if first.isdigit() and int(first) < len(_WORDS) else text
