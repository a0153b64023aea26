"""`milepost budget` on Lumen: chosen, in conflict, held against lines, and out to FOCUS and back."""

import re
import shutil
from pathlib import Path

import pytest

from cli import Journey
from conftest import ROOT
from surfaces.cli.ledger_program import AGAIN, ledger_journey, run

FEW = ("--scenarios", "400", "--seconds", "60")


@pytest.fixture
def lumen(tmp_path: Path) -> Journey:
    shutil.copytree(ROOT / "examples/lumen", tmp_path / "program")
    return Journey(tmp_path)


def change(journey: Journey, name: str, old: str, new: str) -> None:
    path = journey.folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_choice_is_told_whole(lumen: Journey) -> None:
    said = lumen.say("budget", "choose", lumen.folder, *FEW).ok()
    assert said.out.startswith("Build 5 of 7: expected net EUR ")
    assert "brief-automation, because it moves hours-per-brief, which is no money" in " ".join(said.out.split())
    assert "Left out: marketing-automation" in said.out
    assert max(map(len, said.out.splitlines())) <= 80
    data = lumen.say("budget", "choose", lumen.folder, *FEW, "--json").ok().data
    assert data["grade"] == "D"
    assert {each["capability"] for each in data["built"]} | {each["capability"] for each in data["left_out"]} == {
        each.stem for each in (lumen.folder / "capabilities").glob("*.yaml")
    }
    assert [each["must"] for each in data["built"] if each["capability"] == "customer-data"] == [True]
    search = data["search"]
    assert float(search["net"]) >= float(search["rule_of_thumb_net"])
    assert float(search["bound"]) >= float(search["net"]) - 0.01
    assert len(data["beliefs"]) == 16
    # What is told of a plan is not told by the futures that it was chosen by.
    assert {each["seed"] for each in data["plans"].values()} == {data["seed"] + 1}
    assert {each["quarter"] for each in data["lines"]} == {
        "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"
    }  # fmt: skip
    assert float(data["plans"]["declared"]["on_paper"]) > 3 * float(data["plans"]["declared"]["expected_net"])


def test_the_same_seed_chooses_the_same(lumen: Journey) -> None:
    one, other = (lumen.say("budget", "choose", lumen.folder, *FEW, "--json").ok().data for _ in range(2))
    assert one == other


def test_a_line_too_low_is_pointed_at_with_what_it_lacks(lumen: Journey) -> None:
    change(lumen, "budget.yaml", "2025Q4, amount: 26_000", "2025Q4, amount: 6_000")
    said = lumen.say("budget", "choose", lumen.folder, "--json")
    assert said.code == 1
    assert set(said.codes) == {"MP757"}
    places = {(Path(each["path"]).name, each["line"]): each["hint"] for each in said.findings}
    assert places["budget.yaml", 8] == "EUR 2,282 more in 2025Q4 makes it possible (EUR 8,282 in all)"
    assert "taken out of `must`" in places["budget.yaml", 25]
    assert ("milestones.yaml", 6) in places


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("budget.yaml", "", "", ""),
        ("operations.yaml", "parallel: 2", "parallel: 0", "`parallel: 1` makes it possible"),
        ("program.yaml", "held_by: M. Roy", "expected: 2026-01-31", "weeks later"),
        ("program.yaml", "held_by: M. Roy\n", "\n", "nobody knows until when"),
        ("budget.yaml", "floor: -150_000", "floor: 150_000", "a floor of"),
    ],
)
def test_what_cannot_be_is_a_finding(lumen: Journey, name: str, old: str, new: str, said: str) -> None:
    if not said:
        text = (lumen.folder / "budget.yaml").read_text()
        text = re.sub(r"amount: [\d_]+ EUR", "amount: 0 EUR", text)
        (lumen.folder / "budget.yaml").write_text(text)
        said = "more in all: 2025Q3"
    else:
        change(lumen, name, old, new)
    found = lumen.say("budget", "choose", lumen.folder)
    assert found.code == 1
    assert set(found.codes) == {"MP757"}
    assert said in found.err


def test_a_program_without_a_budget_is_told_so(lumen: Journey) -> None:
    (lumen.folder / "budget.yaml").unlink()
    assert lumen.say("budget", "choose", lumen.folder).codes == ["MP756"]


def test_lines_are_held_against_the_plan(lumen: Journey) -> None:
    said = lumen.say("budget", "lines", lumen.folder).ok()
    assert said.out.startswith("The plan as declared passes 7 of 18 lines, on paper: ")
    assert max(map(len, said.out.splitlines())) <= 80
    rows = lumen.say("budget", "lines", lumen.folder, "--json").ok().data["lines"]
    governance = [each for each in rows if each["kind"] == "governance"]
    assert [each["line"] for each in governance] == ["2500.00", *["3000.00"] * 3, *["3500.00"] * 2]
    assert all(each["spent"] is None for each in rows)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_lines_go_out_to_focus_and_come_back(lumen: Journey, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"budget.{ending}"
    for _ in range(2):
        lumen.say("budget", "export", "-C", lumen.folder, "--focus", out).ok()
    back = lumen.say("budget", "import", out, "--focus", "--as", "lines", "-C", lumen.folder, "--json").ok().data
    budget = lumen.folder / "budget.yaml"
    head, _, rest = budget.read_text().partition("lines:\n")
    before = lumen.say("budget", "lines", lumen.folder, "--json").ok().data
    budget.write_text(head + back["yaml"] + rest[rest.index("must:") :])
    assert lumen.say("budget", "lines", lumen.folder, "--json").ok().data == before
    # Plan and lines are no charges.
    assert lumen.say("budget", "import", out, "--focus", "-C", lumen.folder).codes == ["MP760"]


def test_charges_are_held_against_the_lines(lumen: Journey, tmp_path: Path) -> None:
    out = tmp_path / "budget.csv"
    lumen.say("budget", "export", "-C", lumen.folder, "--focus", out).ok()
    out.write_text(out.read_text().replace(",plan\n", ",\n"))
    rows = lumen.say("budget", "import", out, "--focus", "-C", lumen.folder, "--json").ok().data["lines"]
    # A month's row is rounded to the cent, and a quarter has up to 84 of them.
    assert all(float(each["spent"]) == pytest.approx(float(each["planned"]), abs=0.5) for each in rows)


def test_bad_rows_are_pointed_at(lumen: Journey, tmp_path: Path) -> None:
    out = tmp_path / "bad.csv"
    out.write_text("a,b\n1,2\n")
    assert lumen.say("budget", "import", out, "--focus", "-C", lumen.folder).codes == ["MP760"]
    out.unlink()
    lumen.say("budget", "export", "-C", lumen.folder, "--focus", out).ok()
    out.write_text(out.read_text().replace(",EUR,", ",USD,").replace(",governance,budget", ",gouvernance,budget"))
    said = lumen.say("budget", "import", out, "--focus", "--as", "lines", "-C", lumen.folder)
    assert set(said.codes) == {"MP760"}
    assert "row 1, column 'BillingCurrency': USD is not the program's EUR" in said.err
    assert "'gouvernance' is none of compute, data, governance, people" in said.err


def test_the_solver_s_own_words_are_not_in_the_data(lumen: Journey, capfd: pytest.CaptureFixture[str]) -> None:
    lumen.say("budget", "choose", lumen.folder, *FEW, "--json").ok()
    assert capfd.readouterr().out == ""


def test_what_the_books_hold_is_what_was_spent(tmp_path: Path) -> None:
    budget = (
        "kind: Budget\nid: budget\nowner: finance\nlines:\n"
        "  - {quarter: 2026Q3, amount: 150 USD}\n  - {quarter: 2026Q3, kind: people, amount: 50 USD}\n"
        "  - {quarter: 2026Q4, amount: 900 USD}\n"
    )
    journey = ledger_journey(Journey(tmp_path), budget)
    run(journey).ok()
    said = journey.say("budget", "lines", "-C", journey.folder, now=AGAIN).ok()
    assert said.out.startswith(
        "The plan as declared keeps all 3 lines, on paper; more was spent than the line\nof 2026Q3."
    )
    rows = journey.ask("budget lines", now=AGAIN).ok().data["lines"]
    spent = {(each["quarter"], each["kind"]): each["spent"] for each in rows}
    # A charge that a trial's entry took off was paid nonetheless.
    assert spent["2026Q3", None] == "180.00"
    assert spent["2026Q3", "people"] == "40.00"
    assert spent["2026Q4", None] == "60.00"


def chain(journey: Journey, length: int, **told: str) -> None:
    """Put a chain of capabilities in the place of Lumen's own: each after the one before."""
    text = (journey.folder / "capabilities" / "brief-automation.yaml").read_text().split("---\n")[0]
    assert "id: brief-automation" in text
    weeks = told.get("effort", "1 weeks")
    for number in range(length):
        after = f"  after: link-{number - 1}\n" if number else ""
        one = text.replace("id: brief-automation", f"id: link-{number}").replace("needs:\n", f"needs:\n{after}")
        one = one.replace("p10: 5 weeks, p50: 8 weeks, p90: 12 weeks", f"p10: {weeks}, p50: {weeks}, p90: {weeks}")
        journey.write(f"capabilities/link-{number}.yaml", one)


def test_a_chain_forty_deep_is_answered(lumen: Journey) -> None:
    chain(lumen, 40)
    change(lumen, "budget.yaml", "must: customer-data", "must: link-3")
    said = lumen.say("budget", "choose", lumen.folder, "--json", *FEW).ok()
    assert {"link-0", "link-3"} <= {each["capability"] for each in said.data["built"]}
    change(lumen, "budget.yaml", "must: link-3", "must: link-39")
    said = lumen.say("budget", "choose", lumen.folder, "--json", *FEW)
    assert set(said.codes) == {"MP757"}
    assert (
        "months after the horizon's end" in said.findings[0]["message"]
        or "cannot be live in time" in (said.findings[0]["message"])
    )


def test_without_a_verb_it_chooses(lumen: Journey) -> None:
    told = lumen.say("budget", "choose", lumen.folder, *FEW).ok().out
    assert lumen.say("budget", lumen.folder, *FEW).ok().out == told
    assert lumen.say("budget", "-C", lumen.folder, *FEW).ok().out == told
    assert lumen.say("budget", "chose").code == 2
