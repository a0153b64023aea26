"""A question: what is asked, why, and what is offered; and the types of answers that only an interview has."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from milepost.program.fields import Text


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, why it matters (`?` prints it), and what is offered; None where nothing can be guessed."""

    ask: str
    why: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Marks an answer that names an entry of another list by its title."""

    list: str


def slug_of(title: str) -> str:
    """Make an id of a title: `Lead of customer mail` is `lead-of-customer-mail`; `unnamed` where no letter is left."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:63].strip("-") or "unnamed"


def _several(value: object) -> object:
    return [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value


Names = Annotated[tuple[Text, ...], BeforeValidator(_several)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Whole = Annotated[int, Field(gt=0)]
