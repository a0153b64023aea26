"""The verb `apply`: accept just the program of a saved plan, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.actions.accept_program import Accepted, Candidate, accept_locked
from milepost.actions.make_plan import documents_of
from milepost.actions.plan_rules import (
    DOCUMENT_DIFFERS,
    EDITED_PLAN,
    FACTS_MOVED,
    FOLDER_DIFFERS,
    NO_PLAN,
    OTHER_PLAN,
    OTHER_READING,
    STATE_MOVED,
)
from milepost.actions.ports import ProgramFolder, RecordReader, State
from milepost.actions.programs import compile_folder, sound
from milepost.actions.progress_now import progress_now
from milepost.kernel.finding import Finding, Refused, Span, has_errors
from milepost.plan.forecasting import basis_of
from milepost.plan.saved import SavedPlan, read_saved
from milepost.program.acceptance import ACCEPTED
from milepost.program.compiled import CompiledProgram
from milepost.program.compiler import compile_program


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What applying gave, and the plan that was applied."""

    plan: SavedPlan
    accepted: Accepted


def apply_plan(name: str, content: bytes, folder: ProgramFolder, state: State, actor: str) -> Applied:
    """Accept the program of a saved plan in one transaction; one that is in force already is said so.

    Raises Refused with MP780 to MP787 where the file is no plan, was edited, or the record or the folder is no longer
    as it was when the plan was made; nothing is written then.
    """
    plan = _read(name, content)
    made = compile_program(plan.texts)
    program = made.program
    if program is None or has_errors(made.findings):
        raise Refused(*made.findings)
    if program.digest != plan.compiled:
        raise Refused(
            OTHER_READING.at(Span(path=name), "the saved texts compile to another program", OTHER_READING.fix)
        )
    with state.lock():
        sound(state.record)
        if findings := tuple(_refusals(plan, program, folder, state.record)):
            raise Refused(*findings)
        last = state.record.events(ACCEPTED)[-1:]
        if last and last[0].program == plan.compiled:
            done = Accepted(program=program, is_new=False, event=last[0].id, recorded=(), findings=made.findings)
            return Applied(plan=plan, accepted=done)
        of = Candidate(made=made, texts=plan.texts, folder=folder)
        return Applied(plan=plan, accepted=accept_locked(of, state, actor))


def _read(name: str, content: bytes) -> SavedPlan:
    try:
        return read_saved(content)
    except ValueError as error:
        raise Refused(NO_PLAN.at(Span(path=name), f"{name}: {error}", NO_PLAN.fix)) from error
    except PermissionError as error:
        raise Refused(EDITED_PLAN.at(Span(path=name), f"{name} was edited: {error}", EDITED_PLAN.fix)) from error


def _refusals(
    plan: SavedPlan, program: CompiledProgram, folder: ProgramFolder, record: RecordReader
) -> Iterator[Finding]:
    accepted = record.events(ACCEPTED)
    last = accepted[-1] if accepted else None
    if last is not None and last.subject != f"program/{plan.program}":
        message = f"the plan is of program/{plan.program}, this state is {last.subject}'s"
        yield OTHER_PLAN.at(None, message, OTHER_PLAN.fix)
        return
    if last is not None and last.program == plan.compiled:
        return  # it was applied, whatever happened since: there is nothing left to hold it against
    if (last.id if last else None) != plan.base:
        base = plan.base or "no version in force"
        yield STATE_MOVED.at(None, f"it was made against {base}; now {last.id if last else 'none'} is", STATE_MOVED.fix)
    elif basis_of(program, progress_now(program, record)) != plan.basis:
        message = "the record knows more than when the plan was made: its dates, amounts and chances are others now"
        yield FACTS_MOVED.at(None, message, FACTS_MOVED.fix)
    yield from _of_folder(plan, program, folder)


def _of_folder(plan: SavedPlan, program: CompiledProgram, folder: ProgramFolder) -> Iterator[Finding]:
    here = compile_folder(folder).program
    if here is None or here.digest != plan.compiled:
        state = "does not compile" if here is None else "says something else than the plan"
        yield FOLDER_DIFFERS.at(None, f"the program's folder {state}", FOLDER_DIFFERS.fix)
    for path, digest in documents_of(program, folder).items():
        if digest != plan.documents.get(path):
            yield DOCUMENT_DIFFERS.at(None, f"{path} is not as it was when the plan was made", DOCUMENT_DIFFERS.fix)
