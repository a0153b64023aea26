"""The verb `experiment register`: write an experiment's design into the record, before its first exposure."""

from dataclasses import dataclass
from datetime import datetime

from milepost.actions.design_program import experiment_named
from milepost.actions.ports import State
from milepost.actions.programs import facts_until, in_force, sound
from milepost.actions.rules import REGISTERED_LATE
from milepost.experiments.registration import REGISTERED, Registration, registration_of
from milepost.kernel.finding import Finding
from milepost.record.canonical import to_json
from milepost.record.event import EventId, Fact
from milepost.roadmap.registered import late_because


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What was registered. `is_new` is False where the last registration says the same; a late one has MP644."""

    registration: Registration
    event: str
    is_new: bool
    findings: tuple[Finding, ...]


def register_experiment(state: State, slug: str, actor: str, now: datetime) -> Registered:
    """Record the design of an experiment of the accepted program.

    It is late once the experiment was read, its period has begun, or, without a period, its source was loaded; it is
    then recorded as late, with MP644. Raises Refused with MP645 where there is no such experiment.
    """
    with state.lock():
        sound(state.record)
        version = in_force(state.record)
        experiment_named(version.program, slug)
        facts = facts_until(state.record)
        made = registration_of(version.program, slug, late_because(facts, slug, now))
        told = facts.registrations.get(slug, ())
        if told and told[-1].fact.digest == made.digest:
            return _registered(told[-1].fact, told[-1].event.id, is_new=False)
        fact = Fact(
            type=REGISTERED,
            subject=f"experiment/{slug}",
            key=f"{made.digest} after {told[-1].event.id if told else None}",
            actor=actor,
            program=version.program.digest,
            data={"registration": to_json(made)},
            causes=(EventId(version.event),),
        )
        return _registered(made, state.record.append([fact])[0].id, is_new=True)


def _registered(registration: Registration, event: str, *, is_new: bool) -> Registered:
    late = registration.late
    message = f"experiment/{registration.experiment} is registered late: {late}"
    findings = (REGISTERED_LATE.at(None, message, REGISTERED_LATE.fix),) if late else ()
    return Registered(registration=registration, event=event, is_new=is_new, findings=findings)
