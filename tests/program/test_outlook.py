"""The arithmetic below the checks of dates and costs, by hand."""

from datetime import date, timedelta
from decimal import Decimal

from milepost.kernel.time import Duration
from milepost.program.checks import example
from milepost.program.compiler import compile_program
from milepost.program.documents.capability import CostKind
from milepost.program.draft import Draft
from milepost.program.outlook import build_order, chains, costs, day, days, due_of, live, promising, ranges
from program.overlay import overlay

START = date(2026, 10, 1)


def draft(*documents: str) -> Draft:
    return compile_program(overlay("---\n".join(documents))).draft


def ends(of: Draft, slug: str) -> tuple[date, date]:
    chain = chains(of)[slug]
    return day(chain.earliest), day(chain.likely)


def test_a_chain_adds_approval_and_effort_behind_the_latest_it_waits_for() -> None:
    # The program's approval is 3, 10 and 30 days; the effort 14, 21 and 42.
    found = draft(
        example.mail(effort=example.EFFORT),
        example.mail("list", effort="{team: data, p10: 5d, p50: 50d, p90: 60d}"),
        example.mail("both", needs="{after: [mail, list]}", approval="{p10: 1d, p50: 2d, p90: 3d}"),
    )
    assert ends(found, "mail") == (START + timedelta(17), START + timedelta(31))
    assert ends(found, "list") == (START + timedelta(8), START + timedelta(60))
    assert ends(found, "both") == (START + timedelta(17 + 1), START + timedelta(60 + 2))
    assert (chains(found)["both"].before, chains(found)["both"].depth) == ("list", 2)


def test_work_begins_with_the_latest_of_its_own_day_and_the_seats_it_needs() -> None:
    seat = "kind: Role\nid: desk\nexpected: 2026-12-01\n"
    found = draft(
        seat,
        example.mail(starts="2026-11-01", needs="{data: crm, roles: desk}"),
        example.mail("b", starts="2026-01-01"),
    )
    assert ends(found, "mail")[0] == date(2026, 12, 4)
    assert ends(found, "b")[0] == START + timedelta(3)
    assert chains(found)["mail"].before is None


def test_what_is_in_a_circle_or_behind_one_has_no_chain_and_retired_ones_are_not_there() -> None:
    found = draft(
        example.mail(needs="{after: b}"),
        example.mail("b", needs="{after: mail}"),
        example.mail("c", needs="{after: b}"),
        example.mail("d", needs="{after: [e, nowhere]}"),
        example.mail("e", retired="{on: 2026-12-01, because: x}"),
    )
    assert build_order(found) == ("d",)
    assert list(live(found)) == ["b", "c", "d", "mail"]


def test_the_first_milestone_counts() -> None:
    milestone = "kind: Milestone\nid: {}\ngoal: grow\ndue: {}\ncapabilities: mail\nexit: {{evidence: attestation/a}}\n"
    found = draft(
        milestone.format("soon", "2026-12-01"),
        milestone.format("late", "2027-12-01"),
        milestone.format("gone", "2026-09-01"),
    )
    assert due_of(found) == {"mail": (date(2026, 12, 1), "soon")}


def test_costs_run_from_the_first_day_of_work_and_by_reach() -> None:
    listed = "[{kind: data, amount: 100 USD}, {kind: people, amount: 30.4375 USD, per: month}, "
    listed += "{kind: compute, amount: 0.10 USD, per: contact}, {kind: governance, amount: 9 EUR}]"
    found = draft(example.mail(costs=listed, moves=example.MOVES, starts="2026-10-11"))
    horizon = date(2028, 4, 1)
    whole = Decimal((horizon - date(2026, 10, 11)).days)
    assert costs(found) == {CostKind.DATA: 100, CostKind.PEOPLE: whole, CostKind.COMPUTE: Decimal("900.00")}
    assert list(promising(found)) == ["mail"]
    assert costs(compile_program({}).draft) == chains(compile_program({}).draft) == {}


def test_lengths_and_ranges() -> None:
    assert [days(each) for each in (Duration(days=3), Duration(months=1), Duration(months=12))] == [3, 31, 366]
    assert day(10**9) == date.max
    ((_, moves, value), (_, effort, work)) = ranges(draft(example.mail(effort=example.EFFORT)))
    assert (moves, value.p10, value.p90) == (("moves",), Decimal("0.05"), Decimal("0.30"))
    assert (effort, work.p10, work.p90) == (("effort",), 14, 42)
