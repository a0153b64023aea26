"""Answers from a file: findings with their line, names held against the lists, and a program that runs at once."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from cli import Journey
from milepost.kernel.finding import Refused
from milepost.plan.inputs import model_of
from milepost.plan.simulate import simulate
from milepost.program.compiler import compile_program
from milepost.program.starting.form import form_text
from milepost.program.starting.gaps import gaps_of
from milepost.program.starting.questions import Answers, asked_of
from milepost.program.starting.reading import read_answers, told_in
from milepost.program.starting.written import write_program

LONG = "'long' is not a duration: write 90d, 2 weeks or 18 months"
NORDWIND = (Path(__file__).parent / "nordwind.yaml").read_text()


def found(old: str, new: str) -> list[tuple[str, int, str]]:
    """Give code, line and message of what is found once `old` is changed to `new` in sound answers."""
    assert old in NORDWIND
    with pytest.raises(Refused) as refused:
        read_answers("answers.yaml", NORDWIND.replace(old, new, 1).encode())
    return [(each.code, each.span.line if each.span else 0, each.message) for each in refused.value.findings]


def test_sound_answers_make_a_program_that_is_planned_and_simulated_at_once() -> None:
    answers, _ = read_answers("answers.yaml", NORDWIND.encode())
    written = write_program(answers)
    made = compile_program({name: text.encode() for name, text in written.texts.items() if name.endswith(".yaml")})
    assert made.program is not None, made.findings
    assert made.program.goals["earn-more-from-customers"].priority == 1
    assert not made.program.roles["analyst"].held_by
    simulated = simulate(model_of(made.program), seed=1, scenarios=20)
    assert simulated is not None
    assert "Digest of the list: sha256:" in written.texts["documents/priorities.md"]
    assert list(gaps_of(answers)) == [
        "Orders: access requested: the shop has not answered (asked of Analyst)",
        "Analyst: nobody holds it; expected 2027-02-01",
        "Mail by trigger: no monitoring and alert owner, no cost of data, no cost of governance",
        "no budget: the plan is held against none",
    ]


def test_json_is_read_alike() -> None:
    as_json = json.dumps(yaml.load(NORDWIND, yaml.BaseLoader)).encode()  # noqa: S506  the base loader makes text
    assert read_answers("a.json", as_json)[0] == read_answers("a.yaml", NORDWIND.encode())[0]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "message"),
    [
        ("currency: EUR", "currency: euro", "MP103", 2, "'euro' does not fit: another form of text is expected"),
        ("currency: EUR", "currency:", "MP103", 2, "nothing stands here; text is expected"),
        ("currency: EUR\n", "", "MP102", 1, "the document lacks the key currency"),
        ("currency: EUR", "curency: EUR", "MP101", 2, "the key curency is not known here"),
        ("access: granted", "access: maybe", "MP103", 14, "'maybe' is none of granted, requested, missing"),
        ("Analyst, access: granted", "Analist, access: granted", "MP826", 14, "'Analist' is not among the people"),
        ("{title: Orders,", "{title: customers,", "MP827", 15, "'customers' stands twice in sources"),
        ("data: Customers, Orders", "data: Customers, Briefs", "MP826", 47, "'Briefs' is not among the sources"),
        ("by: 2028-06-30", "by: next year", "MP103", 29, "'next year' is not a date: write 2026-10-01"),
        ("effort_p50: 8 weeks", "effort_p50: long", "MP103", 52, LONG),
    ],
)  # fmt: skip
def test_a_bad_answer_is_found_at_its_line(old: str, new: str, code: str, line: int, message: str) -> None:
    assert (code, line, message) in found(old, new)


def test_what_only_together_is_wrong_is_found_at_the_answers(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    bad = NORDWIND.replace("approver: Finance partner", "approver: Mail lead").replace("2028-06-30", "2029-06-30")
    said = journey.say("init", "--interview", "--answers", journey.table(bad, "a.yaml"), tmp_path / "new", "--json")
    assert [(each["code"], each["line"]) for each in said.findings] == [("MP830", 17), ("MP830", 35)]
    assert "MP306" in said.findings[1]["message"]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", ["", "- a\n", "just text", "a: 1\n---\nb: 2\n", "\x00", "{", "a: &x 1\nb: *x\n"])
def test_what_is_no_mapping_is_a_finding(content: str) -> None:
    with pytest.raises(Refused):
        read_answers("a.yaml", content.encode())


def test_the_form_asks_every_question_and_comes_back() -> None:
    form = form_text(date(2026, 11, 26))
    for asked in asked_of(Answers):
        assert f"\n{asked.name}:" in form
        assert asked.question.ask.split("?")[0][:40] in form.replace("\n# ", " ")
        for inner in asked_of(asked.of) if asked.of else ():
            assert f" {inner.name}:" in form
    assert all(len(line) <= 120 for line in form.splitlines())
    told = told_in("a.yaml", NORDWIND.encode())
    assert told_in("b.yaml", form_text(date(2026, 11, 26), told).encode()) == told


def test_the_signed_list_and_the_first_step(tmp_path: Path) -> None:
    journey, folder = Journey(tmp_path), tmp_path / "program"
    folder.rmdir()
    said = journey.say("init", "--interview", "--answers", journey.table(NORDWIND, "a.yaml"), folder).ok().out
    journey.say("check", folder).ok()
    journey.say("accept", folder).ok()
    command = next(line for line in said.splitlines() if line.startswith("  milepost attest")).split()[1:]
    owner = ["mail-lead" if each == "chief-marketing-officer" else each for each in command]
    assert journey.say(*owner).code == 1
    journey.say(*command).ok()
    words = {each["ref"]: each["word"] for each in journey.status("2026-11-26T12:00:00Z")["milestones"]}
    assert words["milestone/priorities-signed"] == "achieved"


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    for path in (tmp_path / "nowhere.yaml", Path("/dev/zero")):
        said = journey.say("init", "--interview", "--answers", path, tmp_path / "new")
        assert said.codes == ["MP829"]
