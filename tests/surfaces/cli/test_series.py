"""`milepost experiment read --series`, from the outside."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

FIRST = date(2025, 1, 6)
BASE = ("--series", "week", "--starts", "2025-12-15", "--metric", "sales")


def table(place: Path, *, lift: float = 30.0, changed: dict[int, str] | None = None, name: str = "a.csv") -> Path:
    """Write 61 weeks of sales with a season of 4; the change begins in the fiftieth."""
    lines = [
        f"{FIRST + timedelta(days=7 * k)},{100 + k + k * 7919 % 23 + (lift if k >= 49 else 0)},{k % 5 + 40}"
        for k in range(61)
    ]
    for row, text in (changed or {}).items():
        lines[row - 1] = text
    path = place / name
    path.write_text("week,sales,visits\n" + "\n".join(lines) + "\n")
    return path


@pytest.fixture
def read(milepost):
    def run(path, *arguments, base=BASE):
        result = milepost("experiment", "read", path, *base, *arguments, "--json")
        return json.loads(result.stdout), result

    return run


def test_the_answer_has_the_shape_of_a_read_out(tmp_path, read):
    money = ("--value-metric", "sales", "--margin", "0.5", "--cost-per-unit", "100")
    envelope, result = read(table(tmp_path), "--metric", "sales:ratio=visits", *money)
    data = envelope["data"]
    assert (result.exit_code, envelope["schema"], envelope["ok"]) == (0, "milepost.experiment.read/1", True)
    assert data["arms"] == [{"arm": "before", "n": 49}, {"arm": "after", "n": 12}]
    assert data["series"] == {
        "method": "interrupted",
        "starts": "2025-12-15",
        "step": "week",
        "from": "2025-01-06",
        "to": "2026-03-02",
        "season": None,
    }
    sales, ratio = data["metrics"]
    assert (sales["metric"], ratio["metric"], data["grade"]) == ("sales", "sales/visits", "C")
    assert sales["effect"] == pytest.approx(12 * sales["effect_per_period"])
    assert sales["ci95"][0] < sales["lower95"] < sales["effect"] < sales["upper95"] < sales["ci95"][1]
    assert 0 < sales["hidden_cause"]["robustness_value_ci95"] < sales["hidden_cause"]["robustness_value"] < 1
    [money] = data["money"]
    assert float(money["net"]) == pytest.approx(0.5 * sales["effect"] - 100, abs=0.01)
    assert money["cost"] == "100.00"


def test_the_text_says_first_that_it_is_no_proof(tmp_path, milepost):
    said = milepost("experiment", "read", table(tmp_path), *BASE)
    assert said.stdout.startswith("Not proven (grade C: nobody was left alone")
    assert "A hidden cause that explains" in said.stdout
    assert "Newey-West's" in said.stdout
    assert max(map(len, said.stdout.splitlines())) <= 80
    naive = milepost("experiment", "read", table(tmp_path), *BASE, "--method", "before-after")
    assert "a naive comparison" in naive.stdout


def test_a_season_is_taken_out(tmp_path, read):
    plain, seasonal = (read(table(tmp_path), *more)[0]["data"]["metrics"][0] for more in ((), ("--season", "4")))
    assert seasonal["effect"] != plain["effect"]


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({5: "2025-02-03,,40"}, "MP522", "row 5, column 'sales'"),
        ({5: "2025-02-03,many,40"}, "MP523", "row 5, column 'sales': 'many'"),
        ({5: "2025-02-03,inf,40"}, "MP524", "row 5, column 'sales'"),
        ({5: "03-02-2025,100,40"}, "MP580", "row 5, column 'week'"),
        ({5: "2025-02-03T00:00:00Z,100,40"}, "MP581", "differ in their zone"),
        ({5: "2025-01-27,100,40"}, "MP582", "2025-01-27 stands in 2 rows"),
        ({5: "2025-02-04,100,40"}, "MP583", "after 2025-01-27 comes 2025-02-04"),
    ],
)
def test_bad_input_is_a_finding_and_never_a_number(tmp_path, milepost, read, changed, code, place):
    path = table(tmp_path, changed=changed)
    envelope, result = read(path)
    text = milepost("experiment", "read", path, *BASE)
    assert result.exit_code == text.exit_code == 1
    assert [each["code"] for each in envelope["findings"]] == [code]
    assert place in envelope["findings"][0]["message"]
    assert (envelope["data"], text.stdout) == ({}, "")
    assert f"{path}:" in text.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--starts", "2027-01-01"), "MP585"),
        (("--starts", "2025-12-17"), "MP586"),
        (("--starts", "2025-03-03"), "MP584"),
        (("--metric", "visits:proportion"), "MP589"),
        (("--metric", "sale"), "MP520"),
        (("--series", "weeks"), "MP520"),
    ],
)
def test_a_design_that_can_not_be_read_is_a_finding(tmp_path, read, arguments, code):
    assert [each["code"] for each in read(table(tmp_path), *arguments)[0]["findings"]] == [code]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*BASE, "--randomised"), "--randomised asks for arms"),
        ((*BASE, "--arm", "sales"), "--arm asks for arms"),
        ((*BASE, "--sequential"), "--sequential asks for arms"),
        ((*BASE, "--html", "a.html"), "--html draws arms"),
        ((*BASE, "--season", "4", "--method", "before-after"), "--season says nothing"),
        (BASE[:2] + BASE[4:], "--series needs --starts"),
        (("--starts", "2025-12-15", "--metric", "sales"), "--starts belongs to --series"),
        (("--metric", "sales"), "Missing option '--arm'"),
        ((*BASE, "--margin", "0.5"), "name its column"),
        ((*BASE, "--metric", "sales"), "given twice"),
    ],
)
def test_options_that_do_not_go_together_are_usage_errors(tmp_path, milepost, arguments, said):
    result = milepost("experiment", "read", table(tmp_path), *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_typed_table_reads_as_csv_does(tmp_path, read):
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = table(tmp_path)
    cells = [line.split(",") for line in path.read_text().splitlines()[1:]]
    days, sales, visits = zip(*cells, strict=True)
    columns = {"week": [date.fromisoformat(each) for each in days], "sales": [float(each) for each in sales]}
    other = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({**columns, "visits": [int(each) for each in visits]}), other)
    assert read(other)[0]["data"] == read(path)[0]["data"]
