"""The e-mail example on the real file: golden figures, grades, and what a second file does."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from cli import Journey, item
from conftest import ROOT

START, ENDED, NEXT, THIRD = (f"2026-{day}T12:00:00Z" for day in ("08-20", "09-16", "09-20", "09-24"))
SPRING, FOURFOLD, CONSENT = "milestone/proven-in-spring", "milestone/pays-fourfold", "milestone/consent-in-order"
MAIL = "capability/mens-mail"
pytestmark = pytest.mark.slow


def example(place: Path, *, randomised: bool = True) -> Journey:
    """Copy the example; without `randomised` nobody states how its arms were drawn."""
    journey = Journey(place)
    shutil.copytree(
        ROOT / "examples/email", journey.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*", "*.csv")
    )
    if not randomised:
        kept = [each for each in (journey.folder / "mail.yaml").read_text().splitlines() if "randomised:" not in each]
        journey.write("mail.yaml", "\n".join(kept) + "\n")
    journey.accept(START)
    return journey


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Path:
    return data_dir / "hillstrom" / "hillstrom.csv"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Journey:
    """Give the example, run on the real file; tests only look at it."""
    journey = example(tmp_path_factory.mktemp("email"))
    journey.run(ENDED, crm=real).ok()
    return journey


def shorter(journey: Journey, real: Path, *, until: int) -> Path:
    """Write the first `until` rows of the real file."""
    with real.open() as file:
        return journey.table("".join(next(file) for _ in range(until + 1)), f"first-{until}.csv")


def test_money_is_golden(lived: Journey) -> None:
    (entry,) = lived.status(NEXT)["value"]["realised"]
    assert Decimal(entry["estimate"]) == Decimal("3855.46")
    assert [float(each) for each in entry["ci95"]] == pytest.approx([2036, 5675], abs=1)
    assert float(entry["lower95"]) == pytest.approx(2328, abs=1)
    assert (entry["grade"], entry["population"], entry["currency"]) == ("A", 21_307, "USD")
    assert entry["headline"].startswith("at least USD 2,328 (estimate USD 3,855, 95% interval 2,036 to 5,675)")


def test_effects_are_those_of_the_reference(lived: Journey) -> None:
    (read,) = (each["data"]["verdict"] for each in lived.events("experiment.read"))
    effect, margin = read["stats"]["effect"], 0.30
    for name, spend in (("estimate", 0.769827), ("low", 0.485144), ("high", 1.054510)):
        assert effect[name] / margin == pytest.approx(spend, abs=1e-5)
    assert read["stats"]["srm_p"]["estimate"] == pytest.approx(0.904, abs=5e-4)
    assert read["stats"]["roi"]["estimate"] == pytest.approx(3.62, abs=0.005)
    assert read["arms"] == {"Mens E-Mail": 21_307, "Womens E-Mail": 21_387, "No E-Mail": 21_306}
    assert (read["grade"], read["phase"], read["cost"]) == ("A", "Successful", "1065.35")


def test_words_of_the_example(lived: Journey) -> None:
    status = lived.status(NEXT)
    assert item(status, SPRING)["word"] == "achieved"
    assert item(status, MAIL)["word"] == "proven"
    assert item(status, CONSENT)["word"] == "on track"
    assert item(status, FOURFOLD)["criteria"][0]["phase"] == "Inconclusive"
    assert (item(status, SPRING)["number"], item(status, SPRING)["grade"]) == ("USD 2,328.29", "A")
    assert status["value"]["total"] is None
    assert [each["from"] for each in status["value"]["projected"]] == ["plan"]


def test_running_again_does_nothing(lived: Journey) -> None:
    entries = lived.entries()
    said = lived.run(NEXT).ok()
    assert {each["outcome"] for each in said.data["steps"]} == {"unchanged"}
    assert lived.entries() == entries
    assert not lived.left_over()


def test_without_a_statement_grade_c_until_somebody_else_signs(tmp_path: Path, real: Path) -> None:
    journey = example(tmp_path, randomised=False)
    journey.run(ENDED, crm=real).ok()
    before = journey.status(ENDED)
    assert item(before, SPRING)["word"] != "achieved"
    assert item(before, SPRING)["criteria"][0]["because"] == "the evidence has grade C, A is asked"
    assert item(before, MAIL)["word"] == "inconclusive"
    assert before["value"]["realised"] == []
    assert [(each["from"], each["grade"]) for each in before["value"]["projected"]] == [
        ("measurement", "C"),
        ("plan", "D"),
    ]

    entries = journey.entries()
    owner = journey.attest(NEXT, "experiment/spring-test", "crm-lead", "assignment-log.md")
    assert (owner.code, owner.codes) == (1, ["MP701"])
    assert journey.entries() == entries

    journey.attest(NEXT, "experiment/spring-test", "analyst", "assignment-log.md").ok()
    assert item(journey.status(NEXT), SPRING)["word"] != "achieved"
    journey.run(NEXT).ok()
    after = journey.status(NEXT)
    assert item(after, SPRING)["word"] == "achieved"
    assert item(after, MAIL)["word"] == "proven"
    assert [each["grade"] for each in after["value"]["realised"]] == ["A"]
    assert [each["from"] for each in after["value"]["projected"]] == ["plan"]
    assert journey.status(THIRD, "--as-of", ENDED.replace("T12:00", "T12:01"))["value"] == before["value"]
    assert journey.trace(journey.events("value.posted")[-1]["id"]).ok().codes == []


def test_a_newer_file_supersedes_and_the_old_one_can_come_back(tmp_path: Path, real: Path) -> None:
    journey = example(tmp_path)
    part = shorter(journey, real, until=30_000)
    standing = []
    for now, table in ((ENDED, real), (NEXT, part), (THIRD, real)):
        journey.run(now, crm=table).ok()
        (entry,) = journey.status(now)["value"]["realised"]
        standing.append(entry["estimate"])
    assert standing[0] == standing[2] == "3855.46" != standing[1]
    posted, reversed_ = journey.events("value.posted"), journey.events("value.reversed")
    assert len(posted) == 3
    assert [each["data"]["reverses"] for each in reversed_] == [each["id"] for each in posted[:2]]
    assert len(journey.events("source.loaded")) == len(journey.events("experiment.read")) == 3
    assert item(journey.status(THIRD), SPRING)["word"] == "achieved"
    between = journey.status(THIRD, "--as-of", NEXT.replace("T12:00", "T12:01"))["value"]["realised"]
    assert [each["estimate"] for each in between] == [standing[1]]
    journey.ask("record verify").ok()
    assert journey.trace(posted[2]["id"]).ok().codes == []


def test_the_generated_file_has_the_same_columns_and_runs(tmp_path: Path) -> None:
    journey = example(tmp_path)
    journey.run(ENDED, crm=ROOT / "examples/email/crm.csv").ok()
    (entry,) = journey.status(NEXT)["value"]["realised"]
    assert Decimal(entry["lower95"]) > 0
