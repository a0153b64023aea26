"""A program's holdout through the command line: its total, what makes none of it, and ways to cheat with it."""

from decimal import Decimal
from pathlib import Path

import pytest

from cli import Journey, Said
from milepost.kernel.assignment import is_within
from surfaces.cli.small_program import experiment, small_journey

START, EARLY, READ, NEXT = (f"2026-10-{day:02}T12:00:00Z" for day in (2, 12, 20, 22))
SHARE = Decimal("0.2")
pytestmark = pytest.mark.slow
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: crm-mail
version: 1.0.0
status: active
schema:
  - name: mail
    properties:
      - {name: customer, logicalType: string, required: true}
      - {name: segment, logicalType: string, required: true}
      - {name: spend, logicalType: number, required: true}
  - name: people
    properties:
      - {name: customer, logicalType: string}
      - {name: held, logicalType: string}
      - {name: day, logicalType: date}
      - {name: earned, logicalType: number}
"""
SOURCES = """\
kind: Source
id: crm
owner: analyst
contract: crm-mail
table: mail
---
kind: Source
id: people
owner: analyst
contract: crm-mail
table: people
---
kind: Metric
id: earnings
source: people
per: customer
column: earned
unit: USD
"""


def holdout(more: str = "", share: str = "20%", *, stated: bool = True, slug: str = "untouched") -> str:
    says = "randomised: {stated_by: analyst, document: assignment.md}\n" if stated else ""
    return f"""\
kind: Holdout
id: {slug}
title: Left alone
source: people
unit: customer
column: held
held: "yes"
share: {share}
metric: earnings
starts: 2026-09-01
period: 2026-10-05/2026-10-19
{says}{more}"""


def people(gain: float = 1.0, held=lambda number: number % 5 == 0, count: int = 1_000) -> str:
    """Write a row a person: a fifth held out, who earn 2 USD (standard deviation .82), all others `gain` more."""
    rows = []
    for number in range(count):
        is_held = held(number)
        rows.append(
            f"c{number},{'yes' if is_held else 'no'},2026-10-07,{1 + number % 3 + (0 if is_held else gain):.2f}\n"
        )
    return "customer,held,day,earned\n" + "".join(rows)


def trial(is_in=lambda number: number % 5) -> str:
    """Write the experiment's rows, every second person treated: of those who are not held out, or as `is_in` says."""
    arms = ((n, "Mail" if n % 2 else "None") for n in range(1_000) if is_in(n))
    return "customer,segment,spend\n" + "".join(f"c{n},{arm},{2 + n % 3 + (arm == 'Mail')}\n" for n, arm in arms)


def everybody(_: int) -> bool:
    return True


def made(place: Path, *documents: str) -> Journey:
    journey = small_journey(Journey(place), CONTRACT, SOURCES, *(documents or (holdout(),)))
    journey.accept(START)
    return journey


def run(journey: Journey, now: str, table: str | None = None, crm: str | None = None) -> Said:
    told = ["--source", f"people={journey.table(table, 'people.csv')}"] if table is not None else []
    told += ["--source", f"crm={journey.table(crm)}"] if crm is not None else []
    return journey.ask("run", *told, now=now)


def value(journey: Journey, now: str = NEXT) -> dict:
    return journey.status(now)["value"]


def test_the_total_is_the_contrast_over_all_not_held_out_and_the_cost_over_the_held(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, READ, people()).ok()
    total = value(journey)["total"]
    assert (total["held"], total["others"], total["grade"], total["column"]) == (200, 800, "A", "realised")
    person, cost = float(total["per_person"]["estimate"]), float(total["opportunity_cost"]["estimate"])
    assert person == pytest.approx(1.0, abs=0.02)
    assert float(total["estimate"]) == pytest.approx(person * 800, abs=4)
    assert cost == pytest.approx(person * 200, abs=1)
    assert total["ci95"][0] < total["lower95"] < total["estimate"]
    said = journey.say("status", "-C", journey.folder, now=NEXT).ok().out
    assert "The whole program earned at least USD" in said
    assert "from the holdout of 20% over 2026-10-05/2026-10-19, grade A" in said


def test_a_second_run_records_nothing_and_the_trace_fits(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, READ, people()).ok()
    before = len(journey.events())
    run(journey, NEXT).ok()
    assert len(journey.events()) == before
    hops = journey.trace(value(journey)["total"]["event"]).ok().data["hops"]
    assert {each["fit"] for each in hops} == {"fits"}
    assert {"total.posted", "holdout.read", "randomisation.stated", "rows"} <= {each["what"] for each in hops}
    assert journey.ask("record verify", now=NEXT).ok()


def test_what_is_read_before_the_period_is_over_is_no_total(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, EARLY, people()).ok()
    early = value(journey, EARLY)
    assert early["total"] is None
    assert "loaded before its period was over" in early["total_because"]
    run(journey, READ).ok()  # the same rows can hold nothing later
    assert value(journey)["total"] is None
    run(journey, NEXT, people(gain=1.5)).ok()
    assert value(journey)["total"] is not None


def test_a_newer_reading_reverses_the_total_and_both_stay_to_be_seen(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, READ, people()).ok()
    first = value(journey)["total"]
    run(journey, NEXT, people(gain=0.5)).ok()
    found = value(journey, "2026-10-23T12:00:00Z")
    assert float(found["total"]["estimate"]) < float(first["estimate"])
    assert [each["event"] for each in found["totals_reversed"]] == [first["event"]]
    assert journey.status(NEXT, "--as-of", "2026-10-20")["value"]["total"] == first
    assert "reversed" in journey.say("status", "-C", journey.folder, now=NEXT).out


def test_without_a_statement_nothing_is_claimed_until_somebody_but_the_sponsor_signs(tmp_path: Path) -> None:
    journey = made(tmp_path, holdout(stated=False))
    run(journey, READ, people()).ok()
    found = journey.status(NEXT)
    assert found["value"]["total"] is None
    assert "grade C" in found["value"]["total_because"]
    assert any(each["what"] == "state the draw of holdout/untouched" for each in found["needs"])
    assert journey.attest(NEXT, "holdout/untouched", "cmo", "assignment.md").code == 1
    journey.attest(NEXT, "holdout/untouched", "analyst", "assignment.md").ok()
    run(journey, NEXT).ok()
    assert value(journey, "2026-10-23T12:00:00Z")["total"]["grade"] == "A"


def swapped(text: str, row: int, old: str, new: str) -> str:
    lines = text.splitlines(keepends=True)
    assert old in lines[row], lines[row]
    lines[row] = lines[row].replace(old, new, 1)
    return "".join(lines)


BAD = {
    "a person in both groups": ("MP529", people() + "c1,yes,2026-10-07,2\n", "'c1'"),
    "an empty group": ("MP527", swapped(people(), 7, "no", ""), "row 7"),
    "no outcome": ("MP522", swapped(people(), 3, "2026-10-07,4.00", "2026-10-07,"), "row 3"),
    "nobody held out": ("MP663", people(held=lambda _: False), "no row is held out"),
    "nobody else": ("MP663", people(held=lambda _: True), "no row is not held out"),
    "a share far from the one stated": ("MP548", people(held=lambda number: number % 9 == 0), "held out"),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_rows_are_a_finding_and_never_a_number(tmp_path: Path, fault: str) -> None:
    code, table, said = BAD[fault]
    journey = made(tmp_path)
    done = run(journey, READ, table)
    assert (done.code, done.codes) == (1, [code]), done.out
    assert said in done.findings[0]["message"]
    found = journey.status(NEXT)
    assert found["value"]["total"] is None
    assert "can't be read" in found["value"]["total_because"]
    assert any(each["what"] == "mend holdout/untouched" for each in found["needs"])


def test_rows_outside_the_period_count_for_nothing_and_alone_for_a_finding(tmp_path: Path) -> None:
    journey = made(tmp_path, holdout("time: day\n"))
    before = people().replace("2026-10-07", "2026-09-20")
    done = run(journey, READ, before)
    assert (done.code, done.codes) == (1, ["MP664"])
    both = people() + "".join(people(gain=50).replace("2026-10-07", "2026-09-20").splitlines(keepends=True)[1:])
    run(journey, NEXT, both).ok()
    assert float(value(journey, NEXT)["total"]["per_person"]["estimate"]) == pytest.approx(1.0, abs=0.02)


def drawn(number: int) -> bool:
    return is_within("autumn", f"c{number}", SHARE)


def test_with_a_salt_each_place_is_recomputed(tmp_path: Path) -> None:
    journey = made(tmp_path, holdout("salt: autumn\n"))
    run(journey, READ, people(held=drawn)).ok()
    assert value(journey)["total"]["grade"] == "A"
    other = next(number for number in range(1_000) if not drawn(number))
    done = run(journey, NEXT, people(held=lambda number: drawn(number) or number == other))
    assert done.codes == ["MP662"]
    assert f"row {other + 1}" in done.findings[0]["message"]
    assert "(1 such row)" in done.findings[0]["message"]
    assert value(journey)["total"] is None


def test_the_held_out_treated_are_found_by_the_list_and_neither_is_read(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, READ, crm=trial(everybody)).ok()  # the list is not there yet
    assert len(value(journey, READ)["realised"]) == 1
    done = run(journey, NEXT, people())
    assert done.code == 1
    assert set(done.codes) == {"MP660"}
    assert "row 6 of source/crm first, unit 'c5' (100 such rows)" in done.findings[0]["message"]
    found = value(journey)
    assert (found["total"], found["realised"]) == (None, [])
    assert len(found["reversed"]) == 1
    run(journey, NEXT, crm=trial()).ok()
    found = value(journey, "2026-10-23T12:00:00Z")
    assert found["total"] is not None
    assert len(found["realised"]) == 1


def test_the_held_out_treated_are_found_by_the_salt_without_any_list(tmp_path: Path) -> None:
    journey = made(tmp_path, holdout("salt: autumn\n"))
    done = run(journey, READ, crm=trial(everybody))
    assert done.codes == ["MP660"]
    assert value(journey, READ)["realised"] == []


def test_the_held_out_treated_are_found_by_a_column_of_the_experiment(tmp_path: Path) -> None:
    contract = CONTRACT.replace("- {name: segment", "- {name: held, logicalType: string}\n      - {name: segment")
    journey = made(tmp_path, contract, holdout())
    rows = (f"c{n},{'yes' if n == 7 else 'no'},{'Mail' if n % 2 else 'None'},{n % 3}\n" for n in range(1_000))
    done = run(journey, READ, crm="customer,held,segment,spend\n" + "".join(rows))
    assert done.codes == ["MP660"]
    assert "row 8 of source/crm first, unit 'c7' (1 such row)" in done.findings[0]["message"]


def test_an_experiment_before_the_holdout_began_may_have_treated_anybody(tmp_path: Path) -> None:
    late = (
        holdout()
        .replace("starts: 2026-09-01", "starts: 2026-10-19")
        .replace("2026-10-05/2026-10-19", "2026-12-01/2027-12-01")
    )
    journey = made(tmp_path, late, experiment())
    run(journey, READ, people(), crm=trial(everybody)).ok()


@pytest.mark.parametrize("moved", ["share: 10%", "salt: spring", "starts: 2026-08-01"])
def test_a_holdout_is_not_moved_once_it_was_accepted(tmp_path: Path, moved: str) -> None:
    journey = made(tmp_path, holdout("salt: autumn\n"))
    key = moved.partition(":")[0]
    text = "\n".join(moved if line.startswith(f"{key}:") else line for line in holdout("salt: autumn\n").splitlines())
    small_journey(journey, CONTRACT, SOURCES, text + "\n")
    done = journey.ask("accept", now=NEXT)
    assert (done.code, done.codes) == (1, ["MP661"])


def test_a_holdout_taken_out_after_a_bad_reading_takes_the_total_along_and_is_told(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, READ, people(gain=-1.0)).ok()
    bad = value(journey, READ)["total"]
    assert "lost at least USD" in bad["sentence"]
    small_journey(journey, CONTRACT, SOURCES)
    journey.accept(NEXT)
    run(journey, NEXT).ok()
    found = journey.status("2026-10-23T12:00:00Z")
    assert found["value"]["total"] is None
    assert "the holdout was taken out of the accepted program" in found["value"]["total_because"]
    assert found["value"]["totals"][0]["headline"] == bad["headline"]
    assert "holdout/untouched" in found["removed"]
    need = next(each for each in found["needs"] if "holdout/untouched" in each["what"])
    assert need["owner"] == "cmo"
    assert "it was last read as" in need["why"]
    assert "not claimed" in journey.say("status", "-C", journey.folder, now=NEXT).out


def test_control_without_a_holdout_the_parts_are_listed_and_not_added(tmp_path: Path) -> None:
    journey = made(tmp_path, experiment())
    run(journey, READ, crm=trial()).ok()
    found = value(journey)
    assert found["total"] is None
    assert found["total_because"] == "no global holdout: the parts are listed and not added"


def test_evidence_of_the_whole_lapses_too(tmp_path: Path) -> None:
    journey = made(tmp_path, holdout("valid_for: 30d\n"))
    run(journey, READ, people()).ok()
    assert "its evidence expired on 2026-11-18" in value(journey, "2026-11-30T12:00:00Z")["total_because"]


def test_leaving_out_the_posting_hides_no_worse_reading(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, READ, people()).ok()
    table = journey.table(people(gain=-1.0), "next.csv")
    for step in ("load", "contract", "read"):
        journey.say("run", journey.folder, "--source", f"people={table}", "--step", step, now=NEXT).ok()
    found = value(journey)
    assert found["total"] is None
    assert found["total_because"] == "not claimed: a newer reading was made and not posted; run again"


def test_a_reading_that_says_the_same_leaves_the_total_as_it_stands(tmp_path: Path) -> None:
    journey = made(tmp_path)
    run(journey, READ, people()).ok()
    run(journey, NEXT, crm=trial()).ok()  # another experiment to hold the holdout against: it is read again
    assert len(journey.events("holdout.read")) == 2
    assert len(journey.events("total.posted")) == 1
    assert value(journey, "2026-10-23T12:00:00Z")["total"] is not None
