"""What the answers of an interview leave open: the first gap list, by what it holds up."""

from collections.abc import Iterator

from milepost.program.documents.outline import Access
from milepost.program.starting.build import CapabilityAnswer
from milepost.program.starting.question import slug_of
from milepost.program.starting.questions import Answers


def gaps_of(answers: Answers) -> Iterator[str]:
    """Give each gap in a sentence: access, open seats, and what a capability does not say yet."""
    for source in answers.sources:
        if source.access is not Access.GRANTED or source.gap:
            why = f": {source.gap}" if source.gap else ""
            yield f"{source.title}: access {source.access}{why} (asked of {source.owner})"
    for person in answers.people:
        if not person.name:
            when = f"; expected {person.expected}" if person.expected else ", and nobody is expected"
            yield f"{person.title}: nobody holds it{when}"
    for capability in answers.capabilities:
        missing = list(_missing(answers, capability))
        if missing:
            yield f"{capability.title}: no {', no '.join(missing)}"
    if not answers.budget:
        yield "no budget: the plan is held against none"


def _missing(answers: Answers, each: CapabilityAnswer) -> Iterator[str]:
    priority = next((one for one in answers.priorities if slug_of(one.title) == slug_of(each.priority)), None)
    if each.reach is None and (priority is None or priority.population is None):
        yield "reach"
    if each.governance is None:
        yield "governance step"
    if each.operations is None:
        yield "monitoring and alert owner"
    if each.cost_data is None:
        yield "cost of data"
    if each.cost_governance is None:
        yield "cost of governance"
