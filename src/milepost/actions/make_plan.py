"""The verb `plan`: what accepting the files would change, what that does, and who must approve. It writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.actions.accept_program import moved
from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.actions.programs import compile_folder, in_force, sound
from milepost.actions.progress_now import progress_now
from milepost.kernel.finding import Finding, Refused, has_errors
from milepost.kernel.time import format_instant
from milepost.plan.approval import Approval, approvals
from milepost.plan.diff import diff
from milepost.plan.effect import Figure, effect_of
from milepost.plan.forecasting import basis_of, foretold
from milepost.plan.saved import SavedPlan, approvals_json, figures_json, steps_json
from milepost.plan.steps import Step
from milepost.program.acceptance import ACCEPTED
from milepost.program.compiled import CompiledProgram


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was found. `before` is the version in force, None where none ever was; `base` its event, `base_at` when.

    `figures` are empty where nothing changes. `findings` hold what would refuse the acceptance, and warnings.
    """

    before: CompiledProgram | None
    base: str | None
    base_at: datetime | None
    after: CompiledProgram
    basis: str
    steps: tuple[Step, ...]
    approvals: tuple[Approval, ...]
    figures: tuple[Figure, ...]
    seed: int
    scenarios: int
    texts: Mapping[str, bytes]
    documents: Mapping[str, str | None]
    findings: tuple[Finding, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether accepting would change nothing."""
        return not self.steps


def make_plan(folder: ProgramFolder, record: RecordReader) -> Plan:
    """Hold the files against the version in force, and simulate both by what the record knows now.

    Raises Refused with all findings when the files do not compile or the record does not hold.
    """
    made, texts = compile_folder(folder), folder.texts()
    after = made.program
    if after is None or has_errors(made.findings):
        raise Refused(*made.findings)
    sound(record)
    accepted = record.events(ACCEPTED)
    refused = tuple(moved(made, record))
    before = in_force(record).program if accepted else None
    if before is not None and before.program.id != after.program.id:
        raise Refused(*refused)
    steps = diff(before, after)
    progress = progress_now(after, record)
    drawn = foretold(after, progress)
    earlier = foretold(before, progress_now(before, record)) if before is not None and steps else None
    return Plan(
        before=before,
        base=accepted[-1].id if accepted else None,
        base_at=accepted[-1].recorded_at if accepted else None,
        after=after,
        basis=basis_of(after, progress),
        steps=steps,
        approvals=approvals(steps, before, after),
        figures=effect_of(earlier, drawn) if steps else (),
        seed=drawn.seed,
        scenarios=drawn.scenarios,
        texts=texts,
        documents=documents_of(after, folder),
        findings=(*made.findings, *refused),
    )


def documents_of(program: CompiledProgram, folder: ProgramFolder) -> dict[str, str | None]:
    """Return the digests of the documents that a program names, by path."""
    stated = [each.randomised for each in program.experiments.values()]
    stated += [each.randomised for each in program.holdouts.values()]
    return {each.document: folder.document_digest(each.document) for each in stated if each is not None}


def saved_plan(of: Plan, actor: str, now: datetime) -> SavedPlan:
    """Turn a plan into what its file holds."""
    return SavedPlan(
        program=of.after.program.id,
        base=of.base,
        base_digest=of.before.digest if of.before else None,
        basis=of.basis,
        compiled=of.after.digest,
        files={path: text.decode() for path, text in of.texts.items()},
        documents=of.documents,
        created_at=format_instant(now),
        actor=actor,
        seed=of.seed,
        scenarios=of.scenarios,
        steps=steps_json(of.steps),
        approvals=approvals_json(of.approvals),
        figures=figures_json(of.figures),
    )
