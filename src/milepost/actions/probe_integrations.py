"""The verb `integration test`: ask the systems of others, and record what they answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from milepost.actions.ports import Prober, State
from milepost.actions.programs import in_force, sound
from milepost.actions.rules import NO_ADDRESS, NO_SUCH_INTEGRATION
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.near import hint
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.integration import ProbeKind
from milepost.record.canonical import canonical_digest, to_json
from milepost.record.event import EventId, Fact
from milepost.tables.probe import TESTED, ProbeResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What was tried, and what could not be for want of an address."""

    results: Mapping[str, ProbeResult]
    findings: tuple[Finding, ...]


def probe_integrations(
    state: State, prober: Prober, addresses: Mapping[str, str], actor: str, only: Sequence[str] = ()
) -> Probed:
    """Try the integrations of the program in force that are tried by asking, or those named, and record each answer.

    `addresses` says where they answer; those told before are remembered. Raises Refused where nothing was accepted or a
    name is not an integration's. One that is tried by its source is not asked: a run holds it to its contract.
    """
    with state.lock():
        sound(state.record)
        version = in_force(state.record)
        program = version.program
        _known(program, [*addresses, *only])
        for name, address in addresses.items():
            state.remember_address(name, address)
        wanted = [name for name in program.integrations if not only or name in only]
        found, missing = {}, []
        for name in wanted:
            test, where = program.integrations[name].test, addresses.get(name, state.address(name))
            if test is None or test.kind is ProbeKind.SOURCE:
                continue
            if where is None:
                missing.append(name)
            else:
                found[name] = prober.probe(test, where)
        state.record.append(list(_facts(state, program, found, actor, version.event)))
    return Probed(results=found, findings=tuple(_without_address(name) for name in missing))


def _facts(
    state: State, program: CompiledProgram, found: Mapping[str, ProbeResult], actor: str, accepted: str
) -> Iterator[Fact]:
    last = {event.subject: event.id for event in state.record.events(TESTED)} if found else {}
    for name, result in found.items():
        subject = f"integration/{name}"
        yield Fact(
            type=TESTED,
            subject=subject,
            # A test says something new though its answer is the same: its key names the one before.
            key=f"{canonical_digest(to_json(result))} after {last.get(subject)}",
            actor=actor,
            program=program.digest,
            data={"probe": to_json(result)},
            causes=(EventId(accepted),),
        )


def _known(program: CompiledProgram, names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in program.integrations]
    if unknown:
        told = (
            NO_SUCH_INTEGRATION.at(None, f"there is no integration/{name}", hint(name, program.integrations))
            for name in unknown
        )
        raise Refused(*told)


def _without_address(name: str) -> Finding:
    return NO_ADDRESS.at(None, f"nobody said where integration/{name} answers", f"add `--at {name}=HOST:PORT`")
