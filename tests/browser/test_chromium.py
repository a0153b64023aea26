"""The browser itself: it starts, has the asked width and scheme, and has no network."""

from pathlib import Path

import pytest


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_page_opens_at_the_asked_width_and_scheme(new_page, tmp_path: Path, width: int, dark: bool):
    document = tmp_path / "a page.html"
    document.write_text("<!doctype html><meta name=viewport content='width=device-width'><p>Hello", encoding="utf-8")
    page = new_page(width, dark=dark)
    page.goto(document.as_uri())
    assert page.inner_text("p") == "Hello"
    assert page.evaluate("innerWidth") == width
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
    page.screenshot(path=tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 1000
