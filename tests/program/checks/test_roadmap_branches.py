"""The edges of the checks of a roadmap's shape, dates and people."""

import pytest

from milepost.program.checks import example
from milepost.program.compiler import compile_program
from program.overlay import overlay

BUDGET = "kind: Budget\nid: money\nowner: finance\n"
MODEL = {"block": "model", "moves": example.MOVES, "effort": example.EFFORT, "adopted_by": "mail"}


def codes(*documents: str) -> list[str]:
    return [each.code for each in compile_program(overlay("---\n".join(documents))).findings]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{step: Drift is watched, owner: analyst}", []),
        ("{step: alerts go to the desk, owner: analyst}", []),
        ("{step: the model is trained, owner: analyst}", ["MP396"]),
        ("{step: drift is watched}", ["MP396"]),
        ("[weekly send, {step: monitoring, owner: analyst}]", []),
    ],
)
def test_a_watch_has_a_word_and_an_owner(step: str, expected: list[str]) -> None:
    assert codes(example.mail(needs=f"{{data: crm, operations: {step}}}", **MODEL)) == expected
    assert codes(example.mail(needs="{data: crm, governance: " + step + "}", **MODEL)) == ["MP396"]


@pytest.mark.parametrize(
    ("floors", "costs", "expected"),
    [
        ("", "[{kind: people, amount: 500 USD}]", []),  # one capability is no roadmap, and no floor is stated
        ("floors: {data: 0%, governance: 0%}\n", "[{kind: people, amount: 500 USD}]", []),
        ("floors: {}\n", "[{kind: people, amount: 500 USD}]", ["MP359", "MP359"]),
        (
            "floors: {data: 50%, governance: 50%}\n",
            "[{kind: data, amount: 1 USD}, {kind: governance, amount: 1 USD}]",
            [],
        ),
        ("floors: {data: 50%}\n", "[{kind: data, amount: 0 USD}]", []),
    ],
)
def test_floors_count_where_they_are_stated(floors: str, costs: str, expected: list[str]) -> None:
    assert codes(BUDGET + floors, example.mail(costs=costs)) == expected


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("p10: -3 USD, p50: 0.1 USD, p90: 3 USD", []),  # through zero
        ("p10: 0 USD, p50: 0.1 USD, p90: 3 USD", []),
        ("p10: -3 USD, p50: -1 USD, p90: -0.1 USD", ["MP384"]),
        ("p10: 0 USD, p50: 0 USD, p90: 0 USD", []),
        ("p10: 1 USD, p50: 1 USD, p90: 1 USD", ["MP385"]),
    ],
)
def test_ranges_that_say_nothing_or_too_much(moves: str, expected: list[str]) -> None:
    assert codes(example.mail(moves=f"{{kpi: margin, {moves}, because: x}}")) == expected


def test_the_lengths_of_an_approval_are_held_to_their_order() -> None:
    assert codes(example.mail(approval="{p10: 9d, p50: 3d, p90: 12d}")) == ["MP307"]
    program = example.PROGRAM.split("---\n")[0]
    assert codes(program + "planning: {approval: {p10: 1d, p50: 9d, p90: 3d}}\n") == ["MP307"]
    assert codes(program + "planning: {succeeds: 60%}\n") == []


def test_a_target_that_gets_better_by_falling_is_read_that_way() -> None:
    kpi = example.PROGRAM.split("---\n")[6].replace("benefit: revenue", "benefit: revenue\ndirection: down")
    goal = "kind: Goal\nid: {}\ntitle: x\npriority: {}\nkpi: margin\ntarget: {{value: {} USD, by: {}}}\n"
    first, later = goal.format("grow", 1, "0.10", "2027-12-31"), goal.format("more", 2, "0.05", "2028-02-01")
    assert kpi.startswith("kind: Kpi")
    assert "MP389" not in codes(kpi, first, later)
    assert "MP389" in codes(kpi, first, goal.format("more", 2, "0.15", "2028-02-01"))


def test_teams_are_asked_for_once_there_is_one_and_near_names_are_told() -> None:
    assert codes(example.mail(effort=example.EFFORT)) == []
    team = "kind: Team\nid: crm-team\nowner: crm-lead\n"
    (found,) = compile_program(overlay(f"{team}---\n{example.mail(effort=example.EFFORT)}")).findings
    assert (found.code, found.hint) == ("MP380", "known: crm-team")


def test_a_retired_capability_is_asked_for_nothing() -> None:
    retired = example.mail("old", title="Old", moves=example.MOVES, retired="{on: 2026-12-01, because: x}", costs=None)
    assert codes(retired) == []


@pytest.mark.parametrize(
    ("direction", "probe", "expected"),
    [
        ("in", "{kind: http}", ["MP378"]),
        ("both", "{kind: source, source: crm}", ["MP378"]),
        ("both", "{kind: http}", []),  # it is asked and answers
        ("out", "{kind: smtp}", []),
    ],
)
def test_what_feeds_data_in_has_a_contract(direction: str, probe: str, expected: list[str]) -> None:
    form = f"kind: Integration\nid: it\nsystem: theirs\nowner: analyst\ndirection: {direction}\n"
    assert codes(f"{form}sla: {{repaired_within: 2d}}\ntest: {probe}\n") == expected
    assert codes(f"{form}contract: crm-mail\nsla: {{repaired_within: 2d}}\ntest: {probe}\n") == []
