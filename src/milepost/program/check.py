"""One check, one file, one page: the form of the files in checks/."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.kernel.finding import Finding, Rule

if TYPE_CHECKING:
    from milepost.program.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule with the examples that are its test and its page.

    `passes` and `fails` are documents laid over checks/example.py: one of the same kind and id takes the other's place.
    `run` is None where the fault is found while text is read, before there is a program to look at.
    """

    rule: Rule
    passes: str | bytes
    fails: str | bytes
    run: "Callable[[Draft], Iterator[Finding]] | None" = None
