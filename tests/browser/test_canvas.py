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


LONG = "Einwilligungsnachweisprüfungsverantwortlichkeit" * 2


@pytest.mark.parametrize(("count", "width", "dark"), [(0, 1280, True), (1, 320, True), (50, 390, False)])
def test_it_fits_with_none_one_and_many_and_long_words(new_page, tmp_path, count, width, dark):
    texts = dict(Place(folder=example_folder("lumen")).program.texts())
    one = texts["capabilities/answer-desk.yaml"].decode().partition("\n---")[0]
    texts = {path: text for path, text in texts.items() if not path.startswith("capabilities/")}
    for place in range(count):
        named = one.replace("id: answer-desk", f"id: c{place}").replace("title: ", f"title: {LONG} {place} ")
        texts[f"capabilities/c{place}.yaml"] = named.encode()
    path = tmp_path / "canvas.html"
    path.write_text(render_canvas(canvas_page(canvas_of(compile_program(texts).draft, Known()))), encoding="utf-8")
    page = new_page(width, dark=dark)
    page.goto(path.as_uri())
    assert page.locator(".canvas").count() == count
    # The first card is on the first screens, however many there are.
    assert count == 0 or page.locator(".canvas").first.bounding_box()["y"] < 900
    assert page.evaluate("document.documentElement.scrollWidth") <= width
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
