"""Texts and edits -> edited texts. Every byte that no edit means stays; what comes out was read back, or is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from milepost.kernel.finding import Finding, Rule, Span, in_order
from milepost.program.edits.edit import AppendDocument, AppendItem, Edit, InDocument, SetValue
from milepost.program.edits.layout import laid_out
from milepost.program.edits.model import changed, value_at
from milepost.program.edits.rules import NO_PLACE, NOT_AS_MEANT
from milepost.program.edits.splice import Splicer
from milepost.program.edits.written import document
from milepost.program.text import Node, Path, Plain, SourceText, read_documents

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The texts that changed, by path. Empty where there are findings: several edits are made all or none."""

    texts: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def edited_files(texts: Mapping[str, bytes], edits: Mapping[str, Sequence[Edit]]) -> Edited:
    """Edit files given by path; a path that is not among the texts is a new file, which takes new documents only."""
    made, findings = {}, []
    for path, of_file in sorted(edits.items()):
        content, found = edited(path, texts.get(path, b""), of_file)
        findings += found
        if content != texts.get(path):
            made[path] = content
    return Edited(texts={} if findings else made, findings=in_order(findings))


def edited(path: str, content: bytes, edits: Sequence[Edit]) -> tuple[bytes, list[Finding]]:
    """Edit one file. On a finding (MP800: no place for it, MP801: it would not read as meant) the content is as it was.

    Edits of one document are made in their order, each seeing what the one before did; new documents come last.
    """
    file = _File(path, content)
    within = [each for each in edits if not isinstance(each, AppendDocument)]
    for turn in file.turns(within):
        file.make(turn)
    file.append([each for each in edits if isinstance(each, AppendDocument)])
    return (content, file.findings) if file.findings else (file.content, [])


class _File:
    """A file between two edits: its text, and what it has to read as."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content
        documents, found = read_documents(path, content)
        self.findings: list[Finding] = []
        self._nodes = [node for _, node in documents]
        self._numbers = {node.line: number for number, node in enumerate(self._nodes)}
        self._wanted: list[Plain] = [node.plain() for node in self._nodes]
        if found and not documents:
            self.findings.append(_at(NO_PLACE, found[0].span, f"{path} can't be read: {found[0].message}"))

    def turns(self, edits: Iterable[InDocument]) -> list[list[tuple[int, InDocument]]]:
        """Group edits so that no turn has two of one document: their places can't meet."""
        by_document: dict[int, list[tuple[int, InDocument]]] = {}
        for each in edits:
            if (number := self._numbers.get(each.line)) is not None:
                by_document.setdefault(number, []).append((number, each))
            else:
                self._refuse(NO_PLACE, None, f"no document begins on line {each.line} of {self.path}")
        return [[each for each in turn if each is not None] for turn in zip_longest(*by_document.values())]

    def make(self, turn: Sequence[tuple[int, InDocument]]) -> None:
        """Make the edits of a turn, and read them back."""
        if self.findings:
            return
        text = _text(self.content)
        laid, splicer, splices = laid_out(text), Splicer(text), []
        for number, each in turn:
            edit = _settled(self._wanted[number], each)
            wanted = changed(self._wanted[number], edit)
            splice = splicer.splice(laid[number], edit) if wanted is not None else None
            if wanted is None or splice is None:
                self._refuse(NO_PLACE, self._span(number, each.path), f"{_said(each)} finds no place")
                continue
            self._wanted[number] = wanted
            splices.append(splice)
        for splice in sorted(splices, key=lambda each: each.start, reverse=True):
            text = text[: splice.start] + splice.text + text[splice.end :]
        self._take(text, turn)

    def append(self, edits: Sequence[AppendDocument]) -> None:
        """Put new documents at the end."""
        if self.findings or not edits:
            return
        text = _text(self.content)
        newline = Splicer(text).newline
        for each in edits:
            text += newline if text and not text.endswith(("\n", "\r")) else ""
            text += f"---{newline}" if self._wanted else ""
            text += document(each.fields, newline)
            self._wanted.append(dict(each.fields))
        self._take(text, [])

    def _take(self, text: str, turn: Sequence[tuple[int, InDocument]]) -> None:
        if self.findings:
            return
        content = (BOM if self.content.startswith(BOM) else b"") + text.encode()
        nodes = [node for _, node in read_documents(self.path, content)[0]]
        read = [node.plain() for node in nodes]
        for number, each in turn:
            if number >= len(read) or read[number] != self._wanted[number]:
                self._refuse(NOT_AS_MEANT, self._span(number, each.path), f"{_said(each)} would not read as meant")
        if not self.findings and read != self._wanted:
            self._refuse(NOT_AS_MEANT, None, f"a change of {self.path} would not read as meant")
        if not self.findings:
            self.content, self._nodes = content, nodes

    def _span(self, number: int, path: Path) -> Span:
        node: Node = self._nodes[number]
        for step in path:
            node = node.child(step) or node
        return node.span

    def _refuse(self, rule: Rule, span: Span | None, message: str) -> None:
        self.findings.append(_at(rule, span or Span(path=self.path), message))


def _text(content: bytes) -> str:
    return SourceText("", content.decode("utf-8-sig")).text


def _settled(document: Plain, edit: InDocument) -> InDocument:
    """Make of an item added to a single text, or to nothing, the list that then stands there."""
    if isinstance(edit, AppendItem):
        whole = changed(document, edit)
        old = value_at(document, edit.path)
        if whole is not None and not isinstance(old, list):
            return SetValue(line=edit.line, path=edit.path, value=value_at(whole, edit.path))
    return edit


def _said(edit: InDocument) -> str:
    words = {"SetValue": "setting", "AddKey": "adding", "RemoveAt": "removing", "AppendItem": "adding to"}
    return f"{words[type(edit).__name__]} {'.'.join(map(str, edit.path)) or 'the document'}"


def _at(rule: Rule, span: Span | None, message: str) -> Finding:
    return rule.at(span, message, rule.fix)
