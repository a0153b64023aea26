"""`milepost experiment import`, from the outside."""

import json

import pytest

from experiments.imports.exports import GOOGLE, GROWTHBOOK, OPTIMIZELY, STATSIG


@pytest.fixture
def shown(milepost, tmp_path):
    def run(text, vendor, *arguments, name="spring.csv"):
        path = tmp_path / name
        path.write_text(text)
        result = milepost("experiment", "import", path, "--vendor", vendor, *arguments, "--json")
        return json.loads(result.stdout), result

    return run


def test_an_export_is_shown_as_the_evidence_it_would_be(shown):
    envelope, result = shown(GROWTHBOOK, "growthbook")
    data = envelope["data"]
    assert (result.exit_code, envelope["schema"]) == (0, "milepost.experiment.import/1")
    purchase, revenue = data["results"]
    assert (purchase["metric"], revenue["metric"]) == ("Purchase", "Revenue")
    assert (revenue["grade"], revenue["estimated_by"], revenue["population"]) == ("B", "milepost", 10_050)
    assert revenue["srm"] == {"p_value": pytest.approx(0.724, abs=1e-3), "ok": True}
    assert revenue["relative"] == pytest.approx(0.06)
    assert revenue["hidden_cause"]["e_value"] is None
    assert purchase["hidden_cause"]["e_value"] > 1
    assert 'imported: {vendor: growthbook, test: "spring", metric: "Purchase"' in data["program"]
    assert "kind: DataContract" in data["contract"]


@pytest.mark.parametrize(
    ("text", "vendor", "arguments", "grades"),
    [
        (OPTIMIZELY, "optimizely", (), ["B", "C"]),
        (OPTIMIZELY, "optimizely", ("--metric", "Checkout (total conversions)"), ["C"]),
        (STATSIG, "statsig", ("--test", "checkout"), ["B"]),
        (GOOGLE, "platform-lift", (), ["D"]),
    ],
)
def test_each_result_has_the_grade_it_deserves(shown, text, vendor, arguments, grades):
    assert [each["grade"] for each in shown(text, vendor, *arguments)[0]["data"]["results"]] == grades


@pytest.mark.parametrize(
    ("text", "vendor", "arguments", "code"),
    [
        (GROWTHBOOK, "statsig", (), "MP590"),
        (STATSIG, "statsig", ("--test", "chekout"), "MP591"),
        (STATSIG, "statsig", ("--metric", "purchases"), "MP591"),
        (GROWTHBOOK.splitlines()[0] + "\n", "growthbook", (), "MP540"),
        (GROWTHBOOK.replace(",5.3,21,", ",5.3,x,"), "growthbook", ("--metric", "Revenue"), "MP593"),
        (GROWTHBOOK.replace("10050", "12050"), "growthbook", ("--metric", "Revenue"), "MP548"),
    ],
)
def test_bad_input_is_a_finding(shown, text, vendor, arguments, code):
    envelope, result = shown(text, vendor, *arguments)
    assert (result.exit_code, envelope["ok"]) == (1, False)
    assert [each["code"] for each in envelope["findings"]] == [code]


def test_one_bad_result_hides_no_other(shown):
    envelope, _ = shown(GROWTHBOOK.replace(",5.3,21,", ",5.3,x,"), "growthbook")
    assert [each["metric"] for each in envelope["data"]["results"]] == ["Purchase"]
    assert [each["code"] for each in envelope["findings"]] == ["MP593"]


def test_the_text_fits_eighty_columns_above_what_is_pasted(milepost, tmp_path):
    path = tmp_path / "spring.csv"
    path.write_text(GOOGLE)
    said = milepost("experiment", "import", path, "--vendor", "platform-lift")
    story = said.stdout.partition("In a program:")[0]
    assert story.startswith("Vendor-reported, never to be called realised (grade D)")
    assert max(map(len, story.splitlines())) <= 80


def test_an_unrandomised_reading_says_what_would_erase_it(milepost, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "arm,visit\n" + "".join(f"{'AB'[k % 2]},{int(k * 7919 % 97 < 30 + k % 2 * 25)}\n" for k in range(400))
    )
    base = ("experiment", "read", path, "--arm", "arm", "--control", "A", "--metric", "visit:proportion")
    told, proven = milepost(*base), milepost(*base, "--randomised")
    assert "A hidden cause that explains" in told.stdout
    assert "E-value" in told.stdout
    assert "hidden cause" not in proven.stdout
    found = json.loads(milepost(*base, "--json").stdout)["data"]["metrics"][0]["hidden_cause"]
    assert 0 < found["robustness_value_ci95"] < found["robustness_value"] < 1
    assert json.loads(milepost(*base, "--randomised", "--json").stdout)["data"]["metrics"][0]["hidden_cause"] is None
