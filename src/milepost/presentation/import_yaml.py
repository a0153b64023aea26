"""How a finished test is declared in a program: documents to paste, and the contract of its export."""

import json
import re
from collections.abc import Sequence

from milepost.experiments.imports.reading import ImportReading
from milepost.kernel.words import Grade
from milepost.program.documents.ways import Vendor

_EXPERIMENT = """\
kind: Experiment
id: {slug}
of: CAPABILITY            # the capability that it tested
source: {vendor}-results
imported: {{vendor: {vendor}, test: {test}, metric: {metric}, control: {control}, treatment: {treatment}}}
primary: METRIC           # the metric that prices it: its `times` is the unit value
# period: 2026-03-01/2026-04-01
"""
_RANDOM = "# randomised: {stated_by: ROLE, document: FILE}   # another role than the owner's, for grade A\n"
_SOURCE = """\
kind: Source
id: {vendor}-results
owner: ROLE
contract: {vendor}-results
"""
_CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: {vendor}-results
version: 1.0.0
status: active
schema:
  - name: results
    properties:
{columns}
"""


def program_yaml(vendor: Vendor, name: str, results: Sequence[ImportReading]) -> str:
    """Write the documents of a program: the source, and an experiment for each result. `name` is the file's stem."""
    documents = [_SOURCE.format(vendor=vendor.value)]
    for each in results:
        asked = each.result.asked
        documents.append(
            _EXPERIMENT.format(
                slug=_slug(f"{asked.test or name}-{asked.metric}-{asked.treatment}"),
                vendor=vendor.value,
                test=_quoted(asked.test or name),
                metric=_quoted(asked.metric),
                control=_quoted(asked.control),
                treatment=_quoted(asked.treatment),
            )
            + (_RANDOM if each.grade is Grade.B else "")
        )
    return "---\n".join(documents)


def contract_yaml(vendor: Vendor, columns: Sequence[str]) -> str:
    """Write the contract of an export: the vendor's own columns, as text, since their words are read here."""
    rows = "\n".join(f"      - {{name: {_quoted(each)}, logicalType: string}}" for each in dict.fromkeys(columns))
    return _CONTRACT.format(vendor=vendor.value, columns=rows)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:63].strip("-") or "imported"


def _quoted(text: str) -> str:
    # A JSON string is a YAML one; nothing of it is read as a number, a date or null.
    return json.dumps(text, ensure_ascii=False)
