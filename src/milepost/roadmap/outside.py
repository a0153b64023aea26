"""The systems of others that the program needs: whether they answered when last asked, and as fast as promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from milepost.program.compiled import CompiledProgram
from milepost.program.documents.integration import Integration, ProbeKind
from milepost.roadmap.facts import Facts, latest


class Answer(StrEnum):
    """How an integration stands; the first that holds wins, in this order."""

    UNTESTABLE = "no live test"
    UNTESTED = "never tested"
    DOWN = "down"
    SLOW = "slow"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationLine:
    """An integration as last tried. `tested` and `event` are None where it never was, `took_ms` where not timed."""

    integration: str
    system: str
    owner: str
    word: Answer
    because: str
    tested: datetime | None = None
    took_ms: Decimal | None = None
    event: str | None = None


def integration_lines(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[IntegrationLine]:
    """Give how each integration of the program stands at an instant."""
    for slug in program.integrations:
        yield integration_line(program, facts, slug, at)


def integration_line(program: CompiledProgram, facts: Facts, slug: str, at: datetime) -> IntegrationLine:
    """Return how an integration stands; one that is tried by a source stands as the source's contract does."""
    told = program.integrations[slug]
    if told.test is None:
        return _line(told, Answer.UNTESTABLE, "no live test is described")
    if told.test.kind is ProbeKind.SOURCE:
        return _by_source(told, told.test.source or "", facts, at)
    found = latest(facts.probes, slug, at)
    if found is None:
        return _line(told, Answer.UNTESTED, "nobody has asked it yet")
    word, because = _word(told, found.fact.ok, found.fact.took_ms, found.fact.because)
    return IntegrationLine(
        integration=slug,
        system=told.system,
        owner=told.owner,
        word=word,
        because=because,
        tested=found.at,
        took_ms=found.fact.took_ms,
        event=found.event.id,
    )


def down_because(program: CompiledProgram, facts: Facts, slug: str, at: datetime) -> tuple[str, str | None] | None:
    """Return why an integration was found down, and the event that tells; None where it was not."""
    if slug not in program.integrations:
        return None
    line = integration_line(program, facts, slug, at)
    return (f"integration/{slug} is down: {line.because}", line.event) if line.word is Answer.DOWN else None


def _by_source(told: Integration, source: str, facts: Facts, at: datetime) -> IntegrationLine:
    checked = latest(facts.checks, source, at)
    if checked is None:
        return _line(told, Answer.UNTESTED, f"source/{source} was never loaded")
    word = Answer.ANSWERS if checked.fact.ok else Answer.DOWN
    said = f"source/{source} keeps its contract" if checked.fact.ok else "; ".join(checked.fact.because)
    return IntegrationLine(
        integration=told.id,
        system=told.system,
        owner=told.owner,
        word=word,
        because=said,
        tested=checked.at,
        event=checked.event.id,
    )


def _word(told: Integration, ok: bool, took_ms: Decimal | None, because: str) -> tuple[Answer, str]:
    if not ok:
        return Answer.DOWN, because
    limit = told.sla.answers_within_ms if told.sla else None
    if limit is not None and took_ms is not None and took_ms > limit:
        return Answer.SLOW, f"{because} in {took_ms:.0f} ms, {limit} are promised"
    return Answer.ANSWERS, because if took_ms is None else f"{because} in {took_ms:.0f} ms"


def _line(told: Integration, word: Answer, because: str) -> IntegrationLine:
    return IntegrationLine(integration=told.id, system=told.system, owner=told.owner, word=word, because=because)
