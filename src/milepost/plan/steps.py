"""The closed vocabulary of a plan: what accepting some files would do to the program in force.

Whoever words, weighs or applies a plan matches over `Step` and `FieldChange`; a new one without a branch fails type
checking.
"""

from dataclasses import dataclass
from enum import StrEnum

from milepost.kernel.ids import Ref


class Way(StrEnum):
    """Which way a promise moved: a threshold, target, grade, age or limit that is easier to keep is loosened."""

    LOOSENED = "loosened"
    TIGHTENED = "tightened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeared:
    """A field, or an item of a list, that was not there. `where` names it in words."""

    path: str
    where: str
    after: str
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """A field, or an item of a list, that is taken out."""

    path: str
    where: str
    before: str
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A number or a date that became another; `is_more` tells whether it is larger or later."""

    path: str
    where: str
    before: str
    after: str
    is_more: bool
    is_date: bool
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Words, a name or a choice that became another."""

    path: str
    where: str
    before: str
    after: str
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered:
    """The same items in another order."""

    path: str
    where: str


FieldChange = Appeared | Vanished | Moved | Replaced | Reordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """A document that the program in force does not have. Adding a waiver loosens."""

    ref: Ref
    title: str | None
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A document that says something else, field by field; never without fields."""

    ref: Ref
    title: str | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """A document that is taken out of the program. Removing a waiver tightens."""

    ref: Ref
    title: str | None
    way: Way | None = None


Step = Add | Change | Remove
