"""The documents are what the code says, and a gap in the code is a fault of the document."""

import sys
import types
from pathlib import Path

import click
import pytest
from tools.docs import cli_reference, console_blocks, findings_manual, room_map
from tools.docs.document import Document, between

from milepost.kernel.finding import Rule


@pytest.fixture
def commands(monkeypatch) -> str:
    """Give the name of a module with a command line: one good command, one without help."""

    @click.group()
    def main():
        """Keep milestones honest."""

    @main.command()
    @click.option("--as-of", metavar="DAY", help="Answer for that day | date.")
    @click.option("--plain", is_flag=True)
    def status(as_of: str, plain: bool):
        """Print where the program stands.

        \b
        milepost status
          --as-of 2026-11-22
        """

    @main.command()
    @click.argument("table")
    @click.argument("why")
    def read(table: str, why: str):
        """Read a TABLE."""

    @main.command()
    def dumb(): ...

    @main.command(hidden=True)
    def inner(): ...

    module = types.ModuleType("a_command_line")
    module.main = main
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def test_the_cli_page_shows_each_command_and_names_what_lacks_help(commands: str):
    page = cli_reference.document(commands)
    assert "## milepost status\n\nPrint where the program stands.\n\n```\nmilepost status\n  --as-of" in page.text
    assert "| `--as-of DAY` | Answer for that day \\| date. |" in page.text
    assert "inner" not in page.text
    assert page.faults == (
        "milepost dumb has no help",
        "milepost read: WHY has no help",
        "milepost status: --plain has no help",
    )


def test_the_findings_page_has_every_rule_once():
    page = findings_manual.document()
    assert page.faults == ()
    codes = [line[3:] for line in page.text.splitlines() if line.startswith("## ")]
    assert "MP601" in codes
    assert codes == sorted(set(codes))


def test_a_code_used_twice_is_a_fault(monkeypatch):
    rules = [Rule(code="MP001", title=title, why="Why.", fix="") for title in ("One", "Other")]
    entries = [findings_manual.Entry(rule=rule, module="m") for rule in rules]
    monkeypatch.setattr(findings_manual, "_entries", lambda: iter(entries))
    faults = findings_manual.document().faults
    assert faults == ("MP001 has no fix", "MP001 is used for two rules, the second in m", "MP001 has no fix")


def test_the_map_has_the_rooms_that_exist_in_the_order_of_the_layers(plant):
    root = plant({"src/milepost/actions/__init__.py": "", "src/milepost/ledger/__init__.py": '"""Takes verdicts."""\n'})
    text, faults = room_map.with_map("<!-- rooms -->\nold\n<!-- /rooms -->\n", root)
    assert "old" not in text
    assert text.index("kernel/") < text.index("Takes verdicts.") < text.index("actions/")
    assert len(faults) == 1
    assert "actions" in faults[0]


def test_a_readme_without_its_markers_is_a_fault(plant):
    with pytest.raises(LookupError, match="rooms"):
        between("# A page\n", "rooms", "x")
    text, faults = room_map.with_map("# A page\n", plant())
    assert (text, faults) == ("# A page\n", ["README.md has no <!-- rooms --> ... <!-- /rooms -->"])


README = """<!-- run -->

```console
$ echo one \\
>   two
old
$ pwd; echo $COLUMNS $MILEPOST_NOW >> kept; cat kept
```
"""


def test_marked_blocks_show_what_their_commands_print(plant):
    text, faults = console_blocks.with_outputs(README, plant())
    assert faults == []
    assert "$ echo one \\\n>   two\none two\n$ pwd" in text
    assert "cat kept\n.\n80 2026-11-22T12:00:00Z\n```" in text
    assert console_blocks.with_outputs(text, plant())[0] == text


def test_a_command_that_breaks_is_a_fault(plant):
    _, faults = console_blocks.with_outputs("<!-- run -->\n```console\n$ no-such-command\n```\n", plant())
    assert len(faults) == 1
    assert "ended with 127" in faults[0]


def test_an_unmarked_block_is_left_alone(plant):
    text = "```console\n$ no-such-command\n```\n"
    assert console_blocks.with_outputs(text, plant()) == (text, [])


def test_a_document_is_current_only_with_the_same_text(tmp_path: Path):
    page = Document(path=Path("docs/a.md"), text="new\n")
    assert not page.is_current(tmp_path)
    page.write(tmp_path)
    assert page.is_current(tmp_path)
    (tmp_path / "docs/a.md").write_text("edited by hand\n")
    assert not page.is_current(tmp_path)
