"""The answer of `check`: what is wrong, what of it can be fixed; from the last time where nothing it rests on changed.

Nothing heavy is imported before it is known that there is no answer yet.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from milepost.kernel.finding import Finding, Severity, Span, in_order

if TYPE_CHECKING:
    from milepost.actions.ports import CheckCache, ProgramFolder

FORM = "milepost.check-cache/1"
LEAST_BYTES = 100_000
"""A program with less text is compiled sooner than it is worth remembering."""
MOST_FINDINGS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What `check` says. `digest` is None where there are errors; `fixable` are places in `findings`."""

    files: int
    documents: int
    checks: int
    digest: str | None
    findings: tuple[Finding, ...]
    fixable: frozenset[int]


def checked(folder: "ProgramFolder", cache: "CheckCache | None" = None) -> Checked:
    """Check a folder; raises Refused only when there is nothing to read. Without a cache nothing is remembered."""
    texts = folder.texts()
    if cache is None or sum(map(len, texts.values())) < LEAST_BYTES:
        return _compiled(texts, folder)[0]
    key = _key(texts, cache.code)
    kept = _read(cache.get(key), folder)
    if kept is not None:
        return kept
    made, documents = _compiled(texts, folder)
    if len(made.findings) <= MOST_FINDINGS and documents is not None:
        cache.put(key, _written(made, documents))
    return made


def _compiled(texts: Mapping[str, bytes], folder: "ProgramFolder") -> tuple[Checked, tuple[str, ...] | None]:
    """Return the answer and the documents that it found besides the texts; None where one is missing."""
    from milepost.actions.programs import compile_texts, named_documents
    from milepost.governance.rules import NO_DOCUMENT
    from milepost.program.checks.registry import CHECKS
    from milepost.program.repairs.find import repairs_of

    made = compile_texts(texts, folder)
    findings = in_order(made.findings)
    repairable = {id(each.finding) for each in repairs_of(texts, made)}
    is_whole = all(each.code != NO_DOCUMENT.code for each in findings)
    answer = Checked(
        files=len(texts),
        documents=len(made.draft.origins),
        checks=len(CHECKS),
        digest=made.program.digest if made.program else None,
        findings=findings,
        fixable=frozenset(place for place, each in enumerate(findings) if id(each) in repairable),
    )
    return answer, tuple(sorted(set(named_documents(made.program).values()))) if is_whole else None


def _key(texts: Mapping[str, bytes], code: str) -> str:
    digest = hashlib.sha256(f"{FORM} {code}".encode())
    for path, content in sorted(texts.items()):
        digest.update(f"\0{len(path)} {path} {len(content)} ".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _written(made: Checked, documents: tuple[str, ...]) -> bytes:
    kept = asdict(made) | {"fixable": sorted(made.fixable), "named": documents}
    return json.dumps(kept, ensure_ascii=True).encode()


def _read(answer: bytes | None, folder: "ProgramFolder") -> Checked | None:
    """Return the answer as it was put; None where a document that it found is gone."""
    if answer is None:
        return None
    try:
        kept = json.loads(answer)
        named = kept.pop("named")
        findings = tuple(
            Finding(**each | {"severity": Severity(each["severity"]), "span": _span(each["span"])})
            for each in kept.pop("findings")
        )
        found = Checked(**kept | {"findings": findings, "fixable": frozenset(kept["fixable"])})
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None  # it was written by something else
    return None if any(folder.document_digest(name) is None for name in named) else found


def _span(kept: Mapping[str, object] | None) -> Span | None:
    return Span(**kept) if kept else None  # type: ignore[arg-type]
