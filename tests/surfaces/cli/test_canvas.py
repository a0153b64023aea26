"""A canvas goes out to a spreadsheet, somebody edits it, and it comes back: nothing else moves, nothing is guessed."""

import csv
import datetime as dt
import io
import shutil
import subprocess
import time
from pathlib import Path

import openpyxl
import pytest

from cli import Journey
from program.overlay import overlay

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent


POINTS = """\
# Points for customers, with comments.
kind: Capability
id: points
title: Points   # short
block: experience
serves: grow-margin
owner: crm-lead
approver: cmo
moves: {kpi: margin-per-customer, p10: 0.00 EUR, p50: 0.60 EUR, p90: 1.20 EUR, because: a pilot, reach: 36000}
needs:
  data: [customers]  # the register
  governance: points are told
  operations: [a weekly send, unsubscribe within a day]
decision: who gets points
fails_when: [margin falls]
fallback: none
# What it does not say:
limits: >-
  Not begun.
"""


class Edited:
    """The editing hand: openpyxl, which reads and saves the workbook as another program does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def sheet(self, name):
        return self.book[name]

    def place(self, name, key, title):
        sheet = self.book[name]
        column = next(cell.column for cell in sheet[1] if cell.value == title)
        row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == key)
        return row, column

    def put(self, name, key, title, value):
        row, column = self.place(name, key, title)
        self.book[name].cell(row, column).value = value
        return f"{name}!{self.book[name].cell(row, column).coordinate}"

    def add(self, name, **cells):
        sheet = self.book[name]
        row = sheet.max_row + 1
        titles = {cell.value: cell.column for cell in sheet[1]}
        for title, value in cells.items():
            sheet.cell(row, titles[title.replace("_", " ")]).value = value
        return row

    def save(self):
        self.book.save(self.path)


@pytest.fixture
def lumen(tmp_path):
    shutil.copytree(ROOT / "examples" / "lumen", tmp_path / "program")
    journey = Journey(tmp_path)
    journey.write("capabilities/points.yaml", POINTS)
    return journey


@pytest.fixture
def exported(lumen, tmp_path):
    path = tmp_path / "canvas.xlsx"
    lumen.say("canvas", "-C", lumen.folder, "--to", "xlsx", "--out", path).ok()
    return Edited(path)


def files(folder):
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def imported(lumen, path, *options):
    return lumen.say("import", path, "-C", lumen.folder, *options, "--json")


def refused(lumen, path):
    before = files(lumen.folder)
    began = time.perf_counter()
    said = imported(lumen, path)
    assert time.perf_counter() - began < 10
    assert said.code == 1
    assert files(lumen.folder) == before
    assert said.data["written"] is False
    return [each for each in said.findings if each["severity"] == "error"]


def test_it_is_drawn_within_eighty_columns(lumen, tmp_path):
    said = lumen.say("canvas", "-C", lumen.folder).ok()
    assert max(map(len, said.out.splitlines())) <= 80
    small = Journey(tmp_path, "small")
    for name, content in overlay(
        POINTS.replace("grow-margin", "grow").replace("margin-per-customer", "margin")
    ).items():
        small.write(name, content)
    said = small.say("canvas", "-C", small.folder)
    assert said.out == (HERE / "canvas.txt").read_text(encoding="utf-8")


def test_json_holds_gaps_with_owner_place_and_what_to_do(lumen):
    data = lumen.say("canvas", "-C", lumen.folder, "--json").ok().data
    assert "points" in {each["id"] for each in data["capabilities"]}
    assert data["gaps"]
    for each in data["gaps"]:
        assert each["owner"]
        assert each["todo"]
        text = (lumen.folder / each["path"]).read_text(encoding="utf-8").splitlines()
        assert len(text) >= each["line"] > 0


@pytest.mark.parametrize("hand", ["as exported", "saved by another program"])
def test_a_round_trip_without_an_edit_changes_no_byte(lumen, exported, hand):
    before = files(lumen.folder)
    if hand != "as exported":
        exported.save()
    said = imported(lumen, exported.path).ok()
    assert said.data["changes"] == said.data["new"] == []
    assert files(lumen.folder) == before


@pytest.mark.parametrize("sheet", ["capabilities", "steps", "kpis", "goals", "sources", "integrations", "adoption"])
def test_csv_goes_round_too(lumen, tmp_path, sheet):
    before, path = files(lumen.folder), tmp_path / "canvas.csv"
    lumen.say("canvas", "-C", lumen.folder, "--to", "csv", "--sheet", sheet, "--out", path).ok()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    said = imported(lumen, path).ok()
    assert said.data["changes"] == said.data["new"] == []
    assert files(lumen.folder) == before


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_libreoffice_saves_it_and_no_byte_changes(lumen, exported, tmp_path, form):
    before, out = files(lumen.folder), tmp_path / "saved"
    subprocess.run(
        ["soffice", "--headless", "--convert-to", form, "--outdir", out, exported.path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert imported(lumen, out / f"canvas.{form}").ok().data["changes"] == []
    assert files(lumen.folder) == before


def test_no_cell_of_the_csv_is_a_formula_and_all_come_back(lumen, tmp_path):
    lumen.write("extra.yaml", "kind: Role\nid: odd\ntitle: '=1+1'\nheld_by: \"'quoted\"\n")
    path = tmp_path / "roles.csv"
    lumen.say("canvas", "-C", lumen.folder, "--to", "csv", "--sheet", "roles", "--out", path).ok()
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert imported(lumen, path).ok().data["changes"] == []


def test_a_csv_saved_with_semicolons_is_read(lumen, tmp_path):
    path = tmp_path / "kpis.csv"
    lumen.say("canvas", "-C", lumen.folder, "--to", "csv", "--sheet", "kpis", "--out", path).ok()
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows[1][rows[0].index("Population")] = "21.000"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    (change,) = imported(lumen, path).ok().data["changes"]
    assert (change["was"], change["is"]) == ("", "21000") or change["is"] == "21000"


def test_edited_cells_come_back_and_all_else_stays(lumen, exported):
    before = files(lumen.folder)
    exported.put("Capabilities", "points", "Lift p50", "0,70 EUR")
    exported.put("Capabilities", "points", "Starts", dt.date(2026, 3, 1))
    exported.put("Capabilities", "points", "Reach", 40000)
    exported.put("Capabilities", "points", "Decision", None)
    exported.put("Capabilities", "points", "Data", "customers, orders")
    exported.put("Capabilities", "points", "Limits", "Not begun: so.")
    exported.put("Steps", "points governance 1", "Owner", "privacy")
    exported.put("Steps", "points operations 2", "Step", "unsubscribe within an hour")
    exported.put("Goals", "grow-margin", "Target", 30)
    exported.save()
    dry = imported(lumen, exported.path, "--dry-run").ok()
    assert files(lumen.folder) == before
    assert not dry.data["written"]
    said = imported(lumen, exported.path).ok()
    assert said.data["changes"] == dry.data["changes"]
    assert len(said.data["changes"]) == 9
    assert said.data["paths"] == ["capabilities/points.yaml", "goals.yaml"]
    after = files(lumen.folder)
    wanted = (
        POINTS.replace("0.60 EUR", "0.70 EUR").replace("36000", "40000").replace("[customers]", "[customers, orders]")
    )
    wanted = wanted.replace("decision: who gets points\n", "starts: 2026-03-01\n").replace(
        "Not begun.", "Not begun: so."
    )
    wanted = wanted.replace("governance: points are told", "governance: {step: points are told, owner: privacy}")
    wanted = wanted.replace("within a day", "within an hour")
    assert after["capabilities/points.yaml"].decode() == wanted
    target = before["goals.yaml"].replace(b"{value: 29 EUR", b"{value: 30 EUR", 1)
    assert after == before | {"capabilities/points.yaml": wanted.encode(), "goals.yaml": target}
    assert imported(lumen, exported.path).ok().data["changes"] == []


def test_new_rows_become_documents_and_items_once(lumen, exported):
    exported.add(
        "Capabilities", Id="loyalty", Title="Loyalty", Block="experience", Goals="grow-margin", Owner="crm-lead",
        Approver="cmo", KPI="margin-per-customer", Lift_p10="0 EUR", Lift_p50="1 EUR", Lift_p90="3 EUR",
        Because="a pilot", Limits="none yet", Fails_when="it does not: so", Fallback="mail",
    )  # fmt: skip
    exported.add("Steps", Capability="loyalty", Kind="governance", Step="points are told", Owner="privacy")
    exported.add("Steps", Capability="answer-desk", Kind="governance", Step="sources are dated")
    exported.save()
    said = imported(lumen, exported.path).ok()
    assert said.data["paths"] == ["capabilities/answer-desk.yaml", "capabilities/loyalty.yaml"]
    made = (lumen.folder / "capabilities" / "loyalty.yaml").read_text(encoding="utf-8")
    assert made.startswith("kind: Capability\nid: loyalty\ntitle: Loyalty\n")
    assert 'fails_when: "it does not: so"' in made
    assert "{step: points are told, owner: privacy}" in made
    lumen.say("check", lumen.folder).ok()
    once = files(lumen.folder)
    imported(lumen, exported.path).ok()
    assert files(lumen.folder) == once


def test_a_cell_changed_on_both_sides_is_a_conflict(lumen, exported):
    path = lumen.folder / "capabilities" / "points.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("reach: 36000", "reach: 37000"), encoding="utf-8")
    exported.put("Capabilities", "points", "Title", "Answers")
    place = exported.put("Capabilities", "points", "Reach", 38000)
    exported.save()
    (finding,) = refused(lumen, exported.path)
    assert finding["code"] == "MP808"
    assert place in finding["message"]
    assert "'38000'" in finding["message"]
    assert "'37000'" in finding["message"]


def test_a_cell_changed_in_the_file_alone_keeps_the_file(lumen, exported):
    path = lumen.folder / "capabilities" / "points.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("reach: 36000", "reach: 37000"), encoding="utf-8")
    exported.put("Capabilities", "points", "Title", "Answers")
    exported.save()
    imported(lumen, exported.path).ok()
    text = path.read_text(encoding="utf-8")
    assert "reach: 37000" in text
    assert "title: Answers   # short\n" in text


def test_what_does_not_compile_is_found_at_its_cell_and_nothing_is_written(lumen, exported):
    one = exported.put("Capabilities", "points", "Owner", "nobody-here")
    two = exported.put("Capabilities", "demand-forecast", "Lift p10", "99 EUR")
    three = exported.put("Capabilities", "customer-data", "Block", "Data!")
    four = exported.put("Capabilities", "brief-automation", "Approver", None)
    exported.save()
    found = refused(lumen, exported.path)
    for place in (one, two, three, four):
        assert [each for each in found if place in each["message"]], (place, found)
    assert all(str(each["path"]).startswith("canvas.xlsx[") for each in found)


def retitled(edited):
    sheet = edited.sheet("Capabilities")
    next(cell for cell in sheet[1] if cell.value == "Because").value = "Zz"


def rename(edited):
    edited.sheet("Capabilities")["E1"].value = "Ownr"


def merge(edited):
    edited.sheet("Capabilities").merge_cells("C3:C5")


def formula(edited):
    edited.put("Capabilities", "points", "Reach", "=1+1")


def twice(edited):
    row, column = edited.place("Capabilities", "demand-forecast", "Id")
    edited.sheet("Capabilities").cell(row, column).value = "points"


def no_id(edited):
    row, column = edited.place("Capabilities", "demand-forecast", "Id")
    edited.sheet("Capabilities").cell(row, column).value = None


def bad_id(edited):
    edited.add("Capabilities", Id="Not An Id", Title="x")


def incomplete(edited):
    edited.add("Capabilities", Id="half", Title="Half")


def no_capability(edited):
    edited.add("Steps", Capability="answer-dsk", Kind="governance", Step="x")


def no_kind(edited):
    edited.add("Steps", Capability="answer-desk", Step="x")


def ambiguous(edited):
    edited.put("Capabilities", "points", "Lift p50", "1,400 EUR")


def currency(edited):
    edited.put("Capabilities", "points", "Lift p50", "€ 5 USD")


def base_gone(edited):
    edited.put("Capabilities", "points", "Base (leave it)", "x")
    edited.put("Capabilities", "points", "Title", "y")


def other_program(edited):
    for row in edited.sheet("Goals").iter_rows(min_row=2):
        row[-1].value = str(row[-1].value).replace("lumen:", "other:")


def moved(edited):
    edited.put("Steps", "points governance 1", "Capability", "answer-desk")


def only_strange_sheets(edited):
    for name in edited.book.sheetnames[:-1]:
        del edited.book[name]
    edited.book[edited.book.sheetnames[0]].title = "Strange"


BAD = {
    "a renamed column": (rename, "MP805", "did you mean Owner?"),
    "a column under a title that nobody could guess": (retitled, "MP805", "is it Because?"),
    "merged cells": (merge, "MP807", "C4"),
    "a formula": (formula, "MP807", "formula"),
    "an id twice": (twice, "MP809", "already"),
    "an id taken out": (no_id, "MP809", "exported"),
    "a new row whose id is none": (bad_id, "MP809", "no id"),
    "a new row that is half": (incomplete, "MP811", "needs Block, Goals, Owner, Approver"),
    "a step of nothing": (no_capability, "MP809", "no capability answer-dsk"),
    "a step of no kind": (no_kind, "MP809", "Steps"),
    "a comma that can mean two things": (ambiguous, "MP807", "1400"),
    "two currencies": (currency, "MP807", "two units"),
    "a base taken out": (base_gone, "MP809", "base"),
    "an item moved to another": (moved, "MP809", "can't be moved"),
    "a sheet of another program": (other_program, "MP804", "program/other"),
    "no sheet of a canvas": (only_strange_sheets, "MP803", "Capabilities"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_spreadsheet_is_a_finding_and_changes_nothing(lumen, exported, case):
    spoil, code, said = BAD[case]
    spoil(exported)
    exported.save()
    found = refused(lumen, exported.path)
    assert code in {each["code"] for each in found}
    assert [each for each in found if said in each["message"] + str(each["hint"])], found
    assert all(each["hint"] for each in found)


def reorder(edited):
    sheet = edited.sheet("Capabilities")
    sheet.move_range(f"B1:B{sheet.max_row}", cols=40)


def extra(edited):
    edited.sheet("Capabilities").cell(1, 40).value = "My notes"
    edited.sheet("Capabilities").cell(2, 40).value = "ask Ann"


def deleted(edited):
    edited.sheet("Capabilities").delete_rows(3)


def title_row(edited):
    edited.sheet("Capabilities").insert_rows(1)
    edited.sheet("Capabilities")["A1"].value = "Our canvas, spring"


def copied(edited):
    edited.book.copy_worksheet(edited.sheet("Capabilities")).title = "Capabilities (2)"


def many_rows(edited):
    edited.sheet("Capabilities").cell(100_000, 3).value = " "


ODD = {
    "columns in another order": (reorder, []),
    "a column of one's own": (extra, ["MP806"]),
    "a sheet copied": (copied, ["MP806"]),
    "a deleted row": (deleted, ["MP810"]),
    "a title above": (title_row, []),
    "a hundred thousand empty rows": (many_rows, []),
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_spreadsheet_is_read_and_what_is_left_out_is_said(lumen, exported, case):
    before = files(lumen.folder)
    change, codes = ODD[case]
    change(exported)
    exported.save()
    began = time.perf_counter()
    said = imported(lumen, exported.path).ok()
    assert time.perf_counter() - began < 10
    assert said.codes == codes
    assert said.data["changes"] == said.data["new"] == []
    assert files(lumen.folder) == before


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04x", b"a,b\n1,2\n"])
def test_a_file_of_another_kind_is_a_finding(lumen, tmp_path, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    before = files(lumen.folder)
    said = imported(lumen, path)
    assert said.code == 1
    assert set(said.codes) <= {"MP803", "MP812"}
    assert files(lumen.folder) == before


def test_the_page_is_one_file_without_script(lumen, tmp_path):
    path = tmp_path / "canvas.html"
    lumen.say("canvas", "-C", lumen.folder, "--to", "html", "--out", path).ok()
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "A4 landscape" in page


def test_a_file_of_somebody_else_is_not_overwritten(lumen, tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("mine\n", encoding="utf-8")
    said = lumen.say("canvas", "-C", lumen.folder, "--to", "csv", "--out", path)
    assert said.codes == ["MP616"]
    assert path.read_text(encoding="utf-8") == "mine\n"
