"""The year before the data: the program was accepted on the day it began, and what was due since was signed.

Without it a program a year old would have no signature at all, and all of it would wait for people who do not exist.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from milepost.actions.accept_program import accept_program
from milepost.actions.attest import Signing, asked_names, attest
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Action, Adoption, Capability, Training
from milepost.simulation.lumen.life import Desk

DOCUMENT = "documents/simulated-signatures.md"
SAYS = """# Simulated signatures

Nobody signed anything here. The program and its data are simulated, and so is each signature that names this document.
"""
MORNING = time(8, tzinfo=UTC)
HOLDS = timedelta(days=730)
"""How long a simulated signature holds: beyond the horizon of every template."""


def live(program: CompiledProgram, desk_at: Callable[[datetime], Desk], today: date) -> int:
    """Accept the program on its first day and sign each step on the day it was due before `today`; gives how many."""
    first = program.program.starts
    at = datetime.combine(first, MORNING)
    accept_program(desk_at(at).program, desk_at(at).open_state(), f"role/{program.program.sponsor}")
    due = sorted({(max(by, first), name, signer) for by, name, signer in _due(program) if by < today})
    for by, name, signer in due:
        at = datetime.combine(by, MORNING)
        signing = Signing(what=name, signer=signer, document=DOCUMENT, expires=today + HOLDS, statement="simulated")
        attest(signing, desk_at(at).program, desk_at(at).open_state(), at)
    return len(due)


def _due(program: CompiledProgram) -> Iterator[tuple[date, str, str]]:
    asked = asked_names(program)
    for capability in program.capabilities.values():
        for by, name, owner in _steps(capability, _first_due(program, capability.id)):
            signer = owner if owner not in {None, capability.owner} else capability.approver
            assert signer is not None
            yield by, name, min(asked[name], default=signer)


def _first_due(program: CompiledProgram, capability: str) -> date | None:
    """Return the earliest day on which a milestone wants the capability; None where none does."""
    fiscal = program.program.fiscal_year_starts
    days = [each.due_date(fiscal) for each in program.milestones.values() if capability in each.capabilities]
    return min((each for each in days if each is not None), default=None)


def _steps(capability: Capability, otherwise: date | None) -> Iterator[tuple[date, str, str | None]]:
    """Give what is shown by a signature, and when: a step without a day counts from its milestone's."""
    for step in (*capability.needs.governance, *capability.needs.operations):
        if isinstance(step, Action) and step.evidence is not None and (by := step.by or otherwise) is not None:
            yield by, step.evidence, step.owner
    people: tuple[Training | Adoption, ...] = (*capability.training, *capability.adoption)
    for each in people:
        if each.evidence is not None and each.by is not None:
            yield each.by, each.evidence, None
