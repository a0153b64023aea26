"""A read-out as one HTML page: the sentence, how far to trust it, effects, money, method."""

import re
from collections.abc import Iterator

import htpy as h
from htpy import Element, Node

from milepost.kernel.words import Grade, Phase
from milepost.presentation.readout_view import ReadOutView
from milepost.presentation.report.marks import Badge, Tone
from milepost.presentation.values import Table
from milepost.rendering.html.document import document
from milepost.rendering.html.folded import folded
from milepost.rendering.html.grid import worded
from milepost.rendering.html.intervals import effect_rows, shared_rows
from milepost.rendering.html.marks import badge, grade, kept
from milepost.rendering.html.panels import panel
from milepost.rendering.intervals import Interval, intervals_of

METHOD = (
    "An effect is the arm's level minus the control's, over all units of the arm, whether they were reached or not. "
    "Intervals are two-sided, 95%, and always-valid where the notes say so. “At least” is a one-sided 95% bound: of "
    "the claims worded so, one in twenty may be too high. The split check compares the arms' sizes with the intended "
    "ones; where it fails no effect is shown. Each metric has its own scale; the strong line is zero, which is no "
    "effect."
)
LONG_SENTENCE = 120
_BRACKETS = re.compile(r"(\(estimate [^)]*\))")
_PHASES = {phase.value: phase for phase in Phase}


def readout_page(view: ReadOutView) -> str:
    """Write the page of a read-out; the same view gives the same bytes."""
    return document(
        f"Read-out: {view.sentence}",
        h.header(".wrap.top")[
            h.div(".brand")[h.span[h.b["Experiment read-out"]], h.span["milepost experiment read"]],
            h.h1(class_="long" if len(view.sentence) > LONG_SENTENCE else None)[_sentence(view.sentence)],
        ],
        h.main(".wrap", id="main", tabindex="-1")[
            h.section(".trust", {"aria-label": "How far to trust it"})[
                _strip(view),
                h.p[view.trust],
                h.p[grade(_grade(view.grade), is_long=False), view.grade],
                h.p[view.strength] if view.strength else None,
            ],
            [h.p(".waiting")[each] for each in view.waiting],
            panel("effects", "Effects", [_effects(each) for each in view.effects]),
            panel("guardrails", "Guardrails", worded(view.guardrails)) if view.guardrails else None,
            panel("money", "Money", _money(view.money)) if view.money else None,
            panel("behind", "What stands behind", h.p(".note")[METHOD], [folded(each) for each in view.folded]),
        ],
        h.footer(".wrap")[
            h.div(".foot")[
                h.p[
                    "Read by Milepost from one table; nothing was recorded. The same table, read by the same design "
                    "and formulas, has the same snapshot."
                ],
                h.p[h.code[f"snapshot {view.snapshot}"]] if view.snapshot else None,
            ]
        ],
    )


def _sentence(text: str) -> Node:
    """Let what stands in brackets stand back."""
    parts = _BRACKETS.split(text)
    return [h.span(".quiet")[kept(each)] if place % 2 else kept(each) for place, each in enumerate(parts)]


def _strip(view: ReadOutView) -> Element:
    marks = view.strip or (_split(view.trust),)
    return h.ul(".strip")[[h.li[badge(each)] for each in marks]]


def _split(trust: str) -> Badge:
    if not trust.startswith("Split"):
        return Badge(word="staggered start", symbol="◌", tone=Tone.QUIET)
    if "NOT" in trust:
        return Badge(word="split fails", symbol="■", tone=Tone.BAD)
    return Badge(word="split fits", symbol="✓", tone=Tone.GOOD)


def _grade(text: str) -> Grade:
    return Grade(text.removeprefix("Grade ")[:1])


def _effects(of: Table) -> Node:
    found = intervals_of(of, name="Metric", estimate="Effect", least=None)
    return h.div(".checklist")[h.h3[of.title], _chart(found, effect_rows(found)), worded(of)]


def _money(of: Table) -> Node:
    found = intervals_of(of, name="Arm", estimate="Estimate", least="At least")
    return [h.h3[of.title], _chart(found, shared_rows(found)), worded(of)]


def _chart(found: tuple[Interval, ...], rows: Iterator[Element]) -> Node:
    return h.figure[h.ul(".rows")[list(rows)]] if found else None
