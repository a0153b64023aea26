"""From a status and its facts to the outlook: the plan seen from today, against what was first accepted."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np

from milepost.kernel.time import day_in
from milepost.kernel.words import CapabilityWord, MilestoneWord
from milepost.plan.criticality import criticality
from milepost.plan.inputs import model_of
from milepost.plan.model import NEVER, PlanModel
from milepost.plan.network import Dates, Schedule, dates_of, later, schedule_of, slower
from milepost.plan.progress import Progress
from milepost.plan.simulate import Simulated, simulate
from milepost.roadmap.baseline import Baseline, Promise, baseline_of
from milepost.roadmap.facts import Facts
from milepost.roadmap.outlook import Dated, Delay, Outlook, Slipped
from milepost.roadmap.progress import progress_of
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item

SCENARIOS, SEED = 2_000, 1
TRIED = 28.0
"""Days by which each open capability is slipped to tell what it would delay."""
MOST_TRIED = 40
"""How many are laid out anew to tell what they delay: those with least room, so that a large plan stays quick."""


def outlook_of(
    status: RoadmapStatus,
    facts: Facts,
    slips: Mapping[str, float] | None = None,
    *,
    seed: int = SEED,
    scenarios: int = SCENARIOS,
) -> Outlook:
    """Set the forecast of a status's program against the accepted baseline.

    `slips` are days by the slug of a capability, for a what-if. A program never accepted is drawn on paper from its
    start, with nothing known. The same status and seed give the same outlook.
    """
    return _Reckoning(status=status, facts=facts, seed=seed, scenarios=scenarios).outlook(slips or {})


@dataclass(kw_only=True)
class _Reckoning:
    status: RoadmapStatus
    facts: Facts
    seed: int
    scenarios: int
    baseline: Baseline = field(init=False)
    model: PlanModel = field(init=False)
    today: date = field(init=False)

    def __post_init__(self) -> None:
        program = self.status.program
        self.baseline = baseline_of(self.facts, self.status.as_of)
        self.today = day_in(self.status.as_of, program.program.time_zone)
        self.progress = self._progress()
        self.model = model_of(program, self.progress) if self.is_accepted else model_of(program)

    def _progress(self) -> Progress:
        """Take the record's progress, as of today; a milestone that is reopened now was achieved when it first was."""
        found = progress_of(self.status.program, self.facts, self.status.as_of)
        zone = self.status.program.program.time_zone
        firsts = {each.ref.partition("/")[2]: _first_achieved(each) for each in self.status.milestones}
        earlier = {slug: day_in(first, zone) for slug, first in firsts.items() if first is not None}
        return replace(found, day=self.today, achieved=earlier | dict(found.achieved))

    @property
    def is_accepted(self) -> bool:
        return self.status.accepted is not None

    @cached_property
    def schedule(self) -> Schedule:
        return schedule_of(self.model)

    @cached_property
    def dates(self) -> Dates:
        return dates_of(self.model)

    @cached_property
    def futures(self) -> Simulated:
        return simulate(self.model, self.seed, self.scenarios)

    @cached_property
    def places(self) -> dict[str, int]:
        return {each.slug: place for place, each in enumerate(self.model.capabilities)}

    def outlook(self, slips: Mapping[str, float]) -> Outlook:
        program, slots = self.status.program.program, self.schedule.slots
        return Outlook(
            today=self.today,
            starts=program.starts,
            ends=program.period.end,
            finish=self.model.day(self.schedule.finish),
            milestones=tuple(self._milestones()),
            capabilities=tuple(self._capabilities()),
            path=tuple(f"capability/{slots[place].slug}" for place in self.schedule.path),
            is_accepted=self.is_accepted,
            what_if=Slipped(slips=slips, moved=self._moved(self.dates, self._slipped(slips))) if slips else None,
        )

    def _capabilities(self) -> Iterator[Dated]:
        tried = self._tried()
        indices = criticality(self.futures)
        for item in self.status.capabilities:
            slug = item.ref.partition("/")[2]
            place = self.places.get(slug)
            if place is not None:
                yield self._capability(item, place, float(indices[place]), is_tried=place in tried)

    def _capability(self, item: Item[CapabilityWord], place: int, index: float, *, is_tried: bool) -> Dated:
        slot, is_over = self.schedule.slots[place], item.judged.word is CapabilityWord.STOPPED
        promise = self.baseline.capabilities.get(slot.slug)
        done = self.model.day(slot.live)
        if is_over and not slot.is_done:
            done = None
        slip = None if is_over else _between(promise, done)
        shown = not slot.is_done and not is_over
        low, middle, high = self._spread(self.futures.live[:, place]) if shown else (None, None, None)
        found = Dated(
            ref=item.ref,
            title=item.title,
            owner=item.owner,
            word=item.judged.word,
            because=item.judged.because,
            is_done=slot.is_done or is_over,
            begun=self.model.day(slot.begun) if done else None,
            done=done,
            baseline=promise,
            low=low,
            middle=middle,
            high=high,
            slip=slip,
            slack=_finite(slot.slack),
            to_due=_finite(slot.to_due),
            is_critical=shown and slot.is_critical,
            index=index if shown else None,
            waits_for=tuple(f"capability/{self.schedule.slots[each].slug}" for each in slot.waits_for),
            would_delay=self._harmed(self.dates, self._slipped({slot.slug: TRIED}), slot.slug) if is_tried else (),
        )
        return replace(found, delays=self._delays(found, place)) if found.is_late and is_tried else found

    def _slipped(self, slips: Mapping[str, float]) -> Dates:
        return dates_of(slower(self.model, slips))

    def _tried(self) -> set[int]:
        """Choose whose slips are tried: the open ones with least room to a date, then to the plan's end."""
        slots = self.schedule.slots
        still = [place for place, each in enumerate(slots) if not each.is_done and math.isfinite(each.live)]
        return set(sorted(still, key=lambda place: (slots[place].to_due, slots[place].slack))[:MOST_TRIED])

    def _delays(self, late: Dated, place: int) -> tuple[Delay, ...]:
        """Tell what this slip has moved so far: against a plan in which it was live on its baseline."""
        promise, slip = late.baseline, late.slip
        if promise is None or promise.done is None or slip is None:
            return ()
        kept = replace(self.model.capabilities[place], done=self.model.number(promise.done), works=True)
        capabilities = (*self.model.capabilities[:place], kept, *self.model.capabilities[place + 1 :])
        # Without today: what follows might have been live by now, had it not waited.
        kept_dates = dates_of(replace(self.model, capabilities=capabilities, as_of=-NEVER))
        found = self._harmed(kept_dates, self.dates, late.ref.partition("/")[2])
        driven = self._driven_by(place)
        return tuple(
            replace(each, days=min(each.days, slip, each.beyond or NEVER)) for each in found if each.ref in driven
        )

    def _driven_by(self, place: int) -> set[str]:
        """Return what would begin or be reached earlier only if the capability at `place` were, by `kind/slug`."""
        slots, driven = self.schedule.slots, {place}
        for other in sorted(range(len(slots)), key=lambda each: slots[each].begun):
            if driven & set(slots[other].waits_for):
                driven.add(other)
        milestones = [each.slug for each in self.model.milestones if driven & set(each.capabilities)]
        return {f"capability/{slots[each].slug}" for each in driven} | {f"milestone/{slug}" for slug in milestones}

    def _harmed(self, old: Dates, new: Dates, but: str) -> tuple[Delay, ...]:
        """List what a capability's slip harms: a milestone that keeps its date is moved, not delayed."""
        found = self._moved(old, new)
        return tuple(
            each for each in found
            if each.ref != f"capability/{but}" and (each.beyond is None or each.beyond > 0)
        )  # fmt: skip

    def _moved(self, old: Dates, new: Dates) -> tuple[Delay, ...]:
        """List what comes later in `new`, the farthest first; a milestone that was achieved does not."""
        moved = later(old, new)
        found = [Delay(ref=f"capability/{slug}", days=days) for slug, days in moved.capabilities.items()]
        due = {each.slug: each.due for each in self.model.milestones}
        for slug, days in moved.milestones.items():
            if slug not in self.progress.achieved:
                beyond = _finite(new.milestones[slug] - due[slug])
                found.append(Delay(ref=f"milestone/{slug}", days=days, beyond=beyond))
        return tuple(sorted(found, key=lambda each: (-each.days, each.ref)))

    def _milestones(self) -> Iterator[Dated]:
        columns = {each.slug: column for column, each in enumerate(self.model.milestones)}
        for item in self.status.milestones:
            slug = item.ref.partition("/")[2]
            yield self._milestone(item, columns[slug])

    def _milestone(self, item: Item[MilestoneWord], column: int) -> Dated:
        milestone = self.model.milestones[column]
        achieved = self.progress.achieved.get(milestone.slug) if self.is_accepted else None
        planned = self.model.day(self.schedule.milestones[column])
        is_spent = self.is_accepted and planned is not None and planned <= self.today
        done = achieved or (None if is_spent else planned)
        due, promise = self.model.day(milestone.due), self.baseline.milestones.get(milestone.slug)
        slip = _between(promise, done)
        is_open_late = done is None and promise is not None and promise.done is not None and promise.done < self.today
        days = self.futures.milestones[:, column]
        low, middle, high = (None, None, None) if achieved or is_spent else self._spread(days)
        return Dated(
            ref=item.ref,
            title=item.title,
            owner=item.owner,
            word=item.judged.word,
            because=item.judged.because,
            is_done=achieved is not None,
            begun=None,
            done=done,
            baseline=promise,
            due=due,
            low=low,
            middle=middle,
            high=high,
            slip=_between(promise, self.today) if is_open_late else slip,
            is_at_least=is_open_late,
            chance=None if achieved or due is None or is_spent else float((days <= milestone.due).mean()),
            waits_for=tuple(
                f"capability/{self.schedule.slots[place].slug}"
                for place in milestone.capabilities
                if not self.schedule.slots[place].is_done
            ),
        )

    def _spread(self, days: np.ndarray) -> tuple[date | None, date | None, date | None]:
        """Return p10, p50 and p90 of the days on which it comes; not before today, None where it never comes."""
        coming = days[np.isfinite(days)]
        if not len(coming):
            return None, None, None
        now = self.model.number(self.today) if self.is_accepted else -math.inf
        low, middle, high = (max(float(each), now) for each in np.quantile(coming, (0.1, 0.5, 0.9)))
        return self.model.day(low), self.model.day(middle), self.model.day(high)


def _first_achieved(item: Item[MilestoneWord]) -> datetime | None:
    return next((each.start for each in item.spans if each.word is MilestoneWord.ACHIEVED), None)


def _between(promise: Promise | None, done: date | None) -> float | None:
    return float((done - promise.done).days) if promise and promise.done and done else None


def _finite(days: float) -> float | None:
    return days if math.isfinite(days) else None
