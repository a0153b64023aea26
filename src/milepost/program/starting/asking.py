"""Which question comes next, and whether an answer will do. Answers so far are plain text, in the form's own shape."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import ValidationError

from milepost.kernel.time import Duration, Period, add_months
from milepost.program.schema_findings import worded
from milepost.program.starting.beside import fault_beside
from milepost.program.starting.question import slug_of
from milepost.program.starting.questions import Answers, Asked, asked_of, first_day

Entry = dict[str, str | None]
Told = dict[str, str | list[Entry] | None]
"""Answers as typed: None for a question that was passed over."""
BACK, WHY = "<", "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What to ask now: a field, of the entry at `place` where it is a list's; `is_more` asks for one more entry."""

    asked: Asked
    list: Asked | None = None
    place: int = 0
    is_more: bool = False


@dataclass(slots=True)
class Interview:
    """An interview under way. `told` is what is known; nothing is asked twice."""

    told: Told
    today: date
    done: set[str] = field(default_factory=set)
    _past: list[Next] = field(default_factory=list)

    def next(self) -> Next | None:
        """Return the first question without an answer; None when all are answered."""
        for asked in asked_of(Answers):
            if asked.of is None:
                if asked.name not in self.told:
                    return Next(asked=asked)
            elif (found := self._next_in(asked)) is not None:
                return found
        return None

    def _next_in(self, asked: Asked) -> Next | None:
        assert asked.of is not None
        entries = self.entries(asked.name)
        for place, entry in enumerate(entries):
            for inner in asked_of(asked.of):
                if inner.name not in entry and not self._is_moot(at := Next(asked=inner, list=asked, place=place)):
                    return at
        if asked.name in self.done:
            return None
        if not entries and asked.is_required:
            return Next(asked=asked_of(asked.of)[0], list=asked, place=0)
        return Next(asked=asked, list=asked, place=len(entries), is_more=True)

    def _is_moot(self, at: Next) -> bool:
        """Tell whether it need not be asked: it could only name what nobody described, or dates a filled seat."""
        if at.list is not None and (at.list.name, at.asked.name) == ("people", "expected"):
            return bool(self.entries(at.list.name)[at.place].get("name"))
        return at.asked.named is not None and not at.asked.is_required and not self.choices(at)

    def entries(self, name: str) -> list[Entry]:
        """Return the entries of a list so far."""
        found = self.told.get(name)
        return found if isinstance(found, list) else []

    def offered(self, at: Next) -> str | None:
        """Return what is offered as an answer, None where nothing can be guessed."""
        if at.is_more:
            return "no"
        starts, horizon = self._starts(), self._horizon()
        match at.asked.name:
            case "starts":
                return first_day(self.today).isoformat()
            case "baseline_window":
                return f"{add_months(starts, -3)}/{starts}"
            case "by":
                return (Duration(months=horizon).after(starts) - timedelta(days=1)).isoformat()
        return at.asked.question.default

    def choices(self, at: Next) -> tuple[str, ...]:
        """Return the titles that an answer may name; a choice is a title or its number, from 1."""
        if at.is_more or at.asked.named is None:
            return ()
        titles = [entry.get("title") for entry in self.entries(at.asked.named)]
        own = at.list is not None and at.list.name == at.asked.named
        return tuple(title for place, title in enumerate(titles) if title and not (own and place >= at.place))

    def fault(self, at: Next, text: str) -> str | None:
        """Say what is wrong with an answer, in the compiler's words; None where nothing is."""
        if not text:
            return "an answer is needed here" if at.asked.is_required and not at.is_more else None
        if at.is_more:
            return None if text.lower() in {"y", "yes", "n", "no"} else f"{text!r} is neither yes nor no"
        if (faults := list(_faults(at.asked, self._named(at, text)))) or at.asked.named is None:
            return faults[0] if faults else self._beside(at, text)
        for each in _split(at, self._named(at, text)):
            if slug_of(each) not in {slug_of(title) for title in self.choices(at)}:
                return f"{each!r} is none of {', '.join(self.choices(at)) or 'those described so far: there are none'}"
        return self._beside(at, self._named(at, text))

    def answer(self, at: Next, text: str) -> None:
        """Keep an answer that has no fault."""
        self._past.append(at)
        if at.is_more:
            if text.lower().startswith("y"):
                self._list(at).append({})
            else:
                self.told.setdefault(at.asked.name, [])
                self.done.add(at.asked.name)
        elif at.list is None:
            self.told[at.asked.name] = self._named(at, text) or None
        else:
            entries = self._list(at)
            if at.place == len(entries):
                entries.append({})
            entries[at.place][at.asked.name] = self._named(at, text) or None

    def back(self) -> bool:
        """Take the last answer back; False where there is none."""
        if not self._past:
            return False
        at = self._past.pop()
        if at.is_more:
            self.done.discard(at.asked.name)
            if len(self.entries(at.asked.name)) > at.place:
                self._list(at).pop()
        elif at.list is None:
            self.told.pop(at.asked.name, None)
        else:
            self._list(at)[at.place].pop(at.asked.name, None)
        return True

    def _list(self, at: Next) -> list[Entry]:
        assert at.list is not None
        found = self.told.setdefault(at.list.name, [])
        assert isinstance(found, list)
        return found

    def _named(self, at: Next, text: str) -> str:
        """Put titles in the place of their numbers."""
        choices = self.choices(at)
        if not choices:
            return text
        words = (each if not each.isdigit() or not 0 < int(each) <= len(choices) else choices[int(each) - 1]
                 for each in _split(at, text))  # fmt: skip
        return ", ".join(words)

    def _beside(self, at: Next, text: str) -> str | None:
        """Say what is wrong with an answer beside those given before."""
        if at.list is None:
            return None
        entries = self.entries(at.list.name)
        entry = entries[at.place] if at.place < len(entries) else {}
        titles = [each.get("title") or "" for place, each in enumerate(entries) if place != at.place]
        return fault_beside(at.asked.name, text, entry, titles, self._runs())

    def _runs(self) -> Period | None:
        if "starts" not in self.told or "horizon" not in self.told:
            return None
        starts = self._starts()
        return Period(starts, Duration(months=self._horizon()).after(starts))

    def _starts(self) -> date:
        told = self.told.get("starts")
        try:
            return date.fromisoformat(told) if isinstance(told, str) else first_day(self.today)
        except ValueError:
            return first_day(self.today)

    def _horizon(self) -> int:
        told = self.told.get("horizon")
        try:
            return Duration.parse(told).months or 18 if isinstance(told, str) else 18
        except ValueError:
            return 18


def _split(at: Next, text: str) -> list[str]:
    """Give the titles in an answer: one, or several where the question takes more than one."""
    several = "tuple" in str(at.asked.type_)
    return [each.strip() for each in text.split(",") if each.strip()] if several else [text]


def _faults(asked: Asked, text: str) -> Iterator[str]:
    try:
        asked.reader.validate_python(text)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=True):
            said, allowed = worded(each)
            yield f"{said}; {allowed}" if allowed and not allowed.startswith("known") else said
