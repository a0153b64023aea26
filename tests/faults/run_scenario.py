"""`milepost run` under faults: from the file to the ledger entry and the page."""

import hashlib
import itertools
import os
import shutil
from pathlib import Path

from cli import Journey
from milepost.actions.verify_record import verify_record
from milepost.adapters.record_store.reader import SqliteRecordReader
from milepost.record.canonical import to_json
from milepost.simulation.email import email_csv
from milepost.surfaces.cli import main
from milepost.wiring.local import STATE_TABLES, example_folder
from surfaces.cli import test_holdout as held
from surfaces.cli.ledger_program import ACTUALS, RATES, USUAL, ledger_journey

ROWS = 1_200
TEMPORARY = ".tmp"


def lay_out(folder: Path) -> Path:
    """Make the template: the e-mail program with a small table, accepted."""
    shutil.copytree(example_folder("email"), folder, ignore=shutil.ignore_patterns("crm.csv", ".milepost"))
    (folder / "crm.csv").write_text(email_csv(ROWS))
    assert _cli("accept", str(folder)) == 0
    return folder


def lay_out_money(place: Path) -> Path:
    """Make a template with books: charges, rates, a holdout and an experiment that was registered."""
    journey = ledger_journey(Journey(place, "template"), held.CONTRACT, held.SOURCES, held.holdout())
    journey.ask("experiment register", "spring-test", now="2026-10-03T12:00:00Z").ok()
    tables = {"crm": held.trial(), "people": held.people(), "costs": USUAL, "rates": RATES, "actuals": ACTUALS}
    for name, table in tables.items():
        (journey.folder / f"{name}.csv").write_text(table)
    return journey.folder


class RunScenario:
    """One `milepost run` with every table of the folder."""

    def warm(self) -> None:
        """Import what a run needs; open nothing."""
        import duckdb  # noqa: F401
        import ibis.backends.duckdb  # noqa: F401

        from milepost.actions import run_program, trace_hops  # noqa: F401
        from milepost.adapters.warehouse import duckdb as warehouse  # noqa: F401
        from milepost.rendering.html import report  # noqa: F401

    def run(self, folder: Path) -> int:
        """Run the command; 1 when it was refused."""
        told = [("--source", f"{path.stem}={path}") for path in sorted(folder.glob("*.csv")) if path.stem != "books"]
        return _cli("run", str(folder), *itertools.chain(*told))

    def check(self, folder: Path, printed: str) -> list[str]:
        """The chain holds, state equals its replay, nobody saw a traceback, every table that is there is whole."""
        problems = [each.message for each in verify_record(_record(folder), STATE_TABLES).findings]
        if "Traceback" in printed or "MP990" in printed:
            problems.append("the run ended in a fault of ours, not in a finding")
        for row in _record(folder).cached("manifest"):
            if not (folder / ".milepost/tables" / str(row["file"])).is_file():
                problems.append(f"the manifest names {row['file']}, which is not there")
        return problems

    def compare(self, undisturbed: Path, folder: Path) -> list[str]:
        """The same record, tables of equal logical digest, the same page but for its hour, nothing half-written."""
        problems = []
        if _told(undisturbed) != _told(folder):
            problems.append("the record differs from an undisturbed run's")
        if _digests(undisturbed) != _digests(folder):
            problems.append("a table's logical digest differs")
        if left := [path.name for path in (folder / ".milepost").rglob("*") if path.name.endswith(TEMPORARY)]:
            problems.append(f"left over: {left}")
        if not (folder / ".milepost/pages/report.html").read_text().rstrip().endswith("</html>"):
            problems.append("the page is not whole")
        return problems


def _cli(*arguments: str) -> int:
    try:
        main(arguments, standalone_mode=False)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _record(folder: Path) -> SqliteRecordReader:
    return SqliteRecordReader(folder / ".milepost/record.sqlite", STATE_TABLES)


def _told(folder: Path) -> list[object]:
    """The record but for sequence, previous digest, instants of recording and the run that said it."""
    said = []
    for event in _record(folder).events():
        content = to_json(event)
        assert isinstance(content, dict)
        del content["recorded_at"]
        content["data"].pop("run_id", None)
        said.append(content)
    return said


def _digests(folder: Path) -> dict[str, str]:
    from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
    from milepost.tables.typed import ROW

    warehouse, tables = DuckDBWarehouse(folder / "spill"), folder / ".milepost/tables"
    files = {str(each["file"]): tables / str(each["file"]) for each in _record(folder).cached("manifest")}
    return {name: warehouse.logical_digest(warehouse.open_file(path).drop(ROW)) for name, path in files.items()}


class MoneyScenario(RunScenario):
    """A run that posts value, costs and a total, then a frozen read-out and the books' export, all at one hour."""

    def warm(self) -> None:
        """Import what the three commands need."""
        super().warm()
        from milepost.surfaces.cli import experiment_record, value  # noqa: F401

    def run(self, folder: Path) -> int:
        """Run the commands; 1 when one was refused."""
        os.environ["MILEPOST_NOW"] = "2026-10-20T12:00:00Z"
        return (
            super().run(folder)
            or _cli("experiment", "freeze", "spring-test", "-C", str(folder))
            or _cli("value", "export", "-C", str(folder), "--to", "csv", "--out", str(folder / "books.csv"))
        )

    def compare(self, undisturbed: Path, folder: Path) -> list[str]:
        """As of a run; the same export, and frozen files that are whole: their name is the digest of what they say."""
        problems = [*super().compare(undisturbed, folder), *_broken(folder)]
        if (undisturbed / "books.csv").read_bytes() != (folder / "books.csv").read_bytes():
            problems.append("the export differs from an undisturbed run's")
        return problems


class RefusedMoneyScenario(MoneyScenario):
    """The same where the disk refuses a source: the others go on, so that the rerun tells things in another order."""

    def compare(self, undisturbed: Path, folder: Path) -> list[str]:  # noqa: ARG002  the driver gives both
        """Nothing is half-written, and the chain still holds."""
        return [*_broken(folder), *self.check(folder, "")]


def _broken(folder: Path) -> list[str]:
    frozen = [*folder.glob(".milepost/frozen/*/*.json")]
    problems = [] if frozen else ["nothing is frozen"]
    for path in frozen:
        if not path.stem.endswith(hashlib.sha256(path.read_bytes()).hexdigest()[:12]):
            problems.append(f"{path.name} is not what its name says")
        if not path.with_suffix(".html").read_text().rstrip().endswith("</html>"):
            problems.append(f"the page of {path.name} is not whole")
    left = [path.name for path in folder.rglob("*") if path.name.endswith(TEMPORARY)]
    return [*problems, *(f"left over: {each}" for each in left)]


SCENARIO, MONEY, REFUSED = RunScenario(), MoneyScenario(), RefusedMoneyScenario()
