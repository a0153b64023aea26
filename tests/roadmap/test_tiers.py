"""Integrations, seats, training and steps: which word they give a capability, and what they ask of people."""

from datetime import date

import pytest

from milepost.kernel.words import CapabilityWord
from milepost.roadmap.outside import Answer
from milepost.roadmap.people import Done
from milepost.roadmap.status import RoadmapStatus, derive_status
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import experiment

MAIL = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {kpi: margin, p10: "0.05 USD", p50: "0.15 USD", p90: "0.30 USD", because: last year's sends}
needs:
  data: [crm]
  integrations: delivery
  governance: [{step: privacy review, owner: analyst, by: 2026-11-01, evidence: attestation/reviewed}]
  operations: [weekly send, {step: watch bounces, by: 2026-11-10}]
training: [{team: the mail team, of: the new console, by: 2026-11-15, evidence: trained}]
adoption: [{team: the mail team, target: 80%, by: 2026-12-01, kpi: use}]
costs: [{kind: compute, amount: "0.05 USD", per: contact}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
---
kind: Integration
id: delivery
system: the relay
owner: analyst
direction: out
sla: {answers_within_ms: 200}
test: {kind: smtp}
---
kind: Metric
id: users
source: crm
per: person
column: spend
---
kind: Kpi
id: use
benefit: efficiency
owner: crm-lead
metric: users
baseline: {window: 2026-07-01/2026-10-01, value: "0"}
"""


LATER = "2027-01-05/2027-01-19"


def _told() -> Told:
    told = Told()
    told.accept(at("2026-10-01"), compiled(MAIL))
    return told


def _status(told: Told, day: str) -> RoadmapStatus:
    status = derive_status(told.facts(at(day)), at(day))
    assert status is not None
    return status


def test_an_integration_that_is_down_blocks_from_then_until_it_answers() -> None:
    told = _told()
    assert _status(told, "2026-10-02").integrations[0].word is Answer.UNTESTED
    told.probe(at("2026-10-03"), ok=True, took_ms="50", name="delivery")
    told.probe(at("2026-10-05"), ok=False, name="delivery")
    told.probe(at("2026-10-09"), ok=True, took_ms="900", name="delivery")
    down = _status(told, "2026-10-06")
    assert down.capabilities[0].judged.word is CapabilityWord.BLOCKED
    assert down.capabilities[0].judged.because == "integration/delivery is down: no answer in time"
    assert down.capabilities[0].since == at("2026-10-05").replace(microsecond=down.capabilities[0].since.microsecond)
    assert any(need.what == "mend integration/delivery" and need.owner == "analyst" for need in down.needs)
    slow = _status(told, "2026-10-10")
    assert slow.capabilities[0].judged.word is not CapabilityWord.BLOCKED
    assert slow.integrations[0].because == "greeted in 900 ms, 200 are promised"
    assert any(need.what == "speed up integration/delivery" for need in slow.needs)


@pytest.mark.parametrize(("day", "word"), [("2026-11-01", "not started"), ("2026-11-02", "blocked")])
def test_a_review_past_its_day_blocks_until_it_is_signed(day: str, word: str) -> None:
    told = Told()
    told.accept(at("2026-10-01"), compiled(MAIL.replace("data: [crm]", "data: []"), experiment(period=LATER)))
    assert _status(told, day).capabilities[0].judged.word == word
    told.sign(at("2026-11-03"), date(2027, 11, 3), name="reviewed")
    assert _status(told, "2026-11-04").capabilities[0].judged.word is CapabilityWord.NOT_STARTED


def test_people_are_asked_by_their_day_and_evidence_alone_ends_it() -> None:
    told = _told()
    told.sign(at("2026-10-20"), date(2027, 11, 3), name="trained")
    words = {each.what: each.word for each in _status(told, "2026-12-02").people}
    assert words == {
        "privacy review": Done.LATE,
        "watch bounces": Done.UNSHOWN,
        "train the mail team in the new console": Done.DONE,
        "80% of the mail team work with it": Done.LATE,
    }


def test_who_is_late_is_told_what_to_type() -> None:
    status = _status(_told(), "2026-12-02")
    typed = {each.what: (each.why, each.command) for each in status.needs}
    rest = "--document FILE --expires DATE"
    assert typed["privacy review (capability/mail)"] == (
        "was due on 2026-11-01: reviewed is not signed yet",
        f"milepost attest reviewed --signer analyst {rest}",
    )
    assert typed["train the mail team in the new console (capability/mail)"] == (
        "was due on 2026-11-15: trained is not signed yet",
        f"milepost attest trained --signer cmo {rest}",
    )


def test_an_empty_seat_shows_when_it_is_to_be_filled() -> None:
    told = Told()
    program = compiled(MAIL, "kind: Role\nid: crm-lead\nfunction: marketing\nexpected: 2026-12-01\n")
    told.accept(at("2026-10-01"), program)
    status = _status(told, "2026-10-02")
    assert status.capabilities[0].judged.because == "role/crm-lead is unfilled, expected 2026-12-01"
    assert [each.word for each in status.people if each.what == "fill role/crm-lead"] == [Done.OPEN]
    assert [each.word for each in _status(told, "2026-12-02").people if each.what == "fill role/crm-lead"] == [
        Done.LATE
    ]
