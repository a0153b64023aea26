"""Where every value of a text begins and ends and how it is written: what an edit needs and a reader does not."""

from dataclasses import dataclass, field

import yaml

from milepost.program.text import Path


@dataclass(slots=True)
class Laid:
    """A value as it stands in the text, from `start` up to `end`; a collection in block style ends with its last value.

    `style` is YAML's mark of a scalar ('"', "'", "|", ">", or nothing for a plain one), `{` and `[` for collections in
    flow style, `:` and `-` for those in block style.
    """

    start: int
    end: int
    style: str
    keys: "list[tuple[str, Laid, Laid]]" = field(default_factory=list)
    """Of a mapping: each key's name, the key, its value."""
    items: "list[Laid]" = field(default_factory=list)

    @property
    def is_flow(self) -> bool:
        """Tell whether it is a collection in flow style."""
        return self.style in {"{", "["}

    @property
    def is_mapping(self) -> bool:
        """Tell whether it is a mapping."""
        return self.style in {"{", ":"}

    @property
    def is_list(self) -> bool:
        """Tell whether it is a list."""
        return self.style in {"[", "-"}

    @property
    def parts(self) -> "list[tuple[Laid, Laid]]":
        """Return each member of a collection as where it begins and where it ends: key and value, or twice the item."""
        return [(key, value) for _, key, value in self.keys] or [(each, each) for each in self.items]

    def child(self, step: str | int) -> "Laid | None":
        """Give the value at a key (of a key that stands twice the last, as the reader does) or position, or None."""
        if isinstance(step, str):
            return next((value for name, _, value in reversed(self.keys) if name == step), None)
        return self.items[step] if 0 <= step < len(self.items) else None

    def at(self, path: Path) -> "Laid | None":
        """Give the value at a path, or None."""
        found: Laid | None = self
        for step in path:
            found = found.child(step) if found else None
        return found


def laid_out(text: str) -> list[Laid]:
    """Lay out the documents of a text that `read_documents` could read, in the same order and without empty ones."""
    loader = yaml.CSafeLoader(text)
    documents: list[Laid] = []
    stack: list[tuple[Laid, tuple[str, Laid] | None]] = []
    key: tuple[str, Laid] | None = None
    try:
        while (event := loader.get_event()) is not None:
            if isinstance(event, yaml.CollectionEndEvent):
                done, key = stack.pop()
                _end(done, event)
                if not stack and done.keys:
                    documents.append(done)
                key = _placed(done, "", stack, key)
            elif isinstance(event, yaml.CollectionStartEvent):
                stack.append((_opened(event), key))
                key = None
            elif isinstance(event, yaml.ScalarEvent):
                key = _placed(_scalar(event, text), event.value, stack, key)
    finally:
        loader.dispose()
    return documents


def _placed(
    value: Laid, name: str, stack: list[tuple[Laid, tuple[str, Laid] | None]], key: tuple[str, Laid] | None
) -> tuple[str, Laid] | None:
    """Put a value into the open collection; what is given back is the key whose value comes next."""
    parent = stack[-1][0] if stack else None
    if parent is None:
        return None
    if parent.is_list:
        parent.items.append(value)
    elif key is None:
        return name, value
    else:
        parent.keys.append((*key, value))
    return None


def _opened(event: yaml.CollectionStartEvent) -> Laid:
    start, end = _marks(event)
    is_mapping = isinstance(event, yaml.MappingStartEvent)
    flow, block = ("{", ":") if is_mapping else ("[", "-")
    return Laid(start, end, flow if event.flow_style else block)


def _end(of: Laid, event: yaml.Event) -> None:
    # A block's end event lies behind the comments that follow it.
    of.end = _marks(event)[1] if of.is_flow else max([of.start, *(last.end for _, last in of.parts)])


def _scalar(event: yaml.ScalarEvent, text: str) -> Laid:
    start, end = _marks(event)
    style = event.style or ""
    if style in {"|", ">"} and "+" not in text[start:end].split("\n", 1)[0].split("#", 1)[0]:
        end = start + len(text[start:end].rstrip())
    return Laid(start, end, style)


def _marks(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index
