"""A program lived through on the command line: its files, its verbs, and a clock set by hand for each of them."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from milepost.surfaces.cli import main

NOON = "2026-11-22T12:00:00Z"


@dataclass(frozen=True)
class Said:
    """What a command said: exit code, both streams, and with `--json` the object on stdout."""

    code: int
    out: str
    err: str
    error: BaseException | None = None

    @cached_property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def data(self) -> dict[str, Any]:
        return self.json["data"]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return self.json["findings"]

    @property
    def codes(self) -> list[str]:
        """Give the codes found, from the JSON on stdout or the text on stderr."""
        if self.out.startswith("{"):
            return [each["code"] for each in self.findings]
        return re.findall(r"(?:error|warning) (MP\d{3}) ", self.err)

    def ok(self) -> "Said":
        """Give itself where all went well; fail with what was said otherwise."""
        assert self.code == 0, f"exit {self.code}\n{self.out}\n{self.err}\n{self.error!r}"
        return self


class Journey:
    """A program folder and what is done to it. Nothing reads the machine's clock: each verb says `now`."""

    def __init__(self, place: Path, name: str = "program") -> None:
        self.folder = place / name
        self.folder.mkdir(exist_ok=True)
        self.place = place

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file into the program's folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a file that stands in it."""
        text = (self.folder / name).read_text()
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def table(self, content: str | bytes, name: str = "crm.csv") -> Path:
        """Write a table beside the program's folder, where an export would lie."""
        path = self.place / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def say(self, *arguments: object, now: str = NOON) -> Said:
        """Run `milepost ARGUMENTS...` as they are."""
        runner = CliRunner(env={"MILEPOST_NOW": now, "MILEPOST_ACTOR": "person/tester"})
        done = runner.invoke(main, [str(each) for each in arguments], prog_name="milepost")
        error = None if isinstance(done.exception, SystemExit) else done.exception
        return Said(done.exit_code, done.stdout, done.stderr, error)

    def ask(self, verb: str, *arguments: object, now: str = NOON) -> Said:
        """Run a verb on this program, with `--json`."""
        return self.say(*verb.split(), *arguments, "-C", self.folder, "--json", now=now)

    def accept(self, now: str) -> dict[str, Any]:
        return self.ask("accept", now=now).ok().data

    def run(self, now: str, *arguments: object, crm: Path | None = None) -> Said:
        """Run the program; with a table told for its source crm, else the one remembered."""
        told = ["--source", f"crm={crm}"] if crm is not None else []
        return self.ask("run", *told, *arguments, now=now)

    def attest(self, now: str, what: str, signer: str, document: str, expires: str | None = None) -> Said:
        holds = ["--expires", expires] if expires is not None else []
        return self.ask("attest", what, "--signer", signer, "--document", document, *holds, now=now)

    def status(self, now: str, *arguments: object) -> dict[str, Any]:
        return self.ask("status", *arguments, now=now).ok().data

    def trace(self, asked: str, now: str = NOON) -> Said:
        return self.ask("trace", asked, now=now)

    def entries(self, now: str = NOON) -> list[dict[str, Any]]:
        """Give the record's entries, in order, as they are exported."""
        return self.ask("record export", now=now).ok().data["entries"]

    def events(self, *types: str) -> list[dict[str, Any]]:
        """Give the record's events of these types, of all where none is named."""
        found = [each["event"] for each in self.entries()]
        return [each for each in found if not types or each["type"] in types]

    def left_over(self) -> list[str]:
        """Name the files that a write which never ended leaves behind."""
        return [str(path) for path in self.place.rglob("*") if path.name.endswith((".tmp", "-wal", "-shm"))]


def item(status: dict[str, Any], ref: str) -> dict[str, Any]:
    """Give a goal, milestone or capability of a status by `kind/slug`."""
    group = {"goal": "goals", "milestone": "milestones", "capability": "capabilities"}[ref.partition("/")[0]]
    return next(each for each in status[group] if each["ref"] == ref)
