"""A checklist as a value: every line has who, by when, what to type or edit, and what shows that it is done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One box. It is ticked by evidence alone: `done` tells what the record and the files show.

    `who` is a role and its person, `by` a date in words, `do` a command or a file to edit, `shows` the evidence.
    """

    what: str
    who: str
    by: str
    do: str
    shows: str
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines that belong together."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A playbook for one program on one day. `about` says when it is used and what it protects from."""

    name: str
    title: str
    about: str
    program: str
    as_of: str
    sections: tuple[Section, ...]

    @property
    def counted(self) -> str:
        """Say how many boxes are ticked."""
        lines = [line for section in self.sections for line in section.lines]
        return f"{sum(line.done for line in lines)} of {len(lines)} shown as done"
