"""An answer is judged at once, in the compiler's words and beside the answers before it."""

from datetime import date

import pytest

from milepost.program.starting.asking import Interview, Next, Told
from milepost.program.starting.questions import Answers, asked_of

TODAY = date(2026, 11, 26)
KNOWN: Told = {
    "starts": "2027-01-01",
    "horizon": "18 months",
    "people": [{"title": "Sponsor"}, {"title": "Mail lead"}],
    "sources": [{"title": "Customers"}],
}


def at(list_: str, name: str, place: int = 0) -> Next:
    of = next(each for each in asked_of(Answers) if each.name == list_)
    assert of.of is not None
    return Next(asked=next(each for each in asked_of(of.of) if each.name == name), list=of, place=place)


@pytest.mark.parametrize(
    ("list_", "name", "entry", "good", "bad", "fault"),
    [
        ("capabilities", "approver", {"owner": "Mail lead"}, "1", "2", "the owner is also the approver"),
        ("capabilities", "p50", {"p10": "2 EUR"}, "3 EUR", "1 EUR", "1 EUR is below 2 EUR"),
        ("capabilities", "p50", {"p10": "-2 hours"}, "-1 hours", "-3 hours", "-3 hours is below"),
        ("capabilities", "effort_p90", {"effort_p50": "2 months"}, "10 weeks", "30d", "30d is below"),
        ("capabilities", "data", {}, "1", "Orders", "'Orders' is none of Customers"),
        ("priorities", "target", {"baseline": "24 EUR"}, "27 EUR", "27 USD", "'27 USD' is not in the unit"),
        ("priorities", "by", {}, "2028-06-30", "2029-01-01", "2029-01-01 is outside"),
        ("priorities", "baseline_window", {}, "2026-10-01/2027-01-01", "2026-12-01/2027-02-01", "2026-12-01/"),
        ("priorities", "aggregate", {}, "mean", "middle", "'middle' is none of mean, proportion, ratio"),
        ("people", "title", {}, "Analyst", "mail lead", "'mail lead' was named already"),
        ("people", "expected", {}, "2027-02-01", "soon", "'soon' is not a date: write 2026-10-01"),
        ("budget", "amount", {}, "3_000 EUR", "3000", "'3000' is not an amount with its currency, such as 0.30 USD"),
    ],
)  # fmt: skip
def test_an_answer_is_judged_at_once(
    list_: str, name: str, entry: dict[str, str | None], good: str, bad: str, fault: str
) -> None:
    told: Told = {**KNOWN, list_: KNOWN.get(list_) or [entry]}
    interview = Interview(told=told, today=TODAY)
    assert interview.fault(at(list_, name), good) is None
    assert (interview.fault(at(list_, name), bad) or "").startswith(fault)


def test_nothing_is_asked_that_could_only_name_what_is_not_there() -> None:
    told: Told = {"capabilities": [{"title": "Mail"}]}
    interview = Interview(told=told, today=TODAY)
    assert interview.choices(at("capabilities", "channels")) == ()
    asked = set()
    while (found := interview.next()) is not None:
        asked.add(found.asked.name)
        interview.answer(found, "no" if found.is_more else interview.offered(found) or "Something")
    assert "channels" in asked  # the list of channels itself
    assert "integrations" not in interview.entries("capabilities")[0]


def test_back_undoes_each_answer_to_the_first() -> None:
    interview = Interview(told={}, today=TODAY)
    for _ in range(12):
        found = interview.next()
        assert found is not None
        interview.answer(found, "no" if found.is_more else interview.offered(found) or "Something")
    while interview.back():
        pass
    first = interview.next()
    assert first is not None
    assert first.asked.name == "company"
    assert [each for each in interview.told.values() if each not in ([], [{}])] == []


def test_a_filled_seat_is_not_asked_when_it_will_be_filled() -> None:
    seat: dict[str, str | None] = {"title": "Sponsor", "function": "marketing", "name": "A. Lind"}
    for name, last in (("A. Lind", "people"), (None, "expected")):
        told: Told = {each.name: "x" for each in asked_of(Answers) if each.of is None} | {
            "people": [seat | {"name": name}]
        }
        asked = Interview(told=told, today=TODAY).next()
        assert asked is not None
        assert asked.asked.name == last
