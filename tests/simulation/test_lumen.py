"""Lumen's customers, orders and operations: plausible, causal, and faulty only when asked."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from milepost.simulation.lumen import chance, costs, customers, groups, orders, products, response, timesheets, traffic
from milepost.simulation.lumen.calendar import bent, carried, demand, season, weekly_season
from milepost.simulation.lumen.trials import TRIALS, WEEKS
from milepost.simulation.lumen.truth import DAYS, Effect, Effects, Faults, Initiative, Lumen, Scale

N = 8_000
PLAIN = Lumen(seed=7, scale=Scale(customers=N))
FAULTY = replace(PLAIN, faults=Faults.all())
COUNTERS = np.arange(200_000, dtype=np.int64)


def order_table(lumen: Lumen) -> pa.Table:
    who = customers.people(lumen, 0, lumen.scale.customers)
    return orders.table(lumen, who, orders.draw(lumen, who))


def customer_table(lumen: Lumen) -> pa.Table:
    return customers.table(lumen, customers.people(lumen, 0, lumen.scale.customers))


ORDERS, FAULTY_ORDERS = order_table(PLAIN), order_table(FAULTY)


def days_of(table: pa.Table, name: str) -> np.ndarray:
    return (table[name].to_numpy() - np.datetime64("2025-06-01")).astype(int)


def test_chance_is_uniform_and_its_purposes_are_strangers() -> None:
    one, other = chance.uniform(1, "one", COUNTERS), chance.uniform(1, "other", COUNTERS)
    counts = np.histogram(one, 100, (0, 1))[0]
    assert ((counts - 2000) ** 2 / 2000).sum() < 149  # chi-square, 99 degrees, 99.9%
    assert one.min() > 0
    assert one.max() < 1
    for x, y in ((one, other), (one[1:], one[:-1]), (one, chance.uniform(2, "one", COUNTERS))):
        assert abs(np.corrcoef(x, y)[0, 1]) < 3.3 / np.sqrt(len(x))


def test_chance_does_not_depend_on_the_order_of_drawing() -> None:
    assert (chance.uniform(1, "one", COUNTERS[::-1])[::-1] == chance.uniform(1, "one", COUNTERS)).all()


def test_events_are_poisson_and_grow_with_their_mean() -> None:
    drawn = chance.uniform(1, "events", COUNTERS)
    few, many = np.zeros(len(drawn)), np.zeros(len(drawn))
    for counts, mean in ((few, 0.7), (many, 0.9)):
        where, k = chance.events(drawn, np.full(len(drawn), mean))
        counts[where] = k
    assert (many >= few).all()
    assert few.mean() == pytest.approx(0.7, abs=0.007)
    assert few.var() == pytest.approx(0.7, abs=0.012)


def test_lognormal_factors_have_mean_one() -> None:
    assert chance.lognormal(1, "factor", COUNTERS, 0.5).mean() == pytest.approx(1, abs=0.004)


@pytest.mark.parametrize("wrong", [{"customers": 0}, {"days": 0}, {"days": DAYS + 1}])
def test_an_impossible_scale_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="days from 1 to 548"):
        Scale(**wrong)


def test_the_last_day_is_the_end_of_november() -> None:
    assert PLAIN.last_day.isoformat() == "2026-11-30"
    assert all(trial.ends * 7 <= DAYS for trial in TRIALS.values())


def test_the_season_peaks_in_december_and_the_week_on_sunday() -> None:
    weeks = weekly_season()
    assert np.argmax(weeks) in (27, 28)
    assert weeks[:52].mean() == pytest.approx(1.05, abs=0.1)
    assert weeks[78] < 0.5
    assert season(np.array([192])) > 1.5 * season(np.array([70]))
    sold = np.bincount(days_of(ORDERS, "ordered_on") % 7, minlength=7)
    assert np.argmax(sold) == 0


def test_carry_over_and_saturation_keep_nothing_and_all() -> None:
    once = np.zeros(10)
    once[0] = 1.0
    assert carried(once, 7.0)[:3] == pytest.approx([0.5, 0.25, 0.125])
    assert carried(np.ones(60), 14.0)[-1] == pytest.approx(1)
    assert bent(np.array([0.0, 1.0]), 3.0) == pytest.approx([0, 1])
    assert bent(np.array([0.5]), 3.0)[0] > 0.5
    assert bent(np.array([2.0]), 3.0)[0] < 2


def test_response_ramps_lingers_and_stays_away_from_the_holdout() -> None:
    trial = TRIALS[Initiative.SENTIMENT_MAIL]
    felt = response.response(Effect(ramp_days=21, half_life_days=14), trial, groups.TREATED)
    assert not felt[: trial.starts].any()
    assert (np.diff(felt[trial.starts : trial.ends]) > 0).all()
    assert 0 < felt[trial.ends + 2] < felt[trial.ends]
    assert not response.response(Effect(), TRIALS[Initiative.MENS_MAIL], groups.OUTSIDE).any()


def test_response_wears_out_with_exposure_and_not_unless_asked() -> None:
    trial = TRIALS[Initiative.MENS_MAIL]
    fresh = response.response(Effect(half_life_days=0), trial, groups.TREATED)
    worn = response.response(Effect(half_life_days=0, wear_out_days=28), trial, groups.TREATED)
    assert set(fresh) == {0, 1}
    assert worn[trial.starts] == 1
    assert worn[trial.starts + 4] == pytest.approx(0.5)
    # What is worn in the trial stays worn after the roll-out; the control group is fresh then.
    assert worn[trial.rolled_out] == pytest.approx(0.25)
    assert response.response(Effect(half_life_days=0, wear_out_days=28), trial, groups.CONTROL)[trial.rolled_out] == 1


def test_latent_types_leave_the_average_lift_as_stated() -> None:
    assert sum(share * each for share, each in zip(customers.TYPES.values(), customers.RESPONSE, strict=True)) == (
        pytest.approx(1)
    )


def test_customers_have_their_shares() -> None:
    table = customer_table(PLAIN)
    assert table.num_rows == N
    assert len(set(table["email"].to_pylist())) == N
    for name, shares in (("region", customers.REGIONS), ("segment", customers.SEGMENTS)):
        for word, share in shares.items():
            assert abs(pc.mean(pc.equal(table[name], word)).as_py() - share) < 3.3 * np.sqrt(share * (1 - share) / N)
    assert pc.mean(table["global_holdout"]).as_py() == pytest.approx(0.05, abs=0.009)
    given = table.filter(pc.is_valid(table["email_consent_on"]))
    assert pc.all(pc.greater_equal(given["email_consent_on"], given["joined_on"])).as_py()


def test_more_customers_and_other_effects_leave_customers_as_they_are() -> None:
    few = customer_table(replace(PLAIN, scale=Scale(customers=100)))
    many = customer_table(PLAIN)
    assert many.slice(0, 100).equals(few)
    other = customer_table(replace(PLAIN, effects=Effects.none()))
    # Planted effects on unsubscribing change when consent ended, and nothing else.
    assert not other["email_withdrawn_on"].equals(many["email_withdrawn_on"])
    assert other.drop_columns(["email_withdrawn_on"]).equals(many.drop_columns(["email_withdrawn_on"]))


def test_orders_are_plausible() -> None:
    assert 3.0 < ORDERS.num_rows / N / (DAYS / 365) < 6.5
    assert 40 < pc.mean(ORDERS["spend"]).as_py() < 75
    assert 0.3 < pc.sum(ORDERS["margin"]).as_py() / pc.sum(ORDERS["spend"]).as_py() < 0.42
    assert len(set(ORDERS["order_id"].to_pylist())) == ORDERS.num_rows
    day = days_of(ORDERS, "ordered_on")
    assert day.min() >= 0
    assert day.max() < DAYS
    back = ORDERS.filter(pc.is_valid(ORDERS["returned_on"]))
    assert 0.10 < back.num_rows / ORDERS.num_rows < 0.2
    assert ((days_of(back, "returned_on") - days_of(back, "ordered_on")) >= 3).all()
    assert back["refund"].equals(back["spend"])


def test_an_order_is_of_a_product_of_its_category_that_was_on_sale() -> None:
    sold = products.table(PLAIN)
    by_id = {row["product_id"]: row for row in sold.to_pylist()}
    for row in ORDERS.select(["product_id", "category", "ordered_on"]).to_pylist():
        product = by_id[row["product_id"]]
        assert row["category"] == product["category"]
        assert product["on_sale_from"] <= row["ordered_on"]
    assert len(set(ORDERS["product_id"].to_pylist())) > 0.95 * sold.num_rows


def test_nobody_buys_before_joining() -> None:
    joined = dict(zip(customer_table(PLAIN)["customer_id"].to_pylist(), days_of(customer_table(PLAIN), "joined_on"),
                      strict=True))  # fmt: skip
    bought = zip(ORDERS["customer_id"].to_pylist(), days_of(ORDERS, "ordered_on"), strict=True)
    assert all(joined[who] <= day for who, day in bought)


def test_weekly_orders_follow_demand() -> None:
    lumen = replace(PLAIN, effects=replace(Effects(), initiatives={}))
    who = customers.people(lumen, 0, N)
    old = who.where(who.joined < 0)
    sold = np.bincount(orders.draw(lumen, old).week, minlength=WEEKS)
    expected = demand(lumen) * old.rate.sum()
    # Pearson's chi-square of 79 Poisson counts: 99.9% lies below 126.
    assert ((sold - expected) ** 2 / expected).sum() < 126


def test_media_lift_orders_as_planted_and_display_does_nothing() -> None:
    lift = demand(PLAIN) / demand(replace(PLAIN, effects=replace(Effects(), media={})))
    assert 1.10 < lift[8:].mean() < 1.18
    no_display = replace(PLAIN, effects=replace(Effects(), media={"search": 0.10, "social": 0.05}))
    assert demand(no_display) == pytest.approx(demand(PLAIN))


def test_automation_saves_the_stated_hours_and_only_after_its_start() -> None:
    truth = timesheets.saved(PLAIN)
    automated = pc.is_in(truth["task"], pa.array(timesheets.AUTOMATED))
    share = truth["hours_saved"].to_numpy() / truth["hours_by_hand"].to_numpy()
    assert share[~automated.to_numpy()].max() == 0
    assert share.max() == pytest.approx(0.35)
    booked = timesheets.table(PLAIN)
    writing = booked.filter(pc.equal(booked["task"], "write"))
    begun, starts = days_of(writing, "started_on"), timesheets.roll_out(PLAIN)
    first = dict(zip(starts["team"].to_pylist(), days_of(starts, "automated_from"), strict=True))
    since = begun - np.array([first[team] for team in writing["team"].to_pylist()])
    hours = writing["hours"].to_numpy()
    assert hours[since > 40].mean() / hours[since < -10].mean() == pytest.approx(0.65, abs=0.06)
    assert len(set(first.values())) == len(timesheets.TEAMS)


def test_costs_are_focus_rows_with_our_columns() -> None:
    table = costs.table(PLAIN)
    needed = {"BilledCost", "EffectiveCost", "ChargePeriodStart", "ChargePeriodEnd", "ServiceName", "ChargeCategory",
              "BillingCurrency", "BillingPeriodStart", "x_CapabilityId", "x_CostKind"}  # fmt: skip
    assert needed <= set(table.column_names)
    assert all(each.null_count == 0 for each in table.columns)
    assert set(table["x_CostKind"].to_pylist()) <= {"data", "compute", "people", "governance"}
    assert pc.all(pc.less(table["ChargePeriodStart"], table["ChargePeriodEnd"])).as_py()
    assert 50_000 < pc.sum(table["BilledCost"]).as_py() < 150_000


def test_people_are_billed_by_the_week_in_quarters_of_an_hour() -> None:
    table = costs.table(PLAIN)
    people = table.filter(pc.is_in(table["ServiceName"], pa.array([each.team for each in costs.WORK])))
    hours = people["BilledCost"].to_numpy() / costs.HOUR
    assert np.abs(hours * 4 - np.round(hours * 4)).max() < 1e-9
    assert {"people", "governance"} == set(people["x_CostKind"].to_pylist())
    weeks = pc.subtract(people["ChargePeriodEnd"], people["ChargePeriodStart"])
    assert {each.days for each in weeks.to_pylist()} == {7}


def test_each_capability_has_costs_from_its_day_on() -> None:
    table = costs.table(PLAIN)
    begun = table.group_by("x_CapabilityId").aggregate([("ChargePeriodStart", "min"), ("BilledCost", "min")])
    first = {row["x_CapabilityId"]: row["ChargePeriodStart_min"].date().isoformat() for row in begun.to_pylist()}
    assert first == {
        "customer-data": "2025-06-01",
        "marketing-automation": "2025-06-01",
        "brief-automation": "2025-12-18",
        "personalised-content": "2026-01-17",
        "sentiment-messages": "2026-02-22",
        "demand-forecast": "2026-03-28",
        "answer-desk": "2026-11-03",
    }
    assert pc.min(begun["BilledCost_min"]).as_py() > 0


def test_a_shorter_company_knows_no_later_customers_nor_consents() -> None:
    early = replace(FAULTY, scale=Scale(customers=N, days=200))
    table = customers.table(early, customers.people(early, 0, N))
    dated = [name for name in table.column_names if name.endswith("_on")]
    assert all(pc.max(table[name]).as_py() <= early.last_day for name in dated)
    assert N * 0.6 < table.num_rows < N


def test_money_is_in_proportion() -> None:
    lumen = Lumen(seed=7, scale=Scale(customers=20_000))
    revenue = pc.sum(order_table(lumen)["spend"]).as_py()
    campaigns = traffic.campaigns(lumen)
    assert 6e6 < revenue < 11e6
    assert 0.05 < pc.sum(campaigns["spend"]).as_py() / revenue < 0.2
    # Platforms claim far more than media bring, and most of all for display, which brings nothing.
    assert 0.3 < pc.sum(campaigns["claimed_sales"]).as_py() / revenue < 0.8


def test_late_and_repeated_rows_are_there_when_asked() -> None:
    assert ORDERS["loaded_on"].equals(ORDERS["ordered_on"])
    delay = days_of(FAULTY_ORDERS, "loaded_on") - days_of(FAULTY_ORDERS, "ordered_on")
    assert delay.max() <= 30
    assert np.mean(delay > 0) == pytest.approx(0.03, abs=0.005)
    repeated = FAULTY_ORDERS.num_rows - len(set(FAULTY_ORDERS["order_id"].to_pylist()))
    assert repeated / FAULTY_ORDERS.num_rows == pytest.approx(0.01, abs=0.003)


def test_a_persons_second_id_has_the_same_address_in_another_hand() -> None:
    table = customer_table(FAULTY)
    first, second = table.slice(0, N), table.slice(N).to_pylist()
    assert len(second) / N == pytest.approx(0.02, abs=0.006)
    by_id = {row["customer_id"]: row for row in first.to_pylist()}
    for row in second:
        twin = by_id[row["customer_id"] - N]
        assert row["email"] != twin["email"]
        assert row["email"].lower().replace("_", ".", 1) == twin["email"]
    assert pc.sum(pc.greater_equal(FAULTY_ORDERS["customer_id"], N)).as_py() > 0
    assert pc.max(ORDERS["customer_id"]).as_py() < N


def test_the_schema_changes_from_its_day_on() -> None:
    assert orders.exports(PLAIN, ORDERS).keys() == {"orders"}
    before, after = orders.exports(FAULTY, FAULTY_ORDERS).values()
    assert days_of(before, "ordered_on").max() < 400 <= days_of(after, "ordered_on").min()
    assert before.num_rows + after.num_rows == FAULTY_ORDERS.num_rows
    assert "gross_cents" in after.column_names
    assert not {"spend", "category"} & set(after.column_names)


def test_tracking_goes_out_and_bots_come_in() -> None:
    plain, faulty = traffic.sessions(PLAIN), traffic.sessions(FAULTY)
    assert set(days_of(plain, "day")) - set(days_of(faulty, "day")) == set(range(350, 359))

    def display(table: pa.Table) -> float:
        late = days_of(table, "day") >= traffic.BOTS_FROM
        of_display = table["channel"].to_numpy(zero_copy_only=False) == "display"
        return float(table["sessions"].to_numpy()[late & of_display].mean())

    assert display(faulty) > 2 * display(plain)
    assert "zz@example.net" not in traffic.leads(PLAIN)["email"].to_pylist()
    assert "zz@example.net" in traffic.leads(FAULTY)["email"].to_pylist()


def test_leads_have_an_address_each_unless_asked() -> None:
    assert len(set(traffic.leads(PLAIN)["email"].to_pylist())) == traffic.leads(PLAIN).num_rows
    lumen = replace(PLAIN, faults=Faults(duplicate_leads=0.3))
    leads = traffic.leads(lumen)
    repeated = leads.num_rows - len(set(leads["email"].to_pylist()))
    assert 0.15 < repeated / leads.num_rows <= 0.4
    assert leads.drop_columns(["email"]).equals(traffic.leads(PLAIN).drop_columns(["email"]))


def test_consent_is_withdrawn_when_asked_and_after_it_was_given() -> None:
    table = customer_table(FAULTY)
    gone = table.filter(pc.is_valid(table["email_withdrawn_on"]))
    assert gone.num_rows > 0.01 * N
    assert pc.all(pc.greater(gone["email_withdrawn_on"], gone["email_consent_on"])).as_py()


@pytest.mark.slow
def test_help_does_not_load_the_company() -> None:
    code = "import sys; from milepost.surfaces.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "assert not any('lumen' in name for name in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
