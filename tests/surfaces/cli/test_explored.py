"""Guardrails, segments and exposure of `milepost experiment read`, from the outside."""

import json
import random
from datetime import date, timedelta

import pytest

BASE = ("--arm", "arm", "--control", "control", "--metric", "spend", "--randomised")
START = date(2026, 9, 1)
NAMES = ("arm", "id", "country", "exposed", "spend", "bought", "unsubscribed")


def rows(*, fades: float = 0.0, seed: int = 3, n: int = 6_000):
    """Draw units whose effect is 1 in the first week and less by `fades` each week; none in FR."""
    dice = random.Random(seed)
    for k in range(n):
        arm, week = ("control", "offer")[k % 2], dice.randrange(5)
        country = dice.choices(("DE", "FR", "LU", "MT"), (60, 38, 1, 1))[0]
        effect = (1.0 - fades * week) * (arm == "offer") * (country != "FR")
        day = START + timedelta(days=7 * week + dice.randrange(7))
        spent = dice.gauss(5 + effect, 2)
        yield [arm, k, country, day if dice.random() < 0.9 else "", f"{spent:.3f}", int(spent > 6), int(k % 40 < 2)]


def csv(path, table=None, **changed):
    """Write a table; `changed` sets cells of its third data row."""
    table = [list(each) for each in (table or rows())]
    for name, cell in changed.items():
        table[2][NAMES.index(name)] = cell
    lines = [NAMES, *table]
    path.write_text("".join(",".join(map(str, each)) + "\n" for each in lines))
    return path


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return csv(tmp_path_factory.mktemp("shop") / "shop.csv", list(rows(fades=0.2)))


@pytest.fixture
def read(milepost):
    def run(path, *arguments):
        result = milepost("experiment", "read", path, *BASE, *arguments, "--json")
        assert "Traceback" not in result.output
        envelope = json.loads(result.stdout)
        return envelope["data"], [(each["code"], each["message"]) for each in envelope["findings"]], result.exit_code

    return run


def test_segments_are_explored_and_decide_nothing(read, shop):
    plain, _, _ = read(shop)
    found, findings, code = read(shop, "--segment", "country", "--metric", "bought:proportion")
    segments = found["segments"]
    assert (findings, code, segments["exploratory"]) == ([], 0, True)
    assert {each["segment"] for each in segments["effects"]} == {"DE", "FR"}
    assert len(segments["effects"]) == 4
    assert "phase" not in json.dumps(segments)
    assert all(each["p_adjusted"] >= each["p_value"] for each in segments["effects"])
    [interaction] = segments["interactions"]
    assert (interaction["metric"], interaction["p_value"] < 1e-3) == ("spend", True)
    assert 0 < segments["units_left_out"]["country"] < 300
    assert found["metrics"][0] == plain["metrics"][0]
    assert found["sentence"] == plain["sentence"]


def test_small_segments_are_joined_where_that_is_enough(read, tmp_path):
    names = ("DE", "FR", "LU", "MT", "AD")
    table = [[*each[:2], names[k // 2 % 100 // 24], *each[3:]] for k, each in enumerate(rows())]
    found, _, _ = read(csv(tmp_path / "a.csv", table), "--segment", "country")
    assert found["segments"]["folded"] == {}
    few = [[*each[:2], f"town {k // 2 % 40}", *each[3:]] for k, each in enumerate(table)]
    few, _, _ = read(csv(tmp_path / "b.csv", few), "--segment", "country")
    assert len(few["segments"]["folded"]["country"]) == 40
    assert [each["segment"] for each in few["segments"]["effects"]] == ["others (40)"]
    assert few["segments"]["effects"][0]["effect"] == pytest.approx(few["metrics"][0]["effect"])
    assert few["segments"]["interactions"] == []


def test_segments_of_a_sequential_reading_are_always_valid(read, shop):
    fixed, _, _ = read(shop, "--segment", "country")
    valid, _, _ = read(shop, "--segment", "country", "--sequential", "--planned", "6000")
    for one, other in zip(fixed["segments"]["effects"], valid["segments"]["effects"], strict=True):
        assert other["ci95"][0] < one["ci95"][0] < one["effect"] < one["ci95"][1] < other["ci95"][1]


@pytest.mark.parametrize(
    ("column", "code", "said"),
    [
        ("nowhere", "MP520", "there is no column 'nowhere'"),
        ("id", "MP564", "column 'id' has more than 50 values"),
        ("arm", "MP564", "is the arm, the unit or a metric"),
        ("spend", "MP564", "is the arm, the unit or a metric"),
    ],
)
def test_what_is_no_segment_is_refused(read, shop, column, code, said):
    data, [(found, message)], exit_code = read(shop, "--segment", column)
    assert (data, found, exit_code, said in message) == ({}, code, 1, True)


def test_a_column_of_one_value_is_no_segment(read, tmp_path):
    path = csv(tmp_path / "a.csv", [[*each[:2], "DE", *each[3:]] for each in rows(n=600)])
    _, [(code, message)], _ = read(path, "--segment", "country")
    assert (code, "one value only, 'DE'" in message) == ("MP564", True)


def test_a_unit_in_two_segments_is_refused(read, tmp_path):
    table = list(rows(n=600))
    path = csv(tmp_path / "a.csv", [*table, [*table[0][:2], "elsewhere", *table[0][3:]]])
    data, [(code, message)], exit_code = read(path, "--unit", "id", "--segment", "country")
    assert (data, code, exit_code, "1 units stand in two" in message) == ({}, "MP565", 1, True)


def test_an_effect_that_fades_is_told_in_one_sentence(read, shop):
    found, findings, code = read(shop, "--exposed-on", "exposed", "--started", "2026-09-01")
    novelty = found["novelty"]
    assert (findings, code) == ([], 0)
    assert [each["week"] for each in novelty["cohorts"]] == [0, 1, 2, 3, 4]
    assert novelty["sentence"].startswith(
        "The effect of offer on spend fades over 5 weeks of first exposure (trend -0."
    )
    assert sum(each["exposed"] for each in novelty["exposed"]) == sum(each["units"] for each in novelty["cohorts"])
    assert novelty["even"]["ok"]
    assert "phase" not in json.dumps(novelty)


def test_an_effect_that_stays_is_not_said_to_change(read, tmp_path):
    found, _, _ = read(csv(tmp_path / "a.csv"), "--exposed-on", "exposed")
    assert "is not shown to change over 5 weeks" in found["novelty"]["sentence"]


def test_too_few_weeks_say_nothing(read, tmp_path):
    table = [[*each[:3], START, *each[4:]] for each in rows(n=600)]
    found, _, _ = read(csv(tmp_path / "a.csv", table), "--exposed-on", "exposed")
    assert "can't be said" in found["novelty"]["sentence"]
    assert found["novelty"]["trends"] == []


def test_the_first_of_several_exposures_counts(read, tmp_path):
    table = list(rows(n=1_200))
    again = [[*each[:3], START + timedelta(days=30), "0", "0", "0"] for each in table if each[3]]
    once, twice = (csv(tmp_path / name, each) for name, each in (("a.csv", table), ("b.csv", [*table, *again])))
    one, other = (read(each, "--unit", "id", "--exposed-on", "exposed")[0]["novelty"] for each in (once, twice))
    assert [each["units"] for each in one["cohorts"]] == [each["units"] for each in other["cohorts"]]


def test_an_arm_without_traffic_is_refused(read, tmp_path):
    table = [[*each[:3], "" if each[0] == "control" else each[3], *each[4:]] for each in rows(n=600)]
    data, [(code, message)], exit_code = read(csv(tmp_path / "a.csv", table), "--exposed-on", "exposed")
    assert (data, code, exit_code) == ({}, "MP566", 1)
    assert message == "no traffic: of the 300 units of arm 'control' none was exposed"


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        ("soon", "MP569", "row 3, column 'exposed': 'soon' is not a day"),
        ("2026-08-31", "MP567", "row 3, column 'exposed': '2026-08-31' is before the experiment began, on 2026-09-01"),
    ],
)
def test_a_day_that_can_not_be_is_refused(read, tmp_path, cell, code, said):
    path = csv(tmp_path / "a.csv", list(rows(n=600)), exposed=cell)
    data, [(found, message)], exit_code = read(path, "--exposed-on", "exposed", "--started", "2026-09-01")
    assert (data, found, exit_code, message) == ({}, code, 1, said)


def test_arms_exposed_otherwise_are_not_compared_by_week(read, tmp_path):
    table = [[*each[:3], "" if each[0] == "offer" and each[1] % 3 == 0 else each[3], *each[4:]] for each in rows()]
    found, [(code, message)], exit_code = read(csv(tmp_path / "a.csv", table), "--exposed-on", "exposed")
    assert (code, exit_code) == ("MP568", 0)
    assert "the arms were not exposed alike" in message
    assert (found["novelty"]["cohorts"], found["novelty"]["even"]["ok"]) == ([], False)
    assert found["metrics"][0]["effect"] is not None  # over all who were assigned, as it was


def test_a_guardrail_has_three_outcomes_and_only_one_is_a_pass(read, shop):
    found, _, code = read(
        shop,
        *("--guardrail", "unsubscribed:proportion=0.05:down"),
        *("--guardrail", "unsubscribed:proportion=0.001:down"),
        *("--guardrail", "spend=0.1:down"),
    )
    assert code == 0
    assert [(each["metric"], each["margin"], each["phase"]) for each in found["guardrails"]] == [
        ("unsubscribed", "0.05", "Successful"),
        ("unsubscribed", "0.001", "Inconclusive"),
        ("spend", "0.1", "Failed"),
    ]
    assert found["guardrails"][1]["units_times"] > 1
    assert "But a guardrail is broken: spend (offer)." in found["sentence"]
    assert "A guardrail is not decided: unsubscribed (offer)." in found["sentence"]
    # What only guards claims no effect: it has the phase of its worst guardrail and belongs to no family.
    [guard] = [each for each in found["metrics"] if each["metric"] == "unsubscribed"]
    assert (guard["phase"], guard["p_adjusted"]) == ("Inconclusive", None)


def test_a_guardrail_that_can_not_be_read_is_an_error(read, tmp_path):
    path = csv(tmp_path / "a.csv", [[*each[:6], 0] for each in rows(n=600)])
    found, [(code, _)], exit_code = read(path, "--guardrail", "unsubscribed:proportion=0.01:down")
    assert (found["guardrails"][0]["phase"], code, exit_code) == ("Error", "MP549", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--guardrail", "spend"), "is not COL[:KIND]=MARGIN[:down]"),
        (("--guardrail", "spend=-1"), "-1 is below zero"),
        (("--guardrail", "spend=x"), "write how much worse it may get"),
        (("--guardrail", "spend:proportion=0.1"), "--guardrail spend is a proportion, --metric a mean"),
        (("--started", "2026-09-01"), "give --exposed-on too"),
        (("--exposed-on", "exposed", "--started", "soon"), "is not a day"),
    ],
)
def test_what_is_typed_wrongly_is_a_usage_error(milepost, shop, arguments, said):
    result = milepost("experiment", "read", shop, *BASE, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_the_same_table_and_design_have_the_same_snapshot(read, shop, tmp_path):
    copy = tmp_path / "copy.csv"
    copy.write_bytes(shop.read_bytes())
    ids = [read(*each)[0]["snapshot"] for each in ((shop,), (copy,), (shop, "--alpha", "0.01"))]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("sha256:")
    assert len(ids[0]) == 71


def test_method_and_query_are_what_was_run(read, shop):
    found, _, _ = read(shop, "--segment", "country", "--exposed-on", "exposed")
    assert len(found["query"]) == 4  # the read-out, its segments, the days, the weeks
    assert all(each.startswith("SELECT") for each in found["query"])
    said = " ".join(found["method"])
    for word in ("Welch (1947)", "Cochran", "Thompson & Higgins", "No seed", "column arm"):
        assert word in said


def test_the_text_fits_eighty_columns(milepost, shop):
    arguments = ("--segment", "country", "--exposed-on", "exposed", "--guardrail", "unsubscribed:proportion=0.001:down")
    text = milepost("experiment", "read", shop, *BASE, "--metric", "bought:proportion", *arguments).stdout
    assert all(len(line) <= 80 for line in text.splitlines())
    lines = text.splitlines()
    assert lines[0].startswith("offer raises spend by at least ")
    assert any(each.startswith("Trust  ✓ split ok, p 1.000") for each in lines)
    assert "▲ guardrails 0 of 1" in text
    bars = [each for each in lines if each.endswith(("✓ Successful", "▲ Inconclusive")) and "--o--" in each]
    assert len(bars) == 3
    assert "snapshot sha256:" in lines[-1]


def test_days_of_exposure_in_two_time_zones_are_refused(read, tmp_path):
    table = [[*each[:3], each[3] and f"{each[3]}T10:00:00Z", *each[4:]] for each in rows()]
    path = csv(tmp_path / "zones.csv", table, exposed="2026-09-03T10:00:00+02:00")
    found, findings, code = read(path, "--exposed-on", "exposed", "--started", START)
    assert (found, code, [each for each, _ in findings]) == ({}, 1, ["MP559"])
    assert "row 3, column 'exposed': '2026-09-03T10:00:00+02:00' is of +02:00" in findings[0][1]
