"""Every code there is: the rules of all rooms and the program's checks."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

import milepost
from milepost.kernel.finding import Refused, Rule
from milepost.kernel.near import hint
from milepost.surfaces.cli.output import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A rule, and for a check of program files an example that passes and one that fails (empty otherwise)."""

    rule: Rule
    passes: str = ""
    fails: str = ""


def all_codes() -> dict[str, Explained]:
    """Return every rule by its code, in the order of codes."""
    found = {each.rule.code: each for each in (*_of_checks(), *_of_rooms())}
    return dict(sorted(found.items()))


def explained(code: str) -> Answer:
    """Explain a code; raises Refused with the near code when there is none of that name."""
    from milepost.actions.rules import NO_SUCH_CODE

    codes = all_codes()
    found = codes.get(code.upper())
    if found is None:
        raise Refused(NO_SUCH_CODE.at(None, f"there is no code {code}", hint(code.upper(), codes, "code")))
    rule = found.rule
    parts = [f"{rule.code} {rule.severity}: {rule.title}", "", rule.why, "", f"What to do: {rule.fix}"]
    if found.fails and len(found.fails) < 2000:
        parts += ["", "This is found:", "", *_indented(found.fails), "", "This is fine:", "", *_indented(found.passes)]
    data = {"code": rule.code, "severity": rule.severity.value, "title": rule.title, "why": rule.why, "fix": rule.fix}
    return Answer(text="\n".join(parts), data={**data, "passes": found.passes, "fails": found.fails})


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.rstrip().splitlines()]


def _of_checks() -> Iterator[Explained]:
    from milepost.program.checks.registry import CHECKS

    for check in CHECKS:
        yield Explained(rule=check.rule, passes=_text(check.passes), fails=_text(check.fails))


def _text(example: str | bytes) -> str:
    return example if isinstance(example, str) else example.decode(errors="backslashreplace")


def _of_rooms() -> Iterator[Explained]:
    for module in pkgutil.walk_packages(milepost.__path__, "milepost."):
        if module.name.endswith(("rules", ".output", ".disk")):
            for rule in getattr(importlib.import_module(module.name), "RULES", ()):
                yield Explained(rule=rule)
