"""The interview of `init`: questions at a terminal, or answers from a file, and the program written from them."""

import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from milepost.surfaces.cli.output import INTERRUPTED, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milepost.kernel.finding import Finding
    from milepost.kernel.ids import Ref
    from milepost.program.draft import Origin
    from milepost.program.starting.asking import Interview, Next
    from milepost.program.starting.questions import Answers
    from milepost.program.starting.written import Written
    from milepost.record.canonical import Json

KEPT = ".answers.yaml"
"""Where an interview keeps its answers: hidden, so that it is no document of the program."""
_WELCOME = """\
A first program in some {count} questions. An empty line takes what is in brackets.
?  why it is asked   <  one question back   Ctrl-C  keep answers, go on later
"""


def form(today: date) -> Answer:
    """Answer with the questions as a form to fill in."""
    from milepost.program.starting.form import form_text

    text = form_text(today)
    return Answer(text=text, data={"form": text})


def answered(folder: Path, path: Path, today: date) -> Answer:  # noqa: ARG001  the same door as the interview's
    """Write a program from a file of answers."""
    from milepost.adapters.program_folder.new import must_be_empty
    from milepost.program.starting.reading import read_answers

    must_be_empty(folder, but=(KEPT,))
    answers, origin = read_answers(str(path), _content(path))
    return _written(folder, answers, origin)


def _content(path: Path) -> bytes:
    """Read a file of answers; no more of it than a program's file may have, and no pipe."""
    from milepost.adapters.program_folder.local import MOST_BYTES
    from milepost.kernel.finding import Refused, Span
    from milepost.program.starting.rules import NO_ANSWERS

    try:
        if not path.is_file():
            raise FileNotFoundError(2, "there is no such file")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise Refused(NO_ANSWERS.at(Span(path=str(path)), message, NO_ANSWERS.fix)) from None


def asked(folder: Path, today: date) -> Answer:
    """Ask at the terminal. Answers are kept whenever it ends early; the next interview goes on with them."""
    from milepost.adapters.program_folder.new import must_be_empty
    from milepost.kernel.finding import Refused
    from milepost.program.starting.asking import Interview
    from milepost.program.starting.form import form_text
    from milepost.program.starting.reading import read_answers, told_in
    from milepost.program.starting.rules import NO_TERMINAL

    if not sys.stdin.isatty():
        raise Refused(NO_TERMINAL.at(None, "there is no terminal here to ask at", NO_TERMINAL.fix))
    must_be_empty(folder, but=(KEPT,))
    kept = folder / KEPT
    interview = Interview(told=told_in(str(kept), kept.read_bytes()) if kept.exists() else {}, today=today)
    try:
        _ask_all(interview)
    except (KeyboardInterrupt, EOFError):
        _keep(kept, interview)
        _stopped(folder, kept)
    content = form_text(today, interview.told)
    _keep(kept, interview)
    try:
        answers, origin = read_answers(str(kept), content.encode())
        return _written(folder, answers, origin)
    except Refused:
        again = f"milepost init --interview --answers {_place(kept)} {_place(folder)}"
        click.echo(f"\nThe answers are kept in {kept}. Change what is named below, then:\n  {again}", err=True)
        raise


def _ask_all(interview: "Interview") -> None:
    from milepost.program.starting.questions import Answers, asked_of

    count = sum(len(asked_of(each.of)) if each.of else 1 for each in asked_of(Answers))
    click.echo(_WELCOME.format(count=count), err=True)
    section = ""
    while (at := interview.next()) is not None:
        section = _headed(at, section)
        _ask(interview, at)


def _headed(at: "Next", before: str) -> str:
    """Say a list's own question once, above those of its entries; gives which list it was."""
    if at.list is not None and at.list.name != before:
        click.echo(f"\n{_wrapped(f'{at.list.question.ask} {at.list.question.why}')}", err=True)
    return at.list.name if at.list is not None else ""


def _ask(interview: "Interview", at: "Next") -> None:
    from milepost.program.starting.asking import BACK, WHY

    offered = interview.offered(at)
    while True:
        typed = _typed(_prompt(interview, at, offered))
        if typed == WHY:
            click.echo(_wrapped(at.asked.question.why, "  "), err=True)
            continue
        if typed == BACK:
            if not interview.back():
                click.echo("  this is the first question", err=True)
                continue
            return
        text = typed or offered or ""
        if (fault := interview.fault(at, text)) is None:
            interview.answer(at, text)
            return
        click.echo(_wrapped(fault, "  "), err=True)


def _prompt(interview: "Interview", at: "Next", offered: str | None) -> str:
    if at.is_more:
        word = f"Another entry for: {at.asked.question.ask}" if interview.entries(at.asked.name) else "Name one?"
        return f"{word} (yes or no) [no] "
    choices = interview.choices(at) or _words(at)
    listed = "".join(f"  {number}  {title}\n" for number, title in enumerate(choices, 1)) if at.asked.named else ""
    inside = f" ({', '.join(choices)})" if choices and not at.asked.named else ""
    asked = _wrapped(f"{at.asked.question.ask}{inside}{f' [{offered}]' if offered else ''}")
    return f"{asked}\n{listed}> "


def _wrapped(text: str, indent: str = "") -> str:
    import textwrap

    from milepost.surfaces.cli.output import text_width

    return textwrap.fill(text, text_width(), initial_indent=indent, subsequent_indent=indent)


def _words(at: "Next") -> tuple[str, ...]:
    hint = getattr(at.asked.type_, "__origin__", at.asked.type_)
    return tuple(str(each.value) for each in getattr(hint, "__members__", {}).values())


def _typed(prompt: str) -> str:
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _keep(path: Path, interview: "Interview") -> None:
    from milepost.adapters.disk import make_folder, write_whole
    from milepost.program.starting.form import form_text

    make_folder(path.parent)
    write_whole(path, form_text(interview.today, interview.told).encode())


def _stopped(folder: Path, kept: Path) -> NoReturn:
    click.echo(
        f"\nThe answers so far are in {kept}. Go on with:\n  milepost init --interview {_place(folder)}", err=True
    )
    sys.exit(INTERRUPTED)


def _written(folder: Path, answers: "Answers", origin: "Origin") -> Answer:
    """Write the program, once what the answers make of it was compiled and found sound."""
    from milepost.adapters.program_folder.new import write_new
    from milepost.kernel.finding import Refused, Severity
    from milepost.program.compiler import compile_program
    from milepost.program.starting.gaps import gaps_of
    from milepost.program.starting.written import attest_command, write_program

    written = write_program(answers)
    texts = {name: text.encode() for name, text in written.texts.items() if name.endswith(".yaml")}
    made = compile_program(texts)
    if made.program is None:
        errors = [each for each in made.findings if each.severity is Severity.ERROR]
        raise Refused(*(_at_the_answer(each, made.draft.origins, written, origin) for each in errors))
    write_new(folder, written.texts, but=(KEPT,))
    gaps = [*gaps_of(answers), *(each.message for each in made.findings)]
    place = _place(folder)
    text = "\n".join(
        [
            f"{len(written.texts)} files in {folder}; {len(gaps)} {'gap' if len(gaps) == 1 else 'gaps'}.",
            *(f"  {each}" for each in gaps[:12]),
            *([f"  ... and {len(gaps) - 12} more: milepost check {place}"] if len(gaps) > 12 else []),
            "",
            "Next:",
            f"  milepost check {place}",
            *(f"  milepost {each}{'' if place == '.' else f' -C {place}'}" for each in ("simulate", "roadmap", "plan")),
            f"  milepost accept {place}",
            f"  {attest_command(answers, '' if place == '.' else f' -C {place}')}",
        ]
    )
    data: dict[str, Json] = {"folder": str(folder), "files": [*sorted(written.texts)], "gaps": [*gaps]}
    return Answer(text=text, data=data)


def _at_the_answer(
    finding: "Finding", origins: "Mapping[Ref, Origin]", written: "Written", origin: "Origin"
) -> "Finding":
    """Move a finding of a written document to the answers that the document was made of."""
    from dataclasses import replace

    from milepost.program.starting.rules import NOT_SOUND

    span = finding.span
    found: tuple[int, tuple[str | int, ...]] | None = None
    for ref, place in written.answers.items():
        own = origins.get(ref)
        if own is not None and span is not None and own.source.path == span.path and own.node.line <= span.line:
            found = max(found or (0, ()), (own.node.line, place))
    message = f"{finding.message} ({finding.code})"
    moved = NOT_SOUND.at(origin.span(*found[1]) if found else None, message, finding.hint or NOT_SOUND.fix)
    return replace(moved, severity=finding.severity)


def _place(folder: Path) -> str:
    return shlex.quote(str(folder))
