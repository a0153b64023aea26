"""A contract's rules, in one SELECT: each kind passes and fails, and failing rows are named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.program.documents.contract import TableSchema
from milepost.tables.contract_check import contract_rules, failing_rows, judge, one_select
from milepost.tables.facts import RuleResult
from milepost.tables.typed import typed

WAREHOUSE = DuckDBWarehouse()


@dataclass
class CountingWarehouse:
    """Runs expressions and keeps their SQL."""

    asked: list[str] = field(default_factory=list)

    def fetch(self, expression: ibis.Table) -> Sequence[Any]:
        self.asked.append(ibis.to_sql(expression, dialect="duckdb"))
        return WAREHOUSE.fetch(expression)


@dataclass
class Checked:
    """What checking gave, by rule."""

    results: dict[str, RuleResult]
    rows: dict[str, list[tuple[int, str | None]] | None]

    def failed(self) -> list[str]:
        return [name for name, result in self.results.items() if not result.ok]


def schema(columns: dict[str, dict[str, Any]], *quality: dict[str, Any]) -> TableSchema:
    properties = [{"name": name, **each} for name, each in columns.items()]
    return TableSchema.model_validate({"name": "t", "properties": properties, "quality": list(quality)})


def checked(data: dict[str, list[Any]], of: TableSchema) -> Checked:
    arrays = {name: pa.array(cells, pa.string()) for name, cells in data.items()}
    table = typed(ibis.memtable(pa.table(arrays)), of)
    rules = contract_rules(table, of)
    results = judge(rules, WAREHOUSE.fetch(one_select(table, rules))[0])
    rows = {}
    for rule in rules:
        query = failing_rows(table, rule)
        rows[rule.name] = None if query is None else [(r["row"], r["cell"]) for r in WAREHOUSE.fetch(query)]
    return Checked({each.name: each for each in results}, rows)


def one(cells: list[Any], **column: Any) -> Checked:
    return checked({"x": cells}, schema({"x": column}))


def quality(metric: str, unit: str = "rows", arguments: dict[str, Any] | None = None, **bounds: str) -> dict[str, Any]:
    return {"quality": [{"metric": metric, "unit": unit, "arguments": arguments or {}, **bounds}]}


NONE = {"mustBe": "0"}
NUMBER, INTEGER = {"logicalType": "number"}, {"logicalType": "integer"}
VALID, PATTERN = {"validValues": ["A", "B"]}, {"pattern": "^[A-Z]$"}
MISSING = {"missingValues": [None, "", "N/A"]}

# The rule, the column, cells that pass, cells that fail, and the failing rows (None where no row is at fault).
KINDS: list[tuple[str, dict[str, Any], list[Any], list[Any], list[tuple[int, str | None]] | None]] = [
    ("required", {"required": True}, ["a", "b"], ["a", None], [(2, None)]),
    ("required", {"primaryKey": True}, ["a", "b"], [None, "b"], [(1, None)]),
    ("unique", {"unique": True}, ["a", "b", None, None], ["a", "b", "a"], None),
    ("unique", {"primaryKey": True}, ["a", "b"], ["a", "a"], None),
    ("minimum", {**NUMBER, "logicalTypeOptions": {"minimum": "0.5"}}, ["0.5", None], ["0.49"], [(1, "0.49")]),
    ("minimum", {**INTEGER, "logicalTypeOptions": {"minimum": "1"}}, ["1", "2"], ["2", "0"], [(2, "0")]),
    ("maximum", {**INTEGER, "logicalTypeOptions": {"maximum": "12"}}, ["12", None], ["13", "12"], [(1, "13")]),
    ("maximum", {**NUMBER, "logicalTypeOptions": {"maximum": "0"}}, ["0", "-1"], ["0.001"], [(1, "0.001")]),
    ("pattern", {"logicalTypeOptions": {"pattern": "^a+$"}}, ["a", "aa", None], ["ab"], [(1, "ab")]),
    ("nullValues", quality("nullValues", **NONE), ["a", ""], [None, "a", None], [(1, None), (3, None)]),
    ("missingValues", quality("missingValues", arguments=MISSING, **NONE), ["a"], ["a", "N/A", "", None],
     [(2, "N/A"), (3, ""), (4, None)]),
    ("missingValues", quality("missingValues", **NONE), ["a", "N/A"], [None], [(1, None)]),
    ("missingValues", INTEGER | quality("missingValues", arguments={"missingValues": ["-1"]}, **NONE), ["1"],
     ["1", "-1"], [(2, "-1")]),
    ("invalidValues", quality("invalidValues", arguments=VALID, **NONE), ["A", "B", None], ["A", "a"], [(2, "a")]),
    ("invalidValues", quality("invalidValues", arguments=PATTERN, **NONE), ["Z", None], ["ZZ"], [(1, "ZZ")]),
    ("invalidValues", quality("invalidValues", arguments=VALID | PATTERN, **NONE), ["A"], ["C"], [(1, "C")]),
    ("invalidValues", INTEGER | quality("invalidValues", arguments={"validValues": ["0", "1"]}, **NONE), ["0", "1"],
     ["2"], [(1, "2")]),
    ("duplicateValues", quality("duplicateValues", **NONE), ["a", "b", None, None], ["a", "a", "a"], None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "column", "passes", "fails", "rows"),
    KINDS,
    ids=[f"{number}-{each[0]}" for number, each in enumerate(KINDS)],
)
def test_each_rule_passes_and_fails(
    name: str, column: dict[str, Any], passes: list[Any], fails: list[Any], rows: list[tuple[int, str | None]] | None
) -> None:
    good, bad = one(passes, **column), one(fails, **column)
    assert (good.failed(), good.rows[name]) == ([], None if rows is None else [])
    assert (bad.failed(), bad.rows[name]) == ([name], rows)
    assert bad.results[name].column == "x"
    if rows is not None:
        assert bad.results[name].found == len(rows)


def test_values_of_a_number_column_are_compared_as_numbers() -> None:
    valid = one(
        ["0", "1.0", "0.50"], **NUMBER, **quality("invalidValues", arguments={"validValues": ["0", "1", "0.5"]}, **NONE)
    )
    assert valid.failed() == []
    missing = one(
        ["-1", "-1.0", "2"], **NUMBER, **quality("missingValues", arguments={"missingValues": ["-1"]}, **NONE)
    )
    assert missing.results["missingValues"].found == 2


def test_a_primary_key_of_two_columns_is_unique_as_a_pair() -> None:
    key = schema({"day": {"primaryKey": True}, "customer": {"primaryKey": True}})
    pairs = {"day": ["1", "1", "2", "2"], "customer": ["a", "b", "a", "b"]}
    assert checked(pairs, key).failed() == []
    assert checked({"day": ["1", "1"], "customer": ["a", "a"]}, key).failed() == ["unique"]


@pytest.mark.parametrize("metric", ["nullValues", "missingValues", "invalidValues", "duplicateValues"])
def test_a_metric_without_arguments_is_counted(metric: str) -> None:
    assert one(["a", "b"], **quality(metric, **NONE)).failed() == []


# The operator, and of 0, 5 and 10 nulls in 10 rows those that pass a bound of 5.
OPERATORS = [
    ("mustBe", [5]), ("mustNotBe", [0, 10]), ("mustBeGreaterThan", [10]), ("mustBeGreaterOrEqualTo", [5, 10]),
    ("mustBeLessThan", [0]), ("mustBeLessOrEqualTo", [0, 5]),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "passing"), OPERATORS)
@pytest.mark.parametrize(("unit", "bound"), [("rows", "5"), ("percent", "50")])
def test_each_operator_in_rows_and_in_percent(operator: str, passing: list[int], unit: str, bound: str) -> None:
    rule = quality("nullValues", unit, **{operator: bound})
    nulls = (0, 5, 10)
    assert [n for n in nulls if not one([None] * n + ["a"] * (10 - n), **rule).failed()] == passing


def test_two_operators_must_both_hold() -> None:
    rule = quality("nullValues", mustBeGreaterThan="0", mustBeLessThan="2")
    assert [one([None] * n + ["a"], **rule).failed() for n in (0, 1, 2)] == [["nullValues"], [], ["nullValues"]]
    assert one(["a"], **rule).results["nullValues"].expects == "rows above 0 and below 2"


@pytest.mark.parametrize(("operator", "bound"), [("mustBe", "0.1"), ("mustBeLessOrEqualTo", "0.1")])
def test_one_in_a_thousand_is_a_tenth_of_a_percent_exactly(operator: str, bound: str) -> None:
    assert one([None] + ["a"] * 999, **quality("nullValues", "percent", **{operator: bound})).failed() == []


def test_row_count() -> None:
    of = schema({"x": {}}, {"metric": "rowCount", "mustBeGreaterOrEqualTo": "2"})
    few, enough = checked({"x": ["a"]}, of), checked({"x": ["a", None]}, of)
    assert (few.failed(), enough.failed()) == (["rowCount"], [])
    assert few.results["rowCount"] == RuleResult(
        name="rowCount", column=None, expects="rows at least 2", found=1, ok=False
    )
    assert few.rows["rowCount"] is None


def test_an_empty_table_breaks_no_rule_but_the_row_count() -> None:
    columns = {
        "x": {"required": True, "unique": True, "logicalType": "integer", **quality("nullValues", "percent", **NONE)}
    }
    found = checked({"x": []}, schema(columns, {"metric": "rowCount", "mustBeGreaterThan": "0"}))
    assert found.failed() == ["rowCount"]


def test_an_unreadable_cell_is_told_once_and_not_as_an_empty_one() -> None:
    found = one(["1", "x", None], required=True, logicalType="integer")
    assert found.failed() == ["readable", "required"]
    assert (found.rows["readable"], found.rows["required"]) == ([(2, "x=x")], [(3, None)])


def test_the_first_three_failing_rows_are_named_in_the_files_order() -> None:
    found = one(["1", "0", "-1", "0", "5", "-2"], logicalType="integer", logicalTypeOptions={"minimum": "1"})
    assert found.results["minimum"].found == 4
    assert found.rows["minimum"] == [(2, "0"), (3, "-1"), (4, "0")]


def test_all_rules_are_answered_by_one_select() -> None:
    columns = {f"c{index}": column for index, (_, column, *_) in enumerate(KINDS) if "primaryKey" not in column}
    of = schema(columns, {"metric": "rowCount", "mustBe": "1"})
    table = typed(ibis.memtable(pa.table({name: ["1"] for name in columns})), of)
    rules, warehouse = contract_rules(table, of), CountingWarehouse()
    results = judge(rules, warehouse.fetch(one_select(table, rules))[0])
    assert {each.name for each in results} == {"readable", "rowCount", *(name for name, *_ in KINDS)}
    (sql,) = warehouse.asked
    assert sql.count("ibis_pyarrow_memtable") == 1


def test_rules_stand_in_the_contracts_order() -> None:
    of = schema(
        {"b": {"required": True}, "a": {"unique": True, "required": True}}, {"metric": "rowCount", "mustBe": "1"}
    )
    table = typed(ibis.memtable(pa.table({"a": ["1"], "b": ["1"]})), of)
    assert [(rule.name, rule.column) for rule in contract_rules(table, of)] == [
        ("readable", None), ("required", "b"), ("required", "a"), ("unique", "a"), ("rowCount", None),
    ]  # fmt: skip


@pytest.mark.parametrize("found", [2, 2.0, Decimal(2)])
def test_a_count_of_any_numeric_type_fails(found: object) -> None:
    of = schema({"x": {"required": True}})
    rules = contract_rules(typed(ibis.memtable(pa.table({"x": ["1"]})), of), of)
    results = judge(rules, {"r0": 0, "r1": found, "_rows": 3})
    assert [(each.found, each.ok) for each in results] == [(0, True), (2, False)]
