"""The books on the command line: costs are read, the balance shown, a quarter closed, what comes late restated."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cli import Journey
from surfaces.cli.ledger_program import (
    AGAIN,
    BOOKS,
    CLOSE,
    RATES,
    RUN,
    USUAL,
    charge,
    charges,
    ledger_journey,
    run,
    show,
)
from surfaces.cli.small_program import LOSES, arms

LATER = AGAIN.replace("T12", "T14")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """A quarter that ran, was closed, and was then told otherwise: by the customers' table and by the costs."""
    journey = ledger_journey(Journey(tmp_path_factory.mktemp("books")))
    run(journey).ok()
    journey.ask("value close", "2026Q3", "--signer", "finance", now=CLOSE).ok()
    run(journey, AGAIN, crm=LOSES, costs=USUAL.replace("40.00", "55.00")).ok()
    return journey


def costs_of(data: dict) -> dict[str, str]:
    return {f"{each['kind']} {each['capability'] or 'shared'}": each["effective"] for each in data["costs"]}


def test_costs_are_converted_credited_and_never_counted_twice(lived: Journey) -> None:
    data = show(lived, "--as-of", RUN, now=LATER)
    assert data["costs"] == []  # as of the very instant of the run nothing is recorded yet
    data = show(lived, "--as-of", "2026-10-20", now=LATER)
    assert costs_of(data) == {"governance shared": "60", "compute mail": "125", "people mail": "40"}
    assert {each["kind"]: each["billed"] for each in data["costs"]}["compute"] == "135"
    [netted] = data["netted"]
    assert (netted["evidence"], netted["effective"], netted["taken_off"]) == ("experiment/spring-test", "15", "15")
    [mail, shared] = data["by_capability"]
    assert (mail["capability"], mail["realised"]["estimate"], mail["costs"]) == ("mail", "75", "165")
    assert (mail["net"]["estimate"], mail["net"]["lower95"]) == ("-90", "-99.9")
    assert (shared["capability"], shared["costs"]) == (None, "60")
    assert data["net"] is None, "without a holdout the program's total is not claimed"


def test_an_entry_says_all_that_it_rests_on(lived: Journey) -> None:
    [entry] = show(lived, "--as-of", "2026-10-20", now=LATER)["value"]
    assert entry["effect"]["unit"] == "USD"
    assert float(entry["effect"]["low"]) < float(entry["effect"]["estimate"]) < float(entry["effect"]["high"])
    wanted = {
        "of": "experiment/spring-test", "column": "realised", "kind": "margin", "grade": "A", "population": 300,
        "unit_value": "0.3", "signed_by": "finance", "data_period": "2026-10-05/2026-10-19", "about": "2026Q3",
        "booked": "2026Q3", "valid_until": "2027-10-18", "is_reversal": False, "lapsed": False,
    }  # fmt: skip
    assert {name: entry[name] for name in wanted} == wanted
    assert entry["rows_digest"].startswith("sha256:")
    assert entry["verdict"].startswith("ev_")


def test_a_closed_quarter_stays_and_the_next_one_says_what_changed(lived: Journey) -> None:
    closed = show(lived, "--period", "2026Q3", now=LATER)
    assert closed["value"] == show(lived, "--as-of", "2026-10-20", "--period", "2026Q3", now=LATER)["value"]
    assert costs_of(closed) == {"compute mail": "125", "people mail": "40"}
    value, people = lived.ask("value restate", now=LATER).ok().data["restatements"]
    assert (value["about"], value["booked"], value["account"]) == ("2026Q3", "2026Q4", "Income:Realised:Margin:Mail")
    assert (value["said"], value["says_now"], value["change"]) == ("75", "-105", "-180")
    assert re.fullmatch(r"experiment/spring-test was read again \(ev_\w+\)", value["why"])
    assert (people["account"], people["change"]) == ("Expenses:People:Mail", "15")
    assert people["why"] == "source/costs was loaded again with other charges"
    assert people["since"].startswith("2026-12-10")
    told = " ".join(lived.say("value", "restate", "-C", lived.folder, now=LATER).ok().out.split())
    assert "−USD 180.00 it said USD 75.00 and says −USD 105.00 now" in told  # to the cent: a reader adds these up
    [period] = show(lived, now=LATER)["closed"]
    assert (period["period"], period["signer"], period["holds"]) == ("2026Q3", "finance", True)


def test_a_charge_that_waited_for_its_entry_waits_in_the_closed_quarter_for_ever(tmp_path: Path) -> None:
    journey = ledger_journey(Journey(tmp_path))
    run(journey, "2026-10-12T12:00:00Z").ok()  # the experiment is not over: nothing is posted
    journey.ask("value close", "2026Q3", "--signer", "finance", now=CLOSE).ok()
    before = show(journey, "--period", "2026Q3", now=CLOSE.replace("T12", "T13"))
    assert costs_of(before)["compute mail"] == "140"
    run(journey, AGAIN, crm=arms(mail=3.0, n=303)).ok()
    after = show(journey, "--period", "2026Q3", now=LATER)
    same = ("value", "costs", "netted", "by_capability", "net")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    [late] = after["restatements"]
    assert (late["what"], late["change"]) == ("experiment/spring-test", "75.75")
    assert late["why"] == "posted after the period was closed"
    # Over all periods the charge is in the entry, and no cost a second time.
    assert costs_of(show(journey, now=LATER))["compute mail"] == "125"


def test_the_text_keeps_to_eighty_columns(lived: Journey) -> None:
    for verb in (("value", "show"), ("value", "restate"), ("value", "show", "--period", "2026Q3")):
        text = lived.say(*verb, "-C", lived.folder, now=LATER).ok().out
        assert max(map(len, text.splitlines())) <= 80, text
    assert "at least USD 65.10 (estimate USD 75.00," in text


def test_costs_and_closings_are_traced_and_verified(lived: Journey) -> None:
    traced = lived.trace("ledger/books", LATER).ok().data["hops"]
    assert {"costs.posted", "source.loaded", "rows", "contract", "program line"} <= {each["what"] for each in traced}
    assert all(each["fit"] == "fits" for each in traced)
    [closing] = lived.events("period.closed")
    hops = lived.trace(closing["id"], LATER).data["hops"]
    [balance] = [each for each in hops if each["what"] == "trial balance"]
    assert (balance["fit"], balance["id"]) == ("fits", "2026Q3")
    lived.ask("record verify", now=LATER).ok()


def test_the_same_costs_again_record_nothing(lived: Journey) -> None:
    before = len(lived.events("costs.posted"))
    steps = lived.run(LATER).ok().data["steps"]
    assert [each["outcome"] for each in steps if each["step"] == "cost"] == ["unchanged"]
    assert len(lived.events("costs.posted")) == before == 2


@pytest.mark.parametrize(
    ("quarter", "signer", "now", "codes"),
    [
        ("2026Q3", "finance", LATER, ["MP723"]),
        ("2026Q4", "finance", LATER, ["MP721"]),
        ("2026Q4", "cmo", LATER, ["MP721", "MP722"]),
        ("2027Q1", "finance", "2027-06-05T12:00:00Z", ["MP724"]),
    ],
)
def test_what_can_not_be_closed(lived: Journey, quarter: str, signer: str, now: str, codes: list[str]) -> None:
    said = lived.ask("value close", quarter, "--signer", signer, now=now)
    assert (said.code, sorted(said.codes)) == (1, codes)
    assert len(lived.events("period.closed")) == 1


def test_without_a_ledger_nothing_is_closed(tmp_path: Path) -> None:
    journey = ledger_journey(Journey(tmp_path), books="kind: Role\nid: cmo\nfunction: marketing\nheld_by: A. Lind\n")
    said = journey.ask("value close", "2026Q3", "--signer", "finance", now=CLOSE)
    assert (said.code, said.codes) == (1, ["MP720"])
    assert show(journey)["value"] == []


ONE = charge("2026-10-05", "100.00")
BAD = {
    "no rows": ("", "MP710", 0),
    "unknown capability": (ONE + charge("2026-10-06", "1.00", capability="mial"), "MP711", 3),
    "unknown kind": (ONE + charge("2026-10-06", "1.00", kind="cloud"), "MP712", 3),
    "below zero": (ONE + charge("2026-10-06", "-1.00"), "MP713", 3),
    "a currency without rates": (ONE + charge("2026-10-06", "1.00", currency="GBP"), "MP714", 3),
    "before the first rate": (ONE + charge("2026-09-06", "1.00", currency="EUR"), "MP714", 3),
    "a gap in the rates": (ONE + charge("2026-12-20", "1.00", currency="EUR"), "MP714", 3),
    "the same charge twice": (ONE + ONE, "MP716", 3),
    "a charge that overlaps": (ONE + charge("2026-10-01", "9.00", until="2026-11-01"), "MP716", 2),
    "another time zone": (
        ONE + charge("2026-10-08T00:00:00+02:00", "1.00", until="2026-10-09T00:00:00+02:00"),
        "MP717",
        3,
    ),
    "no amount": (ONE + charge("2026-10-06", ""), "MP718", 3),
    "an endless amount": (ONE + charge("2026-10-06", "1e30"), "MP718", 3),
    "ends before it starts": (ONE + charge("2026-10-06", "1.00", until="2026-10-06"), "MP718", 3),
    "no currency": (ONE + charge("2026-10-06", "1.00", currency=""), "MP718", 3),
    "an unknown experiment": (ONE + charge("2026-10-06", "1.00", evidence="experiment/autumn"), "MP719", 3),
}
BAD_RATES = {
    "zero": "date,currency,rate\n2026-10-01,EUR,0\n",
    "below zero": "date,currency,rate\n2026-10-01,EUR,-1.1\n",
    "two on a day": "date,currency,rate\n2026-10-01,EUR,1.1\n2026-10-01,EUR,1.2\n",
    "no day": "date,currency,rate\n,EUR,1.1\n",
    "its own currency": "date,currency,rate\n2026-10-01,USD,1.1\n",
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    journey = ledger_journey(Journey(tmp_path_factory.mktemp("bad")))
    run(journey).ok()
    return journey


@pytest.mark.parametrize("name", BAD)
def test_bad_charges_are_found_in_their_row_and_change_nothing(bad: Journey, name: str) -> None:
    rows, code, line = BAD[name]
    said = run(bad, "2026-10-21T12:00:00Z", costs=charges(rows))
    assert said.code == 1
    [finding] = said.findings
    assert finding["code"] == code
    if line:
        assert (finding["path"], finding["line"]) == ("source/costs", line)
        assert finding["message"].startswith(f"row {line - 1}, column ")
    assert len(bad.events("costs.posted")) == 1
    assert costs_of(show(bad, now=LATER))["compute mail"] == "125"


@pytest.mark.parametrize("name", BAD_RATES)
def test_bad_rates_are_found(bad: Journey, name: str) -> None:
    said = run(bad, "2026-10-21T12:00:00Z", costs=charges(ONE), rates=BAD_RATES[name])
    assert (said.code, set(said.codes)) == (1, {"MP715"})
    assert len(bad.events("costs.posted")) == 1


def test_without_rates_another_currency_is_found(tmp_path: Path) -> None:
    journey = ledger_journey(Journey(tmp_path), books=BOOKS.replace("rates: rates\n", ""))
    assert run(journey).codes == ["MP714"]


def test_a_negative_margin_is_found_before_anything_is_accepted(tmp_path: Path) -> None:
    journey = ledger_journey(Journey(tmp_path))
    journey.edit("program.yaml", 'value: "0.30"', 'value: "-0.30"')
    assert journey.ask("check", now=RUN).codes == ["MP103"]


def exported(journey: Journey, form: str, tmp_path: Path) -> Path:
    out = tmp_path / f"books.{form}"
    journey.ask("value export", "--to", form, "--out", out, now=LATER).ok()
    return out


def test_beancount_opens_what_it_uses_and_balances(lived: Journey, tmp_path: Path) -> None:
    text = exported(lived, "beancount", tmp_path).read_text()
    assert beancount_faults(text) == []
    # The controls: an account that was not opened, a posting that went missing.
    assert beancount_faults(text.replace("open Equity:Budget", "open Equity:Purse"))
    assert beancount_faults(re.sub(r"\n  Equity:Budget.*", "", text, count=1))


def beancount_faults(text: str) -> list[str]:
    """Read the few forms that we write: each account and commodity is declared, each transaction balances."""
    faults, opened, known = [], {}, set()
    for block in text.split("\n\n"):
        sums: dict[str, Decimal] = {}
        for line in block.splitlines():
            if found := re.fullmatch(r"(\d{4}-\d\d-\d\d) commodity ([A-Z][A-Z0-9'._-]{0,22}[A-Z0-9])", line):
                known.add(found[2])
            elif found := re.fullmatch(r"(\d{4}-\d\d-\d\d) open ((?:[A-Z0-9][A-Za-z0-9-]*:?)+) (\S+)", line):
                opened[found[2]] = set(found[3].split(","))
            elif found := re.fullmatch(r"  ((?:[A-Z][A-Za-z0-9-]*:?)+)  (-?[0-9.]+) (\S+)", line):
                sums[found[3]] = sums.get(found[3], Decimal(0)) + Decimal(found[2])
                if found[3] not in opened.get(found[1], set()) & known:
                    faults.append(line)
            elif not re.fullmatch(r'(; .*|option ".*" ".*"|\d{4}-\d\d-\d\d \* ".*" ".*"|  [a-z]+: ".*")', line):
                faults.append(line)
        faults += [f"{block.splitlines()[0]}: {sums}"] if any(sums.values()) else []
    return faults


def test_the_workbook_ties_out_to_the_actuals(lived: Journey, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported(lived, "xlsx", tmp_path))
    assert book.sheetnames == ["Balance", "Tie-out", "Trial balance", "Journal"]
    head, *lines, whole = book["Tie-out"].iter_rows(values_only=True)
    assert head == ("period", "account", "books", "actuals", "difference", "currency")
    assert lines[0] == ("2026Q3", "Expenses:Compute:Mail", 125, 130, -5, "USD")
    assert whole[4] == pytest.approx(sum(line[4] for line in lines))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_costs_go_out_as_focus_and_come_in_again(lived: Journey, tmp_path: Path) -> None:
    out = exported(lived, "focus", tmp_path)
    other = ledger_journey(Journey(tmp_path, "other"))
    run(other, AGAIN, costs=out.read_text()).ok()
    assert costs_of(show(other, now=LATER)) == costs_of(show(lived, now=LATER))
    [mine, theirs] = [show(each, now=LATER)["netted"][0]["effective"] for each in (lived, other)]
    assert mine == theirs


def test_no_cell_of_the_journal_is_a_formula(tmp_path: Path) -> None:
    journey = ledger_journey(Journey(tmp_path))
    run(journey, rates=RATES, costs=charges(charge("2026-10-05", "5.00", channel="=HYPERLINK(1)"))).ok()
    rows = list(csv.reader(io.StringIO(exported(journey, "focus", tmp_path).read_text())))
    assert rows[1][rows[0].index("x_Channel")] == "'=HYPERLINK(1)"
    assert rows[1][rows[0].index("EffectiveCost")] == "5"


def test_an_export_replaces_an_export_and_nothing_else(lived: Journey, tmp_path: Path) -> None:
    out = exported(lived, "csv", tmp_path)
    assert exported(lived, "csv", tmp_path) == out
    table = tmp_path / "crm.csv"
    table.write_text("segment,spend\n")
    said = lived.ask("value export", "--to", "csv", "--out", table, now=LATER)
    assert (said.codes, table.read_text()) == (["MP616"], "segment,spend\n")
