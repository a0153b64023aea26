"""A story as Markdown: what a program says makes no markup, whatever it holds."""

import pytest

from milepost.presentation.values import Story, Table, columns
from milepost.rendering.markdown import story_markdown


def written(text: str) -> str:
    table = Table(title="", columns=columns("a", "b"), rows=((text, "second"),))
    return story_markdown(Story(message="It is so.", lines=(), tables=(table,))).splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("`--format json`", "`--format json`"),
        ("a ` | <script>", r"a \` \| \<script\>"),
        ("`a | b`", r"`a \| b`"),
        ("``<b>` x", r"\`\`\<b\>\` x"),
        ("&lt;img src=x&gt;", r"\&lt;img src=x\&gt;"),
        ("one\ntwo", "one two"),
    ],
)
def test_a_text_stays_in_its_cell_and_makes_no_markup(text: str, cell: str) -> None:
    assert written(text) == f"| {cell} | second |"
