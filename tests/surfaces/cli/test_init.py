"""A first program: plain, from a template, or from answers; nothing is ever written over."""

import json
import re
from pathlib import Path

import pytest

from cli import Journey
from milepost.surfaces.cli.init import PLAIN, TEMPLATES
from milepost.wiring.local import example_folder

NOW = "2026-11-26T12:00:00Z"
LATER = "2028-05-09T12:00:00Z"


@pytest.mark.parametrize("template", [None, *TEMPLATES])
@pytest.mark.parametrize("now", [NOW, LATER])
def test_a_first_program_has_no_findings_whenever_it_begins(tmp_path: Path, template: str | None, now: str) -> None:
    journey, folder = Journey(tmp_path), tmp_path / "new"
    journey.say("init", *(["--template", template] if template else []), folder, now=now).ok()
    checked = journey.say("check", folder, "--json", now=now).ok()
    assert checked.findings == []
    starts = re.search(r"^starts: (\S+)", (folder / "program.yaml").read_text(), re.MULTILINE)
    assert starts is not None
    assert starts[1] >= now[:10]


def test_what_it_prints_can_be_typed(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    said = journey.say("init", tmp_path / "new").ok().out
    commands = re.findall(r"^  milepost (.+)$", said, re.MULTILINE)
    assert [each.partition(" ")[0] for each in commands] == [
        "check",
        "simulate",
        "roadmap",
        "playbook",
        "plan",
        "accept",
    ]
    for each in commands:
        journey.say(*each.split()).ok()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    journey, folder = Journey(tmp_path), tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    assert journey.say("init", folder).codes == ["MP825"]
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]
    assert journey.say("init", folder / "notes.txt").codes == ["MP825"]


def test_templates_are_four_programs_and_not_one_with_other_names() -> None:
    roots = [example_folder("templates") / each for each in TEMPLATES]
    titles = [set(re.findall(r"^title: (.+)$", _all(root), re.MULTILINE)) for root in roots]
    for place, mine in enumerate(titles):
        for other in titles[place + 1 :]:
            assert len(mine & other) < 0.15 * len(mine)
    for root in roots:
        assert {"data", "model", "experience", "operations"} <= set(
            re.findall(r"^block: (\S+)", _all(root), re.MULTILINE)
        )
    costs = {(root / "contracts" / "costs.odcs.yaml").read_bytes() for root in roots}
    assert costs == {(example_folder("lumen") / "contracts" / "costs.odcs.yaml").read_bytes()}


def test_a_template_spends_on_data_and_governance(tmp_path: Path) -> None:
    for template in (PLAIN, *TEMPLATES):
        monthly: dict[str, int] = {}
        text = _all(example_folder("templates") / template)
        for kind, amount in re.findall(r"\{kind: (\w+), amount: ([\d_]+) \w{3}, per: month\}", text):
            monthly[kind] = monthly.get(kind, 0) + int(amount.replace("_", ""))
        assert monthly["data"] > 0.1 * sum(monthly.values()), template
        assert monthly["governance"] > 0.05 * sum(monthly.values()), template


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_with_data_just_works_and_finds_what_was_planted(tmp_path: Path, template: str) -> None:
    journey, folder = Journey(tmp_path), tmp_path / "new"
    journey.say("init", "--template", template, "--with-data", folder, now=NOW).ok()
    assert journey.say("check", folder, "--json", now=NOW).ok().findings == []
    assert journey.say("accept", folder, "--json", now=NOW).ok().data["new"] is False
    ran = journey.say("run", folder, "--json", now=NOW).ok()
    assert ran.findings == []
    assert not [each for each in ran.data["steps"] if each["outcome"] == "failed"]
    words = [each["word"] for each in journey.say("status", "-C", folder, "--json", now=NOW).ok().data["capabilities"]]
    assert "proven" in words
    assert {"inconclusive", "harmful"} & set(words)
    assert "blocked" not in words
    _holds_the_truth(journey, folder)


def _holds_the_truth(journey: Journey, folder: Path) -> None:
    """Each interval of an effect holds what was planted; under `times` both are in money."""
    truth = json.loads((folder / ".truth" / "truth.json").read_text())["experiments"]
    entries = journey.say("record", "export", "-C", folder, "--json", now=NOW).ok().data["entries"]
    read = {}
    for each in entries:
        if each["event"]["type"] == "experiment.read":
            read[each["event"]["subject"].removeprefix("experiment/")] = each["event"]["data"]["verdict"]["stats"]
    assert set(read) == set(truth)
    for name, planted in truth.items():
        times = _times(folder, planted["metric"])
        found = read[name]["effect"]
        assert found["low"] <= planted["effect"] * times <= found["high"], (name, found, planted)


def _times(folder: Path, metric: str) -> float:
    found = re.search(rf"^id: {metric}\n(?:(?!---).*\n)*?times: \{{value: \"([\d.]+)\"", _all(folder), re.MULTILINE)
    return float(found[1]) if found else 1.0


def _all(root: Path) -> str:
    paths = sorted(path for path in root.rglob("*.yaml") if not path.relative_to(root).parts[0].startswith("."))
    return "\n---\n".join(path.read_text() for path in paths)


def test_without_a_terminal_the_interview_says_how_to_answer(tmp_path: Path) -> None:
    said = Journey(tmp_path).say("init", "--interview", tmp_path / "new")
    assert said.codes == ["MP828"]
    assert "--questions" in said.err
    assert not (tmp_path / "new").exists()


def test_options_that_do_not_go_together_are_a_usage_error(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    assert journey.say("init", "--with-data", tmp_path / "new").code == 2
    assert journey.say("init", "--template", "retail", "--interview", tmp_path / "new").code == 2


def test_a_name_that_no_folder_can_have_is_refused(tmp_path: Path) -> None:
    said = Journey(tmp_path).say("init", tmp_path / ("x" * 300), "--template", "retail")
    assert (said.code, said.codes) == (1, ["MP610"])
