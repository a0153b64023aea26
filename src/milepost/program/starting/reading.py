"""A file of answers -> Answers, or findings with their lines: empty is not known, names are held against the lists."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ValidationError

from milepost.kernel.finding import Finding, Refused, Span, has_errors, in_order
from milepost.kernel.near import hint
from milepost.program.draft import Origin
from milepost.program.schema_findings import schema_findings
from milepost.program.starting.asking import Entry, Told
from milepost.program.starting.question import slug_of
from milepost.program.starting.questions import Answers, Asked, asked_of
from milepost.program.starting.rules import NO_ANSWERS, TWICE, UNKNOWN_NAME
from milepost.program.text import read_documents


def read_answers(path: str, content: bytes) -> tuple[Answers, Origin]:
    """Read a file of answers, YAML or JSON, with the place of each.

    Raises Refused: MP829 no mapping, MP826 a name that nothing describes, MP827 a name given twice, and what the
    compiler says of a value or key.
    """
    origin = _origin(path, content)
    try:
        answers = Answers.model_validate(_known(origin.node.plain()))
    except ValidationError as error:
        raise Refused(*in_order(tuple(schema_findings(Answers, error, origin)))) from None
    findings = tuple(_names(answers, origin))
    if has_errors(findings):
        raise Refused(*in_order(findings))
    return answers, origin


def told_in(path: str, content: bytes) -> Told:
    """Read answers as they were typed, sound or not; raises Refused with MP829 where the file holds no mapping."""
    plain = _origin(path, content).node.plain()
    assert isinstance(plain, dict)
    told: Told = {}
    needed = {each.name for each in asked_of(Answers) if each.is_required}
    for name, value in plain.items():
        if value is None and name in needed:
            continue  # an empty line is no answer where one is needed: it is asked for
        if isinstance(value, list):
            told[str(name)] = [_entry(each) for each in value if isinstance(each, dict)]
        elif value is None or isinstance(value, str):
            told[str(name)] = value
    return told


def _entry(of: Mapping[str, object]) -> Entry:
    return {str(name): value if isinstance(value, str) else None for name, value in of.items()}


def _origin(path: str, content: bytes) -> Origin:
    documents, findings = read_documents(path, content)
    if has_errors(findings):
        raise Refused(*findings)
    if len(documents) != 1 or not isinstance(documents[0][1].plain(), dict):
        raise Refused(NO_ANSWERS.at(Span(path=path), f"{path} holds no mapping of answers", NO_ANSWERS.fix))
    return Origin(*documents[0])


def _known(plain: object) -> dict[str, object]:
    """Leave out what is not known: keys without a value, and entries at a list's end that were never filled in."""
    assert isinstance(plain, dict)
    asked = {each.name: each for each in asked_of(Answers)}
    found: dict[str, object] = {}
    for name, value in plain.items():
        of = asked.get(name)
        if of is not None and of.of is not None and isinstance(value, list):
            found[name] = _filled(of, value)
        elif value not in (None, "") or of is None or of.is_required:
            found[name] = value
    return found


def _filled(of: Asked, entries: list[object]) -> list[object]:
    assert of.of is not None
    needed = {each.name for each in asked_of(of.of) if each.is_required}
    kept = [_without_nothing(each, needed) if isinstance(each, dict) else each for each in entries]
    while kept and _is_untouched(of, kept[-1]):
        kept.pop()
    return kept


def _without_nothing(entry: dict[str, object], needed: set[str]) -> dict[str, object]:
    return {name: value for name, value in entry.items() if name in needed or value not in (None, "", [])}


def _is_untouched(of: Asked, entry: object) -> bool:
    """Tell whether an entry holds nothing but what the form offered."""
    assert of.of is not None
    unguessed = {each.name for each in asked_of(of.of) if each.question.default is None}
    offered = {"by", "baseline_window"}
    return isinstance(entry, dict) and not any(entry.get(name) for name in unguessed - offered)


def _names(answers: Answers, origin: Origin) -> Iterator[Finding]:
    titles = {asked.name: _titles(answers, asked) for asked in asked_of(Answers) if asked.of is not None}
    for name, found in titles.items():
        for place, title in enumerate(found):
            if slug_of(title) in {slug_of(each) for each in found[:place]}:
                message = f"{title!r} stands twice in {name}"
                yield TWICE.at(origin.span(name, place, "title"), message, TWICE.fix)
    for path, asked, model in _asked_in(answers):
        assert asked.named is not None
        value = getattr(model, asked.name)
        for each in value if isinstance(value, tuple) else (value,):
            if slug_of(each) not in map(slug_of, titles[asked.named]):
                message = f"{each!r} is not among the {asked.named}"
                yield UNKNOWN_NAME.at(origin.span(*path), message, hint(each, titles[asked.named]))


def _titles(answers: Answers, asked: Asked) -> list[str]:
    return [each.title for each in getattr(answers, asked.name) if hasattr(each, "title")]


def _asked_in(answers: Answers) -> Iterator[tuple[tuple[str | int, ...], Asked, BaseModel]]:
    """Give each answer that names something, with its path."""
    for asked in asked_of(Answers):
        if asked.of is None:
            if asked.named:
                yield (asked.name,), asked, answers
            continue
        for place, entry in enumerate(getattr(answers, asked.name)):
            for inner in asked_of(asked.of):
                if inner.named:
                    yield (asked.name, place, inner.name), inner, entry
