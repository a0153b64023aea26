"""The report as HTML: one file that fetches nothing, escapes everything, and can be read by everyone."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from milepost.rendering.html.document import style
from milepost.rendering.html.report import render_report
from milepost.surfaces.cli.report import page_of as written_by_the_verb
from milepost.wiring.local import Place
from presentation.lumen_page import reported
from presentation.report_runs import SITUATIONS, page_of

TEXT = ("ink", "muted", "accent", "good", "warn", "bad")
GRAPHIC = ("line", "plan")
MOST_BYTES = 200_000
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Outline(HTMLParser):
    """What a page is made of: tags with attributes, headings by level, and whether all are closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in tags]


@pytest.fixture(params=[*SITUATIONS, "hostile", "lumen"])
def page(request: pytest.FixtureRequest) -> str:
    return render_report(page_of(request.param))


def test_a_page_of_many_capabilities_can_be_mailed():
    assert len(render_report(page_of("lumen")).encode()) < MOST_BYTES


def test_commands_say_where_the_program_lies():
    place = Place(folder=Path("far"), state=Path("there"))
    page = written_by_the_verb(reported(), place)
    commands = re.findall(r"<code[^>]*>(milepost [^<]*)</code>", page)
    assert len(commands) > 20
    assert all(each.endswith(" -C far --state there") for each in commands)
    assert " -C " not in written_by_the_verb(reported())


def test_each_word_on_the_timeline_has_a_form_of_its_own():
    page = render_report(page_of("lumen"))
    for form in ("held", "held-once", "ended", "reopened", "missed", "off-track", "holds"):
        assert f'class="{form}"' in page
    assert 'class="held-once"' not in render_report(page_of("proven"))


def test_a_loss_and_what_lapsed_are_drawn_apart_from_a_gain():
    page = render_report(page_of("lumen"))
    assert page.count('class="track realised loss"') == 1
    assert page.count('class="track lapsed"') == 1
    assert page.count('class="track realised"') > 1


def test_risks_and_what_stands_badly_are_two_panels():
    page = render_report(page_of("lumen"))
    assert "Risk register: what may go wrong" in page
    assert "What stands badly now" in page
    assert "High likelihood, high impact" in page
    assert page.count('class="here"') == page.count('class="square"') + len(page_of("lumen").grades)
    assert "The program writes no risk down" in render_report(page_of("proven"))


def test_a_program_that_simulates_nothing_is_marked_nowhere():
    assert "simulated outcomes" not in render_report(page_of("proven")).lower()


def test_it_is_one_file_without_script_or_request(page: str):
    outline = Outline(page)
    assert outline.open == []
    assert not outline.named("script", "link", "img", "iframe", "object", "embed", "form", "base")
    assert not re.search(r"https?://|@import|url\((?!#)", page)
    assert not any(name.startswith("on") for _, attributes in outline.tags for name in attributes)
    for attributes in outline.named("a"):
        assert str(attributes["href"]).startswith("#")
    assert "default-src 'none'" in str(outline.named("meta")[1]["content"])


def test_every_link_leads_somewhere_and_every_id_is_one(page: str):
    outline = Outline(page)
    ids = [each["id"] for _, each in outline.tags if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {str(each["href"])[1:] for each in outline.named("a")} <= set(ids)


def test_headings_go_down_one_by_one(page: str):
    levels = [int(tag[1]) for tag, _ in Outline(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_a_name_or_is_hidden_and_tables_have_scopes(page: str):
    outline = Outline(page)
    for attributes in outline.named("svg"):
        inner = attributes.get("overflow") == "visible"
        assert inner or attributes.get("role") == "img" or attributes.get("aria-hidden") == "true"
    assert page.count('role="img"><title>') == page.count('role="img"')
    assert all(each.get("scope") in {"col", "row"} for each in outline.named("th"))
    assert page.count("<caption") == page.count("<table")


def test_landmarks_and_skip_link(page: str):
    outline = Outline(page)
    assert [len(outline.named(each)) for each in ("header", "main", "footer", "nav")] == [1, 1, 1, 1]
    assert outline.named("a")[0]["href"] == "#main"


def test_what_people_write_is_escaped():
    page = render_report(page_of("hostile"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "Donaudampfschiff" * 12 in page


def test_the_same_value_gives_the_same_bytes():
    assert render_report(page_of("proven")) == render_report(page_of("proven"))


def test_a_status_is_shape_and_word():
    for badge in re.findall(r'<span class="badge [^"]*">(.*?)</span>', render_report(page_of("harmful"))):
        assert badge.startswith("<svg")
        assert re.search(r"</svg>\w", badge)


def test_a_banner_stands_above_everything():
    page = render_report(page_of("proven", is_simulated=True))
    assert page.index('<aside class="banner"') < page.index("<h1")
    assert '<aside class="banner"' not in render_report(page_of("proven"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_the_tokens(scheme: str):
    colours = _tokens(scheme)
    for ground in ("bg", "surface"):
        for name in TEXT:
            assert _contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for name in GRAPHIC:
            assert _contrast(colours[name], colours[ground]) >= 3, (name, ground)


def test_forced_colours_take_the_system_ones():
    block = re.search(r"forced-colors: active\) \{\s*:root \{(.*?)\}", style(), re.DOTALL)
    assert block is not None
    assert "#" not in block[1]
    assert set(re.findall(r"--([a-z]+):", block[1])) == set(_tokens("light"))


def _tokens(scheme: str) -> dict[str, str]:
    """Read the colours of a scheme from the style sheet."""
    light, dark = re.findall(r":root \{([^}]*#[^}]*)\}", style())
    return dict(re.findall(r"--([a-z]+): (#[0-9A-F]{6})", light if scheme == "light" else dark))


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, by WCAG 2.2."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
