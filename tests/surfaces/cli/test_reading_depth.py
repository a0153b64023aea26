"""`milepost experiment read` in depth: covariates, skewed revenue, quantiles, caps, costs that vary."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

HEADER = ("arm", "id", "visit", "spend", "before", "late", "cost", "currency", "day")
BASE = ("--arm", "arm", "--control", "control", "--randomised")
SPEND = ("--metric", "spend")
MONEY = ("--value-metric", "spend", "--margin", "0.5")
VARYING = (*SPEND, *MONEY, "--cost-metric", "cost")


def table(path: Path, n=(600, 600), *, skewed=False, **cells) -> Path:
    """Write a made-up experiment; `cells` replace those of data row 3."""
    rng = np.random.default_rng(71)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for row in range(sum(n)):
            is_treated = row >= n[0]
            before = rng.gamma(2, 3)
            spend = (
                (rng.random() < 0.1) * rng.lognormal(3, 1) if skewed else before * 0.8 + rng.gamma(2, 2) + is_treated
            )
            drawn = {
                "arm": "treated" if is_treated else "control", "id": row, "visit": int(rng.random() < 0.3),
                "spend": round(spend, 2), "before": round(before, 2), "late": round(before + 3 * is_treated, 2),
                "cost": round(rng.gamma(1, 0.2), 2) if is_treated else 0, "currency": "USD",
                "day": "2026-03-01T10:00:00Z",
            } | (cells if row == 2 else {})  # fmt: skip
            writer.writerow([drawn[name] for name in HEADER])
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def read(milepost):
    def run(path, *arguments):
        result = milepost("experiment", "read", path, *BASE, *arguments, "--json")
        envelope = json.loads(result.stdout)
        return envelope["data"], [each["code"] for each in envelope["findings"]], envelope["findings"]

    return run


def test_a_covariate_makes_the_interval_narrower_and_shows_what_it_was(read, milepost, tmp_path):
    path = table(tmp_path / "a.csv")
    plain, ours = (
        read(path, *SPEND, *MONEY, "--cost-per-unit", "0", *more)[0] for more in ((), ("--covariate", "before"))
    )
    [before], [after] = plain["metrics"], ours["metrics"]
    assert after["unadjusted"] == {name: before[name] for name in ("effect", "ci95", "p_value")}
    widths = [each["ci95"][1] - each["ci95"][0] for each in (before, after)]
    assert 1 - (widths[1] / widths[0]) ** 2 == pytest.approx(after["variance_reduction"], abs=1e-3)
    assert after["variance_reduction"] > 0.3
    assert (before["unadjusted"], before["variance_reduction"]) == (None, None)
    # Money is made of the adjusted effect, and says so.
    [money] = ours["money"]
    assert money["adjusted"] is True
    assert float(money["net"]) == pytest.approx(after["effect"] * 0.5 * 600, abs=0.01)
    text = milepost(
        "experiment", "read", path, *BASE, *SPEND, *MONEY, "--cost-per-unit", "0", "--covariate", "before"
    ).stdout
    said = " ".join(text.split())
    assert "treated against control, before adjustment by before" in said
    assert "Adjusted by before, known before the treatment (CUPED)" in said
    assert "Made of the effect as adjusted by before." in said
    assert max(map(len, text.splitlines())) <= 80


def test_units_are_summed_before_they_are_adjusted(read, tmp_path):
    path = table(tmp_path / "a.csv")
    ours, by_unit = (read(path, *SPEND, "--covariate", "before", *more)[0] for more in ((), ("--unit", "id")))
    assert by_unit["metrics"][0]["ci95"] == pytest.approx(ours["metrics"][0]["ci95"], rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("--covariate", "spend"),
            "MP552",
            "the covariate 'spend' is what this experiment assigns, measures or prices",
        ),
        (("--covariate", "arm"), "MP552", "the covariate 'arm' is what"),
        (("--covariate", "late"), "MP553", "beyond chance (p = "),
        (("--covariate", "nobody"), "MP520", "there is no column 'nobody'"),
        (("--covariate", "day"), "MP523", "'2026-03-01T10:00:00Z' is not a number"),
        (("--covariate", "currency"), "MP523", "'USD' is not a number"),
    ],
)
def test_a_covariate_that_can_not_be_one_is_refused(read, tmp_path, arguments, code, message):
    data, codes, findings = read(table(tmp_path / "a.csv"), *SPEND, *arguments)
    assert (data, codes) == ({}, [code])
    assert message in findings[0]["message"]


def test_the_finding_names_the_arm_that_differs(read, tmp_path):
    [finding] = read(table(tmp_path / "a.csv"), *SPEND, "--covariate", "late")[2]
    assert "'late' is " in finding["message"]
    assert "in arm 'control'" in finding["message"] or "in arm 'treated'" in finding["message"]


def test_a_covariate_of_zeros(read, tmp_path):
    path = table(tmp_path / "a.csv")
    path.write_text("\n".join(",".join([*line.split(",")[:4], "0", *line.split(",")[5:]]) for line in path.read_text().splitlines()).replace("spend,0,late", "spend,before,late") + "\n")  # fmt: skip # noqa: E501
    assert read(path, *SPEND, "--covariate", "before")[1] == ["MP554"]


@pytest.mark.parametrize(
    ("cell", "code"), [("inf", "MP524"), ("nan", "MP524"), ("", "MP522"), ("x", "MP523"), ("1e200", "MP524")]
)
def test_a_bad_cell_of_a_covariate_is_a_finding(read, tmp_path, cell, code):
    [finding] = read(table(tmp_path / "a.csv", before=cell), *SPEND, "--covariate", "before")[2]
    assert finding["code"] == code
    assert finding["message"].startswith("row 3, column 'before'")


def test_what_is_too_skewed_is_resampled_and_says_so(read, milepost, tmp_path):
    path = table(tmp_path / "a.csv", (900, 90), skewed=True)
    arguments = (*SPEND, "--split", "control=10/11,treated=1/11", *MONEY, "--cost-per-unit", "0.1")
    data, codes, findings = read(path, *arguments)
    [reading], [money] = data["metrics"], data["money"]
    assert codes == ["MP555"]
    assert findings[0]["severity"] == "warning"
    assert "bootstrap-t (10,000 draws, seed 20261126)" in findings[0]["message"]
    assert reading["resampling"]["method"] == money["resampling"]["method"] == "bootstrap-t"
    assert reading["relative_ci95"] is None
    low, high = (abs(bound - reading["effect"]) for bound in reading["ci95"])
    assert high > 1.2 * low
    assert float(money["net_ci95"][0]) == pytest.approx((reading["ci95"][0] * 0.5 - 0.1) * 90, abs=0.01)
    assert read(path, *arguments, "--seed", "7")[0]["metrics"][0]["resampling"]["seed"] == 7
    assert read(path, *arguments)[0] == data
    result = milepost("experiment", "read", path, *BASE, *arguments)
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "spend in treated is too skewed for Student's interval" in said
    assert "Monte-Carlo error of “at least”" in said


def test_looked_at_often_it_stays_always_valid_and_warns(read, tmp_path):
    path = table(tmp_path / "a.csv", (900, 90), skewed=True)
    data, codes, findings = read(path, *SPEND, "--split", "control=10/11,treated=1/11", "--sequential")
    assert codes == ["MP555"]
    assert data["metrics"][0]["resampling"] is None
    assert "still as symmetric as a normal one" in findings[0]["hint"]


def test_quantiles_and_caps_are_named_as_what_they_are(read, milepost, tmp_path):
    path = table(tmp_path / "a.csv")
    arguments = (*SPEND, "--metric", "spend:quantile=0.9", "--metric", "spend:winsorised=0.95", "--covariate", "before")
    mean, quantile, capped = read(path, *arguments)[0]["metrics"]
    assert [each["metric"] for each in (mean, quantile, capped)] == [
        "spend",
        "spend:quantile=0.9",
        "spend:winsorised=0.95",
    ]
    rows = rows_of(path)
    by_arm = [np.array([float(row["spend"]) for row in rows if row["arm"] == arm]) for arm in ("control", "treated")]
    quantiles = [np.quantile(each, 0.9, method="hazen") for each in by_arm]
    assert quantile["effect"] == pytest.approx(quantiles[1] - quantiles[0], rel=1e-9)
    cap = np.sort(np.concatenate(by_arm))[int(0.95 * 1_200) - 1]
    means = [np.minimum(each, cap).mean() for each in by_arm]
    assert capped["effect"] == pytest.approx(means[1] - means[0], rel=1e-9)
    assert (quantile["unadjusted"], capped["unadjusted"]) == (None, None)
    said = " ".join(milepost("experiment", "read", path, *BASE, *arguments).stdout.split())
    assert (
        "spend winsorised 0.95 is another estimand than the mean: all above the arms' 0.95 quantile is capped" in said
    )


def test_money_is_never_made_of_capped_values(read, tmp_path):
    path, money = table(tmp_path / "a.csv"), (*MONEY, "--cost-per-unit", "0")
    plain, capped = (read(path, *SPEND, *more, *money)[0] for more in ((), ("--metric", "spend:winsorised=0.9")))
    assert plain["money"] == capped["money"]


def test_a_quantile_among_equal_values_is_a_finding(read, tmp_path):
    data, codes, _ = read(table(tmp_path / "a.csv", skewed=True), "--metric", "spend:quantile=0.5")
    assert codes == ["MP549"]
    assert data["metrics"][0]["effect"] is None


def test_many_values_are_binned_and_it_is_said(read, tmp_path, monkeypatch):
    import milepost.outcomes.grouping as module

    path = table(tmp_path / "a.csv")
    exact = read(path, *SPEND, "--metric", "spend:quantile=0.9")[0]["metrics"][1]
    monkeypatch.setattr(module, "MOST_VALUES", 100)
    binned = read(path, *SPEND, "--metric", "spend:quantile=0.9")[0]["metrics"][1]
    assert (exact["binned"], binned["binned"]) == (False, True)
    assert binned["arm_mean"] == pytest.approx(exact["arm_mean"], rel=5e-4)


def test_a_cost_that_varies_is_drawn_with_its_people(read, milepost, tmp_path):
    path = table(tmp_path / "a.csv", (200, 200))
    data, codes, _ = read(path, *VARYING)
    [money] = data["money"]
    rows = rows_of(path)
    net = [np.array([float(r["spend"]) * 0.5 - float(r["cost"]) for r in rows if r["arm"] == arm]) for arm in ("control", "treated")]  # fmt: skip # noqa: E501
    spent = sum(float(row["cost"]) for row in rows)
    effect, error = (net[1].mean() - net[0].mean()) * 200, np.sqrt(sum(each.var(ddof=1) / 200 for each in net)) * 200
    assert codes == []
    assert float(money["net"]) == pytest.approx(effect, abs=0.01)
    assert float(money["cost"]) == pytest.approx(spent, abs=0.01)
    assert money["roi"] == pytest.approx(effect / spent, rel=1e-6)
    assert money["roi_ci95"][0] < money["roi"] < money["roi_ci95"][1]
    assert money["resampling"]["draws"] == 20_000
    told = money["resampling"]["monte_carlo_error"]
    assert float(money["net_lower95"]) == pytest.approx(effect - 1.6449 * error, abs=4 * told)
    assert "joint bootstrap, 20,000 draws, seed 20261126; Monte-Carlo error" in " ".join(
        milepost("experiment", "read", path, *BASE, *VARYING).stdout.split()
    )


def test_a_cost_that_varies_goes_with_a_covariate_and_with_buckets(read, tmp_path, monkeypatch):
    import milepost.outcomes.grouping as module

    path = table(tmp_path / "a.csv", (200, 200))
    arguments = (*VARYING, "--covariate", "before")
    exact = read(path, *arguments)[0]["money"][0]
    monkeypatch.setattr(module, "MOST_VALUES", 100)
    drawn = read(path, *arguments)[0]["money"][0]
    assert exact["adjusted"]
    assert drawn["net"] == exact["net"]
    assert drawn["resampling"]["method"] == "bootstrap-t"
    low, high = map(float, exact["net_ci95"])
    assert float(drawn["net_lower95"]) == pytest.approx(float(exact["net_lower95"]), abs=(high - low) / 20)


@pytest.mark.parametrize(
    ("cells", "arguments", "code", "message"),
    [
        ({"cost": "-1"}, VARYING, "MP532", "row 3, column 'cost': '-1' is negative, and it is a cost"),
        ({"currency": "EUR"}, ("--currency-column", "currency"), "MP533", "row 3, column 'currency': 'EUR' is not USD"),
        ({"currency": ""}, ("--currency-column", "currency"), "MP533", "row 3, column 'currency': the cell is empty"),
        ({}, ("--currency-column", "currency", "--currency", "EUR"), "MP533", "'USD' is not EUR (1,200 such rows)"),
    ],
)
def test_costs_and_currencies_that_are_wrong(read, tmp_path, cells, arguments, code, message):
    more = arguments if arguments is VARYING else (*SPEND, *MONEY, "--cost-per-unit", "0", *arguments)
    data, codes, findings = read(table(tmp_path / "a.csv", **cells), *more)
    assert (data, codes) == ({}, [code])
    assert message in findings[0]["message"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--metric", "spend:winsorised=0.99"), "give --metric spend, the mean itself, before it"),
        ((*SPEND, "--metric", "spend:winsorised=0.2"), "is not above 0.5 and below 1"),
        ((*SPEND, "--metric", "spend:quantile=x"), "is not above 0 and below 1"),
        ((*SPEND, "--cost-metric", "cost"), "belong to a --value-metric"),
        ((*SPEND, *MONEY, "--cost-metric", "spend"), "is the --value-metric"),
        ((*VARYING, "--sequential"), "leave out --sequential"),
    ],
)
def test_usage_errors(milepost, tmp_path, arguments, message):
    result = milepost("experiment", "read", table(tmp_path / "a.csv", (20, 20)), *BASE, *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_a_check_is_counted_only_where_a_cell_is_at_fault(read, tmp_path, monkeypatch):
    import milepost.actions.aggregated as module

    def fail(*_):
        raise AssertionError("asked without a fault")

    monkeypatch.setattr(module, "broken_checks", fail)
    assert read(table(tmp_path / "a.csv"), *SPEND, "--metric", "visit:proportion")[1] == []


HILLSTROM = (
    "--arm", "segment", "--control", "No E-Mail", "--metric", "visit:proportion", "--metric", "spend", "--randomised",
    "--value-metric", "spend", "--margin", "0.30",
)  # fmt: skip
EARLIER = ("recency", "history", "mens", "womens", "newbie")
DUMMIES = {"urban": ("zip_code", "Urban"), "suburban": ("zip_code", "Surburban"), "web": ("channel", "Web"), "phone": ("channel", "Phone")}  # fmt: skip # noqa: E501


@pytest.fixture
def hillstrom(data_dir, tmp_path):
    """Give Hillstrom's table with its categories as zeros and ones, and a cost of 0.05 per mail sent."""
    with (data_dir / "hillstrom" / "hillstrom.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "hillstrom.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], *DUMMIES, "cost"], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            more = {name: int(row[column] == value) for name, (column, value) in DUMMIES.items()}
            writer.writerow(row | more | {"cost": 0 if row["segment"] == "No E-Mail" else 0.05})
    return tmp_path / "hillstrom.csv"


@pytest.mark.slow
def test_hillstroms_visits_lose_under_three_percent_of_variance_to_all_that_is_known_before(milepost, hillstrom):
    """Measured, never promised: history alone 0.4%, all six columns 2.7% of the whole table."""

    def reduction(*covariates):
        more = [part for each in covariates for part in ("--covariate", each)]
        result = milepost("experiment", "read", hillstrom, *HILLSTROM, "--cost-per-unit", "0.05", *more, "--json")
        found = json.loads(result.stdout)["data"]["metrics"]
        return np.mean([each["variance_reduction"] for each in found if each["metric"] == "visit"])

    assert reduction("history") == pytest.approx(0.0042, abs=0.0005)
    assert reduction(*EARLIER, *DUMMIES) == pytest.approx(0.027, abs=0.002)


@pytest.mark.slow
def test_a_cost_that_is_the_same_for_all_gives_welch(milepost, hillstrom):
    def money(*arguments):
        result = milepost("experiment", "read", hillstrom, *HILLSTROM, *arguments, "--json")
        return json.loads(result.stdout)["data"]["money"][0]

    welch, drawn = money("--cost-per-unit", "0.05"), money("--cost-metric", "cost")
    assert drawn["net"] == welch["net"] == "3855.46"
    assert (drawn["cost"], drawn["resampling"]["draws"]) == (welch["cost"], 20_000)
    told = drawn["resampling"]["monte_carlo_error"]
    assert 10 < told < 20
    assert float(drawn["net_lower95"]) == pytest.approx(float(welch["net_lower95"]), abs=3 * told)
    # A 2.5% tail has the larger error: sqrt(.025 * .975 / 20,000) over the normal's density there, times 928.
    for ours, theirs in zip(drawn["net_ci95"], welch["net_ci95"], strict=True):
        assert float(ours) == pytest.approx(float(theirs), abs=3 * 17.6)
    assert drawn["roi_ci95"] == pytest.approx(welch["roi_ci95"], abs=3 * 17.6 / 1_065)
