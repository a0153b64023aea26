"""Hypothesis strategies for texts as people write them: every style, comments, blank lines, line ends, BOM or none."""

from dataclasses import dataclass

from hypothesis import strategies as st

from milepost.program.text import Path, Plain

BOM = "\ufeff"
_NAMES = st.sampled_from(["id", "title", "kpi", "needs", "p10", "because", "y", "no", "a-b", "x_1"])
_TRAPS: tuple[str, ...] = (
    "",
    "No",
    "1e3",
    "0.5",
    "12",
    "a: b",
    "a #b",
    "#x",
    " lead",
    "trail ",
    "- x",
    "-5 hours",
    "'q'",
    '"q"',
    "a,b",
)
_TRAPS += ("[x]", "{y}", "null", "~", "two\nlines", "é", "😀", "\u2028", "\0", "\ufeff", "2026-01-01", "x:", "%", "@a")
_TRAPS += (
    "---",
    "...",
    "? a",
    "tab\tbed",
    "a\\b",
    "\r",
    "\x85",
    "word " * 40 + "end",
    "a\n\nb\n",
    "!t",
    "&a",
    "*a",
    "|",
)


def scalars() -> st.SearchStrategy[str | None]:
    """Give texts that a careless writer breaks, any other text, and null."""
    return st.none() | st.sampled_from(_TRAPS) | st.text(st.characters(codec="utf-8"), max_size=12)


def plains() -> st.SearchStrategy[Plain]:
    """Give values of some depth."""
    return st.recursive(
        scalars(), lambda of: st.lists(of, max_size=3) | st.dictionaries(_NAMES, of, max_size=3), max_leaves=6
    )


def names() -> st.SearchStrategy[str]:
    """Give keys, among them words that YAML 1.1 takes for a truth."""
    return _NAMES


@dataclass(frozen=True, slots=True)
class YamlText:
    """A text, what it reads as, document by document, and the comments in it."""

    text: str
    documents: list[dict[str, Plain]]
    comments: list[str]


@st.composite
def yaml_texts(draw: st.DrawFn) -> YamlText:
    """Give a file of one to three documents in a random hand."""
    documents = draw(st.lists(st.dictionaries(_NAMES, plains(), min_size=1, max_size=4), min_size=1, max_size=3))
    hand = _Hand(draw)
    text = "---\n".join(hand.document(each) for each in documents)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    bom = draw(st.sampled_from(["", BOM]))
    return YamlText(bom + text.replace("\n", newline), documents, hand.comments)


def paths_of(value: Plain, at: Path = ()) -> list[Path]:
    """Give the path of everything in a document, its own left out."""
    found: list[Path] = []
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in members:
        found += [(*at, step), *paths_of(each, (*at, step))]
    return found


class _Hand:
    """Writes in a style that changes from value to value."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.comments: list[str] = []

    def document(self, of: dict[str, Plain]) -> str:
        return self._lines(0) + "".join(self._block_key(name, each, 0) for name, each in of.items()) + self._lines(0)

    def _block_key(self, name: str, value: Plain, indent: int) -> str:
        return " " * indent + self._key(name) + ":" + self._after(value, indent) + self._lines(indent)

    def _after(self, value: Plain, indent: int) -> str:
        if isinstance(value, dict) and value and self._flips():
            inner = indent + self._draw(st.sampled_from([1, 2, 4]))
            return self._comment() + "\n" + "".join(self._block_key(name, each, inner) for name, each in value.items())
        if isinstance(value, list) and value and self._flips():
            inner = indent + self._draw(st.sampled_from([1, 2]))
            said = [" " * inner + "-" + self._after(each, inner) + self._lines(inner) for each in value]
            return self._comment() + "\n" + "".join(said)
        if isinstance(value, str) and self._flips() and (block := self._block(value, indent)):
            return block
        if value is None and self._flips():
            return self._comment() + "\n"
        return " " + self._flow(value) + self._comment() + "\n"

    def _block(self, value: str, indent: int) -> str | None:
        lines = value.split("\n")
        sound = all(each and each == each.strip() and each.isprintable() and each.isascii() for each in lines)
        if not sound:
            return None
        header = " |-" if len(lines) > 1 or self._flips() else " >-"
        return header + self._comment() + "\n" + "".join(" " * (indent + 3) + each + "\n" for each in lines)

    def _flow(self, value: Plain) -> str:
        if isinstance(value, dict):
            said = ", ".join(f"{self._key(name)}: {self._flow(each)}" for name, each in value.items())
            return "{" + said + (", " if value and self._flips() else "") + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self._flow, value)) + (" , " if value and self._flips() else "") + "]"
        return self._scalar(value)

    def _scalar(self, value: str | None) -> str:
        if value is None:
            return self._draw(st.sampled_from(["null", "~"]))
        if value.isalnum() and value.isascii() and value != "null" and self._flips():
            return value
        if value.isprintable() and value.isascii() and self._flips():
            return "'" + value.replace("'", "''") + "'"
        return '"' + "".join(f"\\U{ord(each):08x}" if not each.isalnum() else each for each in value) + '"'

    def _key(self, name: str) -> str:
        return self._draw(st.sampled_from([name, f'"{name}"', f"'{name}'"]))

    def _comment(self) -> str:
        return f"  {self._said()}" if self._draw(st.integers(0, 3)) == 0 else ""

    def _lines(self, indent: int) -> str:
        """Give now and then a line of its own: blank, or a comment."""
        chosen = self._draw(st.integers(0, 9))
        return "\n" if chosen == 0 else " " * indent + self._said() + "\n" if chosen == 1 else ""

    def _flips(self) -> bool:
        return self._draw(st.booleans())

    def _said(self) -> str:
        self.comments.append(f"# comment {len(self.comments)} of: [this, file]")
        return self.comments[-1]
