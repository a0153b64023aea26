"""`milepost run` under faults: from the file to the ledger entry and the page."""

import shutil
from pathlib import Path

from milepost.actions.verify_record import verify_record
from milepost.adapters.record_store.reader import SqliteRecordReader
from milepost.record.canonical import to_json
from milepost.simulation.email import email_csv
from milepost.surfaces.cli import main
from milepost.wiring.local import STATE_TABLES, example_folder

ROWS = 1_200
TEMPORARY = ".tmp"


def lay_out(folder: Path) -> Path:
    """Make the template: the e-mail program with a small table, accepted."""
    shutil.copytree(example_folder("email"), folder, ignore=shutil.ignore_patterns("crm.csv", ".milepost"))
    (folder / "crm.csv").write_text(email_csv(ROWS))
    assert _cli("accept", str(folder)) == 0
    return folder


class RunScenario:
    """One `milepost run`."""

    def warm(self) -> None:
        """Import what a run needs; open nothing."""
        import duckdb  # noqa: F401
        import ibis.backends.duckdb  # noqa: F401

        from milepost.actions import run_program, trace_hops  # noqa: F401
        from milepost.adapters.warehouse import duckdb as warehouse  # noqa: F401
        from milepost.rendering.html import report  # noqa: F401

    def run(self, folder: Path) -> int:
        """Run the command; 1 when it was refused."""
        return _cli("run", str(folder), "--source", f"crm={folder / 'crm.csv'}")

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


SCENARIO = RunScenario()
