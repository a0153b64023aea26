"""Answers -> the files of a first program, commented; what is not known stays visible as a gap."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from milepost.kernel.digest import digest_of
from milepost.kernel.ids import Ref
from milepost.kernel.time import Duration, Quarter
from milepost.program.documents.capability import CostKind
from milepost.program.documents.outline import Aggregate
from milepost.program.starting.questions import Answers, CapabilityAnswer, Person, Priority, SourceAnswer, slug_of

SIGNED = "priorities-signed"
LIST = "documents/priorities.md"
_PLAIN = re.compile(r"[A-Za-z0-9][\w ./()%'-]*")
_SEPARATOR = "---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files by path, and for each document of them the answers it was made of."""

    texts: Mapping[str, str]
    answers: Mapping[Ref, tuple[str | int, ...]]


def write_program(answers: Answers) -> Written:
    """Write a program from answers. It compiles unless answers contradict one another, which checking it tells."""
    texts = {
        "program.yaml": _joined([_program(answers), *map(_role, answers.people)]),
        "goals.yaml": _joined([_goals(answers)]),
        "sources.yaml": _joined(list(map(_source, answers.sources))),
        "operations.yaml": _joined(list(_operations(answers))),
        "milestones.yaml": _joined(list(_milestones(answers))),
        LIST: _list(answers),
    }
    for source in answers.sources:
        texts[f"contracts/{slug_of(source.title)}.odcs.yaml"] = _contract(answers, source)
    for capability in answers.capabilities:
        texts[f"capabilities/{slug_of(capability.title)}.yaml"] = _capability(answers, capability)
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
        f"title: {_text(f'AI in marketing at {answers.company}')}\n"
        f"sponsor: {slug_of(answers.sponsor)}\n"
        f"currency: {answers.currency}\n"
        f"time_zone: {answers.time_zone}\n"
        f"starts: {answers.starts}\n"
        f"horizon: {answers.horizon}\n"
        f"fiscal_year_starts: {answers.fiscal_year_starts}\n"
        "approach: hybrid                       # top-down | pilot-led | hybrid\n"
    )


def _role(person: Person) -> str:
    lines = ["kind: Role", f"id: {slug_of(person.title)}", f"title: {_text(person.title)}", f"function: {person.function}"]
    if person.name:
        lines.append(f"held_by: {_text(person.name)}")
    else:
        when = f"expected: {person.expected}" if person.expected else "# expected: DATE"
        lines.append(f"{when}    # an open seat: what needs it waits")
    return "\n".join(lines) + "\n"


def _goals(answers: Answers) -> str:
    parts = []
    for rank, each in enumerate(answers.priorities, 1):
        parts += [_goal(each, rank), _kpi(each), _metric(each)]
    head = f"# Tier one, in the order that stands in {LIST}, which the sponsor signs.\n"
    return head + _joined(parts)


def _goal(each: Priority, rank: int) -> str:
    slug = slug_of(each.title)
    return (
        f"kind: Goal\nid: {slug}\ntitle: {_text(each.title)}\npriority: {rank}\nkpi: {slug_of(each.number)}\n"
        f"target: {{value: {_quoted(each.target)}, by: {each.by}}}\n"
    )


def _kpi(each: Priority) -> str:
    slug = slug_of(each.number)
    over = f"population: {each.population}\n" if each.population else ""
    return (
        f"kind: Kpi\nid: {slug}\ntitle: {_text(each.number)}\nbenefit: {each.benefit}\nowner: {slug_of(each.owner)}\n"
        f"direction: {each.direction}\nmetric: {slug}-measured\n"
        f"baseline: {{window: {each.baseline_window}, value: {_quoted(each.baseline)}}}\n{over}"
    )


def _metric(each: Priority) -> str:
    unit = f"unit: {_text(each.baseline.unit)}\n" if each.baseline.unit else ""
    return (
        f"kind: Metric\nid: {slug_of(each.number)}-measured\ntitle: {_text(each.number)}\n"
        f"source: {slug_of(each.source)}\nper: {_text(each.per)}\ncolumn: {_text(each.column)}\n"
        f"aggregate: {each.aggregate}\n{unit}"
    )


def _source(source: SourceAnswer) -> str:
    slug = slug_of(source.title)
    gap = f"gap: {_text(source.gap)}\n" if source.gap else ""
    return (
        f"kind: Source\nid: {slug}\ntitle: {_text(source.title)}\nowner: {slug_of(source.owner)}\ncontract: {slug}\n"
        f"access: {source.access}\n{gap}"
    )


def _contract(answers: Answers, source: SourceAnswer) -> str:
    slug = slug_of(source.title)
    read = {each.column: each for each in answers.priorities if slug_of(each.source) == slug}
    columns = [
        f"      - {{name: {_text(name)}, logicalType: {'integer' if each.aggregate is Aggregate.PROPORTION else 'number'}}}"
        for name, each in read.items()
    ]
    columns = columns or ["      - {name: id, logicalType: string}    # not known yet: name its columns here"]
    return (
        "# What the source promises (ODCS). Only the columns that a KPI reads stand here; add what else must hold.\n"
        f"apiVersion: v3.1.0\nkind: DataContract\nid: {slug}\nversion: 0.1.0\nstatus: draft\n"
        f"name: {_text(source.title)}\nschema:\n  - name: {slug.replace('-', '_')}\n    physicalType: table\n"
        "    properties:\n" + "\n".join(columns) + "\n"
        "slaProperties:\n  - {property: retention, value: 24, unit: m}\n"
    )


def _operations(answers: Answers) -> Iterator[str]:
    for team in answers.teams:
        yield f"{_headed('Team', team.title)}owner: {slug_of(team.owner)}\nparallel: {team.parallel}\n"
    for channel in answers.channels:
        yield f"{_headed('Channel', channel.title)}medium: {channel.medium}\nowner: {slug_of(channel.owner)}\n"
    for each in answers.integrations:
        yield (
            f"{_headed('Integration', each.title)}system: {_text(each.system)}\nowner: {slug_of(each.owner)}\n"
            f"direction: {each.direction}\n"
            "# sla: {available: 99.5%, repaired_within: 1d}    # what its owner promises\n"
            "# test: {kind: http, path: /health}               # how it is tried, live\n"
        )


def _capability(answers: Answers, each: CapabilityAnswer) -> str:
    priority = next(one for one in answers.priorities if slug_of(one.title) == slug_of(each.priority))
    reach = f"  reach: {each.reach}\n" if each.reach else ""
    return (
        f"{_headed('Capability', each.title)}block: {each.block}\nserves: {slug_of(each.priority)}\n"
        f"owner: {slug_of(each.owner)}\napprover: {slug_of(each.approver)}\n"
        f"moves:\n  kpi: {slug_of(priority.number)}\n  p10: {_quoted(each.p10)}\n  p50: {_quoted(each.p50)}\n"
        f"  p90: {_quoted(each.p90)}\n  because: {_text(each.because)}\n{reach}"
        f"needs:\n  data: {_slugs(each.data)}\n  roles: {_slugs((each.owner, *each.roles))}\n"
        + "".join(_further_needs(each))
        + f"effort: {{team: {slug_of(each.team)}, p10: {each.effort_p10}, p50: {each.effort_p50}, p90: {each.effort_p90}}}\n"
        + "".join(_costs(each))
        + f"decision: {_text(each.decision)}\ncustomer_outcome: {_text(each.customer_outcome)}\n"
        + (f"channels: {_slugs(each.channels)}\n" if each.channels else "")
        + f"adopted_by: {_text(each.adopted_by)}\nfails_when: {_text(each.fails_when)}\n"
        f"fallback: {_text(each.fallback)}\nlimits: {_text(each.limits)}\n"
    )


def _further_needs(each: CapabilityAnswer) -> Iterator[str]:
    if each.after:
        yield f"  after: {_slugs(each.after)}\n"
    if each.integrations:
        yield f"  integrations: {_slugs(each.integrations)}\n"
    if each.governance:
        yield f"  governance: [{{step: {_quoted(each.governance)}, owner: {slug_of(each.approver)}}}]\n"
    if each.operations:
        yield f"  operations: [{{step: {_quoted(each.operations)}, owner: {slug_of(each.owner)}}}]\n"


def _costs(each: CapabilityAnswer) -> Iterator[str]:
    told = {
        CostKind.DATA: each.cost_data,
        CostKind.COMPUTE: each.cost_compute,
        CostKind.PEOPLE: each.cost_people,
        CostKind.GOVERNANCE: each.cost_governance,
    }
    if any(told.values()):
        yield "costs:\n"
    for kind, amount in told.items():
        if amount is not None:
            yield f"  - {{kind: {kind}, amount: {_quoted(amount)}, per: month}}\n"


def _milestones(answers: Answers) -> Iterator[str]:
    sponsor = slug_of(answers.sponsor)
    keeper = next(slug_of(each.title) for each in answers.people if slug_of(each.title) != sponsor)
    yield (
        "# Tier two. The first step: the ranked list is signed by who gave the ranks, with date and digest.\n"
        f"kind: Milestone\nid: {SIGNED}\ntitle: The sponsor signed the ranked priorities\n"
        f"goal: {slug_of(answers.priorities[0].title)}\nquarter: {_quarter(answers, answers.starts)}\nowner: {keeper}\n"
        f"exit: {{evidence: attestation/{SIGNED}, signed_by: {sponsor}, max_age: 12 months}}\n"
    )
    for each in answers.capabilities:
        slug = slug_of(each.title)
        ready = each.effort_p90.after(answers.starts)
        after = [slug_of(name) for name in each.after]
        waits = f"after: {json.dumps([f'{name}-works' for name in after])}\n".replace('"', "") if after else ""
        yield (
            f"# An attestation is the weakest evidence: put an experiment in its place once one is designed.\n"
            f"kind: Milestone\nid: {slug}-works\ntitle: {_text(f'{each.title}: shown to work')}\n"
            f"goal: {slug_of(each.priority)}\nquarter: {_quarter(answers, ready)}\ncapabilities: {slug}\n{waits}"
            f"exit: {{evidence: attestation/{slug}-works, signed_by: {_signer(answers, each)}, max_age: 6 months}}\n"
        )


def _signer(answers: Answers, each: CapabilityAnswer) -> str:
    """Return a role that answers neither for the capability nor for the goal's number: the approver where it may."""
    priority = next(one for one in answers.priorities if slug_of(one.title) == slug_of(each.priority))
    owners = {slug_of(each.owner), slug_of(priority.owner)}
    roles = [slug_of(each.approver), *(slug_of(one.title) for one in answers.people)]
    return next((role for role in roles if role not in owners), roles[0])


def _quarter(answers: Answers, day: date) -> Quarter:
    """Return the fiscal quarter in which a day lies, or the last one that ends inside the horizon."""
    month, first = (int(part) for part in answers.fiscal_year_starts.split("-"))
    end = answers.horizon.after(answers.starts)
    quarters = [
        Quarter(year, number) for year in range(answers.starts.year - 1, end.year + 1) for number in (1, 2, 3, 4)
    ]
    inside = [each for each in quarters if answers.starts < each.period(month, first).end <= end]
    return next((each for each in inside if day < each.period(month, first).end), inside[-1])


def _budget(answers: Answers) -> str:
    finance = [slug_of(each.title) for each in answers.people if each.function == "finance"]
    lines = [f"  - {{quarter: {each.quarter}, amount: {_quoted(each.amount)}}}\n" for each in answers.budget]
    lines += [
        f"  - {{quarter: {each.quarter}, kind: governance, amount: {_quoted(each.governance)}}}\n"
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
        f"Ranked by: {answers.sponsor}. It counts once signed: the signature keeps who, the day and this file's digest.\n"
        f"Rank anew: change the list, and have it signed again.\n\n    {attest_command(answers, '')}\n"
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


def _headed(kind: str, title: str) -> str:
    return f"kind: {kind}\nid: {slug_of(title)}\ntitle: {_text(title)}\n"


def _slugs(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(dict.fromkeys(map(slug_of, names))) + "]"


def _joined(documents: list[str]) -> str:
    return _SEPARATOR.join(documents)


def _text(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and value.lower() not in {"null", "true", "false"}
    return value if plain else json.dumps(value, ensure_ascii=False)


def _quoted(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)
