"""Ids are `kind/slug`, the bare slug where the kind is fixed."""

import re
from dataclasses import dataclass
from typing import Self

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Names one thing: `Ref("kpi", "margin")` prints as `kpi/margin`."""

    kind: str
    slug: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"

    @classmethod
    def parse(cls, text: str, kind: str | None = None) -> Self:
        """Read `kind/slug`, or a bare slug when `kind` is fixed.

        Raises ValueError with a sentence for people when the text is neither.
        """
        head, slash, tail = text.rpartition("/")
        if not slash and kind is None:
            raise ValueError(f"{text!r} is not of the form kind/slug")
        if slash and kind is not None and head != kind:
            raise ValueError(f"{text!r} names a {head or 'nothing'}; a {kind} is meant here")
        if not is_slug(tail) or (slash and not is_slug(head)):
            raise ValueError(f"{text!r} is not an id: lower-case letters, digits and hyphens, 63 at most")
        return cls(head or kind or "", tail)


def is_slug(text: str) -> bool:
    """Tell whether `text` may be an id: `[a-z0-9-]`, 1 to 63 long, no hyphen at either end."""
    return SLUG.fullmatch(text) is not None
