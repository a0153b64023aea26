"""`value roi` and `review` on the command line: a small program lived through, its waivers and its signatures."""

from pathlib import Path

import pytest

from cli import Journey, Said
from surfaces.cli.small_program import capability, milestone, small_journey

RUN = "2026-10-20T12:00:00Z"
LATER = "2027-02-03T12:00:00Z"
PAID = capability().replace("costs: [", 'costs: [{kind: people, amount: "40 USD", per: month}, ').replace(
    "because: last year's sends", "because: last year's sends, reach: 60000"
)  # fmt: skip
WAIVER = """\
kind: Waiver
id: no-limits-yet
waives: capability/mail
because: the limits are being written down
approved_by: cmo
expires_at: 2026-12-31
"""
SIGNED = milestone("ready", asks="evidence: attestation/trained, signed_by: analyst")


def rows() -> str:
    """Six hundred customers in two arms; the mailed ones spend 5 USD more on average."""
    lines = [f"{('None', 'Mail')[k % 2]},{k // 2 % 7 + 5 * (k % 2)}" for k in range(600)]
    return "\n".join(["segment,spend", *lines]) + "\n"


@pytest.fixture
def lived(tmp_path: Path) -> Journey:
    journey = small_journey(Journey(tmp_path), PAID, WAIVER, SIGNED)
    journey.accept("2026-10-02T12:00:00Z")
    journey.say("run", "-C", journey.folder, "--source", f"crm={journey.table(rows())}", now=RUN).ok()
    return journey


def asked(journey: Journey, *arguments: object, now: str = RUN) -> Said:
    return journey.say(*arguments, "-C", journey.folder, now=now)


def test_a_return_is_told_with_its_bound_first(lived: Journey):
    told = asked(lived, "value", "roi").ok()
    assert told.out.startswith("ROI of capability/mail is at least ")
    assert max(map(len, told.out.splitlines())) <= 80
    assert "Cost by kind: contact 15.00, people 40.00." in told.out
    assert "Costs of a kind that no bill has are those of the plan." in " ".join(told.out.split())


def test_the_json_says_how_it_was_reckoned(lived: Journey):
    told = asked(lived, "value", "roi", "--json").ok()
    assert told.json["schema"] == "milepost.value.roi/1"
    (found,) = told.data["returns"]
    roi, realised = found["realised"]["roi"], found["realised"]
    assert roi["ci95"][0] < roi["lower95"] < roi["estimate"] < roi["ci95"][1]
    assert realised["cost"]["estimate"] == "55.00"
    assert realised["payback"]["month"] == "2026-10"
    assert realised["payback"]["days"] == 29
    assert (told.data["seed"], realised["payback"]["critical"]["draws"]) == (20_261_122, 0)
    assert told.data["forecasts"][0]["score"]["ratio"] > 1
    assert told.data["owners"]["crm-lead"]["forecasts"] == 1


@pytest.mark.parametrize("by", ["capability", "milestone", "channel", "goal", "quarter", "program"])
def test_returns_are_told_by_what_is_asked(lived: Journey, by: str):
    assert asked(lived, "value", "roi", "--by", by).ok().out
    assert asked(lived, "value", "roi", "--by", by, "--json").ok().data["by"] == by


def test_an_id_of_nothing_is_a_finding(lived: Journey):
    told = asked(lived, "value", "roi", "male")
    assert (told.code, told.codes) == (1, ["MP730"])
    assert "did you mean mail" in told.err or "known: mail" in told.err


def test_returns_as_of_a_day_before_the_reading_are_none(lived: Journey):
    told = asked(lived, "value", "roi", "--as-of", "2026-10-10").ok()
    assert told.out.startswith("No return is claimed as of 10 Oct 2026")


def test_a_review_says_what_to_type(lived: Journey):
    told = asked(lived, "review").ok()
    assert "Waiting for a decision: scale 1." in told.out
    assert "▲ scale" in told.out
    assert "Only people decide" in told.out
    assert "▲ in force" in told.out
    assert "`milepost accept -C " in " ".join(told.out.split())
    assert max(map(len, told.out.splitlines())) <= max(80, 40 + len(str(lived.folder)))


def test_what_is_overdue_counts_too(lived: Journey):
    told = asked(lived, "review", "--json", now=LATER)
    assert (told.code, sorted(told.codes)) == (0, ["MP731", "MP732"])
    assert [(each["name"], each["days"]) for each in told.data["overdue"]] == [("trained", 3)]
    assert [(each["id"], each["is_expired"], each["days_left"]) for each in told.data["waivers"]] == [
        ("no-limits-yet", True, -34)
    ]
    assert "2 signatures or waivers overdue" in told.data["message"]
    needs = asked(lived, "status", "--json", now=LATER).ok().data["needs"]
    assert "end or renew waiver/no-limits-yet" in {each["what"] for each in needs}


def test_a_decision_is_a_change_that_is_accepted(lived: Journey):
    for path in lived.folder.glob("*.yaml"):
        text = path.read_text()
        if "id: mail\n" in text:
            path.write_text(
                text.replace("title: Spring mail\n", "title: Spring mail\nretired: {on: 2026-10-21, because: enough}\n")
            )
    assert asked(lived, "review", "--json").data["proposals"][0]["step"] == "scale"  # the edit alone decides nothing
    lived.accept("2026-10-21T12:00:00Z")
    assert asked(lived, "review", "--json", now="2026-10-22T12:00:00Z").data["proposals"] == []


def test_a_waiver_is_part_of_what_is_accepted(lived: Journey):
    before = asked(lived, "status", "--json").data["program"]["digest"]
    for path in lived.folder.glob("*.yaml"):
        path.write_text(path.read_text().replace("expires_at: 2026-12-31", "expires_at: 2027-01-31"))
    after = asked(lived, "status", "--json", "--draft").data["program"]["digest"]
    assert before != after
