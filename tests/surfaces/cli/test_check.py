"""`milepost check`: the summary, the formats, and --fix."""

import json
import shutil
from pathlib import Path

import pytest

from milepost.program.checks.registry import CHECKS

EXAMPLE = Path(__file__).parents[3] / "examples" / "email"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "email", ignore=shutil.ignore_patterns(".milepost", "*.csv")))


def misspell(folder: Path) -> None:
    text = (folder / "program.yaml").read_text()
    (folder / "program.yaml").write_text(
        text.replace("direction: up", "directon: up").replace("priority: 1", "priority: x")
    )


def test_it_ends_with_what_was_checked(folder: Path, milepost) -> None:
    result = milepost("check", folder)
    assert result.exit_code == 0
    digest, checked = result.stdout.splitlines()
    assert checked == f"Checked 3 files, 17 documents, {len(CHECKS)} checks: 0 errors, 0 warnings"
    assert digest.startswith("Digest sha256:")
    assert len(digest) <= 80
    assert not (folder / ".milepost").exists()


def test_what_can_be_fixed_is_marked_and_counted(folder: Path, milepost) -> None:
    misspell(folder)
    result = milepost("check", folder)
    assert result.exit_code == 1
    assert "MP101 the key directon is not known here [fixable]" in result.stderr
    assert result.stdout.endswith(": 2 errors, 0 warnings (1 fixable with --fix)\n")
    data = json.loads(milepost("check", folder, "--json").stdout)
    (place,) = data["data"]["fixable"]
    assert data["findings"][place]["code"] == "MP101"


def test_fix_shows_what_it_changes_and_a_second_time_changes_nothing(folder: Path, milepost) -> None:
    sound = (folder / "program.yaml").read_text()
    misspell(folder)
    before = (folder / "program.yaml").read_bytes()
    dry = milepost("check", folder, "--fix", "--dry-run")
    assert "-directon: up\n+direction: up\n" in dry.stdout
    assert "Would fix 1 finding in 1 file." in dry.stdout
    assert (folder / "program.yaml").read_bytes() == before
    done = milepost("check", folder, "--fix")
    assert "Fixed 1 finding in 1 file." in done.stdout
    assert done.exit_code == 1  # the other finding is a person's
    assert (folder / "program.yaml").read_text() == sound.replace("priority: 1", "priority: x")
    assert milepost("check", folder, "--fix").stdout.startswith("Fixed 0 findings in 0 files.")


def test_formats_for_other_programs_hold_stdout_alone(folder: Path, milepost) -> None:
    misspell(folder)
    log = milepost("check", folder, "--format", "sarif")
    (run,) = json.loads(log.stdout)["runs"]
    assert {each["ruleId"] for each in run["results"]} == {"MP101", "MP103"}
    assert (log.stderr, log.exit_code) == ("", 1)
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (folder / "program.yaml").as_posix()
    told = milepost("check", folder, "--format", "github")
    assert told.stdout.startswith(f"::error file={(folder / 'program.yaml').as_posix()},line=")
    envelope = json.loads(milepost("check", folder, "--format", "json").stdout)
    assert envelope["schema"] == "milepost.check/1"


def test_a_dry_run_of_nothing_is_a_mistake(folder: Path, milepost) -> None:
    assert milepost("check", folder, "--dry-run").exit_code == 2
