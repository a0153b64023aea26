"""Answers -> the files of a first program, commented; what is not known stays visible as a gap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.kernel.digest import digest_of
from milepost.kernel.ids import Ref
from milepost.kernel.time import Duration
from milepost.program.documents.outline import Aggregate
from milepost.program.starting.inventory import Person, Priority, SourceAnswer
from milepost.program.starting.phrases import headed, joined, quoted, text
from milepost.program.starting.question import slug_of
from milepost.program.starting.questions import Answers
from milepost.program.starting.written_work import SIGNED, capability_text, milestones

LIST = "documents/priorities.md"
_WHOLE = {Aggregate.PROPORTION: "integer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files by path, and for each document of them the answers it was made of."""

    texts: Mapping[str, str]
    answers: Mapping[Ref, tuple[str | int, ...]]


def write_program(answers: Answers) -> Written:
    """Write a program from answers. It compiles unless answers contradict one another, which checking it tells."""
    texts = {
        "program.yaml": joined([_program(answers), *map(_role, answers.people)]),
        "goals.yaml": joined([_goals(answers)]),
        "sources.yaml": joined(list(map(_source, answers.sources))),
        "operations.yaml": joined(list(_operations(answers))),
        "milestones.yaml": joined(list(milestones(answers))),
        LIST: _list(answers),
    }
    for source in answers.sources:
        texts[f"contracts/{slug_of(source.title)}.odcs.yaml"] = _contract(answers, source)
    for capability in answers.capabilities:
        texts[f"capabilities/{slug_of(capability.title)}.yaml"] = capability_text(answers, capability)
    if answers.budget:
        texts["budget.yaml"] = _budget(answers)
    return Written(texts=texts, answers=dict(_places(answers)))


def attest_command(answers: Answers, place: str) -> str:
    """Return the command by which the sponsor signs the ranked list."""
    until = Duration(months=12).after(answers.starts)
    return f"milepost attest {SIGNED} --signer {slug_of(answers.sponsor)} --document {LIST} --expires {until}{place}"


def _program(answers: Answers) -> str:
    return (
        "# Written from the answers of an interview; it is yours now. `milepost check` names what is missing.\n"
        "kind: Program\n"
        f"id: {slug_of(answers.company)}\n"
        f"title: {text(f'AI in marketing at {answers.company}')}\n"
        f"sponsor: {slug_of(answers.sponsor)}\n"
        f"currency: {answers.currency}\n"
        f"time_zone: {answers.time_zone}\n"
        f"starts: {answers.starts}\n"
        f"horizon: {answers.horizon}\n"
        f"fiscal_year_starts: {answers.fiscal_year_starts}\n"
        "approach: hybrid                       # top-down | pilot-led | hybrid\n"
    )


def _role(person: Person) -> str:
    lines = [
        "kind: Role",
        f"id: {slug_of(person.title)}",
        f"title: {text(person.title)}",
        f"function: {person.function}",
    ]
    if person.name:
        lines.append(f"held_by: {text(person.name)}")
    else:
        when = f"expected: {person.expected}" if person.expected else "# expected: DATE"
        lines.append(f"{when}    # an open seat: what needs it waits")
    return "\n".join(lines) + "\n"


def _goals(answers: Answers) -> str:
    parts = []
    for rank, each in enumerate(answers.priorities, 1):
        parts += [_goal(each, rank), _kpi(each), _metric(each)]
    head = f"# Tier one, in the order that stands in {LIST}, which the sponsor signs.\n"
    return head + joined(parts)


def _goal(each: Priority, rank: int) -> str:
    slug = slug_of(each.title)
    return (
        f"kind: Goal\nid: {slug}\ntitle: {text(each.title)}\npriority: {rank}\nkpi: {slug_of(each.number)}\n"
        f"target: {{value: {quoted(each.target)}, by: {each.by}}}\n"
    )


def _kpi(each: Priority) -> str:
    slug = slug_of(each.number)
    over = f"population: {each.population}\n" if each.population else ""
    return (
        f"kind: Kpi\nid: {slug}\ntitle: {text(each.number)}\nbenefit: {each.benefit}\nowner: {slug_of(each.owner)}\n"
        f"direction: {each.direction}\nmetric: {slug}-measured\n"
        f"baseline: {{window: {each.baseline_window}, value: {quoted(each.baseline)}}}\n{over}"
    )


def _metric(each: Priority) -> str:
    unit = f"unit: {text(each.baseline.unit)}\n" if each.baseline.unit else ""
    return (
        f"kind: Metric\nid: {slug_of(each.number)}-measured\ntitle: {text(each.number)}\n"
        f"source: {slug_of(each.source)}\nper: {text(each.per)}\ncolumn: {text(each.column)}\n"
        f"aggregate: {each.aggregate}\n{unit}"
    )


def _source(source: SourceAnswer) -> str:
    slug = slug_of(source.title)
    gap = f"gap: {text(source.gap)}\n" if source.gap else ""
    return (
        f"kind: Source\nid: {slug}\ntitle: {text(source.title)}\nowner: {slug_of(source.owner)}\ncontract: {slug}\n"
        f"access: {source.access}\n{gap}"
    )


def _contract(answers: Answers, source: SourceAnswer) -> str:
    slug = slug_of(source.title)
    read = {each.column: each for each in answers.priorities if slug_of(each.source) == slug}
    columns = [
        f"      - {{name: {text(name)}, logicalType: {_WHOLE.get(each.aggregate, 'number')}}}"
        for name, each in read.items()
    ]
    columns = columns or ["      - {name: id, logicalType: string}    # not known yet: name its columns here"]
    return (
        "# What the source promises (ODCS). Only the columns that a KPI reads stand here; add what else must hold.\n"
        f"apiVersion: v3.1.0\nkind: DataContract\nid: {slug}\nversion: 0.1.0\nstatus: draft\n"
        f"name: {text(source.title)}\nschema:\n  - name: {slug.replace('-', '_')}\n    physicalType: table\n"
        "    properties:\n" + "\n".join(columns) + "\n"
        "slaProperties:\n  - {property: retention, value: 24, unit: m}\n"
    )


def _operations(answers: Answers) -> Iterator[str]:
    for team in answers.teams:
        yield f"{headed('Team', team.title)}owner: {slug_of(team.owner)}\nparallel: {team.parallel}\n"
    for channel in answers.channels:
        yield f"{headed('Channel', channel.title)}medium: {channel.medium}\nowner: {slug_of(channel.owner)}\n"
    for each in answers.integrations:
        yield (
            f"{headed('Integration', each.title)}system: {text(each.system)}\nowner: {slug_of(each.owner)}\n"
            f"direction: {each.direction}\n"
            "# sla: {available: 99.5%, repaired_within: 1d}    # what its owner promises\n"
            "# test: {kind: http, path: /health}               # how it is tried, live\n"
        )


def _budget(answers: Answers) -> str:
    finance = [slug_of(each.title) for each in answers.people if each.function == "finance"]
    lines = [f"  - {{quarter: {each.quarter}, amount: {quoted(each.amount)}}}\n" for each in answers.budget]
    lines += [
        f"  - {{quarter: {each.quarter}, kind: governance, amount: {quoted(each.governance)}}}\n"
        for each in answers.budget
        if each.governance is not None
    ]
    owner = finance[0] if finance else slug_of(answers.sponsor)
    return f"kind: Budget\nid: budget\nowner: {owner}\nlines:\n" + "".join(lines)


def _list(answers: Answers) -> str:
    """Write the ranked list; its digest is that of the lines themselves."""
    lines = [
        f"{rank}. {each.title}: {each.number} from {each.baseline} to {each.target} by {each.by}"
        for rank, each in enumerate(answers.priorities, 1)
    ]
    ranked = "\n".join(lines) + "\n"
    return (
        f"# Priorities of {answers.company}, ranked\n\n{ranked}\n"
        f"Digest of the list: {digest_of(ranked.encode())}\n\n"
        f"Ranked by: {answers.sponsor}. It counts once signed: the signature keeps who, the day\n"
        f"and this file's digest. Rank anew: change the list, and have it signed again.\n\n"
        f"    {attest_command(answers, '')}\n"
    )


def _places(answers: Answers) -> Iterator[tuple[Ref, tuple[str | int, ...]]]:
    yield Ref("program", slug_of(answers.company)), ("company",)
    for place, person in enumerate(answers.people):
        yield Ref("role", slug_of(person.title)), ("people", place)
    for place, source in enumerate(answers.sources):
        yield Ref("source", slug_of(source.title)), ("sources", place)
        yield Ref("contract", slug_of(source.title)), ("sources", place)
    for place, each in enumerate(answers.priorities):
        yield Ref("goal", slug_of(each.title)), ("priorities", place)
        yield Ref("kpi", slug_of(each.number)), ("priorities", place)
        yield Ref("metric", f"{slug_of(each.number)}-measured"), ("priorities", place)
    for place, capability in enumerate(answers.capabilities):
        yield Ref("capability", slug_of(capability.title)), ("capabilities", place)
        yield Ref("milestone", f"{slug_of(capability.title)}-works"), ("capabilities", place)
