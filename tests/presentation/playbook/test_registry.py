"""Playbooks name only what exists, tick only what evidence shows, and say what is missing."""

import re
import shlex
from datetime import date
from pathlib import Path

import click
import pytest

from cli import Journey
from milepost.presentation.playbook.registry import PLAYBOOKS, checklist
from milepost.presentation.playbook.standing import Standing
from milepost.presentation.playbook.values import Checklist, Line
from milepost.program.compiler import Compilation, compile_program
from milepost.rendering.checklist_page import checklist_page
from milepost.rendering.checklist_text import checklist_markdown, checklist_text
from milepost.surfaces.cli import main
from milepost.surfaces.cli.init import TEMPLATES
from milepost.wiring.local import example_folder

TODAY = date(2026, 6, 15)
SNAPSHOT = Path(__file__).parent / "pilot.txt"
_REF = re.compile(
    r"\b(capability|milestone|goal|kpi|source|experiment|holdout|integration|role|risk|channel)/([a-z0-9-]+)"
)
_PLACEHOLDERS = {"DATE": "2027-01-01", "FILE": "documents/assignment.md"}


def made_of(folder: Path) -> Compilation:
    texts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}
    return compile_program(texts)


def standing(made: Compilation, scope: tuple[str, ...] | None = None) -> Standing:
    assert made.program is not None
    return Standing(
        program=made.program,
        today=TODAY,
        scope=scope or tuple(made.program.capabilities),
        files={str(ref): each.source.path for ref, each in made.draft.origins.items()},
    )


def lines_of(of: Checklist) -> list[Line]:
    return [line for section in of.sections for line in section.lines]


@pytest.mark.parametrize("template", [*TEMPLATES, "blank", "../lumen"])
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_playbook_names_only_what_exists(template: str, name: str) -> None:
    folder = example_folder("templates") / template
    made = made_of(folder)
    found = checklist(name, standing(made))
    known = {str(ref) for ref in made.draft.documents}
    for section in found.sections:
        assert section.lines, section.heading
        for line in section.lines:
            assert line.what
            assert line.who
            assert line.by
            assert line.shows
            for text in (section.heading, line.what, line.do, line.shows):
                assert {f"{kind}/{slug}" for kind, slug in _REF.findall(text)} <= known, text
            if line.do.startswith("milepost "):
                _typed(line.do)
            elif line.do.startswith("edit "):
                assert (folder / line.do.removeprefix("edit ").partition(",")[0]).is_file(), line.do
            else:
                assert line.do.startswith(("write documents/", "add a")), line.do


def _typed(command: str) -> None:
    """Fail where the command line has no such command, argument or option."""
    arguments, group = shlex.split(command)[1:], main
    while isinstance(group, click.Group):
        name, *arguments = arguments
        assert name in group.commands, command
        group = group.commands[name]
    filled = [_PLACEHOLDERS.get(each, each) for each in arguments]
    if "--help" not in filled:
        group.make_context("milepost", filled)


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_without_a_record_only_what_the_files_show_is_ticked(name: str) -> None:
    found = checklist(name, standing(made_of(example_folder("templates") / "retail")))
    assert all(line.shows == "a name in the accepted program" for line in lines_of(found) if line.done)


def test_the_pilot_at_eighty_columns() -> None:
    made = made_of(example_folder("templates") / "retail")
    text = checklist_text(checklist("pilot", standing(made, ("trigger-mail",))))
    assert all(len(line) <= 80 for line in text.splitlines())
    assert text == SNAPSHOT.read_text()


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_nothing_is_wider_than_eighty_columns(name: str) -> None:
    found = checklist(name, standing(made_of(example_folder("templates") / "financial-services")))
    assert [line for line in checklist_text(found).splitlines() if len(line) > 80] == []


def test_open_seats_and_missing_dates_appear_as_such() -> None:
    folder = example_folder("templates") / "blank"
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.yaml")}
    texts["program.yaml"] = texts["program.yaml"].replace("held_by: E. Privacy", "expected: 2026-09-01")
    texts["program.yaml"] = texts["program.yaml"].replace("held_by: C. Analyst\n", "")
    pilot = texts["capabilities/first-pilot.yaml"]
    texts["capabilities/first-pilot.yaml"] = pilot.replace(", by: 2026-03-15, evidence: send-time-consent", "")
    made = compile_program({name: text.encode() for name, text in texts.items()})
    kick_off = checklist_text(checklist("kick-off", standing(made)))
    assert "[ ] Privacy officer is open" in kick_off
    assert "Privacy officer (OPEN SEAT, expected 2026-09-01)" in kick_off
    assert "Analyst (OPEN SEAT, no date)" in kick_off
    pilot = checklist_text(checklist("pilot", standing(made)))
    assert "Privacy officer (OPEN SEAT, expected 2026-09-01), no date" in pilot


def test_boxes_are_ticked_by_evidence_and_open_again_when_it_ends(tmp_path: Path) -> None:
    journey, folder = Journey(tmp_path), tmp_path / "program"
    folder.rmdir()
    journey.say("init", "--template", "retail", folder, now="2026-01-10T12:00:00Z").ok()
    now = "2026-03-02T12:00:00Z"
    box = "the roll-back to the plain newsletter is rehearsed"
    asked = ("pilot", "--for", "capability/trigger-mail")
    assert not _done(journey, box, *asked, now=now)
    journey.accept(now)
    assert not _done(journey, box, *asked, now=now)
    signed = ("mail-rollback-rehearsed", "cmo", "documents/assignment.md", "2026-12-31")
    assert journey.attest(now, "mail-rollback-rehearsed", "crm-lead", "documents/assignment.md", "2026-12-31").code == 1
    journey.attest(now, *signed).ok()
    assert _done(journey, box, *asked, now=now)
    assert not _done(journey, box, *asked, now="2027-01-02T12:00:00Z")


def _done(journey: Journey, what: str, *asked: str, now: str) -> bool:
    data = journey.ask("playbook", *asked, now=now).ok().data["playbook"]
    return next(line["done"] for each in data["sections"] for line in each["lines"] if line["what"] == what)


def test_unknown_names_are_findings_with_the_near_one(tmp_path: Path) -> None:
    journey, folder = Journey(tmp_path), tmp_path / "program"
    folder.rmdir()
    journey.say("init", folder).ok()
    said = journey.say("playbook", "retier", "-C", folder)
    assert said.codes == ["MP831"]
    assert "did you mean retire?" in said.err
    said = journey.say("playbook", "retire", "--for", "capability/first-pilto", "-C", folder)
    assert said.codes == ["MP832"]


def test_markdown_and_page_hold_the_same_boxes(tmp_path: Path) -> None:
    found = checklist("retire", standing(made_of(example_folder("templates") / "b2b")))
    boxes = len(lines_of(found))
    assert checklist_markdown(found).count("- [ ] ") == boxes
    page = checklist_page(found)
    assert page.count("open: ") == page.count('class="box"') == boxes
    journey, folder = Journey(tmp_path), tmp_path / "program"
    folder.rmdir()
    journey.say("init", folder).ok()
    journey.say("playbook", "pilot", "-C", folder, "--to", "html", "--out", tmp_path / "pilot.html").ok()
    assert (tmp_path / "pilot.html").read_text().startswith("<!doctype html>")
