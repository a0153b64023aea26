"""All questions of a first program: one model, from which the interview, the form and the reading follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field, TypeAdapter

from milepost.program.fields import Day, Document, Length, MonthDay, Text, TimeZone
from milepost.program.starting.build import CapabilityAnswer
from milepost.program.starting.inventory import (
    BudgetLine,
    ChannelAnswer,
    IntegrationAnswer,
    Person,
    Priority,
    SourceAnswer,
    TeamAnswer,
)
from milepost.program.starting.question import Currency, Named, Question


class Answers(Document):
    """All answers, in the order in which they are asked."""

    company: Annotated[Text, Question("Which company is this for?", "It stands in the program's title.")]
    currency: Annotated[
        Currency, Question("In which currency are its books?", "Three capitals, as in ISO 4217.", "EUR")
    ]
    time_zone: Annotated[
        TimeZone,
        Question(
            "In which time zone do its days end?", "A day in a report means its end in this zone.", "Europe/Berlin"
        ),
    ]
    starts: Annotated[Day, Question("On which day does the program start?", "The first day of a quarter is easiest.")]
    horizon: Annotated[
        Length,
        Question(
            "How long does it run?", "18 months: long enough for evidence, short enough to be held to.", "18 months"
        ),
    ]
    fiscal_year_starts: Annotated[
        MonthDay,
        Question(
            "On which day does the fiscal year start?",
            "Month and day. Milestones and budgets are by fiscal quarter.",
            "01-01",
        ),
    ]
    people: Annotated[
        tuple[Person, ...],
        Field(min_length=2),
        Question("Who is in it?", "At least the sponsor and one more: nobody approves their own work."),
    ]
    sponsor: Annotated[
        Text,
        Named("people"),
        Question("Which role is the sponsor?", "Who ranks the priorities, signs them, and decides what is scaled."),
    ]
    sources: Annotated[
        tuple[SourceAnswer, ...],
        Field(min_length=1),
        Question("Which data is there?", "An inventory: also what you may not read yet."),
    ]
    priorities: Annotated[
        tuple[Priority, ...],
        Field(min_length=1),
        Question("What does the sponsor want, in order?", "Three are enough. The order decides who gets a team first."),
    ]
    teams: Annotated[tuple[TeamAnswer, ...], Field(min_length=1), Question("Who builds?", "Teams, not people.")]
    channels: Annotated[
        tuple[ChannelAnswer, ...], Question("How are customers met?", "Channels; none is fine at first.")
    ] = ()
    integrations: Annotated[
        tuple[IntegrationAnswer, ...], Question("Which systems of others are needed?", "None is fine at first.")
    ] = ()
    capabilities: Annotated[
        tuple[CapabilityAnswer, ...],
        Field(min_length=1),
        Question("What is built?", "In any order; what comes first is said by `after`."),
    ]
    budget: Annotated[
        tuple[BudgetLine, ...],
        Question(
            "What may be spent?", "A line for each fiscal quarter; none means that no budget is held against the plan."
        ),
    ] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of a model as a question. `of` is the model of a list's entries, None for a single answer."""

    name: str
    question: Question
    type_: object
    is_required: bool
    reader: TypeAdapter[object]
    named: str | None = None
    of: type[BaseModel] | None = None


@cache
def asked_of(model: type[BaseModel]) -> tuple[Asked, ...]:
    """Return the questions of a model in the order of its fields."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(_asked(model, name, hints[name]) for name in model.model_fields)


def _asked(model: type[BaseModel], name: str, hint: object) -> Asked:
    marks = tuple(_marks(hint))
    question = next(each for each in marks if isinstance(each, Question))
    named = next((each.list for each in marks if isinstance(each, Named)), None)
    info = model.model_fields[name]
    inner = get_args(info.annotation)[:1] if get_origin(info.annotation) is tuple else ()
    of = inner[0] if inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel) else None
    minimum = any(getattr(each, "min_length", None) for each in info.metadata)
    is_required = info.is_required() or (of is not None and minimum)
    return Asked(name, question, hint, is_required, TypeAdapter(cast("type[object]", hint)), named, of)


def _marks(hint: object) -> Iterator[object]:
    yield from getattr(hint, "__metadata__", ())


def first_day(today: date) -> date:
    """Return the first day of the next calendar quarter."""
    month = (today.month - 1) // 3 * 3 + 4
    return date(today.year + month // 13, (month - 1) % 12 + 1, 1)
