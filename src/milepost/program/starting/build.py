"""The questions about what is built, for which priority, by whom and at what cost."""

from typing import Annotated

from milepost.program.documents.capability import Block
from milepost.program.fields import Amount, Document, Length, Money, Text
from milepost.program.starting.question import Named, Names, Question, Whole


class CapabilityAnswer(Document):
    """What is built, for which priority, by whom, and at what cost."""

    title: Annotated[Text, Question("What is built?", "Mail by trigger, a demand forecast, answers with citations.")]
    block: Annotated[
        Block,
        Question("What is it made of?", "Data and operations are what models and experiences stand on.", "experience"),
    ]
    priority: Annotated[
        Text,
        Named("priorities"),
        Question("Which priority does it serve?", "Work that serves none has no path to a KPI."),
    ]
    owner: Annotated[Text, Named("people"), Question("Which role builds and runs it?", "Its owner.")]
    approver: Annotated[
        Text,
        Named("people"),
        Question("Which role lets it pass?", "Another than the owner: that is what an approval is worth."),
    ]
    decision: Annotated[Text, Question("What is decided with it?", "If no decision changes, nothing else will.")]
    customer_outcome: Annotated[Text, Question("What is then different for a customer?", "In the customer's words.")]
    p10: Annotated[
        Amount,
        Question(
            "By how much does it move the number, if it goes badly? (one time in ten less)",
            "For one unit, in the KPI's unit: 0.20 EUR a customer. Below zero where it may harm; for a number that "
            "shall fall, the largest fall.",
        ),
    ]
    p50: Annotated[Amount, Question("... and as likely more as less?", "The middle.")]
    p90: Annotated[Amount, Question("... and if it goes well? (one time in ten more)", "Wide is honest.")]
    because: Annotated[
        Text,
        Question(
            "Where do these numbers come from?",
            "A trial, a backtest, a supplier's brochure: it is printed beside them.",
        ),
    ]
    reach: Annotated[
        Whole | None,
        Question(
            "How many units does it reach? (empty: all of the KPI's)",
            "Without it and the KPI's own count no value is projected.",
        ),
    ] = None
    data: Annotated[Names, Named("sources"), Question("Which sources does it need?", "Names, with commas between.")]
    after: Annotated[
        Names,
        Named("capabilities"),
        Question("What must be there before? (empty: nothing)", "Capabilities named already, with commas between."),
    ] = ()
    roles: Annotated[
        Names,
        Named("people"),
        Question("Which roles does it need besides the owner? (empty: none)", "What needs an open seat waits for it."),
    ] = ()
    governance: Annotated[
        Text | None,
        Question(
            "Which rule has to be kept before it is live? (empty: not known yet)",
            "Consent, a review, a signature. Its owner is the approver until you say other.",
        ),
    ] = None
    operations: Annotated[
        Text | None,
        Question(
            "Who watches what, and who is called? (empty: not known yet)",
            "A drift monitor and the role that its alert goes to.",
        ),
    ] = None
    team: Annotated[Text, Named("teams"), Question("Which team builds it?", "Teams build one thing after the other.")]
    effort_p10: Annotated[Length, Question("How long does it take at best?", "4 weeks, 2 months.", "4 weeks")]
    effort_p50: Annotated[Length, Question("... as likely longer as shorter?", "The middle.", "8 weeks")]
    effort_p90: Annotated[
        Length, Question("... at worst? (one time in ten longer)", "Twice the middle is usual.", "16 weeks")
    ]
    cost_data: Annotated[
        Money | None,
        Question(
            "What does its data cost a month? (empty: nothing)",
            "An amount with its currency. Programs that spend under a tenth on data wait for it later.",
        ),
    ] = None
    cost_compute: Annotated[Money | None, Question("... its tools and computing?", "Licences, cloud, deliveries.")] = (
        None
    )
    cost_people: Annotated[Money | None, Question("... its people?", "Hours to run it, not to build it.")] = None
    cost_governance: Annotated[
        Money | None,
        Question("... its reviews and controls?", "Under a twentieth of all costs something is not being looked at."),
    ] = None
    channels: Annotated[
        Names,
        Named("channels"),
        Question("On which channels does a customer meet it? (empty: on none)", "Names, with commas between."),
    ] = ()
    integrations: Annotated[
        Names,
        Named("integrations"),
        Question("Which systems of others does it need? (empty: none)", "Names, with commas between."),
    ] = ()
    adopted_by: Annotated[Text, Question("Who has to work with it?", "What nobody adopts earns nothing.")]
    fails_when: Annotated[
        Text, Question("How would you see that it fails?", "Settled now, because afterwards nobody agrees.")
    ]
    fallback: Annotated[Text, Question("What is done then?", "The plan B, tried before it is needed.")]
    limits: Annotated[Text, Question("What is not measured, and not guaranteed?", "Who decides must know it.")]
