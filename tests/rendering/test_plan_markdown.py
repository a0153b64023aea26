"""A comment says what a program says, and does nothing that it asks for."""

import re

import pytest

from milepost.plan.approval import approvals
from milepost.plan.diff import diff
from milepost.plan.effect import effect_of
from milepost.plan.forecasting import foretold
from milepost.plan.progress import NOTHING_KNOWN
from milepost.presentation.plan_view import PlanLine, Planned, PlanView, plan_view
from milepost.program.compiled import CompiledProgram
from milepost.rendering.plan_markdown import MARKER, MOST, plan_markdown, safe
from milepost.rendering.plan_text import plan_text
from roadmap.told import compiled
from simulation.lumen_study import program_of_lumen
from surfaces.cli.small_program import capability, goal


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a | b\nc", "a \\| b c"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("@team #12", "@\u200bteam \\#\u200b12"),
        ("GH-7", "GH\u200b\\-7"),
        ("[x](y) `z` ~~w~~", "\\[x\\]\\(y\\) \\`z\\` \\~\\~w\\~\\~"),
        ("https://a.b", "https\u200b\\://a\\.b"),
        ("www.a.b", "www\u200b\\.a\\.b"),
        ("<!-- milepost-plan -->", "&lt;\\!\\-\\- milepost\\-plan \\-\\-&gt;"),
    ],
)
def test_text_is_read_as_it_stands(text: str, written: str) -> None:
    assert safe(text) == written
    # What is shown is the text: escapes and characters of no width taken away, entities read.
    shown = re.sub(r"\\(.)", r"\1", written).replace("\u200b", "")
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown == " ".join(text.split())


def view(before: CompiledProgram | None, after: CompiledProgram) -> PlanView:
    steps = diff(before, after)
    earlier = foretold(before, NOTHING_KNOWN) if before else None
    drawn = foretold(after, NOTHING_KNOWN)
    of = Planned(
        before=before, after=after, against="Against something.", steps=steps, seed=1, scenarios=drawn.scenarios,
        approvals=approvals(steps, before, after), figures=effect_of(earlier, drawn),
    )  # fmt: skip
    return plan_view(of, "Next: milepost apply FILE")


def test_a_comment_has_the_message_the_table_and_the_steps_folded() -> None:
    text = plan_markdown(view(compiled(), compiled(goal("8 USD"), capability(more="succeeds: 0.9\n"))))
    lines = text.splitlines()
    assert lines[0] == MARKER
    assert lines[2].startswith("### 2 changes to Spring e\\-mail")
    assert "| role/cmo | A\\. Lind | goal/grow, capability/mail |" in lines
    assert text.count("<details>") == text.count("</details>") == 1
    assert text.index("must approve") < text.index("<details>")


def test_a_long_plan_is_cut_and_still_closed() -> None:
    long = PlanLine(mark="+", waits=True, name="capability/x", says=("word " * 40,))
    whole = view(None, compiled())
    many = PlanView(
        message=whole.message, against=whole.against, lines=(long,) * 1_000, loosened=(), effects=whole.effects,
        note=whole.note, approvers=(), closing=whole.closing,
    )  # fmt: skip
    text = plan_markdown(many)
    assert MOST - 500 < len(text) < MOST + 500
    assert text.count("<details>") == text.count("</details>") == 1
    assert "run `milepost plan` to see it" in text


def test_lumens_first_plan_fits_eighty_columns() -> None:
    text = plan_text(view(None, program_of_lumen()))
    assert max(map(len, text.splitlines())) <= 80
    assert "+ 7 capabilities  answer-desk, brief-automation, customer-data," in text
    assert "Nothing has been changed." in text
