"""All checks, in the order of their codes: every file of this folder that holds a CHECK."""

import pkgutil
from importlib import import_module

from milepost.program import checks
from milepost.program.check import Check

_HERE = {"example", "registry"}


def _found() -> list[Check]:
    names = [each.name for each in pkgutil.iter_modules(checks.__path__) if each.name not in _HERE]
    return [import_module(f"{checks.__name__}.{name}").CHECK for name in names]


CHECKS: tuple[Check, ...] = tuple(sorted(_found(), key=lambda check: check.rule.code))
