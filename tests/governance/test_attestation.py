"""Who may sign, and every reason why not."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from milepost.governance.attestation import SigningRequest, rule_signing

TODAY = date(2026, 11, 22)
ALLOWED = SigningRequest(
    what="consent-reviewed",
    signer="privacy",
    roles=frozenset({"privacy", "crm-lead", "cmo"}),
    owners={"crm-lead": "capability/mail"},
    document="consent.md",
    document_digest="sha256:00",
    today=TODAY,
    expires=date(2026, 11, 23),
    asked=frozenset({"privacy"}),
)
# What is denied, by code, as changes to the allowed request.
DENIALS: dict[str, dict[str, object]] = {
    "MP701": {"owners": {"privacy": "capability/mail"}},
    "MP702": {"roles": frozenset({"crm-lead", "private"})},
    "MP703": {"document_digest": None},
    "MP705": {"expires": TODAY},
    "MP706": {"asked": frozenset({"cmo", "crm-lead"})},
}
SAID = {
    "MP701": "privacy owns capability/mail and may not sign for consent-reviewed",
    "MP702": "privacy is not a role of the program",
    "MP703": "there is no document consent.md in the program's folder",
    "MP705": "2026-11-22 is not after today, 2026-11-22",
    "MP706": "consent-reviewed asks for the signature of cmo, crm-lead",
}


def denied(**changes: object) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in rule_signing(replace(ALLOWED, **changes))]


def test_another_role_that_is_asked_may_sign_a_document_until_tomorrow() -> None:
    assert denied() == []


@pytest.mark.parametrize("code", DENIALS)
def test_each_denial_says_why(code: str) -> None:
    assert denied(**DENIALS[code]) == [(code, SAID[code])]


@pytest.mark.parametrize("codes", list(combinations(DENIALS, 2)))
def test_all_reasons_are_told_at_once(codes: tuple[str, str]) -> None:
    changes = {name: value for code in codes for name, value in DENIALS[code].items()}
    assert sorted(code for code, _ in denied(**changes)) == sorted(codes)


def test_an_unknown_signer_gets_the_near_role() -> None:
    (finding,) = rule_signing(replace(ALLOWED, signer="privcy", asked=frozenset()))
    assert (finding.code, finding.hint) == ("MP702", "did you mean privacy?")


def test_yesterday_is_expired_too() -> None:
    assert [code for code, _ in denied(expires=date(2026, 11, 21))] == ["MP705"]


@pytest.mark.parametrize(
    "changes",
    [{"asked": frozenset()}, {"roles": frozenset()}, {"expires": None}, {"owners": {}}, {"expires": date(2030, 1, 1)}],
    ids=["nobody in particular is asked", "no roles declared", "nothing expires", "nobody owns it", "far off"],
)
def test_what_is_not_declared_denies_nothing(changes: dict[str, object]) -> None:
    assert denied(**changes) == []


def test_the_owner_may_not_sign_even_when_asked() -> None:
    assert [code for code, _ in denied(signer="crm-lead", asked=frozenset({"crm-lead"}))] == ["MP701"]
