"""Lumen's exports: on time, from the past only, and in agreement with the full tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from milepost.simulation.lumen import customers, experiments, exports, orders, timesheets
from milepost.simulation.lumen.trials import TRIALS
from milepost.simulation.lumen.truth import FIRST_DAY, Effect, Effects, Faults, Initiative, Lumen, Scale

N = 1_500
PLAIN = Lumen(seed=7, scale=Scale(customers=N))
FAULTY = replace(PLAIN, faults=replace(Faults.all(), late_rows=0.2, duplicate_rows=0.1, duplicate_customers=0.1))
Tables = dict[tuple[date, str], pa.Table]
QUARTER = date(2026, 6, 1)


def exported(lumen: Lumen, folder: Path) -> Tables:
    return {(each.day, each.source): pq.read_table(folder / each.path) for each in exports.write(lumen, folder)}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return exported(PLAIN, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return exported(FAULTY, tmp_path_factory.mktemp("faulty"))


def order_table(lumen: Lumen) -> pa.Table:
    who = customers.people(lumen, 0, lumen.scale.customers)
    return orders.table(lumen, who, orders.draw(lumen, who))


def between(table: pa.Table, name: str, first: date, end: date) -> pa.Table:
    return table.filter(pc.and_(pc.greater_equal(table[name], first), pc.less(table[name], end)))


def ordered(table: pa.Table) -> pa.Table:
    keys = [(name, "ascending") for name in ("order_id", "customer_id") if name in table.column_names]
    return table.sort_by(keys) if keys else table


def same(one: pa.Table, other: pa.Table) -> bool:
    return bool(ordered(one).equals(ordered(other)))


def test_it_tells_files_by_day_and_source_with_their_rows(tmp_path: Path) -> None:
    told = list(exports.write(PLAIN, tmp_path))
    assert [(each.day, each.source) for each in told] == exports.schedule(PLAIN) == sorted(exports.schedule(PLAIN))
    assert all(pq.read_metadata(tmp_path / each.path).num_rows == each.rows > 0 for each in told)
    assert {tmp_path / each.path for each in told} == {path for path in tmp_path.rglob("*") if path.is_file()}
    trials = {source: day for day, source in exports.schedule(PLAIN) if source.endswith("-trial")}
    assert trials.keys() == {f"{each}-trial" for each in Initiative}
    assert trials["mens-mail-trial"] == TRIALS[Initiative.MENS_MAIL].period[1] + timedelta(days=35)


def test_a_shorter_company_hands_over_less_and_the_same(plain: Tables, tmp_path: Path) -> None:
    shorter = replace(PLAIN, scale=replace(PLAIN.scale, days=230))
    before = exported(shorter, tmp_path)
    assert list(before) == [each for each in plain if each[0] <= shorter.last_day]
    assert all(same(table, plain[each]) for each, table in before.items())


def test_a_change_in_the_future_changes_nothing(plain: Tables, tmp_path: Path) -> None:
    # The pop-up's trial starts on 2026-06-28, after the export of 2026-06-01.
    popup, effect = Initiative.DISCOUNT_POPUP, Effect(orders=5.0, returns=5.0)
    changed = exported(replace(PLAIN, effects=Effects().planted(popup, effect)), tmp_path)
    start = TRIALS[popup].period[0]
    assert all(table.equals(plain[each]) for each, table in changed.items() if each[0] <= start)
    assert not any(table.equals(plain[each]) for each, table in changed.items() if each[0] > start and each[1] in
                   ("customers", "orders", "discount-popup-trial"))  # fmt: skip


@pytest.mark.parametrize("source", ["plain", "faulty"])
def test_nothing_is_from_the_day_or_after(source: str, request: pytest.FixtureRequest) -> None:
    times = ("joined_on", "ordered_on", "loaded_on", "returned_on", "finished_on", "ended_on", "assigned_on")
    for (day, _), table in request.getfixturevalue(source).items():
        dated = [table[name] for name in (*times, "ChargePeriodStart") if name in table.column_names]
        assert dated
        assert all(pc.max(column.cast(pa.date32())).as_py() < day for column in dated)


def test_each_export_of_costs_tells_the_whole_again(plain: Tables) -> None:
    earlier, later = plain[exports.QUARTERS[0], "costs"], plain[QUARTER, "costs"]
    first = datetime.combine(exports.QUARTERS[0], time(), UTC)
    known = later.filter(pc.less(later["ChargePeriodStart"], pa.scalar(first)))
    assert known.equals(earlier)


def test_the_orders_are_those_of_the_window(plain: Tables) -> None:
    full = order_table(PLAIN)
    for day in exports.QUARTERS:
        rows = between(full, "ordered_on", day - timedelta(days=91), day)
        mine = ordered(plain[day, "orders"])
        stays = ["order_id", "customer_id", "ordered_on", "category", "spend", "margin"]
        assert ordered(rows).select(stays).equals(mine.select(stays))
        later = pc.greater_equal(ordered(rows)["returned_on"], day)
        assert pc.sum(mine["refund"]).as_py() < pc.sum(rows["refund"]).as_py()
        assert mine.filter(pc.fill_null(later, fill_value=False))["returned_on"].null_count == pc.sum(later).as_py()


@pytest.mark.parametrize("source", ["plain", "faulty"])
def test_customers_sum_up_the_orders_of_the_same_day(source: str, request: pytest.FixtureRequest) -> None:
    tables: Tables = request.getfixturevalue(source)
    for day in exports.QUARTERS:
        rows, crm = tables[day, "orders"], tables[day, "customers"]
        once = rows.group_by("order_id").aggregate([(name, "min") for name in rows.column_names if name != "order_id"])
        paid = (
            once["spend_min"].to_numpy()
            if "spend_min" in once.column_names
            else once["gross_cents_min"].to_numpy() / 100
        )
        back = pc.is_valid(once["returned_on_min"]).to_numpy()
        earned = np.where(back, -orders.HANDLING_EUR, once["margin_min"].to_numpy())
        buyer, ids = once["customer_id_min"].to_numpy(), crm["customer_id"].to_numpy()
        assert set(buyer) <= set(ids)
        for name, amounts in (("orders", np.ones(len(buyer))), ("spend", paid), ("margin", earned)):
            summed = np.bincount(buyer, amounts, ids.max() + 1)[ids]
            assert np.allclose(summed, crm[name].to_numpy(), atol=0.006), (day, name)


def test_late_rows_are_absent_until_loaded(faulty: Tables) -> None:
    full = order_table(FAULTY)
    for day in exports.QUARTERS:
        rows = between(full, "ordered_on", day - timedelta(days=91), day)
        here = pc.less(rows["loaded_on"], day)
        assert 0 < faulty[day, "orders"].num_rows == pc.sum(here).as_py() < rows.num_rows
        assert sorted(rows.filter(here)["order_id"].to_pylist()) == sorted(
            faulty[day, "orders"]["order_id"].to_pylist()
        )


def test_consent_is_that_of_the_day_and_both_ids_are_known(faulty: Tables) -> None:
    crm = customers.table(FAULTY, customers.people(FAULTY, 0, N))
    for day in exports.QUARTERS:
        known = crm.filter(pc.less(crm["joined_on"], day))
        given = pc.fill_null(pc.less(known["email_consent_on"], day), fill_value=False)
        kept = pc.fill_null(pc.greater_equal(known["email_withdrawn_on"], day), fill_value=True)
        table = faulty[day, "customers"]
        assert table["customer_id"].to_pylist() == known["customer_id"].to_pylist()
        assert table["email_consent"].to_pylist() == pc.and_(given, kept).cast(pa.int64()).to_pylist()
        assert max(table["customer_id"].to_pylist()) >= N


def test_the_orders_break_their_schema_from_the_change_on_and_not_before(plain: Tables, faulty: Tables) -> None:
    change = date(2025, 6, 1) + timedelta(days=400)
    assert any(day < change for day in exports.QUARTERS)
    for day in exports.QUARTERS:
        names, old = faulty[day, "orders"].column_names, plain[day, "orders"].column_names
        assert {"spend", "category"} < set(old)
        if day < change:
            assert names == old
        else:
            assert "gross_cents" in names
            assert not {"spend", "category"} & set(names)


def test_briefs_are_whole_and_of_the_window(plain: Tables) -> None:
    booked = {}
    for row in timesheets.table(PLAIN).to_pylist():
        booked.setdefault(row["brief_id"], []).append(row)
    for day in exports.QUARTERS:
        expected = {
            (name, sum(each["hours"] for each in tasks), max(each["finished_on"] for each in tasks))
            for name, tasks in booked.items()
            if len(tasks) == len(timesheets.TASKS)
            and day - timedelta(days=91) <= max(each["finished_on"] for each in tasks) < day
        }
        table = plain[day, "briefs"]
        columns = (table[name].to_pylist() for name in ("brief_id", "hours", "finished_on"))
        assert set(zip(*columns, strict=True)) == expected
        assert table.num_rows == len(expected) > 400
        assert pc.min(table["days"]).as_py() >= 1
        assert set(table["team"].to_pylist()) == set(timesheets.TEAMS)


def test_the_roll_outs_briefs_are_those_of_before_the_last_start_with_their_teams(plain: Tables) -> None:
    starts = dict(zip(timesheets.TEAMS, timesheets.roll_out_days(PLAIN).tolist(), strict=True))
    last = FIRST_DAY + timedelta(days=max(starts.values()))
    table = plain[last + timedelta(days=35), "briefs-rollout"]
    booked = {each["brief_id"]: 0.0 for each in table.to_pylist()}
    begun: dict[str, date] = {}
    for row in timesheets.table(PLAIN).to_pylist():
        booked[row["brief_id"]] = booked.get(row["brief_id"], 0.0) + row["hours"]
        begun[row["brief_id"]] = min(begun.get(row["brief_id"], row["started_on"]), row["started_on"])
    assert {each["brief_id"] for each in table.to_pylist()} == {name for name, day in begun.items() if day < last}
    for row in table.to_pylist():
        assert row["hours"] == pytest.approx(booked[row["brief_id"]])
        assert row["automated_from"] == FIRST_DAY + timedelta(days=starts[row["team"]])
        assert row["begun_on"] == begun[row["brief_id"]] <= row["finished_on"]
        assert row["days"] >= 1


def test_the_hours_saved_are_those_of_the_planted_share() -> None:
    saved = timesheets.hours_saved(PLAIN)
    assert saved == pytest.approx(700 * 9.5 * 0.35 * 0.87, rel=0.1)  # the mean of a climb over 28 of 35 days and more
    assert timesheets.hours_saved(replace(PLAIN, effects=Effects.none())) == 0


def test_a_trial_is_its_experiments_table_but_for_returns_to_come(plain: Tables) -> None:
    for each, trial in TRIALS.items():
        table = plain[trial.period[1] + timedelta(days=35), f"{each}-trial"]
        full = experiments.company_table(PLAIN, each)
        assert table.drop_columns(["margin"]).equals(full.drop_columns(["margin"]))
        missing = np.array(table["margin"]) - np.array(full["margin"])
        assert (missing >= 0).all()
        assert missing.sum() < 0.005 * np.array(full["margin"]).sum()


def test_content_does_not_depend_on_chunks_nor_on_the_run(
    plain: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = exported(PLAIN, tmp_path / "again")
    assert all(table.equals(plain[each]) for each, table in again.items())
    assert not exported(replace(PLAIN, seed=8), tmp_path / "other")[QUARTER, "orders"].equals(plain[QUARTER, "orders"])
    monkeypatch.setattr(customers, "CHUNK", 400)
    chunked = exported(PLAIN, tmp_path / "chunked")
    assert chunked.keys() == plain.keys()
    assert all(same(table, plain[each]) for each, table in chunked.items())


def test_equal_seeds_give_equal_bytes(tmp_path: Path) -> None:
    few = replace(PLAIN, scale=Scale(customers=100))
    for each in ("one", "other"):
        list(exports.write(few, tmp_path / each))
    for path in (tmp_path / "one").rglob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "other" / path.relative_to(tmp_path / "one")).read_bytes()


def test_the_truth_is_not_handed_over(plain: Tables) -> None:
    hidden = {"kind", "type", "rate", "basket", "lift", "effect", "hours_saved"}
    assert all(not hidden & set(table.column_names) for table in plain.values())


def test_the_holdout_is_all_customers_of_its_start_but_for_returns_to_come(plain: Tables) -> None:
    day = date(2025, 6, 1) + timedelta(days=exports.HELD_DAY)
    table, full = plain[day, exports.HOLDOUT], experiments.company_held(PLAIN)
    assert table.drop_columns(["margin"]).equals(full.drop_columns(["margin"]))
    missing = np.array(table["margin"]) - np.array(full["margin"])
    assert (missing >= 0).all()
    assert missing.sum() < 0.005 * np.array(full["margin"]).sum()
    assert pc.max(table["joined_on"]).as_py() < day - timedelta(weeks=52, days=35)
    trial = plain[TRIALS[Initiative.RECOMMENDATIONS].period[1] + timedelta(days=35), "recommendations-trial"]
    held = {row["customer_id"]: row["global_holdout"] for row in table.to_pylist()}
    both = [row for row in trial.to_pylist() if row["customer_id"] in held]
    assert both
    assert all(held[row["customer_id"]] == row["global_holdout"] for row in both)
