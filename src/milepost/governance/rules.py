"""Findings of rulings."""

from milepost.kernel.finding import Rule

OWN_WORD = Rule(
    code="MP701",
    title="The owner may not sign for the own work",
    why="An attestation or a statement of randomisation is worth something because another person answers for it.",
    fix="Let another role sign: `--signer ROLE`.",
)
UNKNOWN_SIGNER = Rule(
    code="MP702",
    title="The signer is not a role of the program",
    why="A signature must lead to somebody who answers for it.",
    fix="Use the near name, or declare the Role and accept the program.",
)
NO_DOCUMENT = Rule(
    code="MP703",
    title="The signed document is not there",
    why="What is signed is the document's digest; without the document there is nothing to sign.",
    fix="Put the document into the program's folder and give its path relative to it.",
)
NOT_ATTESTABLE = Rule(
    code="MP704",
    title="This can't be attested",
    why="Value is measured, never attested; an attestation is for what no experiment can show.",
    fix="Attest a name that a criterion asks for (`evidence: attestation/NAME`), or experiment/ID for randomisation.",
)
EXPIRED = Rule(
    code="MP705",
    title="The attestation would already have expired",
    why="An attestation holds until a day to come; silence renews nothing.",
    fix="Give `--expires` a day after today.",
)
WRONG_SIGNER = Rule(
    code="MP706",
    title="Another role is asked to sign",
    why="The criterion says whose signature it asks for.",
    fix="Let that role sign.",
)
RULES = (OWN_WORD, UNKNOWN_SIGNER, NO_DOCUMENT, NOT_ATTESTABLE, EXPIRED, WRONG_SIGNER)
