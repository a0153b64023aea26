"""Who is mailed, who opens, who unsubscribes: consent, trials and mails agree."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from milepost.simulation.lumen import customers, experiments, groups, sends
from milepost.simulation.lumen.people import NEVER
from milepost.simulation.lumen.trials import TRIALS, day
from milepost.simulation.lumen.truth import Effects, Faults, Initiative, Lumen, Scale

N = 6_000
LUMEN = Lumen(seed=7, scale=Scale(customers=N))
WHO = customers.people(LUMEN, 0, N)
MAIL = Initiative.MENS_MAIL
BY_MAIL = [each for each in Initiative if TRIALS[each].by_mail]


@pytest.fixture(scope="module")
def sent() -> pa.Table:
    return sends.table(LUMEN, WHO)


def days_of(column: pa.ChunkedArray) -> np.ndarray:
    return (column.to_numpy() - np.datetime64("2025-06-01")).astype(int)


def of(sent: pa.Table, initiative: Initiative) -> tuple[np.ndarray, np.ndarray]:
    mine = sent.filter(pc.equal(sent["initiative"], initiative.value))
    return mine["customer_id"].to_numpy(), days_of(mine["sent_on"])


def test_mails_are_sent_once_a_day_by_day_and_clicked_only_when_opened(sent: pa.Table) -> None:
    keys = list(zip(*(sent[name].to_pylist() for name in ("customer_id", "sent_on", "initiative")), strict=True))
    assert len(set(keys)) == len(keys)
    assert (np.diff(days_of(sent["sent_on"])) >= 0).all()
    assert set(sent["channel"].to_pylist()) == {"email"}
    opened, clicked = sent["opened"].to_numpy(), sent["clicked"].to_numpy()
    assert (clicked <= opened).all()
    assert 0.18 < opened.mean() < 0.28
    assert clicked.sum() / opened.sum() == pytest.approx(sends.CLICKED, abs=0.015)


@pytest.mark.parametrize("initiative", BY_MAIL)
def test_in_a_trial_all_treated_with_consent_are_mailed_and_nobody_else(sent: pa.Table, initiative: Initiative) -> None:
    trial, (ids, on) = TRIALS[initiative], of(sent, initiative)
    table = experiments.company_table(LUMEN, initiative)
    treated = set(table.filter(pc.equal(table["arm"], "treatment"))["customer_id"].to_pylist())
    inside = (on >= trial.starts * 7) & (on < trial.ends * 7)
    days = sorted(set(on[inside]))
    assert len(days) == -(-trial.weeks // sends.EVERY_WEEKS)
    for each in days:
        assert set(ids[on == each]) == treated & set(WHO.ids[WHO.mailable(each)])


def test_after_the_roll_out_the_control_group_is_mailed_too_and_never_the_holdout(sent: pa.Table) -> None:
    trial, (ids, on) = TRIALS[MAIL], of(sent, MAIL)
    assert not ((on >= trial.ends * 7) & (on < trial.rolled_out * 7)).any()
    later = set(ids[on >= trial.rolled_out * 7])
    arm = groups.group(LUMEN.seed, WHO, MAIL)
    rolled_out = WHO.mailable(trial.rolled_out * 7 + sends.WEEKDAY)
    assert later == set(WHO.ids[(arm != groups.OUTSIDE) & rolled_out])
    assert not set(WHO.ids[WHO.held_out]) & set(sent["customer_id"].to_pylist())
    assert all(of(sent, each)[1].max() < TRIALS[each].ends * 7 for each in BY_MAIL if each != MAIL)


@pytest.mark.parametrize("faults", [Faults(), Faults(consent_withdrawals=0.3)])
def test_nobody_is_mailed_without_consent(faults: Faults) -> None:
    lumen = replace(LUMEN, faults=faults)
    who = customers.people(lumen, 0, N)
    crm = customers.table(lumen, who)
    known = dict(zip(crm["customer_id"].to_pylist(), zip(*(crm[name].to_pylist() for name in (
        "email_consent_on", "email_withdrawn_on")), strict=True), strict=True))  # fmt: skip
    rows = sends.table(lumen, who)
    for customer, on in zip(rows["customer_id"].to_pylist(), rows["sent_on"].to_pylist(), strict=True):
        given, ended = known[customer]
        assert given <= on
        assert ended is None or on < ended


@pytest.mark.parametrize("initiative", Initiative)
def test_who_unsubscribes_in_a_trial_loses_consent_in_its_window_and_mails_stop(
    sent: pa.Table, initiative: Initiative
) -> None:
    table = experiments.company_table(LUMEN, initiative)
    gone = table.filter(pc.equal(table["unsubscribed"], 1))["customer_id"].to_pylist()
    crm = customers.table(LUMEN, WHO)
    ended = dict(zip(crm["customer_id"].to_pylist(), crm["email_withdrawn_on"].to_pylist(), strict=True))
    first, end = TRIALS[initiative].period
    assert len(gone) > 10
    assert all(first <= ended[each] < end for each in gone)
    last = dict(zip(sent["customer_id"].to_pylist(), sent["sent_on"].to_pylist(), strict=True))
    assert all(last[each] < ended[each] for each in gone if each in last)


def test_consent_ends_by_unsubscribing_only_once_and_only_for_somebody() -> None:
    gone = {each: experiments.company_table(LUMEN, each) for each in Initiative}
    leavers = [who for table in gone.values()
               for who in table.filter(pc.equal(table["unsubscribed"], 1))["customer_id"].to_pylist()]  # fmt: skip
    assert len(leavers) == len(set(leavers)) == (WHO.withdrew != NEVER).sum()
    assert set(leavers) == set(WHO.ids[WHO.withdrew != NEVER])


def test_who_has_unsubscribed_is_in_no_later_trial_by_mail() -> None:
    ids = set(experiments.company_table(LUMEN, Initiative.WIN_BACK)["customer_id"].to_pylist())
    before = (WHO.withdrew != NEVER) & (WHO.withdrew <= TRIALS[Initiative.WIN_BACK].starts * 7)
    assert before.sum() > 50
    assert not ids & set(WHO.ids[before])


def test_a_planted_effect_on_unsubscribing_shows() -> None:
    popup = Initiative.DISCOUNT_POPUP
    rates = []
    for effects in (Effects(), Effects.none()):
        table = experiments.table(3, popup, 20_000, effects)
        treated = table.filter(pc.equal(table["arm"], "treatment"))
        rates.append(pc.mean(treated["unsubscribed"]).as_py())
    consented = 0.55
    assert rates[0] - rates[1] == pytest.approx(Effects().of(popup).unsubscribe * consented, abs=0.003)


def test_opening_tells_who_buys_much_and_nothing_of_what_mails_do(sent: pa.Table) -> None:
    opened = sent["opened"].to_numpy() == 1
    mailed = WHO.rate[sent["customer_id"].to_numpy()]
    assert mailed[opened].mean() > 1.2 * mailed[~opened].mean()


def test_a_shorter_company_has_mailed_less_and_the_same(sent: pa.Table) -> None:
    shorter = replace(LUMEN, scale=replace(LUMEN.scale, days=250))
    rows = sends.table(shorter, WHO)
    assert rows.equals(sent.slice(0, rows.num_rows))
    assert rows["sent_on"].to_pylist()[-1] == day(35) + timedelta(days=sends.WEEKDAY)
    assert sends.table(replace(LUMEN, scale=replace(LUMEN.scale, days=9)), WHO).num_rows == 0
