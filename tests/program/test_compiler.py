"""Text in, findings out with their places, or a program whose digest depends on what is said and not on how."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from types import FrameType

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from milepost.kernel.finding import Finding
from milepost.kernel.ids import Ref
from milepost.program.checks import example
from milepost.program.compiled import CompiledProgram, from_canonical
from milepost.program.compiler import compile_program
from program.overlay import overlay

DOCUMENTS = example.PROGRAM.split("---\n")
FAULTY = [
    each.replace("approver: cmo", "approver: crm-lead")
    .replace("kpi: margin\n", "kpi: margn\n")
    .replace("column: spend", "column: spent")
    for each in DOCUMENTS
]


def told(text: str) -> list[str]:
    return [_line(each) for each in compile_program(overlay(text)).findings]


def _line(finding: Finding) -> str:
    span = finding.span
    at = f"{span.path}:{span.line}:{span.column}: " if span else ""
    return f"{at}{finding.severity} {finding.code} {finding.message}" + (f" | {finding.hint}" if finding.hint else "")


def compiled(texts: Mapping[str, bytes]) -> CompiledProgram:
    result = compile_program(texts)
    assert result.findings == ()
    assert result.program is not None
    return result.program


def folder(documents: list[str]) -> dict[str, bytes]:
    return {"p.yaml": "---\n".join(documents).encode(), "mail.odcs.yaml": example.CONTRACT.encode()}


STEP = """\
kind: Milestone
id: {}
goal: grow
due: 2027-01-31
after: {}
exit: {{evidence: kpi/margin, value: 1 USD}}
"""
DIGEST = compiled(folder(DOCUMENTS)).digest


def test_an_unknown_key_is_shown_at_the_key_with_the_near_name() -> None:
    text = "kind: Goal\nid: grow\ntitle: x\nkpi: margin\ntarget:\n  value: 0.30 USD\n  buy: 2028-03-31\n"
    assert told(text) == [
        "extra.yaml:6:1: error MP102 target lacks the key by | add `by:` under target",
        "extra.yaml:8:3: error MP101 the key buy is not known here | did you mean by?",
    ]


def test_an_unknown_key_of_a_criterion_is_told_the_keys_of_a_criterion() -> None:
    text = "kind: Milestone\nid: m\ngoal: grow\ndue: 2027-01-31\nexit:\n  any:\n"
    text += "    - evidence: kpi/margin\n      valu: 1 USD\n"
    assert "extra.yaml:9:7: error MP101 the key valu is not known here | did you mean value?" in told(text)


def test_a_missing_key_is_shown_at_its_parent() -> None:
    text = "kind: Metric\nid: m\nper: customer\ncolumn: spend\ntimes: {value: 0.3}\n"
    assert told(text) == [
        "extra.yaml:2:1: error MP102 the document lacks the key source | add `source:`",
        "extra.yaml:6:1: error MP102 times lacks the key signed_by | add `signed_by:` under times",
    ]


def test_a_wrong_value_is_shown_at_the_value_with_what_is_expected() -> None:
    text = "kind: Kpi\nid: k\nbenefit: revenu\nowner: crm-lead\nmetric:\n"
    text += "baseline: {window: 2026/2027, value: [1]}\ndirection: {}\n"
    assert told(text) == [
        "extra.yaml:4:10: error MP103 'revenu' is none of revenue, efficiency | did you mean revenue?",
        "extra.yaml:6:8: error MP103 nothing stands here; a value is expected",
        "extra.yaml:7:20: error MP103 '2026/2027' does not fit: a date is written 2026-10-01",
        "extra.yaml:7:31: error MP103 a list stands here; one value is expected",
        "extra.yaml:8:1: error MP103 an empty mapping stands here; a word is expected | known: down, up",
    ]


def test_an_empty_list_is_told_and_a_list_of_faulty_items_only_for_its_items() -> None:
    assert told("kind: Milestone\nid: m\ngoal: grow\ndue: 2027-01-31\nexit: {all: []}\n") == [
        "extra.yaml:6:8: error MP103 an empty list stands here; a list of one or more is expected"
    ]
    assert told("kind: Milestone\nid: m\ngoal: grow\ndue: 2027-01-31\nexit: {all: [x]}\n") == [
        "extra.yaml:6:14: error MP103 'x' does not fit: a mapping of keys is expected"
    ]


def test_all_findings_of_all_files_come_at_once_in_order() -> None:
    texts = overlay("")
    texts["b.yaml"] = b"kind: Role\nid: a b\n---\nkind: Rolle\nid: c\n"
    texts["a.yaml"] = b"kind: Role\nid: x\ntitle: *y\n"
    texts["z.yaml"] = b"kind: Kpi\nid: margin\n"
    texts["mail.odcs.yaml"] = b"apiVersion: v2\nid: crm-mail\nversion: 1\nstatus: active\nschema: []\n"
    assert [
        f"{each.span.path}:{each.span.line} {each.code}" for each in compile_program(texts).findings if each.span
    ] == [
        "a.yaml:3 MP006",
        "b.yaml:2 MP103",
        "b.yaml:4 MP104",
        "mail.odcs.yaml:1 MP103",
        "mail.odcs.yaml:5 MP103",
        "z.yaml:1 MP102",
        "z.yaml:1 MP102",
        "z.yaml:2 MP106",
    ]
    assert compile_program(texts).program is None


def test_what_could_not_be_read_is_not_also_called_missing() -> None:
    assert {each[:40] for each in told("kind: Kpi\nid: margin\nbenefit: wealth\n")} == {
        "extra.yaml:2:1: error MP102 the document",
        "extra.yaml:4:10: error MP103 'wealth' is",
    }


def test_a_warning_leaves_a_program() -> None:
    result = compile_program(
        overlay("kind: Goal\nid: keep\ntitle: x\nkpi: margin\ntarget: {value: 0.2 USD, by: 2028-01-31}\n")
    )
    assert [each.code for each in result.findings] == ["MP323"]
    assert result.program is not None


def test_an_empty_folder_is_told_that_there_is_no_program() -> None:
    result = compile_program({})
    assert [(each.code, each.span) for each in result.findings] == [("MP107", None)]
    assert result.program is None


def test_a_circle_of_10_000_does_not_recurse() -> None:
    names = [STEP.format(f"m{at}", f"m{(at + 1) % 10_000}") for at in range(10_000)]
    texts = {f"{at}.yaml": "---\n".join(names[at : at + 1000]).encode() for at in range(0, 10_000, 1000)}
    found = compile_program({**overlay(""), **texts}).findings
    assert [each.code for each in found] == ["MP202"]
    circle = "m0 -> m1 -> m2 -> m3 -> m4 -> m5 -> m6 -> (9,993 more) -> m0"
    assert found[0].message == f"milestone {circle}: each waits for the next, so none can start"


def test_circles_that_hang_together_are_one_finding_and_others_are_their_own() -> None:
    edges = {"a": "[b]", "b": "[c, a]", "c": "[a]", "d": "[d]", "e": "[a]", "f": "[proven]", "g": "[h]", "h": "[g]"}
    found = told("---\n".join(STEP.format(*each) for each in edges.items()))
    assert [each.partition("milestone ")[2].partition(":")[0] for each in found] == [
        "a -> b -> a",
        "d -> d",
        "g -> h -> g",
    ]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_files_documents_and_keys_may_come_in_any_order(data: st.DataObject) -> None:
    documents = data.draw(st.permutations(DOCUMENTS))
    texts = {"mail.odcs.yaml": example.CONTRACT.encode()}
    while documents:
        count = data.draw(st.integers(1, len(documents)))
        name = f"{data.draw(st.sampled_from('abc'))}/{len(documents)}.yaml"
        texts[name] = "---\n".join(_shuffled(each, data) for each in documents[:count]).encode()
        documents = documents[count:]
    names = data.draw(st.permutations(list(texts)))
    assert compiled({name: texts[name] for name in names}).digest == DIGEST


def _shuffled(document: str, data: st.DataObject) -> str:
    def mixed(value: object) -> object:
        if isinstance(value, dict):
            return {key: mixed(value[key]) for key in data.draw(st.permutations(list(value)))}
        return [mixed(each) for each in value] if isinstance(value, list) else value

    return yaml.dump(mixed(yaml.load(document, Loader=yaml.BaseLoader)), sort_keys=False)  # noqa: S506  text only


@given(st.permutations(FAULTY), st.booleans())
@settings(max_examples=40, deadline=None)
def test_findings_do_not_depend_on_the_order_of_documents_and_files(documents: list[str], contract_first: bool) -> None:
    def said(texts: Mapping[str, bytes]) -> list[tuple[str, str, str | None, str]]:
        found = compile_program(texts).findings
        return sorted((each.code, each.message, each.hint, each.span.source if each.span else "") for each in found)

    texts = folder(documents)
    if contract_first:
        texts = dict(reversed(texts.items()))
    assert said(texts) == said(folder(FAULTY))
    assert {code for code, *_ in said(texts)} == {"MP201", "MP306", "MP401"}


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_findings_do_not_depend_on_the_order_of_files(data: st.DataObject) -> None:
    texts = {f"{at}.yaml": each.encode() for at, each in enumerate(FAULTY)} | {
        "bad.yaml": b"a: *b\n",
        "worse.yaml": b"- a\n",
    }
    names = data.draw(st.permutations(list(texts)))
    assert compile_program({name: texts[name] for name in names}).findings == compile_program(texts).findings


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "# a note\n" + text.replace("\n", "   # and why\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text + "\n\n...\n",
        lambda text: text.replace("id: mail\n", 'id: "mail"\n').replace("0.30", "0.3"),
        lambda text: text.replace("serves: grow", "serves:\n     - goal/grow").replace("None: 1/2", "None: 50%"),
        lambda text: text.replace("horizon: 18 months", "horizon:   6 quarters\napproach: pilot-led").replace(
            "approach: pilot-led\n---", "---", 1
        ),
        lambda text: text.replace("benefit: revenue", "benefit: revenue\ndirection: up"),
    ],
    ids=["comments", "CRLF", "BOM", "quotes and zeros", "lists and units", "other words", "a default said"],
)
def test_how_it_is_written_does_not_change_the_digest(change: Callable[[str], str]) -> None:
    text = change(example.PROGRAM)
    assert text != example.PROGRAM
    assert compiled({"p.yaml": text.encode(), "mail.odcs.yaml": example.CONTRACT.encode()}).digest == DIGEST


@pytest.mark.parametrize(
    ("old", "new"), [("grade: A", "grade: B"), ("0 USD", "1 USD"), ("limits: Two", "limits: Three"), ("365d", "364d")]
)
def test_what_is_said_changes_the_digest(old: str, new: str) -> None:
    assert compiled(folder([each.replace(old, new) for each in DOCUMENTS])).digest != DIGEST


def test_reading_back_what_was_printed_gives_the_same_program() -> None:
    program = compiled(folder(DOCUMENTS))
    again = from_canonical(json.loads(program.canonical))
    assert again == program
    assert (again.digest, again.canonical) == (program.digest, program.canonical)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_random_edits_of_a_sound_program_never_raise(data: st.DataObject) -> None:
    text = example.PROGRAM.encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        piece = st.binary(max_size=6) | st.sampled_from(
            [b"\n---\n", b": ", b"[", b"{", b"-1", b"0", b"9999-12-31", b"~", b"9999Q4"]
        )
        text = text[:start] + data.draw(piece) + text[end:]
    result = compile_program({"p.yaml": text, "mail.odcs.yaml": example.CONTRACT.encode()})
    assert (result.program is None) == any(each.severity == "error" for each in result.findings)
    assert all(each.message for each in result.findings)


@given(st.sets(st.integers(0, len(DOCUMENTS) - 1)), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_draft_without_some_of_its_documents_never_raises(left_out: set[int], without_contract: bool) -> None:
    texts = folder([each for at, each in enumerate(DOCUMENTS) if at not in left_out])
    if without_contract:
        del texts["mail.odcs.yaml"]
    compile_program(texts)


@pytest.mark.parametrize(
    "change",
    [
        ("horizon: 18 months", "horizon: 99999 years"),
        ("starts: 2026-10-01", "starts: 9999-12-31"),
        ("starts: 2026-10-01", "starts: 0001-01-01"),
        ("quarter: 2026Q4", "quarter: 9999Q4"),
        ("quarter: 2026Q4", "quarter: 0000Q1"),
        ("fiscal_year_starts: 02-01", "fiscal_year_starts: W01-1"),
    ],
    ids=lambda each: each[1],
)
def test_dates_at_the_end_of_time_are_findings(change: tuple[str, str]) -> None:
    result = compile_program(folder([each.replace(*change) for each in DOCUMENTS]))
    assert "MP309" in {each.code for each in result.findings} or "MP103" in {each.code for each in result.findings}
    assert result.program is None


def test_a_compiled_program_cannot_be_changed() -> None:
    program = compiled(folder(DOCUMENTS))
    with pytest.raises(FrozenInstanceError):
        program.program = program.program  # type: ignore[misc]
    with pytest.raises(TypeError):
        program.goals["other"] = program.goals["grow"]  # type: ignore[index]
    for model in (
        program.program,
        program.capabilities["mail"],
        program.contracts["crm-mail"],
        program.milestones["proven"].exit,
    ):
        assert model is not None
        with pytest.raises(ValidationError, match="frozen"):
            model.id = "other"  # type: ignore[union-attr]


def many(count: int, kpi: str = "margin") -> dict[str, bytes]:
    """Give a program of `count` capabilities in files of ten, each with a milestone, each after the one before."""
    capability = next(each for each in DOCUMENTS if each.startswith("kind: Capability"))
    texts = {**folder(DOCUMENTS)}
    for first in range(0, count, 10):
        documents = []
        for at in range(first, min(count, first + 10)):
            needs = f"needs: {{data: [crm], after: [mail{f'-{at - 1}' if at else ''}]}}"
            own = capability.replace("id: mail", f"id: mail-{at}").replace("title: ", f"title: {at}. ")
            own = own.replace("needs: {data: [crm]}", needs)
            documents.append(own.replace("kpi: margin", f"kpi: {kpi.format(at)}"))
            documents.append(
                f"kind: Milestone\nid: step-{at}\ngoal: grow\nquarter: 2027Q1\ncapabilities: [mail-{at}]\n"
                "exit: {evidence: kpi/margin, value: 0.2 USD}\n"
            )
        texts[f"many/{first}.yaml"] = "---\n".join(documents).encode()
    return texts


def test_a_thousand_capabilities_in_a_hundred_files_compile() -> None:
    result = compile_program(many(1000))
    assert result.program is not None
    assert (len(result.program.capabilities), len(result.program.milestones)) == (1001, 1001)
    # One owner, one block, one KPI, each after the one before.
    assert {each.code for each in result.findings} == {
        "MP361",
        "MP362",
        "MP364",
        "MP365",
        "MP366",
        "MP369",
        "MP386",
        "MP391",
    }


@pytest.mark.parametrize("kpi", ["margin", "margin-{}"], ids=["sound", "faulty"])
def test_the_work_grows_with_the_program_and_not_with_its_square(kpi: str) -> None:
    def calls(count: int) -> int:
        made = 0

        def counted(_frame: FrameType, _event: str, _value: object) -> None:
            nonlocal made
            made += 1

        texts = many(count, kpi)
        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            compile_program(texts)
        finally:
            sys.setprofile(before)
        return made

    few, more, most = calls(100), calls(200), calls(400)
    assert most - more < 2.2 * (more - few)


def test_a_risk_is_part_of_the_program_and_points_at_what_it_strikes() -> None:
    risk = (
        "kind: Risk\nid: fatigue\ntitle: Customers tire\nowner: crm-lead\nlikelihood: high\nimpact: medium\n"
        "capabilities: mail\nresponse: two mails a week\n"
    )
    program = compiled(overlay(risk))
    assert (program.risks["fatigue"].severity, program.owner_of(Ref("risk", "fatigue"))) == (6, "crm-lead")
    assert from_canonical(json.loads(program.canonical)) == program
    assert [
        each.split(" | ")[0].split(" ", 1)[1] for each in told(risk.replace("capabilities: mail", "capabilities: male"))
    ] == ["error MP201 risk/fatigue names capability/male, which is nowhere in the program"]


def test_a_source_may_be_simulated_and_one_that_is_not_keeps_its_digest() -> None:
    source = "kind: Source\nid: crm\ntitle: Customers\nowner: analyst\ncontract: crm-mail\n"
    plain, made = compiled(overlay(source)), compiled(overlay(source + "simulated: true\n"))
    assert (plain.sources["crm"].simulated, made.sources["crm"].simulated) == (False, True)
    assert plain.digest == compiled(overlay(source + "simulated: false\n")).digest != made.digest
    assert from_canonical(json.loads(made.canonical)) == made
    assert "true or false" in told(source + "simulated: perhaps\n")[0]
