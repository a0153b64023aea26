"""`milepost experiment read`, from the outside."""

import csv as csv_module
import json
import subprocess
import sys
import warnings

import numpy as np
import openpyxl
import pytest

ROWS = [("arm", "id", "visit", "spend", "clicks", "views")] + [
    (
        "treated" if k % 2 else "control",
        k // 2 * 2 + k % 2,
        (k * 7 % 10) // 6,
        (k * 13 % 17) / 4 + k % 2,
        k % 5,
        k % 5 + 2,
    )
    for k in range(400)
]
BASE = ("--arm", "arm", "--control", "control", "--metric", "spend")
MONEY = ("--value-metric", "spend", "--margin", "0.3", "--cost-per-unit", "0.05")


def csv(path, rows=ROWS):
    path.write_text("".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows))
    return path


def changed(path, row, **cells):
    """Write the table with data row `row`, counted from 1, changed."""
    place = {name: ROWS[0].index(name) for name in cells}
    line = [cells.get(name, cell) for name, cell in zip(ROWS[0], ROWS[row], strict=True)]
    assert place
    return csv(path, [*ROWS[:row], line, *ROWS[row + 1 :]])


@pytest.fixture
def read(milepost):
    def run(path, *arguments, base=BASE):
        result = milepost("experiment", "read", path, *base, *arguments, "--json")
        return json.loads(result.stdout), result

    return run


@pytest.fixture
def refused(milepost, read):
    """Give a function that asserts exit 1 and no traceback in both modes, and returns the findings."""

    def run(path, *arguments, base=BASE):
        text = milepost("experiment", "read", path, *base, *arguments)
        envelope, result = read(path, *arguments, base=base)
        assert text.exit_code == result.exit_code == 1
        assert "Traceback" not in text.output + result.output
        assert text.stdout == result.stderr == ""
        assert (envelope["ok"], envelope["data"]) == (False, {})
        for finding in envelope["findings"]:
            assert f"error {finding['code']} {finding['message']}" in text.stderr
            assert f"hint: {finding['hint']}" in text.stderr
            assert finding["path"] == str(path)
        return envelope["findings"]

    return run


def test_a_sound_table(read, tmp_path):
    envelope, result = read(
        csv(tmp_path / "a.csv"),
        *MONEY,
        "--randomised",
        "--metric",
        "visit:proportion",
        "--metric",
        "clicks:ratio=views",
    )
    assert result.exit_code == 0
    assert result.stderr == ""
    assert (envelope["schema"], envelope["ok"], envelope["findings"]) == ("milepost.experiment.read/1", True, [])
    found = envelope["data"]
    assert found["arms"] == [{"arm": "control", "n": 200}, {"arm": "treated", "n": 200}]
    assert [each["metric"] for each in found["metrics"]] == ["spend", "visit", "clicks/views"]
    assert set(found["metrics"][0]) >= {
        "metric", "arm", "control_mean", "arm_mean", "effect", "ci95", "relative", "relative_ci95", "p_value",
        "p_adjusted", "phase",
    }  # fmt: skip
    [money] = found["money"]
    assert money["cost"] == "10.00"
    assert all(text == f"{float(text):.2f}" for text in (money["net"], money["net_lower95"], *money["net_ci95"]))
    assert (found["grade"], money["currency"], money["contacted"]) == ("A", "USD", 200)


def test_a_sequential_reading_says_so_everywhere(milepost, read, tmp_path):
    path = csv(tmp_path / "a.csv")
    fixed, ours, planned = (
        read(path, *MONEY, "--randomised", *each)[0]["data"]
        for each in ((), ("--sequential",), ("--sequential", "--planned", "400"))
    )
    assert [each["interval"] for each in (fixed, ours, planned)] == ["fixed", "always-valid", "always-valid"]
    assert set(fixed) == set(ours)
    assert set(fixed["metrics"][0]) == set(ours["metrics"][0])
    widths = [high - low for low, high in (each["metrics"][0]["ci95"] for each in (fixed, planned, ours))]
    assert widths == sorted(set(widths))  # widest with a plan that is far from the table's 400 units
    bounds = [float(each["money"][0]["net_lower95"]) for each in (ours, planned, fixed)]
    assert bounds == sorted(set(bounds))
    assert "95% always-valid interval" in ours["sentence"]
    assert "always-valid" not in fixed["sentence"]
    page = tmp_path / "a.html"
    text = milepost("experiment", "read", path, *BASE, *MONEY, "--sequential", "--html", page).stdout
    said = " ".join(text.split())
    assert "Always-valid intervals, tightest at 10,000 units as planned" in said
    assert "At least: one-sided 95% bound, always-valid." in said
    assert "Always-valid intervals, tightest at 10,000 units as planned" in page.read_text()
    assert "lways-valid" not in milepost("experiment", "read", path, *BASE, *MONEY).stdout


def test_csv_parquet_and_excel_say_the_same(read, tmp_path):
    from milepost.adapters.warehouse.duckdb import DuckDBWarehouse

    path = csv(tmp_path / "it's [a] *b.csv")
    warehouse = DuckDBWarehouse()
    warehouse.write_parquet(warehouse.open_file(path), tmp_path / "a b.parquet")
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "a b.xlsx")
    first, *others = (read(each, *MONEY)[0]["data"] for each in (path, tmp_path / "a b.parquet", tmp_path / "a b.xlsx"))
    for other in others:
        assert other["sentence"] == first["sentence"]
        assert other["metrics"][0]["ci95"] == pytest.approx(first["metrics"][0]["ci95"], rel=1e-12)


def test_the_value_metric_is_measured_where_it_was_not_asked_for(read, tmp_path):
    base = ("--arm", "arm", "--control", "control", "--metric", "visit:proportion")
    found = read(csv(tmp_path / "a.csv"), *MONEY, base=base)[0]["data"]
    assert [each["metric"] for each in found["metrics"]] == ["visit", "spend"]
    assert len(found["money"]) == 1


@pytest.mark.parametrize(
    ("cells", "arguments", "code", "message", "column"),
    [
        ({"spend": "abc"}, (), "MP523", "row 7, column 'spend': 'abc' is not a number", 4),
        ({"spend": None}, (), "MP522", "row 7, column 'spend': the cell is empty", 4),
        ({"spend": "inf"}, (), "MP524", "row 7, column 'spend': 'inf' is not finite", 4),
        ({"spend": "nan"}, (), "MP524", "row 7, column 'spend': 'nan' is not finite", 4),
        ({"spend": "-2.5"}, MONEY, "MP526", "row 7, column 'spend': '-2.5' is negative, and it is the money metric", 4),
        ({"visit": "2"}, ("--metric", "visit:proportion"), "MP525", "row 7, column 'visit': '2' is neither 0 nor 1", 3),
        ({"views": "x"}, ("--metric", "clicks:ratio=views"), "MP523", "row 7, column 'views': 'x' is not a number", 6),
        ({"arm": None}, (), "MP527", "row 7, column 'arm': the cell is empty", 1),
        ({"id": None}, ("--unit", "id"), "MP528", "row 7, column 'id': the cell is empty", 2),
    ],
)
def test_a_bad_cell_is_named_by_row_column_and_value(refused, tmp_path, cells, arguments, code, message, column):
    [finding] = refused(changed(tmp_path / "a.csv", 7, **cells), *arguments)
    assert (finding["code"], finding["message"]) == (code, message)
    assert (finding["line"], finding["column"]) == (8, column)


def test_a_negative_value_is_no_fault_where_no_money_is_made_of_it(read, tmp_path):
    assert read(changed(tmp_path / "a.csv", 7, spend="-2.5"))[1].exit_code == 0


def test_all_bad_cells_are_told_in_one_run(refused, tmp_path):
    path = csv(tmp_path / "a.csv", [*ROWS[:3], ("control", 1, 5, "x", 0, 0), ("control", 1, 5, "y", 0, 0), *ROWS[3:]])
    found = refused(path, "--metric", "visit:proportion")
    assert [(each["code"], each["line"]) for each in found] == [("MP525", 4), ("MP523", 4)]
    assert found[1]["message"] == "row 3, column 'spend': 'x' is not a number (2 such rows)"


def test_missing_columns_with_the_near_name(refused, tmp_path):
    found = refused(csv(tmp_path / "a.csv"), base=("--arm", "arms", "--control", "control", "--metric", "Spent"))
    assert [each["code"] for each in found] == ["MP520", "MP520"]
    assert {each["hint"] for each in found} == {"did you mean arm?", "did you mean spend?"}


def test_a_missing_control_names_those_seen(refused, tmp_path):
    [finding] = refused(csv(tmp_path / "a.csv"), base=("--arm", "arm", "--control", "Contrl", "--metric", "spend"))
    assert finding["code"] == "MP541"
    assert finding["message"] == "the control arm 'Contrl' is not in the table"
    assert finding["hint"] == "did you mean 'control'? arms seen: 'control', 'treated'"


def test_one_arm_only(refused, tmp_path):
    [finding] = refused(csv(tmp_path / "a.csv", [ROWS[0], *(row for row in ROWS if row[0] == "control")]))
    assert finding["code"] == "MP542"


def test_an_empty_table(refused, tmp_path):
    [finding] = refused(csv(tmp_path / "a.csv", ROWS[:1]))
    assert finding["code"] == "MP540"


def test_every_arm_empty(refused, tmp_path):
    [finding] = refused(csv(tmp_path / "a.csv", [ROWS[0], *((None, *row[1:]) for row in ROWS[1:])]))
    assert finding["code"] == "MP527"
    assert "(400 such rows)" in finding["message"]


def test_a_column_of_the_wrong_type(refused, tmp_path):
    import datetime as dt

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"arm": ["control", "treated"] * 2, "spend": [dt.date(2026, 1, 1)] * 4})
    pq.write_table(table, tmp_path / "a.parquet")
    [finding] = refused(tmp_path / "a.parquet")
    assert finding["code"] == "MP521"
    assert finding["message"] == "column 'spend' holds date, and a metric needs numbers"


def test_a_unit_in_two_arms(refused, tmp_path):
    [finding] = refused(changed(tmp_path / "a.csv", 5, id=1), "--unit", "id")
    assert finding["code"] == "MP529"
    assert finding["message"] == "row 2, column 'id': unit '1' stands in both 'control' and 'treated'"


@pytest.mark.parametrize(
    ("split", "codes"),
    [
        ("control=0.5,treted=0.5", ["MP544", "MP545"]),
        ("control=0.5,treated=0.6", ["MP546"]),
        ("control=1", ["MP545"]),
    ],
)
def test_a_split_that_does_not_fit(refused, tmp_path, split, codes):
    assert [each["code"] for each in refused(csv(tmp_path / "a.csv"), "--split", split)] == codes


def test_a_failed_split_is_no_verdict_and_shows_no_number(milepost, read, tmp_path):
    path = csv(tmp_path / "a.csv", [row for k, row in enumerate(ROWS) if k % 3 or row[0] != "treated"])
    envelope, result = read(path, *MONEY, "--randomised")
    assert result.exit_code == 1
    found = envelope["data"]
    assert [each["code"] for each in envelope["findings"]] == ["MP548"]
    assert (envelope["ok"], found["srm"]["ok"], found["money"], found["grade"]) == (False, False, [], "C")
    [reading] = found["metrics"]
    assert reading["phase"] == "Error"
    measured = ("control_mean", "arm_mean", "effect", "ci95", "relative", "relative_ci95", "p_value", "p_adjusted")
    assert {reading[name] for name in measured} == {None}
    text = milepost("experiment", "read", path, *BASE, *MONEY)
    assert text.exit_code == 1
    assert text.stdout.startswith("No verdict")
    assert "error MP548" in text.stderr
    # The negative control: the same table under its true split is read.
    assert read(path, "--split", "control=3/5,treated=2/5")[0]["ok"]


def test_what_does_not_vary_is_a_finding(read, tmp_path):
    envelope, result = read(csv(tmp_path / "a.csv", [ROWS[0], *((*row[:3], 0, *row[4:]) for row in ROWS[1:])]), *MONEY)
    assert result.exit_code == 1
    assert [each["code"] for each in envelope["findings"]] == ["MP549"]
    assert envelope["data"]["metrics"][0]["effect"] is None
    assert envelope["data"]["money"] == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "MP503"),
        ("a.csv", b"\x00\x01\x02", "MP505"),
        ("a.csv", b"arm,spend\ncontrol,1,2\n", "MP508"),
        ("a.parquet", b"nothing", "MP504"),
        ("a.xlsx", b"nothing", "MP504"),
        ("a.txt", b"arm,spend\n", "MP502"),
        (None, b"", "MP501"),
    ],
)
def test_bad_files(refused, tmp_path, name, content, code):
    path = tmp_path / (name or "none.csv")
    if name:
        path.write_bytes(content)
    [finding] = refused(path)
    assert finding["code"] == code


def test_bad_input_writes_nothing(milepost, tmp_path):
    path = changed(tmp_path / "a.csv", 7, spend="abc")
    assert milepost("experiment", "read", path, *BASE, "--html", tmp_path / "out.html").exit_code == 1
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--metric", "spend:maen"), "'maen' is not a kind of metric"),
        (("--metric", "spend"), "--metric spend is given twice"),
        (("--margin", "0.3"), "price a --value-metric"),
        (("--value-metric", "spend"), "needs --margin and --cost-per-unit"),
        (("--value-metric", "spend", "--margin", "30", "--cost-per-unit", "1"), "write 0.30 for 30%"),
        (("--value-metric", "spend", "--margin", "0.3", "--cost-per-unit", "-1"), "below zero"),
        (("--currency", "dollars"), "is not a currency"),
        (("--split", "half"), "is not ARM=SHARE"),
        (("--split", "a=1/2,a=1/2"), "given two shares"),
        (("--alpha", "0"), "0<x<=0.5"),
        (("--planned", "400"), "--planned is where --sequential intervals are tightest; give both"),
        (("--sequential", "--planned", "0"), "x>=1"),
        (("--nonsense",), "No such option"),
    ],
)
def test_usage_errors_exit_2(milepost, tmp_path, arguments, message):
    result = milepost("experiment", "read", csv(tmp_path / "a.csv"), *BASE, *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_a_fault_of_ours_is_a_finding_and_a_traceback_only_with_debug(milepost, tmp_path, monkeypatch):
    import milepost.actions.read_experiment as module

    def break_(*_):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(module, "read_experiment", break_)
    command = ("experiment", "read", csv(tmp_path / "a.csv"), *BASE)
    plain, debug = milepost(*command), milepost("--debug", *command)
    assert plain.exit_code == debug.exit_code == 1
    assert "error MP990 something broke inside Milepost: ZeroDivisionError: by nothing" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "Traceback" in debug.stderr


def test_an_interruption_exits_130(milepost, tmp_path, monkeypatch):
    import milepost.actions.read_experiment as module

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "read_experiment", interrupt)
    assert milepost("experiment", "read", csv(tmp_path / "a.csv"), *BASE).exit_code == 130


def test_a_pinned_clock_is_printed(read, tmp_path, monkeypatch):
    monkeypatch.setenv("MILEPOST_NOW", "2026-11-22T09:10:00Z")
    assert read(csv(tmp_path / "a.csv"))[0]["generated_at"] == "2026-11-22T09:10:00.000000Z"


def test_help_imports_nothing_heavy():
    heavy = ["duckdb", "ibis", "pandas", "pyarrow", "scipy", "numpy", "sqlalchemy"]
    program = (
        "import sys; from milepost.surfaces.cli import main\n"
        "for words in (['--help'], ['experiment', 'read', '--help']):\n"
        "    try: main(words)\n"
        "    except SystemExit: pass\n"
        f"sys.exit(' '.join(name for name in {heavy} if name in sys.modules) or None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# The reference of data/README.md: (metric, arm) -> effect, low, high.
HILLSTROM = {
    ("visit", "Mens E-Mail"): (0.076590, 0.069953, 0.083226),
    ("conversion", "Mens E-Mail"): (0.006805, 0.005000, 0.008610),
    ("spend", "Mens E-Mail"): (0.769827, 0.485144, 1.054510),
    ("visit", "Womens E-Mail"): (0.045233, 0.038894, 0.051573),
    ("conversion", "Womens E-Mail"): (0.003111, 0.001499, 0.004724),
    ("spend", "Womens E-Mail"): (0.424412, 0.168960, 0.679865),
}
EMAIL = (
    "--arm", "segment", "--control", "No E-Mail", "--metric", "visit:proportion", "--metric", "conversion:proportion",
    "--metric", "spend", "--randomised", "--value-metric", "spend", "--margin", "0.30",
)  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "net", "low", "high", "lower95", "roi"),
    [("0.05", 3855.46, 2036, 5675, 2328, 3.62), ("0.10", 2790.11, 970, 4610, 1263, 1.31)],
)
def test_hillstrom(read, data_dir, cost, net, low, high, lower95, roi):
    path = data_dir / "hillstrom" / "hillstrom.csv"
    envelope, result = read(path, "--cost-per-unit", cost, base=EMAIL)
    assert result.exit_code == 0
    found = envelope["data"]
    for reading in found["metrics"]:
        effect, *interval = HILLSTROM[reading["metric"], reading["arm"]]
        assert reading["effect"] == pytest.approx(effect, abs=1e-6)
        assert reading["ci95"] == pytest.approx(interval, abs=1e-5)
        assert reading["phase"] == "Successful"
    assert len(found["metrics"]) == len(HILLSTROM)
    assert found["srm"]["p_value"] == pytest.approx(0.904, abs=0.0005)
    assert {each["arm"]: each["n"] for each in found["arms"]} == {
        "Mens E-Mail": 21_307, "Womens E-Mail": 21_387, "No E-Mail": 21_306,
    }  # fmt: skip
    money = next(each for each in found["money"] if each["arm"] == "Mens E-Mail")
    assert float(money["net"]) == pytest.approx(net, abs=0.005)
    assert [float(each) for each in money["net_ci95"]] == pytest.approx([low, high], abs=1)
    assert float(money["net_lower95"]) == pytest.approx(lower95, abs=1)
    assert money["roi"] == pytest.approx(roi, abs=0.01)
    assert found["grade"] == "A"


def test_hillstroms_six_effects_are_those_of_tea_tasting_and_statsmodels(read, data_dir):
    """To 1e-9 on the same estimator: Welch's difference of means, and Wald's unpooled difference of shares."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import tea_tasting as tt
        from statsmodels.stats.proportion import confint_proportions_2indep
        from statsmodels.stats.weightstats import CompareMeans, DescrStatsW
        from tea_tasting.aggr import Aggregates
    path = data_dir / "hillstrom" / "hillstrom.csv"
    with path.open(newline="") as file:
        rows = list(csv_module.DictReader(file))
    found = read(path, "--cost-per-unit", "0.05", base=EMAIL)[0]["data"]["metrics"]
    for each in found:
        name, pair = each["metric"], ("No E-Mail", each["arm"])
        arms = [np.array([float(row[name]) for row in rows if row["segment"] == arm]) for arm in pair]
        effect = arms[1].mean() - arms[0].mean()
        if name == "spend":
            oracle = CompareMeans(*(DescrStatsW(arm) for arm in reversed(arms)))
            interval = oracle.tconfint_diff(usevar="unequal")
            told = (Aggregates(count_=len(x), mean_={name: x.mean()}, var_={name: x.var(ddof=1)}) for x in arms)
            other = tt.Mean(name).analyze_aggregates(*told)
            theirs = (other.effect_size, other.effect_size_ci_lower, other.effect_size_ci_upper)
            assert (each["effect"], *each["ci95"], each["p_value"]) == pytest.approx((*theirs, other.pvalue), rel=1e-9)
        else:
            hits, sizes = ([int(x.sum()) for x in reversed(arms)], [len(x) for x in reversed(arms)])
            cells = zip(hits, sizes, strict=True)
            interval = confint_proportions_2indep(*next(cells), *next(cells), method="wald", compare="diff")
        assert each["effect"] == pytest.approx(effect, rel=1e-9)
        assert each["ci95"] == pytest.approx(list(interval), rel=1e-9)


def test_hillstrom_on_a_terminal_of_80_columns(milepost, data_dir):
    path = data_dir / "hillstrom" / "hillstrom.csv"
    result = milepost("experiment", "read", path, *EMAIL, "--cost-per-unit", "0.05")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stdout.startswith("Mens E-Mail earns at least USD 2,328.29 (estimate USD 3,855.46,\n")


@pytest.mark.slow
def test_a_piped_command_has_no_colour_and_writes_nothing(data_dir, tmp_path):
    table = data_dir.resolve() / "hillstrom" / "hillstrom.csv"
    program = [sys.executable, "-c", "from milepost.surfaces.cli import main; main()", "experiment", "read", table]
    done = subprocess.run(
        [*program, *EMAIL, "--cost-per-unit", "0.05"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert list(tmp_path.iterdir()) == []
