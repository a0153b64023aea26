"""The questions about who and what is there: people, sources, priorities, teams, channels, systems, money."""

from typing import Annotated

from milepost.program.documents.integration import Flow, Medium
from milepost.program.documents.outline import Access, Aggregate, Benefit, Direction, Function
from milepost.program.fields import Amount, Day, Document, FiscalQuarter, Money, Span, Text
from milepost.program.starting.question import Named, Question, Whole


class Person(Document):
    """A seat, and who holds it."""

    title: Annotated[
        Text,
        Question(
            "Which role is it?",
            "A role is a seat: it stays when people change. Owners, approvers and signers are roles.",
        ),
    ]
    function: Annotated[
        Function,
        Question(
            "Which part of the company does it belong to?",
            "Owners who all sit in one function are a common reason why a roadmap stalls.",
            "marketing",
        ),
    ]
    name: Annotated[
        Text | None,
        Question("Who holds it? (empty: nobody yet)", "An open seat is shown as open, and what needs it waits."),
    ] = None
    expected: Annotated[
        Day | None,
        Question(
            "If it is open: by when will it be filled?", "The plan counts on this day; without one it counts on nobody."
        ),
    ] = None


class SourceAnswer(Document):
    """A source of data, who answers for it and how far one has come with reading it."""

    title: Annotated[Text, Question("What is in it?", "A source is an export or a table: customers, orders, briefs.")]
    owner: Annotated[
        Text, Named("people"), Question("Which role answers for it?", "Whoever is asked when an export changes.")
    ]
    access: Annotated[
        Access,
        Question(
            "May you read it?", "Access that was only requested is the most common gap of a first quarter.", "requested"
        ),
    ]
    gap: Annotated[
        Text | None,
        Question(
            "What stands between it and its use? (empty: nothing)",
            "A missing key, a year without returns, a contract with a supplier.",
        ),
    ] = None


class Priority(Document):
    """An outcome, ranked by its place in the list, and the number that tells."""

    title: Annotated[
        Text,
        Question(
            "What shall be different in 12 to 18 months?",
            "An outcome, not a tool. The first you name is the sponsor's first.",
        ),
    ]
    number: Annotated[Text, Question("Which number tells?", "A KPI that people are held to.")]
    benefit: Annotated[
        Benefit,
        Question(
            "Is it money that comes in, or effort that is saved?",
            "The two are never added: hours saved are no revenue.",
            "revenue",
        ),
    ]
    direction: Annotated[Direction, Question("Which way is better?", "Up or down.", "up")]
    owner: Annotated[
        Text, Named("people"), Question("Which role answers for the number?", "One role; two owners are none.")
    ]
    source: Annotated[
        Text,
        Named("sources"),
        Question("From which source is it measured?", "A number without a source is an opinion."),
    ]
    per: Annotated[
        Text, Question("A row of it is one what?", "A customer, an order, a brief: the unit of the number.", "customer")
    ]
    column: Annotated[Text, Question("Which column holds it?", "As it is called in the export.")]
    aggregate: Annotated[
        Aggregate,
        Question("How do rows become one number?", "A mean of amounts, or a proportion of yes and no.", "mean"),
    ]
    baseline_window: Annotated[
        Span,
        Question(
            "When was it measured before the program?",
            "Two dates, START/END, before the first day. It is frozen when the program is accepted.",
        ),
    ]
    baseline: Annotated[Amount, Question("What was it then, with its unit?", "24 EUR, 16.5 hours, 0.31")]
    target: Annotated[Amount, Question("What shall it be?", "In the same unit.")]
    by: Annotated[
        Day, Question("By which day?", "12 to 18 months after the start: nearer is a milestone, farther a hope.")
    ]
    population: Annotated[
        Whole | None,
        Question(
            "Over how many units is it taken? (empty: not known)",
            "How many customers, orders or briefs it counts; a plan needs it to add up what is earned.",
        ),
    ] = None


class TeamAnswer(Document):
    """Who builds."""

    title: Annotated[Text, Question("What is the team called?", "Those who build; several roles may work in one.")]
    owner: Annotated[Text, Named("people"), Question("Which role leads it?", "Who says what it works on next.")]
    parallel: Annotated[
        Whole, Question("At how many things does it work at once?", "Most teams say three and finish one.", "1")
    ]


class ChannelAnswer(Document):
    """A way to customers."""

    title: Annotated[Text, Question("What is the channel called?", "Customer mail, the shop, the service desk.")]
    medium: Annotated[
        Medium, Question("By which way does it reach customers?", "It says which consent is needed.", "email")
    ]
    owner: Annotated[Text, Named("people"), Question("Which role answers for it?", "Who stops a send at night.")]


class IntegrationAnswer(Document):
    """A system of others that the program needs."""

    title: Annotated[
        Text,
        Question(
            "What does the program need of another system?", "Mail delivery, content of the shop, stock planning."
        ),
    ]
    system: Annotated[Text, Question("Which system is it?", "As people call it.")]
    owner: Annotated[Text, Named("people"), Question("Which role answers for it?", "Who is called when it is down.")]
    direction: Annotated[Flow, Question("Which way does data go, seen from the program?", "In, out or both.", "both")]


class BudgetLine(Document):
    """What may be spent in a fiscal quarter."""

    quarter: Annotated[
        FiscalQuarter, Question("Which fiscal quarter?", "2026Q1. A quarter without a line has no money.")
    ]
    amount: Annotated[
        Money, Question("How much may be spent in it?", "An amount with its currency, all kinds together.")
    ]
    governance: Annotated[
        Money | None,
        Question(
            "How much of it is for governance? (empty: no line of its own)",
            "A line of its own is not eaten up by the rest.",
        ),
    ] = None
