"""Lines of a width: ids, amounts and intervals stay whole wherever a line holds them."""

import pytest

from milepost.rendering.wrapping import widest_whole, widest_word, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("live: personalised-content", 22, ["live:", "personalised-content"]),
        ("it earns EUR 12,000 in all", 14, ["it earns", "EUR 12,000 in", "all"]),
        ("from 2025-08-23 to 2025-11-10", 24, ["from", "2025-08-23 to 2025-11-10"]),
        ("2025-08-23 to 2025-11-10", 12, ["2025-08-23", "to", "2025-11-10"]),
        ("personalised-content", 14, ["personalised-", "content"]),
        ("", 10, []),
    ],
)
def test_what_belongs_together_stays_on_a_line_that_holds_it(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_no_line_is_wider_than_asked_with_its_indent() -> None:
    lines = wrapped("x" * 70 + " and EUR 5", 30, "  - ", "    ")
    assert max(map(len, lines)) <= 30
    assert lines[0].startswith("  - x")


def test_the_widest_parts() -> None:
    assert (widest_whole("by 1 Dec 2026"), widest_word("by 1 Dec 2026")) == (10, 4)
    assert (widest_whole(""), widest_word("")) == (0, 0)
