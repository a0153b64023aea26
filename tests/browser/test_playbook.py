"""A playbook's page in a real browser: every width, light and dark, nothing runs out of it, axe finds nothing."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from milepost.presentation.playbook.values import Checklist, Line, Section
from milepost.rendering.checklist_page import checklist_page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Einwilligungsnachweisprüfungsverantwortlichkeit" * 2


def _made(count: int) -> Checklist:
    lines = tuple(
        Line(
            what=f"{LONG} {place}: EUR 12,000 of <b>reach</b>",
            who=f"Leitung {LONG}",
            by="2026-01-31, 303 days ago" if place % 2 else "this week",
            do=f"milepost attest {LONG.lower()} --signer privacy --document FILE",
            shows="attestation/consent-reviewed, signed and not expired",
            done=place % 3 == 0,
        )
        for place in range(count)
    )
    sections = tuple(
        Section(heading=name, lines=lines[start::3]) for start, name in enumerate(("First", LONG, "Last")) if count
    )
    return Checklist(
        name="pilot", title="Pilot", about="From a plan to a decision.", program="Shop", as_of="2026-11-30",
        sections=sections,
    )  # fmt: skip


@pytest.mark.parametrize(("width", "dark", "count"), [(1280, False, 0), (320, False, 1), (390, True, 200)])
def test_it_fits_and_is_accessible(new_page, tmp_path: Path, width: int, dark: bool, count: int) -> None:
    path = tmp_path / "pilot.html"
    path.write_text(checklist_page(_made(count)), encoding="utf-8")
    page, told, asked = new_page(width, dark=dark), [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (told, len(asked)) == ([], 1)
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_it_prints_on_paper_without_a_cut_line(new_page, tmp_path: Path) -> None:
    path = tmp_path / "pilot.html"
    path.write_text(checklist_page(_made(30)), encoding="utf-8")
    page = new_page(718, dark=True)
    page.goto(path.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    assert page.evaluate("getComputedStyle(document.querySelector('.task')).breakInside") == "avoid"
