"""Exports of finished tests: each vendor's form, the grade each deserves, and what is found in edited ones."""

from dataclasses import replace
from decimal import Decimal

import pytest

from experiments.imports.exports import (
    GOOGLE,
    GROWTHBOOK,
    GROWTHBOOK_2022,
    META,
    OPTIMIZELY,
    STATSIG,
    STATSIG_GATE,
    asked,
    judged,
    opened,
)
from milepost.kernel.finding import Refused
from milepost.kernel.words import Grade
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_difference


def moments(n: int, mean: float, variance: float) -> Moments:
    return Moments(n=n, means=(mean,), cross=((variance * (n - 1),),))


def refused(text: str, vendor: str, of=None, **options) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as told:
        judged(text, vendor, of, **options)
    return [(each.code, each.message) for each in told.value.findings]


FORMS = {
    "growthbook": (GROWTHBOOK, [("Purchase", "Control", "Mail"), ("Revenue", "Control", "Mail")]),
    "optimizely": (
        OPTIMIZELY,
        [(f"Checkout ({each} conversions)", "Original", "Variation #1") for each in ("unique", "total")],
    ),
    "statsig": (STATSIG, [("purchase", "Control", "Test")]),
    "platform-lift": (META, [("buyers", "control", "test"), ("conversions", "control", "test")]),
}


@pytest.mark.parametrize("vendor", FORMS)
def test_every_result_of_an_export_is_listed(vendor):
    text, expected = FORMS[vendor]
    export = opened(text, vendor)
    assert [(each.metric, each.control, each.treatment) for each in export.form.listed(export)] == expected


def test_growthbooks_baseline_is_the_variation_without_a_change():
    head, *lines = GROWTHBOOK.strip().splitlines()
    turned = "\n".join([head, lines[3], lines[2]])
    [(only)] = opened(turned, "growthbook").form.listed(opened(turned, "growthbook"))
    assert (only.control, only.treatment) == ("Control", "Mail")
    assert judged(turned, "growthbook", only).findings == ()


def test_headers_may_differ_in_capitals_spaces_and_dots():
    lines = STATSIG.splitlines()
    loud = "\n".join([lines[0].upper().replace("_", " "), *lines[1:]])
    assert judged(loud, "statsig").effect == judged(STATSIG, "statsig").effect
    assert opened(META.replace(".", "_", 1), "platform-lift").form.name == "results of a Meta lift study"


@pytest.mark.parametrize("vendor", FORMS)
def test_another_vendors_export_is_of_no_known_form(vendor):
    other = "optimizely" if vendor != "optimizely" else "statsig"
    with pytest.raises(Refused) as told:
        opened(FORMS[other][0], vendor)
    [finding] = told.value.findings
    assert finding.code == "MP590"
    assert "it lacks '" in finding.message


def test_our_own_estimate_is_welch_of_the_means_and_variances():
    read = judged(GROWTHBOOK, "growthbook", asked("Revenue"))
    ours = mean_difference(moments(10_000, 5, 400), moments(10_050, 5.3, 441))
    assert read.effect == replace(ours, effect=read.effect.effect, low=read.effect.low, high=read.effect.high)
    assert (read.effect.low, read.effect.high) == (pytest.approx(ours.low), pytest.approx(ours.high))
    assert (read.is_own, read.population, read.grade, read.findings) == (True, 10_050, Grade.B, ())


def test_shares_are_told_by_their_variance_and_have_an_e_value():
    read = judged(GROWTHBOOK, "growthbook", asked("Purchase"))
    assert read.result.treatment.is_share
    assert read.effect.degrees_of_freedom is None
    assert read.strength is not None
    assert read.strength.e_value == pytest.approx(1.1 + (1.1 * 0.1) ** 0.5, abs=1e-6)
    assert judged(GROWTHBOOK, "growthbook", asked("Revenue")).strength.e_value is None


def test_optimizely_counts_give_our_own_estimate_and_its_means_only_its_interval():
    unique = judged(OPTIMIZELY, "optimizely", asked("Checkout (unique conversions)", "Original", "Variation #1"))
    theirs = proportion_difference(moments(10_000, 0.1, 0), moments(10_050, 1105 / 10_050, 0))
    assert (unique.is_own, unique.grade) == (True, Grade.B)
    assert unique.effect.low == pytest.approx(theirs.low)
    total = judged(OPTIMIZELY, "optimizely", asked("Checkout (total conversions)", "Original", "Variation #1"))
    assert (total.is_own, total.grade) == (False, Grade.C)
    assert total.effect.effect == pytest.approx(0.0714 * 0.14)
    assert total.effect.standard_error == pytest.approx(0.14 * 0.20 / (2 * 1.6448536))
    assert "read as 90%, the default" in total.sentence


def test_a_metric_with_one_count_may_be_named_by_its_event_and_one_with_two_may_not():
    alone = "\n".join(OPTIMIZELY.splitlines()[:3])
    assert judged(alone, "optimizely", asked("Checkout", "Original", "Variation #1")).is_own
    assert refused(OPTIMIZELY, "optimizely", asked("Checkout", "Original", "Variation #1"))[0][0] == "MP592"


def test_statsig_errors_are_of_the_mean_and_parts_of_a_metric_are_left_out():
    read, gate = judged(STATSIG, "statsig"), judged(STATSIG_GATE, "statsig")
    assert read.effect.effect == pytest.approx(0.08)
    assert read.effect.standard_error == pytest.approx(0.02 * 2**0.5)
    assert gate.effect.effect == pytest.approx(read.effect.effect)
    assert (gate.population, gate.findings) == (5_010, ())


def test_a_platforms_own_study_is_grade_d_whatever_is_stated_of_it():
    for text in (META, GOOGLE):
        read = judged(text, "platform-lift", is_stated_random=True)
        assert read.grade is Grade.D
        assert read.sentence.startswith("Vendor-reported, never to be called realised")
    assert judged(GOOGLE, "platform-lift").effect.standard_error == pytest.approx((414 - 86) / (2 * 1.6448536))
    assert judged(GOOGLE, "platform-lift").is_total


def test_a_statement_makes_our_own_estimate_grade_a_and_a_vendors_interval_stays_c():
    stated = judged(GROWTHBOOK, "growthbook", asked("Revenue"), is_stated_random=True)
    assert (stated.grade, stated.strength) == (Grade.A, None)
    old = judged(GROWTHBOOK_2022, "growthbook", asked("Revenue"), is_stated_random=True)
    assert (old.grade, old.is_own) == (Grade.C, False)
    assert old.effect.effect == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("text", "vendor", "of"),
    [
        (GROWTHBOOK, "growthbook", asked("Revenue")),
        (GROWTHBOOK_2022, "growthbook", asked("Revenue")),
        (OPTIMIZELY, "optimizely", asked("Checkout (unique conversions)", "Original", "Variation #1")),
        (OPTIMIZELY, "optimizely", asked("Checkout (total conversions)", "Original", "Variation #1")),
        (STATSIG, "statsig", asked("purchase", "Control", "Test", "checkout")),
        (STATSIG_GATE, "statsig", asked("purchase", "Control", "Test", "new_cart")),
        (META, "platform-lift", asked("buyers", "control", "test", "Spring")),
        (META, "platform-lift", asked("conversions", "control", "test", "Spring")),
        (GOOGLE, "platform-lift", asked("incremental_conversions", "baseline", "exposed", "Autumn")),
    ],
)
def test_control_and_treatment_swapped_give_the_mirrored_answer(text, vendor, of):
    one = judged(text, vendor, of).effect
    other = judged(text, vendor, replace(of, control=of.treatment, treatment=of.control)).effect
    assert (other.effect, other.low, other.high) == pytest.approx((-one.effect, -one.high, -one.low))
    assert (other.lower95, other.p_value) == (pytest.approx(-one.upper95), pytest.approx(one.p_value))


def test_a_split_that_fails_gives_no_number_and_the_true_one_may_be_told():
    # 44,000 to 45,000, as GUARANTEES has it.
    text = GROWTHBOOK.replace("10050", "45000").replace("10000", "44000")
    [(code, message)] = refused(text, "growthbook", asked("Revenue"))
    assert (code, "p = 0.0008" in message) == ("MP548", True)
    split = {"Control": Decimal(44) / 89, "Mail": Decimal(45) / 89}
    assert judged(text, "growthbook", asked("Revenue"), split=split).srm_p == pytest.approx(1)
    assert refused(text, "growthbook", asked("Revenue"), split={"Nail": Decimal(1)})[0][0] == "MP591"


def test_a_platforms_split_is_checked_only_where_somebody_tells_it():
    assert judged(META, "platform-lift").srm_p is None
    split = {"control": Decimal("0.1"), "test": Decimal("0.9")}
    assert judged(META, "platform-lift", split=split).srm_p == pytest.approx(1)


@pytest.mark.parametrize(
    ("of", "noun", "hint"),
    [
        (asked("Revenues"), "metric 'Revenues'", "did you mean Revenue?"),
        (asked("Revenue", "Controll"), "variant 'Controll'", "did you mean Control?"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_near_one(of, noun, hint):
    with pytest.raises(Refused) as told:
        judged(GROWTHBOOK, "growthbook", of)
    [finding] = told.value.findings
    assert (finding.code, finding.message, finding.hint) == ("MP591", f"a.csv has no {noun}", hint)


def test_segments_are_no_results():
    twice = GROWTHBOOK + GROWTHBOOK.splitlines()[-1] + "\n"
    [(code, message)] = refused(twice, "growthbook", asked("Revenue"))
    assert (code, message) == ("MP592", "rows 4, 5 are all of 'Mail' and 'Revenue'")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("10050,53265,5.3,", "1,53265,5.3,", "1 is no count of units"),
        ("10050,53265,5.3,", "10050.5,53265,5.3,", "10050.5 is no count"),
        (",5.3,21,", ",five,21,", "'five' is no number"),
        (",5.3,21,", ",nan,21,", "'nan' is no number"),
        (",5.3,21,", ",5.3,-21,", "-21 is no standard deviation"),
    ],
)
def test_a_damaged_cell_is_found_at_its_row(old, new, said):
    [(code, message)] = refused(GROWTHBOOK.replace(old, new), "growthbook", asked("Revenue"))
    assert code == "MP593"
    assert message.startswith("row 4, column '")
    assert said in message


def test_an_edited_effect_is_shown_and_ours_is_used():
    edited = judged(GROWTHBOOK.replace(",0.06,", ",0.16,"), "growthbook", asked("Revenue"))
    assert [each.code for each in edited.findings] == ["MP595"]
    assert edited.effect.effect == pytest.approx(0.3)


def test_an_edited_interval_no_longer_fits_its_p_value():
    old = GROWTHBOOK_2022.replace("-0.0535,0.1735", "0.0135,0.1065")
    [(code, message)] = refused(old, "growthbook", asked("Revenue"))
    assert (code, "the export says 0.3" in message) == ("MP594", True)
    outside = GROWTHBOOK_2022.replace("-0.0535,0.1735", "0.0735,0.1735")
    assert refused(outside, "growthbook", asked("Revenue"))[0][0] == "MP594"
    assert judged(GROWTHBOOK_2022, "growthbook", asked("Revenue")).effect.p_value == pytest.approx(0.30, abs=0.01)


def test_percent_of_nobody_knows_what_is_no_effect():
    lost = GROWTHBOOK_2022.replace("50000,5,", "50000,,")
    assert refused(lost, "growthbook", asked("Revenue"))[0][0] == "MP596"


def test_a_chance_to_win_is_no_interval():
    bare = GROWTHBOOK_2022.replace(",-0.0535,0.1735", ",,")
    assert refused(bare, "growthbook", asked("Revenue"))[0][0] == "MP598"


def test_two_variants_that_do_not_vary_are_refused():
    still = GROWTHBOOK.replace(",5,20,", ",5,0,").replace(",5.3,21,", ",5.3,0,")
    assert refused(still, "growthbook", asked("Revenue"))[0][0] == "MP549"


@pytest.mark.parametrize("still", ["Control", "Mail"])
def test_a_variant_in_which_nobody_did_anything_is_refused(still):
    """Its error is zero, and zero is not known of it."""
    share = {"Control": ("1000,0.1,0.3", "0,0,0"), "Mail": ("1105.5,0.11,0.312890", "0,0,0")}[still]
    none = GROWTHBOOK.replace(*share)
    [(code, message)] = refused(none, "growthbook", asked("Purchase"))
    assert (code, f"all of '{still}' is 0" in message) == ("MP558", True)
