"""The report in a real browser: every width, light and dark, nothing scrolls sideways, axe finds nothing."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from milepost.rendering.html.report import render_report
from milepost.rendering.looks_page import looks_page
from milepost.rendering.readout_page import readout_page
from presentation.report_runs import page_of
from rendering.test_readout_page import VIEW
from rendering.whole_readout import LOOKS, whole_view

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390, 320)
READ_OUTS = ("read-out", "whole read-out", "looks")
PAGES = ("proven", "harmful", "nothing", "two", "hostile", "grade-c", "simulated", "lumen", *READ_OUTS)
LUMEN_PAGES = 13


def _written(folder: Path, name: str) -> str:
    if name in READ_OUTS:
        pages = {
            "looks": looks_page(LOOKS),
            "read-out": readout_page(VIEW),
            "whole read-out": readout_page(whole_view()),
        }
        html = pages[name]
    else:
        html = render_report(page_of("reopened" if name == "simulated" else name, is_simulated=name == "simulated"))
    path = folder / f"{name}.html"
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_it_fits_and_is_accessible(new_page, tmp_path: Path, name: str, width: int, dark: bool):
    page, told, asked = new_page(width, dark=dark), [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(_written(tmp_path, name))
    page.locator("details").evaluate_all("parts => parts.forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (told, len(asked)) == ([], 1)
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(new_page, tmp_path: Path):
    page = new_page()
    page.goto(_written(tmp_path, "proven"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_source_link_leads_to_its_row(new_page, tmp_path: Path):
    page = new_page()
    page.goto(_written(tmp_path, "proven"))
    page.click(".tile-figure .ref")
    assert page.locator("tr:target code").inner_text().startswith("milepost ")


def test_it_prints_on_few_pages_in_light_colours(new_page, tmp_path: Path):
    page = new_page(dark=True)
    page.goto(_written(tmp_path, "proven"))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    printed = page.pdf(format="A4")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") <= 6
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_page_of_many_capabilities_prints_within_its_margins(new_page, tmp_path: Path):
    page = new_page(718)
    page.goto(_written(tmp_path, "lumen"))
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    printed = page.pdf(format="A4")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") <= LUMEN_PAGES


@pytest.mark.parametrize("width", [1280, 390])
def test_the_rows_of_value_share_one_zero_line(new_page, tmp_path: Path, width: int):
    page = new_page(width)
    page.goto(_written(tmp_path, "lumen"))
    # The whole program, its parts in money and those in hours have a scale each.
    scales = [
        figure.locator(".track .zero").evaluate_all("found => found.map(each => each.getBoundingClientRect().x)")
        for figure in page.locator("#value figure").all()
    ]
    assert sorted(map(len, scales))[:2] == [1, 1]
    assert len(max(scales, key=len)) > 5
    assert all(max(zeros) - min(zeros) < 1 for zeros in scales)
    narrowest = page.locator("#value .realised .span-line").evaluate_all(
        "found => Math.min(...found.map(each => each.getBoundingClientRect().width))"
    )
    assert narrowest >= 10


def test_forced_colours_keep_every_word(new_page, tmp_path: Path):
    page = new_page()
    page.emulate_media(forced_colors="active")
    page.goto(_written(tmp_path, "harmful"))
    assert page.locator(".badge", has_text="harmful").first.is_visible()
    assert page.locator(".badge svg").first.bounding_box()["width"] == 14


def test_what_stands_behind_opens_by_keyboard_and_is_folded_at_first(new_page, tmp_path: Path):
    page = new_page()
    page.goto(_written(tmp_path, "whole read-out"))
    parts = page.locator("details")
    assert parts.count() == 3
    assert parts.evaluate_all("parts => parts.some(part => part.open)") is False
    page.locator("summary").last.focus()
    page.keyboard.press("Enter")
    assert page.locator("details pre").first.is_visible()
    assert "SELECT" in page.locator("details pre").first.inner_text()


def test_what_is_looked_up_is_folded_on_the_screen_and_stands_open_in_print(new_page, tmp_path: Path):
    page = new_page()
    page.goto(_written(tmp_path, "lumen"))
    row = page.locator("#provenance tbody tr").first
    assert page.locator(".looked-up[open]").count() == 0
    assert not row.is_visible()
    page.emulate_media(media="print")
    assert row.is_visible()
