"""The verb `trace`: from an amount to the verdict, the rows, the contract, the file, the line of the program; and back.

Each digest is recomputed from what is there now; one that does not fit is a finding of its own hop.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from milepost.actions.ports import ProgramFolder, State, Warehouse
from milepost.actions.programs import in_force, sound
from milepost.actions.rules import NOT_FITTING
from milepost.actions.trace_hops import Tracer
from milepost.actions.trace_roots import known_ids, roots_of
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.near import hint
from milepost.record.event import Event
from milepost.roadmap.facts import FORMS
from milepost.roadmap.hop import Fit, Hop, Trace
from milepost.roadmap.rules import NO_SUCH_ID


def trace(asked: str, folder: ProgramFolder, state: State, warehouse: Warehouse) -> Trace:
    """Trace an event, a ledger entry, `kind/slug`, a digest, or `path:line` of the accepted program.

    Raises Refused with MP640 when there is nothing of that name, MP620 when no program was accepted.
    """
    program = in_force(state.record).program
    events = state.record.events(*FORMS)
    roots = roots_of(asked, program, events, state.record)
    if not roots:
        sound(state.record)  # an id that was changed is a broken link, not a name that never was
        names = known_ids(program, events)
        raise Refused(NO_SUCH_ID.at(None, f"nothing that was recorded is called {asked}", hint(asked, names, "id")))
    walk = Walk.of(events)
    tracer = Tracer(program=program, folder=folder, state=state, warehouse=warehouse)
    hops = tuple(dict.fromkeys(hop for event in walk.down(roots) for hop in tracer.hops(event)))
    leads_to = tuple(f"{each.type} {each.subject} {each.id}" for each in walk.up(roots))
    return Trace(asked=asked, hops=hops, leads_to=leads_to, findings=tuple(_findings(hops)))


@dataclass(frozen=True, kw_only=True)
class Walk:
    """The record's events as a graph of causes."""

    events: dict[str, Event]
    effects: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Sequence[Event]) -> "Walk":
        """Index events by id and by what they led to. An event follows from the acceptance it was judged under."""
        walk = cls(events={each.id: each for each in events})
        for each in events:
            for cause in each.causes:
                walk.effects.setdefault(cause, []).append(each.id)
        return walk

    def down(self, roots: Sequence[Event]) -> Iterator[Event]:
        """Give the roots and all that caused them, nearest first, each once."""
        return self._spread(roots, lambda event: event.causes)

    def up(self, roots: Sequence[Event]) -> Iterator[Event]:
        """Give all that the roots led to, nearest first, without the roots."""
        asked = {each.id for each in roots}
        found = self._spread(roots, lambda event: self.effects.get(event.id, ()))
        return (each for each in found if each.id not in asked)

    def _spread(self, roots: Sequence[Event], near: Callable[[Event], Sequence[str]]) -> Iterator[Event]:
        queue, seen = list(roots), {str(each.id) for each in roots}
        while queue:
            event = queue.pop(0)
            yield event
            fresh = [name for name in near(event) if name in self.events and name not in seen]
            seen.update(fresh)
            queue += [self.events[name] for name in fresh]


def _findings(hops: Sequence[Hop]) -> Iterator[Finding]:
    for hop in hops:
        if hop.fit is Fit.DIFFERS:
            where = f" ({hop.place})" if hop.place else ""
            now = f"has {hop.found}" if hop.found else "is gone"
            hint = "let it be signed again with `milepost attest`" if hop.what == "document" else NOT_FITTING.fix
            yield NOT_FITTING.at(None, f"{hop.what} {hop.id}{where} {now}; the record names {hop.claimed}", hint)
