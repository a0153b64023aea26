"""A data contract: the part of ODCS v3.1 (reading 3.2) that Milepost checks, in one SELECT on every engine."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from milepost.program.fields import Number, Slug, Text


class Lenient(BaseModel):
    """ODCS documents carry much that other tools read; unknown keys are theirs."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True, populate_by_name=True)


class LogicalType(StrEnum):
    """ODCS logical types that a table's column can have here."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"


class QualityMetric(StrEnum):
    """The ODCS library metrics that are checked."""

    NULL_VALUES = "nullValues"
    MISSING_VALUES = "missingValues"
    INVALID_VALUES = "invalidValues"
    DUPLICATE_VALUES = "duplicateValues"
    ROW_COUNT = "rowCount"


def _pattern(text: object) -> str:
    """Keep a pattern to what every engine reads alike: RE2, so neither look-around nor back-reference."""
    try:
        re.compile(str(text))
    except re.error as error:
        raise ValueError(f"{text!r} is not a pattern: {error}") from None
    if re.search(r"\(\?(?:[=!>(]|<[=!])|\\[1-9]|[*+?}]\+", str(text)):
        raise ValueError(f"{text!r} looks around or back, which not every engine can")
    if any(int(count) > 1000 for count in re.findall(r"[{,](\d+)(?=[,}])", str(text))):
        raise ValueError(f"{text!r} repeats more than a thousand times, which not every engine can")
    return str(text)


Pattern = Annotated[str, BeforeValidator(_pattern)]


class Arguments(Lenient):
    """Arguments of a library metric."""

    valid_values: Annotated[tuple[Text, ...], Field(alias="validValues")] = ()
    missing_values: Annotated[tuple[str | None, ...], Field(alias="missingValues")] = ()
    pattern: Pattern | None = None


class Quality(Lenient):
    """One quality rule. `type` other than library, and metrics not listed, are reported as not checked."""

    type: str = "library"
    metric: str | None = None
    rule: str | None = None
    description: str | None = None
    unit: str = "rows"
    arguments: Arguments = Arguments()
    must_be: Annotated[Number | None, Field(alias="mustBe")] = None
    must_not_be: Annotated[Number | None, Field(alias="mustNotBe")] = None
    above: Annotated[Number | None, Field(alias="mustBeGreaterThan")] = None
    at_least: Annotated[Number | None, Field(alias="mustBeGreaterOrEqualTo")] = None
    below: Annotated[Number | None, Field(alias="mustBeLessThan")] = None
    at_most: Annotated[Number | None, Field(alias="mustBeLessOrEqualTo")] = None

    @property
    def checked(self) -> QualityMetric | None:
        """Return the metric when it is one of those checked, else None. v3.0 wrote `rule` for `metric`."""
        name = self.metric or self.rule
        known = self.type == "library" and name in set(QualityMetric)
        return QualityMetric(name) if known and name else None


class Options(Lenient):
    """ODCS logicalTypeOptions that are checked."""

    minimum: Number | None = None
    maximum: Number | None = None
    pattern: Pattern | None = None


class Property(Lenient):
    """A column."""

    name: Text
    logical_type: Annotated[LogicalType, Field(alias="logicalType")] = LogicalType.STRING
    required: bool = False
    unique: bool = False
    primary_key: Annotated[bool, Field(alias="primaryKey")] = False
    options: Annotated[Options, Field(alias="logicalTypeOptions")] = Options()
    quality: tuple[Quality, ...] = ()


class TableSchema(Lenient):
    """A table of the contract. ODCS's type `object` is left out: it is always so."""

    name: Text
    properties: Annotated[tuple[Property, ...], Field(min_length=1)]
    quality: tuple[Quality, ...] = ()

    def column(self, name: str) -> Property | None:
        """Return the column of that name, or None."""
        return next((each for each in self.properties if each.name == name), None)


def _v3(text: object) -> str:
    if not str(text).startswith(("v3.0", "v3.1", "v3.2")):
        raise ValueError(f"{text!r} is not read: write ODCS v3.1.0")
    return str(text)


class Contract(Lenient):
    """An ODCS data contract."""

    api_version: Annotated[str, BeforeValidator(_v3), Field(alias="apiVersion")]
    kind: Annotated[str, Field(pattern="^DataContract$")] = "DataContract"
    id: Slug
    version: Text
    status: Text
    tables: Annotated[tuple[TableSchema, ...], Field(alias="schema", min_length=1)]

    def table(self, name: str | None) -> TableSchema | None:
        """Return the table of that name; the only one where the name is None."""
        if name is None:
            return self.tables[0] if len(self.tables) == 1 else None
        return next((each for each in self.tables if each.name == name), None)
