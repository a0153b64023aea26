"""What is recorded when a program is accepted: the version in force, by digest, and the texts it came from."""

from collections.abc import Mapping
from dataclasses import dataclass

ACCEPTED = "program.accepted"
RELAID = "program.relaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A program version in force from its recording on. All are digests of bytes that the record keeps.

    `files` maps each path to its text's digest; `places` is the digest of a JSON table `kind/id` -> path, line, column.
    `previous` is the event of the acceptance before, None for the first.
    """

    digest: str
    files: Mapping[str, str]
    places: str
    previous: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The same program in other words: comments, files or order changed, its digest did not."""

    files: Mapping[str, str]
    places: str
