"""The questions of a first program: one model, from which the interview, the form to fill in and the reading follow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator, Field

from milepost.program.documents.capability import Block
from milepost.program.documents.integration import Flow, Medium
from milepost.program.documents.outline import Access, Aggregate, Benefit, Direction, Function
from milepost.program.fields import (
    Amount,
    Day,
    Document,
    FiscalQuarter,
    Length,
    Money,
    MonthDay,
    Span,
    Text,
    TimeZone,
)


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


class Person(Document):
    """A seat, and who holds it."""

    title: Annotated[Text, Question("Which role is it?", "A role is a seat: it stays when people change. Owners, approvers and signers are roles.")]
    function: Annotated[Function, Question("Which part of the company does it belong to?", "Owners who all sit in one function are a common reason why a roadmap stalls.", "marketing")]
    name: Annotated[Text | None, Question("Who holds it? (empty: nobody yet)", "An open seat is shown as open, and what needs it waits.")] = None
    expected: Annotated[Day | None, Question("If it is open: by when will it be filled?", "The plan counts on this day; without one it counts on nobody.")] = None


class SourceAnswer(Document):
    """A source of data, who answers for it and how far one has come with reading it."""

    title: Annotated[Text, Question("What is in it?", "A source is an export or a table: customers, orders, briefs.")]
    owner: Annotated[Text, Named("people"), Question("Which role answers for it?", "Whoever is asked when an export changes.")]
    access: Annotated[Access, Question("May you read it?", "Access that was only requested is the most common gap of a first quarter.", "requested")]
    gap: Annotated[Text | None, Question("What stands between it and its use? (empty: nothing)", "A missing key, a year without returns, a contract with a supplier.")] = None


class Priority(Document):
    """An outcome, ranked by its place in the list, and the number that tells."""

    title: Annotated[Text, Question("What shall be different in 12 to 18 months?", "An outcome, not a tool. The first you name is the sponsor's first.")]
    number: Annotated[Text, Question("Which number tells?", "A KPI that people are held to.")]
    benefit: Annotated[Benefit, Question("Is it money that comes in, or effort that is saved?", "The two are never added: hours saved are no revenue.", "revenue")]
    direction: Annotated[Direction, Question("Which way is better?", "Up or down.", "up")]
    owner: Annotated[Text, Named("people"), Question("Which role answers for the number?", "One role; two owners are none.")]
    source: Annotated[Text, Named("sources"), Question("From which source is it measured?", "A number without a source is an opinion.")]
    per: Annotated[Text, Question("A row of it is one what?", "A customer, an order, a brief: the unit of the number.", "customer")]
    column: Annotated[Text, Question("Which column holds it?", "As it is called in the export.")]
    aggregate: Annotated[Aggregate, Question("How do rows become one number?", "A mean of amounts, or a proportion of yes and no.", "mean")]
    baseline_window: Annotated[Span, Question("When was it measured before the program?", "Two dates, START/END, before the first day. It is frozen when the program is accepted.")]
    baseline: Annotated[Amount, Question("What was it then, with its unit?", "24 EUR, 16.5 hours, 0.31")]
    target: Annotated[Amount, Question("What shall it be?", "In the same unit.")]
    by: Annotated[Day, Question("By which day?", "12 to 18 months after the start: nearer is a milestone, farther a hope.")]
    population: Annotated[Whole | None, Question("Over how many units is it taken? (empty: not known)", "How many customers, orders or briefs it counts; a plan needs it to add up what is earned.")] = None


class TeamAnswer(Document):
    """Who builds."""

    title: Annotated[Text, Question("What is the team called?", "Those who build; several roles may work in one.")]
    owner: Annotated[Text, Named("people"), Question("Which role leads it?", "Who says what it works on next.")]
    parallel: Annotated[Whole, Question("At how many things does it work at once?", "Most teams say three and finish one.", "1")]


class ChannelAnswer(Document):
    """A way to customers."""

    title: Annotated[Text, Question("What is the channel called?", "Customer mail, the shop, the service desk.")]
    medium: Annotated[Medium, Question("By which way does it reach customers?", "It says which consent is needed.", "email")]
    owner: Annotated[Text, Named("people"), Question("Which role answers for it?", "Who stops a send at night.")]


class IntegrationAnswer(Document):
    """A system of others that the program needs."""

    title: Annotated[Text, Question("What does the program need of another system?", "Mail delivery, content of the shop, stock planning.")]
    system: Annotated[Text, Question("Which system is it?", "As people call it.")]
    owner: Annotated[Text, Named("people"), Question("Which role answers for it?", "Who is called when it is down.")]
    direction: Annotated[Flow, Question("Which way does data go, seen from the program?", "In, out or both.", "both")]


class CapabilityAnswer(Document):
    """What is built, for which priority, by whom, and at what cost."""

    title: Annotated[Text, Question("What is built?", "Mail by trigger, a demand forecast, answers with citations.")]
    block: Annotated[Block, Question("What is it made of?", "Data and operations are what models and experiences stand on.", "experience")]
    priority: Annotated[Text, Named("priorities"), Question("Which priority does it serve?", "Work that serves none has no path to a KPI.")]
    owner: Annotated[Text, Named("people"), Question("Which role builds and runs it?", "Its owner.")]
    approver: Annotated[Text, Named("people"), Question("Which role lets it pass?", "Another than the owner: that is what an approval is worth.")]
    decision: Annotated[Text, Question("What is decided with it?", "If no decision changes, nothing else will.")]
    customer_outcome: Annotated[Text, Question("What is then different for a customer?", "In the customer's words.")]
    p10: Annotated[Amount, Question("By how much does it move the number, if it goes badly? (one time in ten less)", "A unit, with the KPI's unit: 0.20 EUR a customer. Below zero where it may harm; for a number that shall fall, the largest fall.")]
    p50: Annotated[Amount, Question("... and as likely more as less?", "The middle.")]
    p90: Annotated[Amount, Question("... and if it goes well? (one time in ten more)", "Wide is honest.")]
    because: Annotated[Text, Question("Where do these numbers come from?", "A trial, a backtest, a supplier's brochure: it is printed beside them.")]
    reach: Annotated[Whole | None, Question("How many units does it reach? (empty: all of the KPI's)", "Without it and the KPI's own count no value is projected.")] = None
    data: Annotated[Names, Named("sources"), Question("Which sources does it need?", "Names, with commas between.")]
    after: Annotated[Names, Named("capabilities"), Question("What must be there before? (empty: nothing)", "Capabilities named already, with commas between.")] = ()
    roles: Annotated[Names, Named("people"), Question("Which roles does it need besides the owner? (empty: none)", "What needs an open seat waits for it.")] = ()
    governance: Annotated[Text | None, Question("Which rule has to be kept before it is live? (empty: not known yet)", "Consent, a review, a signature. Its owner is the approver until you say other.")] = None
    operations: Annotated[Text | None, Question("Who watches what, and who is called? (empty: not known yet)", "A drift monitor and the role that its alert goes to.")] = None
    team: Annotated[Text, Named("teams"), Question("Which team builds it?", "Teams build one thing after the other.")]
    effort_p10: Annotated[Length, Question("How long does it take at best?", "4 weeks, 2 months.", "4 weeks")]
    effort_p50: Annotated[Length, Question("... as likely longer as shorter?", "The middle.", "8 weeks")]
    effort_p90: Annotated[Length, Question("... at worst? (one time in ten longer)", "Twice the middle is usual.", "16 weeks")]
    cost_data: Annotated[Money | None, Question("What does its data cost a month? (empty: nothing)", "An amount with its currency. Programs that spend under a tenth on data wait for it later.")] = None
    cost_compute: Annotated[Money | None, Question("... its tools and computing?", "Licences, cloud, deliveries.")] = None
    cost_people: Annotated[Money | None, Question("... its people?", "Hours to run it, not to build it.")] = None
    cost_governance: Annotated[Money | None, Question("... its reviews and controls?", "Under a twentieth of all costs something is not being looked at.")] = None
    channels: Annotated[Names, Named("channels"), Question("On which channels does a customer meet it? (empty: on none)", "Names, with commas between.")] = ()
    integrations: Annotated[Names, Named("integrations"), Question("Which systems of others does it need? (empty: none)", "Names, with commas between.")] = ()
    adopted_by: Annotated[Text, Question("Who has to work with it?", "What nobody adopts earns nothing.")]
    fails_when: Annotated[Text, Question("How would you see that it fails?", "Settled now, because afterwards nobody agrees.")]
    fallback: Annotated[Text, Question("What is done then?", "The plan B, tried before it is needed.")]
    limits: Annotated[Text, Question("What is not measured, and not guaranteed?", "Who decides must know it.")]


class BudgetLine(Document):
    """What may be spent in a fiscal quarter."""

    quarter: Annotated[FiscalQuarter, Question("Which fiscal quarter?", "2026Q1. A quarter without a line has no money.")]
    amount: Annotated[Money, Question("How much may be spent in it?", "An amount with its currency, all kinds together.")]
    governance: Annotated[Money | None, Question("How much of it is for governance? (empty: no line of its own)", "A line of its own is not eaten up by the rest.")] = None


class Answers(Document):
    """All answers, in the order in which they are asked."""

    company: Annotated[Text, Question("Which company is this for?", "It stands in the program's title.")]
    currency: Annotated[Currency, Question("In which currency are its books?", "Three capitals, as in ISO 4217.", "EUR")]
    time_zone: Annotated[TimeZone, Question("In which time zone do its days end?", "A day in a report means its end in this zone.", "Europe/Berlin")]
    starts: Annotated[Day, Question("On which day does the program start?", "The first day of a quarter is easiest.")]
    horizon: Annotated[Length, Question("How long does it run?", "18 months: long enough for evidence, short enough to be held to.", "18 months")]
    fiscal_year_starts: Annotated[MonthDay, Question("On which day does the fiscal year start?", "Month and day. Milestones and budgets are by fiscal quarter.", "01-01")]
    people: Annotated[tuple[Person, ...], Field(min_length=2), Question("Who is in it?", "At least the sponsor and one more: nobody approves their own work.")]
    sponsor: Annotated[Text, Named("people"), Question("Which role is the sponsor?", "Who ranks the priorities, signs them, and decides what is scaled.")]
    sources: Annotated[tuple[SourceAnswer, ...], Field(min_length=1), Question("Which data is there?", "An inventory: also what you may not read yet.")]
    priorities: Annotated[tuple[Priority, ...], Field(min_length=1), Question("What does the sponsor want, in order?", "Three are enough. The order decides who gets a team first.")]
    teams: Annotated[tuple[TeamAnswer, ...], Field(min_length=1), Question("Who builds?", "Teams, not people.")]
    channels: Annotated[tuple[ChannelAnswer, ...], Question("How are customers met?", "Channels; none is fine at first.")] = ()
    integrations: Annotated[tuple[IntegrationAnswer, ...], Question("Which systems of others are needed?", "None is fine at first.")] = ()
    capabilities: Annotated[tuple[CapabilityAnswer, ...], Field(min_length=1), Question("What is built?", "In any order; what comes first is said by `after`.")]
    budget: Annotated[tuple[BudgetLine, ...], Question("What may be spent?", "A line for each fiscal quarter; none means that no budget is held against the plan.")] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of a model as a question. `of` is the model of a list's entries, None for a single answer."""

    name: str
    question: Question
    type_: object
    is_required: bool
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
    return Asked(name, question, hint, info.is_required() or (of is not None and minimum), named, of)


def _marks(hint: object) -> Iterator[object]:
    yield from getattr(hint, "__metadata__", ())


def first_day(today: date) -> date:
    """Return the first day of the next calendar quarter."""
    month = (today.month - 1) // 3 * 3 + 4
    return date(today.year + month // 13, (month - 1) % 12 + 1, 1)
