"""A gap: what is missing or not yet so, who closes it, how, and where it stands in the files."""

from dataclasses import dataclass

from milepost.kernel.finding import Span
from milepost.kernel.ids import Ref
from milepost.program.draft import Draft
from milepost.program.text import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One gap. `is_first` says that work can't begin before it is closed; `owner` is a role, None where nobody is."""

    of: Ref
    what: str
    todo: str
    owner: str | None
    is_first: bool = False
    waiting: tuple[str, ...] = ()
    """The capabilities that wait for it, by slug."""
    span: Span | None = None


def gap(
    draft: Draft, ref: Ref, path: Path, what: str, todo: str, *, owner: str | None, is_first: bool = False,
    waiting: tuple[str, ...] = (),
) -> Gap:  # fmt: skip
    """Make a gap of a document, which stands at `path` or at the deepest part of it that is there."""
    span = draft.span(ref, *path) if ref in draft.origins else None
    return Gap(of=ref, what=what, todo=todo, owner=owner, is_first=is_first, waiting=waiting, span=span)
