"""`milepost experiment read --aggregates`, from the outside."""

import json

import duckdb
import openpyxl
import pytest

HEADER = "experiment_id,variant_id,metric_id,time_since_start,count_c,count_t,mean_c,mean_t,variance_c,variance_t\n"
ROWS = [f"e,1,m,{t},{1000 * t},{1000 * t},1.0,{1 + 0.1 / t},4.0,4.0" for t in range(1, 6)]
# 39 experiments of a shop, read at all their looks. Written down before any of them was scored:
# - a look is readable when both counts are two at least and both means and variances are there; a look with fewer units
#   in an arm than an earlier one is not; a series is usable when any of its looks is readable;
# - alpha is .05; each metric is a mean, Welch's difference at a single look;
# - each series is planned for ten times the units of its first readable look (`PLANNED_PER_FIRST`), a round number that
#   is known before any other look and from no outcome.
ASOS = "asos-experiments/experiments.csv"


def written(path, rows=ROWS):
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def read(milepost):
    def run(path, *arguments):
        result = milepost("experiment", "read", path, "--aggregates", *arguments, "--json")
        assert "Traceback" not in result.output
        return json.loads(result.stdout), result.exit_code

    return run


@pytest.fixture
def refused(read):
    def run(path, *arguments):
        envelope, code = read(path, *arguments)
        assert (code, envelope["ok"], envelope["data"]) == (1, False, {})
        return [(each["code"], each["message"], each["line"]) for each in envelope["findings"]]

    return run


def test_two_hundred_series_of_real_experiments(read, data_dir, prove_figure):
    envelope, code = read(data_dir / ASOS, "--sequential")
    found = envelope["data"]["summary"]
    fixed, valid = found["fixed"], found["always_valid"]
    figure = (
        f"{found['usable']} of {found['series']} series: always-valid {valid['at_any_look']} at any look; "
        f"fixed {fixed['at_last_look']} at the last, naive {fixed['at_any_look']} at any"
    )
    ok = valid["at_any_look"] <= fixed["at_last_look"]
    prove_figure("sequential: asos-experiments, series in which an effect is called", figure, "<= fixed, last look", ok)
    assert code == 0
    assert (found["series"], found["usable"], found["looks"]) == (200, 191, 10_584)
    assert fixed == {"at_last_look": 45, "at_any_look": 108}  # the naive method, looked at as often, more than doubles
    assert ok
    assert "108" in envelope["data"]["sentence"]
    assert {each["code"] for each in envelope["findings"]} == {"MP560", "MP561"}
    assert sum(each["effect"] is None for each in envelope["data"]["looks"]) == found["unreadable_looks"] == 449


def test_the_form_is_that_of_the_interface(read, tmp_path):
    path = written(tmp_path / "a.csv")
    fixed, valid = (read(path, *each)[0]["data"] for each in ((), ("--sequential", "--planned", "4000")))
    for found in (fixed, valid):
        assert len(found["looks"]) == 5
        assert set(found["looks"][0]) >= {
            "experiment_id", "variant_id", "metric_id", "time_since_start", "effect", "ci95", "phase",
        }  # fmt: skip
        assert (found["looks"][0]["experiment_id"], found["looks"][4]["time_since_start"]) == ("e", 5.0)
        assert found["looks"][0]["effect"] == pytest.approx(0.1)
        assert found["snapshot"].startswith("sha256:")
        assert found["query"][0].startswith("SELECT")
        assert found["method"]
    assert (fixed["interval"], valid["interval"]) == ("fixed", "always-valid")
    assert fixed["summary"]["always_valid"] is None
    for one, other in zip(fixed["looks"], valid["looks"], strict=True):
        assert other["ci95"][0] < one["ci95"][0] < one["effect"] < one["ci95"][1] < other["ci95"][1]


def test_the_same_table_and_question_have_the_same_snapshot(read, tmp_path):
    one, other = written(tmp_path / "a.csv"), written(tmp_path / "b.csv")
    ids = [read(*each)[0]["data"]["snapshot"] for each in ((one,), (other,), (one, "--sequential"))]
    assert ids[0] == ids[1] != ids[2]


def test_arms_swapped_are_mirrored(read, tmp_path):
    swapped = [
        ",".join([*cells[:4], cells[5], cells[4], cells[7], cells[6], cells[9], cells[8]])
        for cells in (row.split(",") for row in [*ROWS, "e,1,n,1,500,700,1.0,1.9,4.0,9.0"])
    ]
    there, back = (
        read(written(tmp_path / f"{name}.csv", rows), "--sequential")[0]["data"]["looks"]
        for name, rows in (("a", [*ROWS, "e,1,n,1,500,700,1.0,1.9,4.0,9.0"]), ("b", swapped))
    )
    phases = {"Successful": "Failed", "Failed": "Successful", "Inconclusive": "Inconclusive"}
    assert {each["phase"] for each in there} == {"Successful", "Inconclusive"}
    for one, other in zip(there, back, strict=True):
        assert [one["effect"], *one["ci95"]] == pytest.approx([-other["effect"], -other["ci95"][1], -other["ci95"][0]])
        assert one["phase"] == phases[other["phase"]]


@pytest.mark.parametrize(
    ("row", "because", "code"),
    [
        ("e,1,m,6,6000,6000,1.0,1.1,,4.0", "no variance_c", "MP560"),
        ("e,1,m,6,,6000,1.0,1.1,4.0,4.0", "no count_c", "MP560"),
        ("e,1,m,6,6000,6000,1.0,1.1,0,0", "neither arm varies", "MP560"),
        ("e,1,m,6,6000,6000,1.0,0,4.0,0", "variance_t is zero", "MP560"),
        ("e,1,m,6,6000,1,1.0,1.1,4.0,4.0", "count_t below two", "MP560"),
        ("e,1,m,6,6000,4999,1.0,1.1,4.0,4.0", "fewer units than at an earlier look", "MP561"),
    ],
)
def test_a_look_that_can_not_be_read_gives_no_number(read, tmp_path, row, because, code):
    envelope, exit_code = read(written(tmp_path / "a.csv", [*ROWS, row]), "--sequential")
    last = envelope["data"]["looks"][-1]
    assert (last["effect"], last["ci95"], last["p_value"], last["phase"]) == (None, None, None, "Error")
    assert last["because"] == because
    [finding] = envelope["findings"]
    assert (finding["code"], finding["severity"], finding["line"], exit_code) == (code, "warning", 7, 0)
    assert envelope["data"]["summary"]["unreadable_looks"] == 1


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("e,1,m,6,abc,6000,1.0,1.1,4.0,4.0", "MP563", "row 6, column 'count_c': 'abc' is not a number"),
        ("e,1,m,6,6000,6000,inf,1.1,4.0,4.0", "MP563", "row 6, column 'mean_c': the number is not finite"),
        ("e,1,m,6,6000,6000,nan,1.1,4.0,4.0", "MP563", "row 6, column 'mean_c': the number is not finite"),
        ("e,1,m,6,6000,6000,1.0,1.1,-4.0,4.0", "MP563", "row 6, column 'variance_c': -4 is below zero"),
        ("e,1,m,6,6000.5,6000,1.0,1.1,4.0,4.0", "MP563", "row 6, column 'count_c': 6000.5 is not a whole number"),
        (",1,m,6,6000,6000,1.0,1.1,4.0,4.0", "MP563", "row 6, column 'experiment_id': the cell is empty"),
        ("e,1,m,,6000,6000,1.0,1.1,4.0,4.0", "MP563", "row 6, column 'time_since_start': the cell is empty"),
        ("e,1,m,5,6000,6000,1.0,1.1,4.0,4.0", "MP562", "rows 5 and 6 are both of experiment_id e"),
    ],
)
def test_a_damaged_table_is_refused(refused, tmp_path, row, code, said):
    [(found, message, line)] = refused(written(tmp_path / "a.csv", [*ROWS, row]))
    assert (found, line) == (code, 7)
    assert said in message


def test_a_split_that_was_told_is_checked_in_every_series_and_blocks_it(read, tmp_path):
    """44,000 and 45,000 of one half each have p = .0008; of 49% and 51% they are sound. At its last look alone."""
    rows = [*ROWS, "e,1,n,1,300,100,1.0,1.4,4.0,4.0", "e,1,n,2,44000,45000,1.0,1.1,4.0,4.0"]
    path = written(tmp_path / "a.csv", rows)
    untold, half, sound = (read(path, *each) for each in ((), ("--split", "c=0.5,t=0.5"), ("--split", "c=.495,t=.505")))
    blocked = half[0]["data"]
    assert [each["because"] is None for each in blocked["looks"]] == [True] * 5 + [False] * 2
    assert {(each["effect"], each["ci95"], each["phase"]) for each in blocked["looks"][5:]} == {(None, None, "Error")}
    assert blocked["looks"][6]["because"] == "the arms' sizes do not fit the intended split (SRM p < .001)"
    [finding] = half[0]["findings"]
    assert (finding["code"], finding["severity"], half[1]) == ("MP548", "error", 1)
    assert (blocked["summary"]["srm_failed"], blocked["summary"]["split"]) == (1, [0.5, 0.5])
    assert "1 of 2 do not fit it" in " ".join(blocked["method"])
    assert [each[0]["findings"] for each in (untold, sound)] == [[], []]
    assert untold[0]["data"]["summary"]["srm_failed"] is None
    assert len({each[0]["data"]["snapshot"] for each in (untold, half, sound)}) == 3


@pytest.mark.parametrize("split", ["a=0.5,b=0.5", "c=0.5,t=0.6", "c=1"])
def test_a_split_of_other_arms_is_refused(milepost, tmp_path, split):
    result = milepost("experiment", "read", written(tmp_path / "a.csv"), "--aggregates", "--split", split)
    assert (result.exit_code, "--split c=0.5,t=0.5" in " ".join(result.output.split())) == (2, True)


def test_a_table_without_the_columns_or_rows_is_refused(refused, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER.replace("count_c", "count") + ROWS[0] + "\n")
    [(code, message, _)] = refused(path)
    assert (code, "'count_c'" in message) == ("MP520", True)
    assert refused(written(path, []))[0][0] == "MP540"


def test_what_reads_rows_is_not_for_aggregates(milepost, tmp_path):
    path = written(tmp_path / "a.csv")
    for arguments, said in (
        (("--arm", "a"), "--arm reads rows"),
        (("--segment", "a"), "--segment reads rows"),
        (("--guardrail", "a=1"), "--guardrail reads rows"),
        (("--planned", "5"), "give both"),
    ):
        result = milepost("experiment", "read", path, "--aggregates", *arguments)
        assert result.exit_code == 2
        assert said in " ".join(result.output.split())


def test_rows_need_arms_as_before(milepost, tmp_path):
    path = written(tmp_path / "a.csv")
    arm, control = ("--arm", "a"), ("--control", "b")
    for arguments, flag in (((), "--arm"), (arm, "--control"), ((*arm, *control), "--metric")):
        result = milepost("experiment", "read", path, *arguments)
        assert (result.exit_code, f"Missing option '{flag}'" in result.output) == (2, True)


def test_the_text_leads_with_the_sentence_and_fits_eighty_columns(milepost, tmp_path):
    path = written(tmp_path / "a.csv", [*ROWS, *(row.replace(",m,", ",n,") for row in ROWS)])
    text, naive = (
        milepost("experiment", "read", path, "--aggregates", *each).stdout for each in (("--sequential",), ())
    )
    assert text.startswith("Looked at every time, always-valid intervals call an effect in 0 of 2 series;")
    assert "tightest at 10 times the units of each series' first look" in " ".join(text.split())
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "--sequential gives intervals that hold" in " ".join(naive.split())


@pytest.mark.parametrize(
    ("effect", "arguments", "said"),
    [
        (0.5, ("--sequential",), "Variant 1 raises m (estimate 0.5, 95% always-valid interval 0.3768 to 0.6232)"),
        (-0.5, ("--sequential",), "Variant 1 lowers m (estimate -0.5, "),
        (0.5, ("--sequential",), "shown first at look 1 of 5. Fixed intervals would call an effect at 5 of 5 looks."),
        (0.01, ("--sequential",), "Variant 1 is not shown to move m (estimate 0.01, "),
        (0.5, (), "That holds for one look; looking at all 5 would call an effect at 5 of them."),
    ],
)
def test_one_series_is_told_by_its_effect(read, tmp_path, effect, arguments, said):
    rows = [f"e,1,m,{t},{1000 * t},{1000 * t},1.0,{1 + effect},4.0,4.0" for t in range(1, 6)]
    assert said in read(written(tmp_path / "a.csv", rows), *arguments)[0]["data"]["sentence"]


def test_few_series_are_shown_look_by_look(milepost, tmp_path):
    page = tmp_path / "a.html"
    arguments = (written(tmp_path / "a.csv", [*ROWS, "e,1,m,6,6000,,1.0,1.1,4.0,4.0"]), "--aggregates", "--sequential")
    text = milepost("experiment", "read", *arguments, "--html", page).stdout
    assert "Experiment e, variant 1, metric m" in text
    assert text.count("▲ Inconclusive") + text.count("✓ Successful") == 5
    assert text.count("■ Error") == 1
    html = page.read_text()
    assert html.count('<svg class="track') == 5
    assert "SELECT" in html
    many = [f"e{k},{row.partition(',')[2]}" for k in range(7) for row in ROWS]
    assert (
        "Experiment e" not in milepost("experiment", "read", written(tmp_path / "b.csv", many), "--aggregates").stdout
    )


def test_csv_parquet_and_excel_say_the_same(read, tmp_path):
    rows = [f"e,1,m,{t},{1000 * t},{1000 * t},1.0,1.25,4.0,4.5" for t in range(1, 4)]  # Excel keeps 15 digits
    path = written(tmp_path / "a.csv", [*rows, "e,2,m,1,6000,,1.0,1.5,4.0,4.0"])
    table = duckdb.read_csv(str(path))
    table.write_parquet(str(tmp_path / "a.parquet"))
    book = openpyxl.Workbook()
    for row in (table.columns, *table.fetchall()):
        book.active.append(list(row))
    book.save(tmp_path / "a.xlsx")
    one, *others = (read(tmp_path / f"a.{ending}")[0]["data"] for ending in ("csv", "parquet", "xlsx"))
    for other in others:
        assert other["looks"] == one["looks"]
        assert other["sentence"] == one["sentence"]
