"""Badges, grades, phrases with their source: shape, word and colour always go together."""

import re
from collections.abc import Sequence

import htpy as h
from htpy import Element, Node

from milepost.kernel.words import Grade
from milepost.presentation.report.marks import Badge, Phrase, Said, Tone
from milepost.rendering.html.shapes import shape

LONG_WORD = 24
_MONEY = re.compile(r"\b([A-Z]{3}) (\d)")
_DATE = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\b")


def badge(of: Badge) -> Element:
    """Draw a status word behind its shape, in its tone."""
    return h.span(class_=f"badge {tone_class(of.tone)}")[shape(of.symbol), of.word]


def tag(text: str) -> Node:
    """Draw what qualifies a number, such as that it is simulated; nothing for an empty text."""
    return h.span(".tag")[text] if text else None


def tone_class(tone: Tone) -> str:
    """Return the class that colours a tone."""
    return "tone-quiet" if tone is Tone.QUIET else tone.value


def grade(of: Grade, *, is_long: bool = True, because: str = "") -> Element:
    """Draw a grade's letter, with why it is so, else what it means, unless there is no room for it."""
    letter = h.b[of.value]
    if is_long:
        return h.span(class_=f"grade grade-{of.value}")[h.span(".hidden")["Grade "], letter, because or of.meaning]
    return h.span(class_=f"grade grade-{of.value}", title=f"Grade {of.value}: {of.meaning}")[letter]


def phrases(of: Said) -> Node:
    """Write phrases, each number followed by the link to its source."""
    return [_phrase(each) for each in of]


def lines(of: Sequence[Said], class_: str) -> Node:
    """Write texts as paragraphs of one class."""
    return [h.p(class_=class_)[phrases(each)] for each in of]


def _phrase(of: Phrase) -> Node:
    words = kept(of.text)
    text: Node = words if of.ref is None else _joined(words, reference(of.ref))
    return h.span(".quiet")[text] if of.is_quiet else text


def kept(text: str) -> str:
    """Keep amounts and dates on one line, by spaces that do not break."""
    return _DATE.sub("\\1\u00a0\\2\u00a0\\3", _MONEY.sub("\\1\u00a0\\2", text))


def _joined(text: str, link: Element) -> Node:
    """Keep the link on the line of the last word, unless that is too long to be kept whole."""
    head, space, last = text.rpartition(" ")
    if len(last) > LONG_WORD:
        return [text, link]
    return [head, space, h.span(".nb")[last, link]]


def reference(number: int) -> Element:
    """Link to a row of the provenance."""
    label = f"source {number}"
    return h.a(".ref", {"href": f"#source-{number}", "aria-label": label})[h.span[str(number)]]
