"""Options of `experiment read` that do not go together are refused by the name that was typed."""

import pytest

ARMS = ("--arm", "arm", "--control", "control", "--metric", "spend")
STAGGERED = ("--staggered", "team", "--time", "day", "--starts", "from", "--metric", "hours")
SERIES = ("--series", "week", "--starts", "2026-03-02", "--metric", "sales")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((*STAGGERED, "--covariate", "x"), "--covariate belongs to arms"),
        ((*STAGGERED, "--decides-for", "9"), "--decides-for belongs to arms"),
        ((*SERIES, "--segment", "x"), "--segment asks for arms"),
        ((*SERIES, "--guardrail", "x=1"), "--guardrail asks for arms"),
        ((*SERIES, "--cost-metric", "x"), "--cost-metric asks for arms"),
        ((*SERIES, "--exposed-on", "x"), "--exposed-on asks for arms"),
        ((*ARMS, "--decides-for", "9"), "--decides-for prices waiting"),
        (("--aggregates", "--starts", "2026-03-02"), "--starts reads rows"),
        (("--aggregates", "--decides-for", "9"), "--decides-for reads rows"),
        (("--arm", "arm"), "Missing option '--control': the arm that got no treatment"),
    ],
)
def test_an_option_out_of_place_is_a_usage_error(milepost, typed, said):
    result = milepost("experiment", "read", "table.csv", *typed)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_a_staggered_start_takes_its_own_options_alone(milepost, tmp_path):
    result = milepost("experiment", "read", tmp_path / "none.csv", *STAGGERED, "--ramp", "28")
    assert result.exit_code == 1
    assert "MP501" in result.output
