"""What is recorded of sources: the manifest, where a table lies, what a load depends on."""

from datetime import UTC, datetime

from hypothesis import given

from milepost.program.documents.contract import Contract
from milepost.record.canonical import to_json
from milepost.record.event import Fact, recorded
from milepost.tables.facts import CHECKED, LOADED, MANIFEST, SourceLoad, contract_digest, table_file
from milepost.testing.strategies import source_loads

AT = datetime(2026, 11, 22, tzinfo=UTC)
COLUMNS = [{"name": "x", "logicalType": "integer", "required": "true"}, {"name": "y"}]
CONTRACT = {"apiVersion": "v3.1.0", "id": "crm", "version": "1", "status": "active"}


def told(load: SourceLoad, type_: str = LOADED, key: str = "1"):
    fact = Fact(type=type_, subject="source/crm", key=key, actor="milepost", data={"load": to_json(load)})
    return recorded(fact, AT)


@given(source_loads())
def test_a_load_puts_one_row_into_the_manifest(load: SourceLoad) -> None:
    event = told(load)
    assert MANIFEST.rows_of(event) == (
        {
            "source": "crm",
            "load": event.id,
            "file": table_file("crm", load.basis),
            "logical_digest": load.logical_digest,
            "source_digest": load.source_digest,
            "rows": load.rows,
        },
    )
    assert set(MANIFEST.rows_of(event)[0]) == set(MANIFEST.columns)
    assert MANIFEST.rows_of(told(load, CHECKED)) == ()


def test_a_table_is_named_by_what_it_was_made_from() -> None:
    assert table_file("crm", "sha256:0123abcd") == "crm/0123abcd.parquet"


def digest(columns: list[dict[str, str]] = COLUMNS, **changes: object) -> str:
    made = Contract.model_validate({**CONTRACT, "schema": [{"name": "t", "properties": columns}], **changes})
    return contract_digest(made, made.tables[0])


def test_a_contract_is_another_when_its_columns_rules_or_version_are() -> None:
    changed = [
        digest(version="2"),
        digest(id="erp"),
        digest(COLUMNS[::-1]),
        digest(COLUMNS[:1]),
        digest([{**COLUMNS[0], "required": "false"}, COLUMNS[1]]),
        digest([COLUMNS[0], {**COLUMNS[1], "logicalType": "date"}]),
    ]
    assert len({digest(), *changed}) == len(changed) + 1


def test_what_a_load_does_not_depend_on_leaves_a_contract_the_same() -> None:
    loud = [{**COLUMNS[0], "description": "the x"}, {**COLUMNS[1], "logicalType": "string"}]
    assert digest() == digest(status="draft") == digest(loud) == digest(description="words", apiVersion="v3.0.2")
