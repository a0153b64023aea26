"""`simulate` on the command line: what people see, what programs get, and what it does with what cannot be planned."""

import shutil
from pathlib import Path

import pytest

from cli import Journey, Said
from surfaces.cli.small_program import capability, small_journey

LUMEN = Path(__file__).parents[3] / "examples" / "lumen"
FEW = ("--scenarios", 400)
REACHED = capability().replace("because: last year's sends", "because: last year's sends, reach: 60000")
EFFORT = "effort: {{team: crm, p10: {p10}, p50: {p50}, p90: {p90}}}\n"


@pytest.fixture(scope="module")
def lumen(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """Give the example as files alone: never accepted, no state."""
    place = tmp_path_factory.mktemp("plan")
    shutil.copytree(LUMEN, place / "program", ignore=shutil.ignore_patterns(".milepost"))
    return Journey(place)


def simulated(journey: Journey, *arguments: object) -> Said:
    return journey.say("simulate", "-C", journey.folder, *FEW, *arguments)


def chain(long: int, effort: str = EFFORT.format(p10="1d", p50="2d", p90="3d")) -> list[str]:
    return [
        capability(f"c{n}", needs="data: [crm]" + (f", after: [c{n - 1}]" if n else ""), more=effort)
        for n in range(long)
    ]


def test_a_program_never_accepted_is_planned_and_nothing_is_written(lumen: Journey):
    before = sorted(lumen.folder.rglob("*"))
    told = simulated(lumen).ok()
    assert sorted(lumen.folder.rglob("*")) == before
    said = " ".join(told.out.split())
    assert "Grade D: a plan's numbers, nobody measured them." in said
    headings = ("The program as a whole", "Goals: ", "Milestones: ", "Capabilities, in EUR",
                "What drives the spread of the net", "Which pilot to buy first, in EUR", "What is assumed")  # fmt: skip
    places = [told.out.index(f"\n\n{each}") for each in headings]
    assert places == sorted(places)
    assert told.out.index("pilot of") < places[0]
    assert "Milepost's default" in told.out
    assert max(map(len, told.out.splitlines())) <= 80


def test_the_same_seed_gives_the_same_bytes(lumen: Journey):
    first, again, other = (simulated(lumen, "--json", "--seed", seed).ok() for seed in (3, 3, 4))
    assert first.out == again.out
    assert first.out != other.out
    assert simulated(lumen).out == simulated(lumen).out


def test_json_has_it_all_with_errors_and_money_as_text(lumen: Journey):
    data = simulated(lumen, "--json").ok().data
    assert data["grade"] == "D"
    assert data["scenarios"] == 400
    assert len(data["capabilities"]) == 7
    assert {"mean", "p10", "p50", "p90", "error", "p50_error"} == set(data["npv"])
    net = sum(float(each["money"]["net"]["mean"]) for each in data["capabilities"])
    assert net == pytest.approx(float(data["money"]["net"]["mean"]), abs=1)
    assert 0 <= data["payback_month"]["ever"]["value"] <= 1
    assert data["drivers"]["ranked"][0]["share"] > data["drivers"]["floor"]
    assert {each["from"] for each in data["assumptions"]} == {"default"}
    assert data["pilots"]["ranked"][0]["price"]


def test_a_stated_assumption_is_told_as_the_programs(lumen: Journey, tmp_path: Path):
    shutil.copytree(lumen.folder, tmp_path / "program")
    journey = Journey(tmp_path)
    journey.edit("program.yaml", "approach: hybrid\n", "approach: hybrid\nplanning: {half_life: 6 months}\n")
    found = {each["name"]: each["from"] for each in simulated(journey, "--json").ok().data["assumptions"]}
    assert (found["half_life"], found["ramp"]) == ("program", "default")


def test_as_of_a_day_what_is_not_live_is_later(lumen: Journey):
    data = simulated(lumen, "--as-of", "2026-03-01", "--json").ok().data
    assert data["as_of"] == "2026-03-01"
    assert all(each["if_live"]["p10"] >= "2026-03-01" for each in data["capabilities"])


def test_a_long_program_shows_its_top_and_says_how_many_more(tmp_path: Path):
    journey = small_journey(Journey(tmp_path), *(capability(f"c{n}") for n in range(30)))
    told = simulated(journey).ok()
    assert "more; --json has all." in told.out
    assert len(simulated(journey, "--json").data["capabilities"]) >= 30


def test_a_chain_of_forty_is_planned(tmp_path: Path):
    journey = small_journey(Journey(tmp_path), *chain(40))
    found = {each["capability"]: each for each in simulated(journey, "--json").ok().data["capabilities"]}
    assert found["c39"]["works"]["value"] < 0.01
    assert found["c39"]["live"]["p50"] is None


def test_an_effort_of_zero_and_a_capability_without_one_are_planned(tmp_path: Path):
    nothing = EFFORT.format(p10="0d", p50="0d", p90="0d")
    assert simulated(small_journey(Journey(tmp_path), *chain(2, nothing), capability("bare"))).ok()


def test_a_team_that_is_not_there_is_said(tmp_path: Path):
    team = "kind: Team\nid: crm\nparallel: 0\n"
    told = simulated(small_journey(Journey(tmp_path), team, *chain(2)), "--json").ok()
    assert [each["code"] for each in told.json["findings"]] == ["MP741"]
    assert {each["capability"]: each["works"]["value"] for each in told.data["capabilities"]}["c0"] == 0


@pytest.mark.parametrize("horizon", ["0 months", "0d"])
def test_an_empty_horizon_is_refused(tmp_path: Path, horizon: str):
    journey = small_journey(Journey(tmp_path), REACHED)
    journey.edit("program.yaml", "horizon: 18 months", f"horizon: {horizon}")
    told = simulated(journey, "--json")
    assert told.code == 1
    assert {"MP309", "MP740"} & {each["code"] for each in told.json["findings"]}


def test_ranges_out_of_order_are_refused(tmp_path: Path):
    late = EFFORT.format(p10="9d", p50="5d", p90="6d")
    assert "MP307" in simulated(small_journey(Journey(tmp_path), *chain(1, late))).err
    signed = "approval: {p10: 9d, p50: 5d, p90: 6d}\n"
    told = simulated(small_journey(Journey(tmp_path, "other"), capability("mail", more=signed)))
    assert (told.code, "MP307" in told.err) == (1, True)


def test_a_program_that_does_not_compile_says_why(tmp_path: Path):
    told = simulated(small_journey(Journey(tmp_path), capability("mail", needs="after: [nobody]")))
    assert told.code == 1
    assert "error MP" in told.err


def test_an_impossible_date_has_no_chance(tmp_path: Path):
    journey = small_journey(Journey(tmp_path), REACHED.replace('p90: "0.30 USD"', 'p90: "0.16 USD"'))
    data = simulated(journey, "--json").ok().data
    assert all(each["in_time"]["value"] <= 1 for each in data["milestones"])
    assert all(0 <= each["met"]["value"] <= 1 for each in data["goals"])
