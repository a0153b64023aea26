"""The playbooks there are, each with when it is used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from milepost.presentation.playbook.beginning import data_readiness, kick_off
from milepost.presentation.playbook.ending import incident_and_rollback, retire, scale_to_a_new_channel
from milepost.presentation.playbook.proving import gate_review, pilot, weekly_review
from milepost.presentation.playbook.standing import Standing
from milepost.presentation.playbook.values import Checklist, Line, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """A checklist's name, when it is used, and what makes its sections."""

    title: str
    about: str
    sections: Callable[[Standing], Iterator[Section]]


PLAYBOOKS: dict[str, Playbook] = {
    "kick-off": Playbook(
        title="Kick-off",
        about="The first two weeks. Whatever is settled here is not argued about when the first result is bad.",
        sections=kick_off,
    ),
    "data-readiness": Playbook(
        title="Data readiness",
        about="Before anybody models. Late data is the most common reason why a roadmap slips.",
        sections=data_readiness,
    ),
    "pilot": Playbook(
        title="Pilot",
        about="From a plan written before the data to a decision after it.",
        sections=pilot,
    ),
    "gate-review": Playbook(
        title="Gate review",
        about="Each quarter. Evidence passes a gate; nobody's word does.",
        sections=gate_review,
    ),
    "weekly-review": Playbook(
        title="Weekly review",
        about="Half an hour with the owners. Only what waits for a person is spoken about.",
        sections=weekly_review,
    ),
    "incident-and-rollback": Playbook(
        title="Incident and roll-back",
        about="Stop first, explain later. Rehearsed before it is live, and read aloud when it happens.",
        sections=incident_and_rollback,
    ),
    "scale-to-a-new-channel": Playbook(
        title="Scale to a new channel",
        about="What was proven on one channel is a guess on the next. Consent and evidence do not travel.",
        sections=scale_to_a_new_channel,
    ),
    "retire": Playbook(
        title="Retire",
        about="Ending well: decided by a number, told in time, with data deleted and books kept.",
        sections=retire,
    ),
}


def checklist(name: str, at: Standing) -> Checklist:
    """Make the playbook of that name for a program as it stands; raises KeyError for a name that is none."""
    found = PLAYBOOKS[name]
    return Checklist(
        name=name,
        title=found.title,
        about=found.about,
        program=at.program.program.title,
        as_of=str(at.today),
        sections=tuple(_dated(each, at.today) for each in found.sections(at)),
    )


def _dated(section: Section, today: date) -> Section:
    """Say of what is open and past its day how long that is."""
    return replace(section, lines=tuple(_late(each, today) for each in section.lines))


def _late(line: Line, today: date) -> Line:
    if line.done or not line.by[:1].isdigit() or (day := date.fromisoformat(line.by)) >= today:
        return line
    return replace(line, by=f"{line.by}, {(today - day).days} days ago")
