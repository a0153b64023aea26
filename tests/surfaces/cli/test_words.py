"""Every status word, reached through the command line from files, tables and the clock alone."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from cli import Journey, item
from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord, Phase
from surfaces.cli.small_program import (
    EVEN,
    LOSES,
    WINS,
    WORTH_IT,
    arms,
    capability,
    experiment,
    goal,
    milestone,
    role,
    small_journey,
)

START, BEGUN, ENDED = "2026-10-02T12:00:00Z", "2026-10-10T12:00:00Z", "2026-10-20T12:00:00Z"
LATER, DUE_PASSED = "2026-10-21T12:00:00Z", "2027-02-01T12:00:00Z"
SIGNED = "evidence: attestation/trained, signed_by: analyst"
RECORDED = "2026-10-20T12:00:00"
"""When what a run at ENDED records is recorded, to the second."""


@dataclass(frozen=True)
class Scene:
    """A way to a word: `live` gives the item (or criterion) that bears it; the rest is what must stand beside it."""

    word: StrEnum
    how: str
    live: Callable[[Journey], dict[str, Any]]
    because: str
    number: str | None = None
    threshold: str | None = None
    since: str = ""
    owner: str = "crm-lead"

    def __str__(self) -> str:
        return f"{type(self.word).__name__}-{self.word}-{self.how}".replace(" ", "-")


SCENES: list[Scene] = []


def scene(word: StrEnum, how: str, because: str, **told: str) -> Callable[[Callable[[Journey], dict[str, Any]]], None]:
    """Register the function below as a way to `word`."""
    return lambda live: SCENES.append(Scene(word, how, live, because, **told))


def accepted(journey: Journey, *documents: str) -> Journey:
    """Write the program with `documents` laid over it and have it accepted at START."""
    small_journey(journey, *documents).accept(START)
    return journey


def read(journey: Journey, table: str, *documents: str, code: int = 0) -> Journey:
    """The same, and its table is read at ENDED, when the data is complete."""
    accepted(journey, *documents)
    said = journey.run(ENDED, crm=journey.table(table))
    assert said.code == code, said
    return journey


def milestone_at(journey: Journey, now: str, *arguments: str, slug: str = "proven") -> dict[str, Any]:
    return item(journey.status(now, *arguments), f"milestone/{slug}")


def capability_at(journey: Journey, now: str, *arguments: str) -> dict[str, Any]:
    return item(journey.status(now, *arguments), "capability/mail")


def goal_at(journey: Journey, now: str, *arguments: str) -> dict[str, Any]:
    return item(journey.status(now, *arguments), "goal/grow")


def criterion_at(journey: Journey, now: str, *arguments: str) -> dict[str, Any]:
    """Give the first criterion of the milestone; since and owner stand with the milestone that asks for it."""
    asked = milestone_at(journey, now, *arguments)
    return {**asked["criteria"][0], "since": asked["since"], "owner": asked["owner"]}


# Criteria: the six phases.


@scene(Phase.PENDING, "before the experiment", "the experiment starts on 2026-10-05")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(accepted(journey), START)


@scene(Phase.PENDING, "grade below the asked", "the evidence has grade C, A is asked")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(read(journey, WINS, experiment(stated=False)), LATER)


@scene(Phase.PENDING, "expired", "the evidence expired on 2026-10-29")
def _(journey: Journey) -> dict[str, Any]:
    briefly = WORTH_IT.replace("365d", "10d")
    return criterion_at(read(journey, WINS, milestone(asks=briefly)), LATER, "--as-of", "2026-10-31")


@scene(Phase.RUNNING, "while data is collected", "data is collected through 2026-10-18")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(accepted(journey), BEGUN)


@scene(Phase.SUCCESSFUL, "met", "lower95 is USD 65.10", number="USD 65.10", threshold=">= 0 USD")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(read(journey, WINS), LATER)


@scene(Phase.FAILED, "out of reach", "the threshold is out of reach", number="−USD 114.90", threshold=">= 0 USD")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(read(journey, LOSES), LATER)


@scene(Phase.INCONCLUSIVE, "neither", "upper95 USD 10.20", number="−USD 9.60", threshold=">= 0 USD")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(read(journey, EVEN), LATER)


@scene(Phase.ERROR, "not readable", "the treatment arm 'Mail' is not in the table")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(read(journey, WINS.replace("Mail", "Post"), code=1), LATER)


@scene(Phase.ERROR, "contract broken", "source/crm: crm.csv has no column spend")
def _(journey: Journey) -> dict[str, Any]:
    return criterion_at(read(journey, WINS.replace("spend", "spent"), code=1), LATER)


# Milestones.


@scene(
    MilestoneWord.ACHIEVED,
    "every criterion met",
    "every exit criterion is met: lower95 is USD 65.10",
    number="USD 65.10",
    threshold=">= 0 USD",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return milestone_at(read(journey, WINS), LATER)


@scene(
    MilestoneWord.REOPENED,
    "by expiry",
    "achieved on 2026-10-20, and not now: the evidence expired on 2026-10-29",
    threshold="net value lower95 >= 0 USD, grade A",
    since="2026-10-29T04:00:00.000001",
)
def _(journey: Journey) -> dict[str, Any]:
    briefly = WORTH_IT.replace("365d", "10d")
    return milestone_at(read(journey, WINS, milestone(asks=briefly)), LATER, "--as-of", "2026-10-31")


@scene(
    MilestoneWord.REOPENED,
    "by a worse reading",
    "achieved on 2026-10-20, and not now: upper95 is −USD 95.10",
    number="−USD 114.90",
    threshold=">= 0 USD",
    since=LATER[:19],
)
def _(journey: Journey) -> dict[str, Any]:
    read(journey, WINS).run(LATER, crm=journey.table(LOSES)).ok()
    return milestone_at(journey, "2026-10-22T12:00:00Z")


@scene(
    MilestoneWord.MISSED,
    "due passed",
    "was due on 2027-01-31",
    threshold="net value lower95 >= 0 USD, grade A",
    since="2027-02-01T05:00:00",
)
def _(journey: Journey) -> dict[str, Any]:
    return milestone_at(accepted(journey), LATER, "--as-of", "2027-02-01")


@scene(
    MilestoneWord.OFF_TRACK,
    "a criterion failed",
    "a criterion failed: upper95 is −USD 95.10",
    number="−USD 114.90",
    threshold=">= 0 USD",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return milestone_at(read(journey, LOSES), LATER)


@scene(
    MilestoneWord.AT_RISK,
    "evidence expires soon",
    "the evidence of attestation/trained expires in 10 days",
    number="10d",
    threshold="> 14d",
    since="2026-10-18T03:59:59.999999",
)
def _(journey: Journey) -> dict[str, Any]:
    accepted(journey, milestone(asks=f"{WORTH_IT}\n{SIGNED}"))
    journey.attest(START, "trained", "analyst", "assignment.md", "2026-10-31").ok()
    return milestone_at(journey, LATER)


@scene(
    MilestoneWord.AT_RISK,
    "a dependency late",
    "waits for milestone/proven, which is missed",
    since="2027-02-01T05:00:00",
)
def _(journey: Journey) -> dict[str, Any]:
    accepted(journey, milestone(), milestone("wider", quarter="2027Q2", after="proven"))
    return milestone_at(journey, LATER, "--as-of", "2027-02-01", slug="wider")


@scene(
    MilestoneWord.NO_DATA,
    "nothing will give the evidence",
    "nothing was ever loaded from source/crm",
    threshold="net value lower95 >= 0 USD, grade A",
    since="2026-10-19T04:00:00",
)
def _(journey: Journey) -> dict[str, Any]:
    return milestone_at(accepted(journey), LATER)


@scene(
    MilestoneWord.ON_TRACK,
    "nothing is late",
    "not yet met: data is collected through 2026-10-18",
    threshold="net value lower95 >= 0 USD, grade A",
    since=START,
)
def _(journey: Journey) -> dict[str, Any]:
    return milestone_at(accepted(journey), BEGUN)


# Capabilities.


@scene(
    CapabilityWord.STOPPED,
    "by retirement",
    "retired on 2026-10-20: it costs more than it earns",
    since="2026-10-20T04:00:00",
)
def _(journey: Journey) -> dict[str, Any]:
    retired = "retired: {on: 2026-10-20, because: it costs more than it earns}\n"
    return capability_at(accepted(journey, capability(more=retired)), LATER)


@scene(CapabilityWord.STOPPED, "by removal", "taken out of the accepted program", since=LATER)
def _(journey: Journey) -> dict[str, Any]:
    accepted(journey, capability("sms", needs="data: [crm]"), milestone("wider", capabilities="[mail, sms]"))
    small_journey(journey, milestone("wider")).accept(LATER)
    return item(journey.status("2026-10-22T12:00:00Z"), "capability/sms")


@scene(
    CapabilityWord.HARMFUL,
    "by its value",
    "loses at least USD 95.10",
    number="−USD 95.10",
    threshold=">= 0",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(read(journey, LOSES), LATER)


@scene(CapabilityWord.HARMFUL, "by a guardrail", "guardrail spent failed", since=RECORDED)
def _(journey: Journey) -> dict[str, Any]:
    spent = "kind: Metric\nid: spent\nsource: crm\nper: customer\ncolumn: spend\n"
    guarded = experiment(more="guardrails: [{metric: spent, margin: 0.1}]\n", stated=False)
    return capability_at(read(journey, LOSES, spent, guarded), LATER)


@scene(
    CapabilityWord.BLOCKED,
    "by a broken contract",
    "source/crm breaks its contract: crm.csv has no column spend",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(read(journey, WINS.replace("spend", "spent"), code=1), LATER)


@scene(CapabilityWord.BLOCKED, "by an unfilled role", "role/designer is unfilled", since=START)
def _(journey: Journey) -> dict[str, Any]:
    needed = capability(needs="data: [crm], roles: [designer]")
    return capability_at(accepted(journey, needed, role("designer")), LATER)


@scene(
    CapabilityWord.PROVEN,
    "value above nought",
    "earned at least USD 65.10 (estimate USD 75.00, 95% interval 63.20 to 86.80)",
    number="USD 65.10",
    threshold="> 0",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(read(journey, WINS), LATER)


@scene(
    CapabilityWord.INCONCLUSIVE,
    "neither",
    "the interval holds both a gain and a loss",
    number="−USD 9.60",
    threshold="> 0, grade A or B",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(read(journey, EVEN), LATER)


@scene(
    CapabilityWord.INCONCLUSIVE,
    "grade too low",
    "grade C proves nothing",
    number="USD 65.10",
    threshold="> 0, grade A or B",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(read(journey, WINS, experiment(stated=False)), LATER)


@scene(
    CapabilityWord.INCONCLUSIVE,
    "evidence expired",
    "the evidence expired on 2026-10-29",
    number="USD 65.10",
    threshold="unexpired",
    since="2026-10-29T04:00:00.000001",
)
def _(journey: Journey) -> dict[str, Any]:
    brief = experiment(more="valid_for: 10d\n")
    return capability_at(read(journey, WINS, brief), LATER, "--as-of", "2026-10-31")


@scene(CapabilityWord.INCONCLUSIVE, "not readable", "the treatment arm 'Mail' is not in the table", since=RECORDED)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(read(journey, WINS.replace("Mail", "Post"), code=1), LATER)


@scene(
    CapabilityWord.ATTESTED,
    "signed and without value",
    "attested by analyst, good through 2027-01-31",
    since=LATER[:19],
)
def _(journey: Journey) -> dict[str, Any]:
    accepted(journey, milestone("trained", asks=SIGNED))
    journey.attest(LATER, "trained", "analyst", "assignment.md", "2027-01-31").ok()
    return capability_at(journey, "2026-10-22T12:00:00Z")


@scene(
    CapabilityWord.RUNNING,
    "an experiment has begun",
    "experiment/spring-test began on 2026-10-05",
    since="2026-10-05T04:00:00",
)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(accepted(journey), BEGUN)


@scene(CapabilityWord.NOT_STARTED, "none has begun", "no experiment or release has begun", since=START)
def _(journey: Journey) -> dict[str, Any]:
    return capability_at(accepted(journey), START)


# Goals.


@scene(
    GoalWord.REACHED,
    "target met",
    "kpi/margin is 0.75 USD",
    number="0.75 USD",
    threshold=">= 0.7 USD by 2028-03-31",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return goal_at(read(journey, WINS, goal("0.70 USD")), LATER)


@scene(
    GoalWord.NO_DATA,
    "never measured",
    "kpi/margin was never measured inside the horizon",
    threshold=">= 9 USD by 2028-03-31",
    since=START,
)
def _(journey: Journey) -> dict[str, Any]:
    return goal_at(accepted(journey, goal()), LATER)


@scene(
    GoalWord.OFF_TRACK,
    "a milestone off track",
    "milestone/proven is off track; kpi/margin is 0.45 USD",
    number="0.45 USD",
    threshold=">= 9 USD by 2028-03-31",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return goal_at(read(journey, LOSES, goal()), LATER)


@scene(
    GoalWord.AT_RISK,
    "a milestone reopened",
    "milestone/proven is reopened; kpi/margin is 0.75 USD",
    number="0.75 USD",
    threshold=">= 9 USD by 2028-03-31",
    since="2026-10-29T04:00:00.000001",
)
def _(journey: Journey) -> dict[str, Any]:
    briefly = WORTH_IT.replace("365d", "10d")
    return goal_at(read(journey, WINS, goal(), milestone(asks=briefly)), LATER, "--as-of", "2026-10-31")


@scene(
    GoalWord.ON_TRACK,
    "no milestone late",
    "kpi/margin is 0.75 USD",
    number="0.75 USD",
    threshold=">= 9 USD by 2028-03-31",
    since=RECORDED,
)
def _(journey: Journey) -> dict[str, Any]:
    return goal_at(read(journey, WINS, goal()), LATER)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_word_is_reached_and_says_why_since_when_and_whose(scene: Scene, tmp_path: Path) -> None:
    found = scene.live(Journey(tmp_path))
    assert found.get("word", found.get("phase")) == scene.word, found["because"]
    assert found["symbol"]
    assert scene.because in found["because"]
    assert (found["number"], found["threshold"]) == (scene.number, scene.threshold)
    # Of a criterion since and owner are told with the milestone that asks for it.
    assert found["since"].startswith(scene.since.removesuffix("Z"))
    assert found["owner"] == scene.owner


def test_every_word_is_reached() -> None:
    levels = (Phase, MilestoneWord, CapabilityWord, GoalWord)
    assert {repr(each.word) for each in SCENES} == {repr(word) for level in levels for word in level}


@pytest.mark.slow
def test_text_says_word_with_symbol_reason_since_and_owner(tmp_path: Path) -> None:
    journey = read(Journey(tmp_path), arms(mail=3.0))
    text = journey.say("status", "-C", journey.folder, now=LATER).ok().out
    for part in ("✓ achieved", "✓ proven", "at least USD 65.10", "since 20 Oct 2026", "crm-lead", "due 2027-01-31"):
        assert part in text
