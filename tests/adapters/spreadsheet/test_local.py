"""Whatever file is named: sheets with their cells, or a finding, soon."""

import io
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter

from milepost.adapters.spreadsheet.local import LocalSpreadsheet
from milepost.kernel.finding import Refused


def workbook(path, fill):
    with xlsxwriter.Workbook(path) as book:
        fill(book.add_worksheet("One"))
    return LocalSpreadsheet(path).sheets()


def test_rows_keep_their_numbers_and_empty_ones_are_left_out(tmp_path):
    (sheet,) = workbook(tmp_path / "a.xlsx", lambda page: (page.write("A1", "x"), page.write("B4", 2.5)))
    assert sheet.rows == ((1, ("x", None)), (4, (None, 2.5)))
    assert sheet.name == "One"
    assert not sheet.is_text


def test_formulas_and_merged_cells_are_told(tmp_path):
    def fill(page):
        page.write("A1", "x")
        page.write_formula("B2", "=1+1", None, 2)
        page.merge_range("C3:D4", "m")

    (sheet,) = workbook(tmp_path / "a.xlsx", fill)
    assert sheet.formulas == {(2, 2)}
    assert sheet.merged == {(3, 4), (4, 3), (4, 4)}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_csv_is_read_by_what_it_holds(tmp_path, separator, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(f'Id{separator}"Title, so"{separator}"é ""x"""\n'.encode(encoding))
    (sheet,) = LocalSpreadsheet(path).sheets()
    assert sheet.rows == ((1, ("Id", "Title, so", 'é "x"')),)
    assert sheet.is_text


def broken_zip():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("hello.txt", "x")
    return made.getvalue()


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (300 * 1024 * 1024))
    return made.getvalue()


BROKEN = {
    "another archive": broken_zip,
    "a cut workbook": lambda: b"PK\x03\x04" + b"\0" * 50,
    "an old workbook, broken": lambda: b"\xd0\xcf\x11\xe0" + b"\1" * 600,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n\0\0\0" + b"\xff" * 50,
    "latin text": lambda: "Id;Größe".encode("latin-1"),
    "a bomb": bomb,
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_none_is_refused(tmp_path, case):
    path = tmp_path / "a.xlsx"
    path.write_bytes(BROKEN[case]())
    with pytest.raises(Refused) as caught:
        LocalSpreadsheet(path).sheets()
    (finding,) = caught.value.findings
    assert finding.code == "MP812"
    assert finding.hint


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in [tmp_path / "none.xlsx", tmp_path]:
        with pytest.raises(Refused, match=r"no file"):
            LocalSpreadsheet(path).sheets()


def test_a_cell_far_out_is_refused_and_fills_no_memory(tmp_path):
    with pytest.raises(Refused, match="far from all others"):
        workbook(tmp_path / "a.xlsx", lambda page: (page.write("A1", "x"), page.write("XFD1048576", "y")))


def test_a_hundred_thousand_empty_rows_are_read_soon(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("One")
    sheet.append(["Id", "Title"])
    for _ in range(100_000):
        sheet.append(["", ""])
    sheet.append(["x", "y"])
    book.save(tmp_path / "a.xlsx")
    began = time.perf_counter()
    (read,) = LocalSpreadsheet(tmp_path / "a.xlsx").sheets()
    assert time.perf_counter() - began < 10
    assert read.rows == ((1, ("Id", "Title")), (100_002, ("x", "y")))


def test_an_empty_file_has_a_sheet_without_rows(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"")
    (sheet,) = LocalSpreadsheet(tmp_path / "a.csv").sheets()
    assert sheet.rows == ()


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="One">
<table:table-row><table:table-cell office:value-type="string"><text:p>Id</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="2.5"><text:p>2,5</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-12-31"><text:p>31.12.26</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def test_what_libreoffice_saves_as_its_own_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT.replace("\n", " ").replace("> <", "><"))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    (sheet,) = LocalSpreadsheet(tmp_path / "a.ods").sheets()
    assert sheet.rows[0] == (1, ("Id", 2.5))
    assert str(sheet.rows[1][1][0])[:10] == "2026-12-31"


def repeated(path, rows, columns, cell=' office:value-type="string"><text:p>x</text:p></table:table-cell>'):
    row = f'<table:table-row table:number-rows-repeated="{rows}">'
    content = f'{row}<table:table-cell table:number-columns-repeated="{columns}"{cell}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="One">{content}</table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_a_cell_that_stands_there_a_million_times_is_refused(tmp_path):
    """Under a kilobyte, it ended the process: its reader makes every cell."""
    with pytest.raises(Refused, match="it repeats cells"):
        LocalSpreadsheet(repeated(tmp_path / "a.ods", 1_048_576, 1_000)).sheets()
    with pytest.raises(Refused, match="it repeats cells"):
        LocalSpreadsheet(repeated(tmp_path / "a.ods", 1_048_576, 1_000, ' office:value="5"/>')).sheets()
    # Spreadsheets end each sheet with a million empty rows.
    assert LocalSpreadsheet(repeated(tmp_path / "b.ods", 1_048_576, 1_024, "/>")).sheets()[0].rows == ()
    assert len(LocalSpreadsheet(repeated(tmp_path / "c.ods", 3, 2)).sheets()[0].rows) == 3


def test_a_long_text_that_many_cells_share_is_refused(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("One")
        for row in range(10_000):
            page.write_string(row, 0, "A" * 30_000)
    assert (tmp_path / "a.xlsx").stat().st_size < 500_000
    with pytest.raises(Refused, match="repeat a few long texts"):
        LocalSpreadsheet(tmp_path / "a.xlsx").sheets()
