"""The interview at a real pseudo-terminal: defaults, `?`, going back, Ctrl-C and going on another day."""

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

PROMPTS = (b"> ", b"[no] ")


def talk(folder: Path, lines: list[str], *, stop: bool = False) -> tuple[str, int]:
    """Answer each prompt by a line, then press Ctrl-C where asked; gives the screen and the exit code."""
    pid, screen = pty.fork()
    if pid == 0:
        # Whoever runs the tests in the background has children that do not hear Ctrl-C.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.environ["MILEPOST_NOW"] = "2026-11-26T12:00:00Z"
        code = "from milepost.surfaces.cli import main; main()"
        os.execv(sys.executable, [sys.executable, "-c", code, "init", "--interview", str(folder)])  # noqa: S606
    told = bytearray()
    for line in lines:
        _read(screen, told, until=PROMPTS)
        os.write(screen, line.encode() + b"\n")
        time.sleep(0.01)
    if stop:
        _read(screen, told, until=PROMPTS)
        os.write(screen, b"\x03")
    _read(screen, told, until=())
    os.close(screen)
    return told.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _read(screen: int, told: bytearray, until: tuple[bytes, ...]) -> None:
    end, seen = time.monotonic() + 30, len(told)
    while time.monotonic() < end:
        if not select.select([screen], [], [], 0.1)[0]:
            continue
        try:
            found = os.read(screen, 65536)
        except OSError:
            return
        told += found
        # The terminal echoes what was typed; a prompt stands at the end, after it.
        if not found or any(bytes(told[seen:]).endswith(each) for each in until):
            return
    pytest.fail(f"no prompt came: {bytes(told[-500:])!r}")


HEAD = ["Nordwind", "", "", "2027-01-01", "", ""]
PEOPLE = [
    *("Chief marketing officer", "", "A. Lind"), "yes",
    *("Analyst", "data", "", "2027-02-01"), "yes",
    *("Mail lead", "", "B. Roy"), "no", "1",
]  # fmt: skip
SOURCES = ["Customers", "2", "granted", "", "no"]
PRIORITIES = [
    *("Earn more", "Margin", "", "", "1", "1", "", "margin", "", "", "24 EUR", "27 EUR", "", "20000"), "no",
]  # fmt: skip
PLACES = ["Mail", "3", "", "no", "no", "no"]
CAPABILITY = [
    *("Mail by trigger", "", "1", "3", "3"), "1",
    *("who is written to", "hears of what suits", "0.2 EUR", "0.6 EUR", "1.2 EUR", "a trial", "10000", "1", "2"),
    *("consent", "drift monitor", "1", "", "", "", "300 EUR", "", "800 EUR", "200 EUR"),
    *("mail team", "unsubscribes double", "the newsletter", "eight weeks"), "no", "no",
]  # fmt: skip


@pytest.mark.slow
def test_an_interrupted_interview_keeps_its_answers_and_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    first = ["?", "Nordwind", "eur", "EUR", "<", "CHF", "<", "EUR", "", "2027-01-01"]
    screen, code = talk(folder, first, stop=True)
    assert code == 130
    assert "It stands in the program's title." in screen
    assert "'eur' does not fit: another form of text is expected; write three capitals" in screen
    assert [each for each in screen.splitlines() if str(folder) not in each and len(each) > 80] == []
    assert f"milepost init --interview {folder}" in screen
    kept = (folder / ".answers.yaml").read_text()
    assert "company: Nordwind" in kept
    assert "currency: EUR" in kept
    rest = ["", "", *PEOPLE, *SOURCES, *PRIORITIES, *PLACES, *CAPABILITY]
    screen, code = talk(folder, rest)
    assert code == 0, screen[-1500:]
    assert "the owner is also the approver: name another role" in screen
    assert "milepost attest priorities-signed --signer chief-marketing-officer" in screen
    assert (folder / "capabilities" / "mail-by-trigger.yaml").exists()
