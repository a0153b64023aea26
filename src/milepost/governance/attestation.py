"""Attestations and statements of randomisation: what a person signs, and who may not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from milepost.governance.rules import EXPIRED, NO_DOCUMENT, OWN_WORD, UNKNOWN_SIGNER, WRONG_SIGNER
from milepost.kernel.finding import Finding
from milepost.kernel.near import hint
from milepost.kernel.time import Duration

LONGEST = Duration(months=120)
SIGNED = "attestation.signed"
RANDOMISED = "randomisation.stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What no experiment can show, signed. Grade D, good through the day `expires`; worded attested, never proven."""

    name: str
    signer: str
    statement: str
    document: str
    document_digest: str
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomisationStatement:
    """Somebody other than the owner states that the arms were drawn at random. Binds to one design of the test."""

    experiment: str
    design: str
    signer: str
    document: str
    document_digest: str
    told_by: str
    """Where it was told: `program` for the accepted file, `attest` for the command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRequest:
    """A request to sign. `owners` maps each role that answers for the thing to what it owns.

    `asked` are the roles that criteria ask for, empty for anyone; `expires` is None where nothing expires.
    """

    what: str
    signer: str
    roles: frozenset[str]
    owners: Mapping[str, str]
    document: str
    document_digest: str | None
    today: date
    expires: date | None = None
    asked: frozenset[str] = frozenset()


def rule_signing(request: SigningRequest) -> Iterator[Finding]:
    """Give the reasons to deny; none when it is allowed. With no roles declared any signer is known."""
    if request.roles and request.signer not in request.roles:
        message = f"{request.signer} is not a role of the program"
        yield UNKNOWN_SIGNER.at(None, message, hint(request.signer, request.roles, "role"))
    if (owned := request.owners.get(request.signer)) is not None:
        yield OWN_WORD.at(None, f"{request.signer} owns {owned} and may not sign for {request.what}", OWN_WORD.fix)
    if request.asked and request.signer not in request.asked:
        asked = ", ".join(sorted(request.asked))
        yield WRONG_SIGNER.at(None, f"{request.what} asks for the signature of {asked}", WRONG_SIGNER.fix)
    if request.document_digest is None:
        yield NO_DOCUMENT.at(None, f"there is no document {request.document} in the program's folder", NO_DOCUMENT.fix)
    if request.expires is not None and request.expires <= request.today:
        yield EXPIRED.at(None, f"{request.expires} is not after today, {request.today}", EXPIRED.fix)
    if request.expires is not None and request.expires > LONGEST.after(request.today):
        message = f"{request.expires} is more than {LONGEST} away: nobody answers for that long"
        yield EXPIRED.at(None, message, "give a day within ten years, and let it be signed again")
