"""What all verbs share: the answer, the JSON envelope, findings on stderr, exit codes."""

import functools
import json
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import click

from milepost.kernel.finding import Finding, Refused, Rule, has_errors, in_order

if TYPE_CHECKING:
    from milepost.record.canonical import Json

MOST_OF_A_CODE = 12
OK, FAILED, USAGE, UNAVAILABLE, INTERRUPTED = 0, 1, 2, 6, 130
_MOVES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")

FAULT = Rule(
    code="MP990",
    title="Something broke inside Milepost",
    why="This is a fault of ours, not of what was asked.",
    fix="Run again as `milepost --debug ...` and report what it prints.",
)
RULES = (FAULT,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a verb has to say: `text` for people, `data` for programs, and findings that go with either.

    `data` may be a function where making it takes time. `exit_code` None means 0, or 1 where a finding is an error.
    `closing` stands behind the findings. `fixable` are those that `check --fix` takes away. `is_told` says that `text`
    holds the findings in another form; `as_json` asks for the envelope where `--json` did not.
    """

    text: str
    data: "Mapping[str, Json] | Callable[[], Mapping[str, Json]]"
    findings: tuple[Finding, ...] = field(default=())
    exit_code: int | None = None
    closing: str = ""
    fixable: frozenset[Finding] = frozenset()
    is_told: bool = False
    as_json: bool = False


def verb(name: str) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Make a command body of a function that gives an Answer, with `--json`; `name` as in `experiment.read`.

    Refused becomes findings and exit 1, an interruption exit 130, any other exception finding MP990.
    """

    def decorate(function: Callable[..., Answer]) -> Callable[..., None]:
        @click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, findings in it.")
        @functools.wraps(function)
        def command(*args: object, as_json: bool, **options: object) -> None:
            answer = _answer_of(lambda: function(*args, **options))
            _finish(name, answer, as_json=as_json or answer.as_json)

        return command

    return decorate


def _answer_of(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except Refused as refused:
        return Answer(text="", data={}, findings=refused.findings, exit_code=FAILED)
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except Exception as error:
        if click.get_current_context().find_root().params.get("debug"):
            traceback.print_exc()
        message = f"something broke inside Milepost: {type(error).__name__}: {error}".strip().splitlines()[0]
        return Answer(text="", data={}, findings=(FAULT.at(None, message, FAULT.fix),), exit_code=FAILED)


def _finish(name: str, answer: Answer, *, as_json: bool) -> NoReturn:
    findings = in_order(answer.findings)
    if as_json:
        data = answer.data() if callable(answer.data) else answer.data
        click.echo(json.dumps(envelope(name, data, findings), ensure_ascii=False, allow_nan=False))
    else:
        if answer.text:
            click.echo(harmless(answer.text), nl=not answer.text.endswith("\n"))
        if not answer.is_told:
            _tell(findings, answer.fixable)
        if answer.closing:
            click.echo(harmless(answer.closing))
    failed = FAILED if has_errors(findings) else OK
    sys.exit(failed if answer.exit_code is None else answer.exit_code)


def harmless(text: str) -> str:
    """Write what would move a terminal's cursor, colour it or turn its text round as its number: a title may hold it.

    Milepost itself writes none of these. Line ends stay, a spreadsheet's too.
    """
    return _MOVES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _tell(findings: Iterable[Finding], fixable: frozenset[Finding]) -> None:
    for finding in _shown(findings):
        click.echo(harmless(finding_text(finding, " [fixable]" if finding in fixable else "")), err=True)
    for code, hidden in _hidden(findings).items():
        click.echo(f"... and {hidden:,} more of {code}; --json has them all", err=True)


def _shown(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= MOST_OF_A_CODE:
            yield finding


def _hidden(findings: Iterable[Finding]) -> dict[str, int]:
    counts = Counter(finding.code for finding in findings)
    return {code: count - MOST_OF_A_CODE for code, count in counts.items() if count > MOST_OF_A_CODE}


def envelope(name: str, data: "Mapping[str, Json]", findings: Iterable[Finding]) -> "dict[str, Json]":
    """Give the one JSON object of a verb; `ok` is False when a finding is an error."""
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.kernel.time import format_instant

    found = tuple(findings)
    try:
        now = format_instant(clock_from_environment().now())
    except Refused as refused:
        found, now = (*found, *(each for each in refused.findings if each not in found)), ""
    return {
        "schema": f"milepost.{name}/1",
        "generated_at": now or None,
        "ok": not has_errors(found),
        "data": dict(data),
        "findings": [finding_data(each) for each in found],
    }


def finding_data(of: Finding) -> "dict[str, Json]":
    """Give a finding as JSON; path, line and column are null where no place is at fault."""
    return {
        "code": of.code,
        "severity": of.severity.value,
        "message": of.message,
        "hint": of.hint,
        "path": of.span.path if of.span else None,
        "line": of.span.line if of.span else None,
        "column": of.span.column if of.span else None,
    }


def finding_text(of: Finding, mark: str = "") -> str:
    """Write a finding as `path:line:col: severity CODE message` and mark, its hint, its source line and a caret."""
    place = f"{of.span.path}:{of.span.line}:{of.span.column}: " if of.span else ""
    lines = [f"{place}{of.severity} {of.code} {of.message}{mark}"]
    if of.hint:
        lines.append(f"hint: {of.hint}")
    if of.span and of.span.source:
        source = of.span.source.rstrip("\r\n")
        # Tabs stay tabs, so that the caret stands below what it points at.
        indent = "".join("\t" if char == "\t" else " " for char in source[: of.span.column - 1])
        width = max(1, min(of.span.end_column, len(source) + 1) - of.span.column)
        lines += [source, indent + "^" * width]
    return "\n".join(lines)


def text_width() -> int:
    """Return how wide text may be: the terminal's width or COLUMNS within 60 to 120, 80 where there is neither."""
    import os
    import shutil

    told = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return max(60, min(120, shutil.get_terminal_size((80, 24)).columns)) if told else 80
