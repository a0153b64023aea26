from decimal import Decimal

import pytest

from milepost.surfaces.cli.values import amount, currency, share, split


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("", {}),
        ("A=.5,B=.5", {"A": Decimal("0.5"), "B": Decimal("0.5")}),
        ("A=0.5,B=0.5", {"A": Decimal("0.5"), "B": Decimal("0.5")}),
        ("Mens E-Mail=1/3, No E-Mail = 2/3", {"Mens E-Mail": Decimal(1) / 3, "No E-Mail": Decimal(2) / 3}),
        ("a, b=0.5,c=d=0.5", {"a, b": Decimal("0.5"), "c=d": Decimal("0.5")}),
    ],
)
def test_splits(text, shares):
    assert split(text) == shares


@pytest.mark.parametrize("text", ["half", "A=", "A=0.5,B", "A=1/0", "A=0.5,A=0.5", "=0.5"])
def test_what_is_no_split(text):
    with pytest.raises(ValueError, match=r"not ARM=SHARE|two shares|not a number"):
        split(text)


def test_ranges():
    assert (share("0.3"), amount("0"), currency("EUR")) == (Decimal("0.3"), 0, "EUR")
    for read, text in ((share, "0"), (share, "1.1"), (amount, "-1"), (amount, "nan"), (currency, "eur")):
        with pytest.raises(ValueError):
            read(text)
