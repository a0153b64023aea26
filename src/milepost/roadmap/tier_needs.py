"""What needs a person where the program meets other systems, and where people must do something by a day."""

from collections.abc import Iterator, Sequence

from milepost.program.compiled import CompiledProgram
from milepost.roadmap.needs import Need
from milepost.roadmap.outside import Answer, IntegrationLine
from milepost.roadmap.people import About, Done, PersonLine


def tier_needs(
    program: CompiledProgram, integrations: Sequence[IntegrationLine], people: Sequence[PersonLine]
) -> Iterator[Need]:
    """Give what is down or too slow, seats that hold work up, and what is past its day.

    An integration that is tried by a source is not asked for: its source is.
    """
    for line in integrations:
        test = program.integrations[line.integration].test
        if line.word in {Answer.DOWN, Answer.SLOW} and test is not None and test.source is None:
            what = f"{'mend' if line.word is Answer.DOWN else 'speed up'} integration/{line.integration}"
            command = f"milepost integration test {line.integration}"
            yield Need(what=what, why=line.because, owner=line.owner, command=command)
    for each in people:
        if each.word is Done.LATE:
            yield Need(what=_said(each), why=_why(each), owner=each.who, command=_signing(program, each))


def _said(line: PersonLine) -> str:
    return line.what if line.about is About.SEAT else f"{line.what} (capability/{line.capability})"


def _why(line: PersonLine) -> str:
    return f"was due on {line.by}: {line.because}" if line.by else line.because


def _signing(program: CompiledProgram, line: PersonLine) -> str | None:
    """Write what is typed once it is done: whoever does it signs, or the approver where they own the capability."""
    if line.unsigned is None or line.capability is None:
        return None
    capability = program.capabilities[line.capability]
    signer = capability.approver if line.who in {None, capability.owner} else line.who
    return f"milepost attest {line.unsigned} --signer {signer} --document FILE --expires DATE"
