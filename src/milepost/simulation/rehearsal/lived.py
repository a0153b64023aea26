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
        for by, name, owner in _steps(capability):
            signer = owner if owner not in {None, capability.owner} else capability.approver
            assert signer is not None
            yield by, name, min(asked[name], default=signer)


def _steps(capability: Capability) -> Iterator[tuple[date, str, str | None]]:
    for step in (*capability.needs.governance, *capability.needs.operations):
        if isinstance(step, Action) and step.evidence is not None and step.by is not None:
            yield step.by, step.evidence, step.owner
    people: tuple[Training | Adoption, ...] = (*capability.training, *capability.adoption)
    for each in people:
        if each.evidence is not None and each.by is not None:
            yield each.by, each.evidence, None
