"""What needs a person about the holdout: one that can't be read, that nobody states, or that was taken out."""

from collections.abc import Iterator
from datetime import datetime

from milepost.experiments.holdout_verdict import HoldoutVerdict
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.facts import Facts, Told, latest
from milepost.roadmap.needs import Need


def holdout_needs(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[Need]:
    """Give what needs a person about the holdouts, the sponsor's all."""
    owner = program.program.sponsor
    for slug in _taken_out(program, facts, at):
        told = latest(facts.holdouts, slug, at)
        why = "taken out of the accepted program" + (f"; it was last read as: {_last(told)}" if told else "")
        yield Need(what=f"put back holdout/{slug}, or say why it went", why=why, owner=owner)
    for slug in program.holdouts:
        told = latest(facts.holdouts, slug, at)
        if told is None:
            continue
        if told.fact.phase is Phase.ERROR:
            what, command = f"mend holdout/{slug}", "milepost run"
            yield Need(what=what, why=f"no total can be claimed: {told.fact.because}", owner=owner, command=command)
        elif told.fact.grade is Grade.C:
            command = f"milepost attest holdout/{slug} --signer ROLE --document FILE"
            why = "nobody states that it was drawn at random, so it is grade C and no total is claimed"
            yield Need(what=f"state the draw of holdout/{slug}", why=why, owner=owner, command=command)


def _taken_out(program: CompiledProgram, facts: Facts, at: datetime) -> list[str]:
    earlier = {slug for told, version in facts.programs if told.at <= at for slug in version.holdouts}
    return sorted(earlier - set(program.holdouts))


def _last(told: Told[HoldoutVerdict]) -> str:
    return told.fact.because
