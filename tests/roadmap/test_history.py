"""Words over time: judged at few instants, as if judged at all of them."""

from datetime import timedelta

import pytest
from hypothesis import given, settings

from milepost.kernel.words import CapabilityWord, MilestoneWord
from milepost.roadmap.history import History, Thing
from milepost.roadmap.judge import Bench
from milepost.roadmap.status import derive_status
from milepost.roadmap.words import Span
from roadmap.naive import NaiveHistory
from roadmap.told import Told, at, compiled
from roadmap.turns import MANY, PROGRAMS, START, lived
from surfaces.cli.small_program import WORTH_IT, milestone

DAY = timedelta(days=1)
THINGS = [(Thing.MILESTONE, "proven"), (Thing.MILESTONE, "wider"), (Thing.CAPABILITY, "mail"), (Thing.GOAL, "grow")]


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(turns=MANY)
def test_few_instants_tell_what_all_tell(turns: list[tuple[str, int, int]]) -> None:
    told, now = lived(turns)
    bench = Bench(facts=told.facts())
    for until in (now, now + 400 * DAY):
        few, every = History(bench=bench, until=until), NaiveHistory(bench=bench, until=until)
        for thing, slug in THINGS:
            assert few.spans(thing, slug) == every.spans(thing, slug)
            assert few.since(thing, slug, until) == every.since(thing, slug, until)
            assert len(few.instants(thing, slug)) <= len(every.instants(thing, slug))


def test_a_level_that_changes_nothing_is_no_instant() -> None:
    told = Told()
    told.accept(START, PROGRAMS[1])
    for day in range(100):
        told.load(START + day * DAY, f"rows {day}")
        told.measure(START + day * DAY, "0.75", f"rows {day}")
    history = History(bench=Bench(facts=told.facts()), until=START + 100 * DAY)
    assert len(history.instants(Thing.GOAL, "grow")) < 10


def test_spans_tell_each_word_from_when_to_when() -> None:
    told = Told()
    told.accept(START, compiled(milestone(asks=WORTH_IT.replace("365d", "30d"))))
    told.load(at("2026-10-20"))
    told.read(at("2026-10-21"))
    told.post(at("2026-10-21"))
    status = derive_status(told.facts(), at("2026-12-01"), with_spans=True)
    assert status is not None
    (proven,), (mail,) = status.milestones, status.capabilities
    assert [each.word for each in proven.spans] == [
        MilestoneWord.ON_TRACK, MilestoneWord.NO_DATA, MilestoneWord.ON_TRACK, MilestoneWord.ACHIEVED,
        MilestoneWord.REOPENED,
    ]  # fmt: skip
    assert [each.word for each in mail.spans] == [
        CapabilityWord.NOT_STARTED, CapabilityWord.RUNNING, CapabilityWord.INCONCLUSIVE, CapabilityWord.PROVEN,
    ]  # fmt: skip
    for item in (proven, mail):
        assert item.spans[-1] == Span(word=item.judged.word, start=item.since, until=None)
        assert [each.until for each in item.spans[:-1]] == [each.start for each in item.spans[1:]]
        assert all(one.word is not other.word for one, other in zip(item.spans, item.spans[1:], strict=False))


def test_a_milestone_taken_out_and_put_back_leaves_a_gap() -> None:
    told, other = Told(), compiled(milestone("other"))
    without = type(other)(
        **{name: getattr(other, name) for name in other.__dataclass_fields__}
        | {"milestones": {slug: each for slug, each in other.milestones.items() if slug != "proven"}}
    )
    for when, program in ((START, other), (START + DAY, without), (START + 2 * DAY, other)):
        told.accept(when, program)
    status = derive_status(told.facts(), START + 2.5 * DAY, with_spans=True)
    assert status is not None
    spans = next(each for each in status.milestones if each.ref == "milestone/proven").spans
    assert [(each.word, each.start, each.until) for each in spans] == [
        (MilestoneWord.ON_TRACK, told.facts().programs[0][0].at, told.facts().programs[1][0].at),
        (MilestoneWord.ON_TRACK, told.facts().programs[2][0].at, None),
    ]
