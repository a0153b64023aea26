"""Who is asked: the table, that nobody approves what they own, and that an empty seat is told."""

import pytest

from milepost.plan.approval import approvals
from milepost.plan.diff import diff
from milepost.program.checks import example
from plan.test_diff import RICH, compiled, edited

MARGIN, PRIVACY = 'times: {value: "0.30"', "---\nkind: Role\nid: privacy\nheld_by: D. Ahn\n"


def asked(old: str, new: str) -> dict[str, str | None]:
    before, after = compiled(), edited(old, new)
    return {str(each.role): each.held_by for each in approvals(diff(before, after), before, after)}


@pytest.mark.parametrize(
    ("old", "new", "roles"),
    [
        ("fails_when: unsub", "succeeds: 0.4\nfails_when: unsub", {"cmo"}),
        ('amount: "0.05 USD", per: contact', 'amount: "0.06 USD", per: contact', {"cmo", "finance"}),
        ('value: "0.30 USD", by', 'value: "0.20 USD", by', {"cmo"}),
        ("approach: pilot-led", "approach: hybrid", {"cmo"}),
        ("amount: 900 USD", "amount: 950 USD", {"cmo"}),
        (MARGIN, 'times: {value: "0.40"', {"finance"}),
        ("per: customer", "per: household", {"analyst"}),
        ("name: segment, logicalType: string, required: true", "name: segment, logicalType: string", {"analyst"}),
        ("period: 2026-10-05/2026-10-19", "period: 2026-10-05/2026-10-26", {"cmo"}),
        ("Spring mail", "Autumn mail", set()),
    ],
)
def test_who_approves_follows_from_what_changes(old: str, new: str, roles: set[str]) -> None:
    assert set(asked(old, new)) == roles


def test_nobody_approves_what_they_own_in_any_seat() -> None:
    mine = RICH.replace("owner: crm-lead\nmetric", "owner: cmo\nmetric")
    before, after = compiled(mine), compiled(mine.replace('value: "0.30 USD", by', 'value: "0.20 USD", by'))
    (found,) = approvals(diff(before, after), before, after)
    assert (found.role, found.held_by) == ("finance", "P. Ito")
    assert "role/cmo owns it" in found.because
    # The same person in the approver's seat is passed over too.
    twice = RICH.replace("held_by: J. Okoro", "held_by: A. Lind")
    before, after = compiled(twice), compiled(twice.replace("fails_when: unsub", "succeeds: 0.4\nfails_when: unsub"))
    (found,) = approvals(diff(before, after), before, after)
    assert found.role == "finance"
    # With nobody left, that is said.
    alone = twice.replace("held_by: P. Ito\n", "held_by: A. Lind\n")
    alone = alone.replace('times: {value: "0.30", signed_by: finance}', "unit: USD")
    before, after = compiled(alone), compiled(alone.replace("fails_when: unsub", "succeeds: 0.4\nfails_when: unsub"))
    (found,) = approvals(diff(before, after), before, after)
    assert found.role is None
    assert found.is_open


def test_an_empty_seat_is_told() -> None:
    empty = RICH.replace("held_by: A. Lind\n", "")
    before, after = compiled(empty), compiled(empty.replace("fails_when: unsub", "succeeds: 0.4\nfails_when: unsub"))
    (found,) = approvals(diff(before, after), before, after)
    assert (found.role, found.is_open) == ("cmo", True)


def test_a_step_of_governance_asks_privacy() -> None:
    base = RICH + PRIVACY
    before = compiled(base)
    after = compiled(base.replace("needs: {data: [crm]}", "needs: {data: [crm], governance: a review}"))
    assert {each.role for each in approvals(diff(before, after), before, after)} == {"cmo", "privacy"}


def test_a_first_plan_asks_for_every_document() -> None:
    after = compiled(example.PROGRAM)
    found = approvals(diff(None, after), None, after)
    assert {each.ref for each in found} >= {each.ref for each in diff(None, after)}
