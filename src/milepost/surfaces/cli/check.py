"""The verb `check`: what is wrong with a program, for people, editors and code hosts; and what can be fixed."""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.kernel.finding import Finding, Severity
from milepost.surfaces.cli.output import Answer, verb
from milepost.surfaces.cli.place import about_program, folder_of

if TYPE_CHECKING:
    from milepost.actions.check_answer import Checked
    from milepost.actions.fix_program import Fixed
    from milepost.record.canonical import Json

FORMATS = ("text", "json", "sarif", "github")


@click.command()
@about_program(positional=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are told.")
@click.option("--fix", "fix", is_flag=True, help="Repair what can only be meant in one way, and show the changes.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the changes, write nothing.")
@verb("check")
def check(
    folder: Path | None,
    directory: Path | None,
    state: Path | None,  # noqa: ARG001  as with every verb about a program; checking needs none
    form: str,
    fix: bool,
    dry_run: bool,
) -> Answer:
    """Compile the program in DIR and say everything that is wrong with it.

    \b
    milepost check examples/email
    milepost check --format sarif > findings.sarif
    milepost check --fix --dry-run
    """
    from milepost.actions.check_answer import checked
    from milepost.wiring.checking import check_cache, program_folder

    if dry_run and not fix:
        raise click.UsageError("--dry-run goes with --fix")
    begun, at = time.perf_counter(), folder_of(directory, folder)
    fixed = _fixed(at, write=not dry_run) if fix else None
    found = checked(program_folder(at), check_cache(at))
    if form in {"sarif", "github"}:
        return _told(found, at, form)
    took = f" in {time.perf_counter() - begun:.1f} s" if sys.stdout.isatty() else ""
    return _answer(found, fixed, took, as_json=form == "json", dry_run=dry_run)


def _fixed(folder: Path, *, write: bool) -> "Fixed":
    from milepost.actions.fix_program import fix_program
    from milepost.wiring.checking import program_folder

    return fix_program(program_folder(folder), write=write)


def _answer(found: "Checked", fixed: "Fixed | None", took: str, *, as_json: bool, dry_run: bool) -> Answer:
    kept = f"Digest {found.digest}" if found.digest else "Nothing can be accepted."
    closing = f"{kept}\n{_summary(found, took)}"
    data: dict[str, Json] = {
        "documents": found.documents,
        "digest": found.digest,
        "files": found.files,
        "checks": found.checks,
        "fixable": [place for place, _ in enumerate(found.findings) if place in found.fixable],
    }
    if fixed is not None:
        word = "Would fix" if dry_run else "Fixed"
        said = f"{word} {_counted(len(fixed.fixed), 'finding')} in {_counted(len(fixed.files), 'file')}."
        data["fixed"] = {"diff": fixed.diff, "files": list(fixed.files), "findings": len(fixed.fixed)}
        closing = f"{said}\n{closing}"
    return Answer(
        text=fixed.diff if fixed else "",
        data=data,
        findings=found.findings,
        closing=closing,
        as_json=as_json,
        fixable=frozenset(found.findings[place] for place in found.fixable),
    )


def _summary(found: "Checked", took: str) -> str:
    errors = sum(each.severity is Severity.ERROR for each in found.findings)
    counts = (_counted(errors, "error"), _counted(len(found.findings) - errors, "warning"))
    fixable = f" ({len(found.fixable):,} fixable with --fix)" if found.fixable else ""
    what = ", ".join(
        (_counted(found.files, "file"), _counted(found.documents, "document"), _counted(found.checks, "check"))
    )
    return f"Checked {what}{took}: {', '.join(counts)}{fixable}"


def _told(found: "Checked", folder: Path, form: str) -> Answer:
    """Tell findings to another program; paths begin where the command runs, as code hosts want them."""
    from milepost import __version__
    from milepost.rendering.github import github
    from milepost.rendering.sarif import sarif
    from milepost.surfaces.cli.codes import all_codes

    rules = {code: each.rule for code, each in all_codes().items()} if found.findings else {}
    placed = [_from_here(folder)(each) for each in found.findings]
    if form == "sarif":
        text = sarif(placed, rules, __version__)
    else:
        text = github(placed, rules) + _summary(found, "")
    return Answer(text=text, data={}, findings=found.findings, is_told=True)


def _from_here(folder: Path) -> Callable[[Finding], Finding]:
    def placed(of: Finding) -> Finding:
        return replace(of, span=replace(of.span, path=(folder / of.span.path).as_posix())) if of.span else of

    return placed


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
