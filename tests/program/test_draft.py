"""A draft finds what documents point at, wherever the reference stands, and where it stands in the file."""

import pytest
from pydantic import BaseModel

from milepost.kernel.finding import Span
from milepost.kernel.ids import Ref
from milepost.program.checks.registry import CHECKS
from milepost.program.compiler import compile_program
from milepost.program.documents.capability import Capability
from milepost.program.documents.condition import Criterion
from milepost.program.documents.contract import LogicalType
from milepost.program.documents.outline import Kpi, Milestone, Source
from milepost.program.draft import Draft, Origin, mentions, references
from milepost.program.fields import Reference
from milepost.program.text import read_documents
from program.overlay import overlay

MILESTONE = """\
kind: Milestone
id: wide
goal: goal/grow
due: 2026-12-31
owner: cmo
capabilities: [mail, capability/sms]
after: proven
exit:
  all:
    - {evidence: kpi/margin, value: 0.20 USD}
    - any:
        - {evidence: experiment/none, measure: effect, value: 0 USD}
        - {evidence: attestation/signed, signed_by: finance}
"""
EXPERIMENT = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {column: segment, control: None, treatment: Mail}
primary: contribution
secondary: [opens, clicks]
guardrails:
  - {metric: complaints, margin: 0.01}
"""


def draft(text: str = "") -> Draft:
    return compile_program(overlay(text)).draft


def pointed(text: str, ref: str) -> dict[tuple[str | int, ...], str]:
    found = draft(text).references()
    return {path: str(target) for document, path, target in found if str(document) == ref}


def test_references_inside_lists_and_conditions_are_found() -> None:
    assert pointed(MILESTONE, "milestone/wide") == {
        ("goal",): "goal/grow",
        ("owner",): "role/cmo",
        ("capabilities", 0): "capability/mail",
        ("capabilities", 1): "capability/sms",
        ("after", 0): "milestone/proven",
        ("exit", "all", 0, "evidence"): "kpi/margin",
        ("exit", "all", 1, "any", 0, "evidence"): "experiment/none",
        ("exit", "all", 1, "any", 1, "signed_by"): "role/finance",
    }


def test_references_inside_models_and_lists_of_models_are_found() -> None:
    assert pointed(EXPERIMENT, "experiment/spring-test") == {
        ("of",): "capability/mail",
        ("source",): "source/crm",
        ("primary",): "metric/contribution",
        ("secondary", 0): "metric/opens",
        ("secondary", 1): "metric/clicks",
        ("guardrails", 0, "metric"): "metric/complaints",
    }
    assert pointed("", "capability/mail") == {
        ("serves", 0): "goal/grow",
        ("owner",): "role/crm-lead",
        ("approver",): "role/cmo",
        ("moves", "kpi"): "kpi/margin",
        ("needs", "data", 0): "source/crm",
    }
    assert pointed("", "source/crm") == {("owner",): "role/analyst", ("contract",): "contract/crm-mail"}


def test_an_unknown_reference_inside_a_condition_is_shown_where_it_stands() -> None:
    found = compile_program(overlay(MILESTONE)).findings
    assert [
        (each.message, each.span.line, each.span.column) for each in found if each.span and each.code == "MP201"
    ] == [
        ("milestone/wide names capability/sms, which is nowhere in the program", 7, 22),
        ("milestone/wide names experiment/none, which is nowhere in the program", 13, 22),
    ]


def test_criteria_are_given_with_their_paths() -> None:
    placed = [each for each in draft(MILESTONE).criteria() if each.document == Ref("milestone", "wide")]
    assert [(each.path, str(each.evidence)) for each in placed] == [
        (("exit", "all", 0), "kpi/margin"),
        (("exit", "all", 1, "any", 0), "experiment/none"),
        (("exit", "all", 1, "any", 1), "attestation/signed"),
    ]


def test_a_span_is_that_of_the_deepest_part_there() -> None:
    documents, _ = read_documents("a.yaml", b"# note\nid: x\nmoves:\n  kpi: margin\nserves: [a, bc]\n")
    origin = Origin(*documents[0])

    def at(span: Span) -> tuple[int, int, int]:
        return span.line, span.column, span.end_column

    assert at(origin.span()) == (2, 1, 3)
    assert at(origin.span("owner")) == (2, 1, 3)
    assert at(origin.span("moves", "p10")) == at(origin.span("moves")) == (3, 1, 6)
    assert at(origin.span("moves", "kpi")) == (4, 8, 14)
    assert at(origin.span("serves", 1)) == (5, 13, 15)
    assert at(origin.span("serves", 7)) == (5, 1, 7)
    assert at(origin.key_span("moves", "kpi")) == (4, 3, 6)
    assert at(origin.key_span("moves", "p10")) == (3, 1, 6)


def test_what_is_not_there_is_none() -> None:
    empty = Draft({}, {}, {})
    assert (empty.program, empty.horizon, empty.table_of("crm"), empty.get(Kpi, "margin"), empty.get(Kpi, None)) == (
        None,
    ) * 5
    assert (list(empty.of(Capability)), list(empty.references()), empty.criteria(), empty.columns()) == ([], [], [], {})
    assert empty.owner_of(Ref("capability", "mail")) is None
    assert draft().get(Kpi, "mail") is None


def test_owners_come_from_what_a_document_belongs_to() -> None:
    found = draft()
    asked = (
        "capability/mail",
        "experiment/spring-test",
        "milestone/proven",
        "goal/grow",
        "kpi/margin",
        "source/crm",
        "role/cmo",
    )
    assert [found.owner_of(Ref.parse(each)) for each in asked] == [*["crm-lead"] * 5, "analyst", None]


def test_a_quarter_ends_by_the_fiscal_year_of_the_program() -> None:
    found = draft()
    milestone = found.get(Milestone, "proven")
    assert milestone is not None
    assert str(found.due(milestone)) == "2027-01-31"
    assert found.due(milestone.model_copy(update={"quarter": None})) is None


def test_columns_come_with_their_types_by_source() -> None:
    found = draft()
    assert found.columns() == {"crm": {"segment": LogicalType.STRING, "spend": LogicalType.NUMBER}}
    assert [ref.slug for ref, _ in found.of(Source)] == ["crm"]


def everything(model: BaseModel) -> list[tuple[str, str]]:
    """Walk all fields of all models, as slowly as it can be said."""
    found = (
        [(model.ref.kind, model.ref.slug)] if isinstance(model, Criterion) and model.ref.kind != "attestation" else []
    )
    for name, info in type(model).model_fields.items():
        inner = [
            mark for each in getattr(info.annotation, "__args__", ()) for mark in getattr(each, "__metadata__", ())
        ]
        kinds = [mark.kind for mark in (*info.metadata, *inner) if isinstance(mark, Reference)]
        value = getattr(model, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, BaseModel):
                found += everything(each)
            elif isinstance(each, str) and kinds:
                found.append((kinds[0], each))
    return found


@pytest.mark.parametrize(
    "check", [each for each in CHECKS if isinstance(each.passes, str)], ids=lambda each: each.rule.code
)
def test_mentions_are_the_references_without_their_places_and_none_is_missed(check) -> None:
    for document in compile_program(overlay(check.passes)).draft.documents.values():
        placed = sorted((target.kind, target.slug) for _, target in references(document))
        assert sorted(mentions(document)) == placed == sorted(everything(document))


def test_what_a_draft_is_asked_once_is_made_once() -> None:
    made = []

    def count(of: Draft) -> int:
        made.append(of)
        return len(of.documents)

    found = compile_program(overlay("")).draft
    assert found.once(count) == found.once(count) == len(found.documents)
    assert len(made) == 1
