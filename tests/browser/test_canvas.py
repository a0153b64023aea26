"""The canvas in a real browser: every width, light and dark, printed; nothing runs out of it, axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from milepost.presentation.canvas.page import canvas_page
from milepost.program.compiler import compile_program
from milepost.rendering.html.canvas import render_canvas
from milepost.roadmap.canvas.canvas import canvas_of
from milepost.roadmap.canvas.known import Known
from milepost.wiring.local import Place, example_folder

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def address(tmp_path):
    made = compile_program(Place(folder=example_folder("lumen")).program.texts())
    path = tmp_path / "canvas.html"
    path.write_text(render_canvas(canvas_page(canvas_of(made.draft, Known()))), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (320, False)])
def test_it_fits_and_is_accessible(new_page, address, width, dark):
    page, asked = new_page(width, dark=dark), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(asked) == 1
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_it_prints_landscape_without_a_cut_card(new_page, address):
    page = new_page(1060)
    page.goto(address)
    content = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841.9" in content
    page.emulate_media(media="print")
    heights = page.locator(".canvas").evaluate_all("cards => cards.map(card => card.getBoundingClientRect().height)")
    assert max(heights) < 660
