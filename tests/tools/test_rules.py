"""Each rule of the house is seen to bite, and to leave good code alone."""

from types import ModuleType

import pytest
from tools.rules import (
    documents,
    explicit_clock_and_chance,
    lock_is_current,
    module_names,
    no_any,
    no_places,
    public_docstrings,
    sizes,
)
from tools.rules.__main__ import RULES
from tools.rules.tree import Tree

KERNEL = "src/milepost/kernel/words.py"
HOST = "files." + "python" + "hosted" + "." + "org"
PINNED = "click==8.2.1 \\\n    --hash=sha256:00\nduckdb==1.5.6 \\\n    --hash=sha256:00\n"
DECISION = "## Context\n{context}\n## Decision\nWe do it.\n## Consequences\n- None.\n## Enforced by\nA test.\n"

BREAKS = [
    (sizes, {KERNEL: "x = 1\n" * 501}, "501 lines, over 500"),
    (sizes, {KERNEL: '"""W."""\n\n\ndef f():\n' + "    x = 1\n" * 60}, "f has 61 lines"),
    (module_names, {"src/milepost/utils/__init__.py": ""}, "'utils' names no artifact"),
    (module_names, {"src/milepost/ledger/entry_manager.py": ""}, "'entry_manager' names no artifact"),
    (no_places, {"docs/a.md": "See /" + "home/ann/notes.\n"}, "a folder of one machine"),
    (no_places, {"docs/a.md": f"one\n{HOST}\n"}, "package registry's host"),
    (no_places, {"uv.lock": ""}, "uv.lock writes registry hosts"),
    (public_docstrings, {KERNEL: "def say(): ...\n"}, "say has no docstring"),
    (public_docstrings, {KERNEL: 'class Word:\n    """W."""\n    def say(self): ...\n'}, "Word.say has no docstring"),
    (explicit_clock_and_chance, {KERNEL: "print('a')\n"}, "calls print"),
    (explicit_clock_and_chance, {KERNEL: "import random\n"}, "imports random"),
    (explicit_clock_and_chance, {KERNEL: "from uuid import uuid4\n"}, "imports uuid"),
    (explicit_clock_and_chance, {KERNEL: "import datetime\nx = datetime.datetime.now()\n"}, "datetime.now"),
    (explicit_clock_and_chance, {"src/milepost/actions/a.py": "import time\n"}, "imports time"),
    (explicit_clock_and_chance, {KERNEL: "import numpy as np\nx = np.random.normal(0, 1)\n"}, "np.random.normal"),
    (explicit_clock_and_chance, {KERNEL: "import numpy as np\nx = np.random.default_rng()\n"}, "unseeded"),
    (no_any, {KERNEL: "def f(x: dict[str, Any]) -> int: ...\n"}, "f has Any"),
    (no_any, {KERNEL: "def f(x: int) -> 'typing.Any': ...\n"}, "f has Any"),
    (lock_is_current, {"requirements/core.txt": PINNED.replace("8.2.1", "8.1.0")}, "click 8.1.0 is not >=8.2"),
    (lock_is_current, {"requirements/core.txt": PINNED.split("duckdb")[0]}, "duckdb has no pin"),
    (lock_is_current, {"requirements/core.txt": PINNED.replace("--hash=sha256:00", "")}, "has no hash"),
    (lock_is_current, {"requirements/core.txt": PINNED.replace("8.2.1", "8.2.2")}, "click differs"),
    (lock_is_current, {"requirements/core.txt": "--index-url https" + "://a.example/\n" + PINNED}, "names no address"),
    (documents, {"AGENTS.md": "line\n" * 80}, "80 lines or more"),
    (documents, {"docs/decisions/0002-a.md": DECISION.format(context="A. B. C. D. E.")}, "Context has 5 sentences"),
    (documents, {"docs/decisions/0002-a.md": "## Context\nA.\n"}, "has no section 'Decision'"),
    (documents, {"docs/a.md": "See [b](b.md#part).\n"}, "the link to b.md#part leads nowhere"),
    (documents, {"changelog.d/news.md": "One.\n"}, "name it ISSUE.KIND.md"),
    (documents, {"changelog.d/3.added.md": "One. Two.\n"}, "one sentence"),
]


@pytest.mark.parametrize(("rule", "files", "message"), BREAKS, ids=lambda each: str(each)[:40])
def test_a_rule_bites(plant, rule: ModuleType, files: dict[str, str], message: str):
    faults = list(rule.check(Tree(plant(files))))
    assert any(message in fault.message and fault.fails for fault in faults), faults


def test_every_rule_is_seen_to_bite():
    assert {rule for rule, _, _ in BREAKS} == set(RULES)


def test_good_code_breaks_no_rule(plant):
    good = {
        KERNEL: '''
            """Words."""
            import numpy as np


            def draw(rng: np.random.Generator, at: object) -> object:
                """Draw with the caller's dice."""
                return rng.normal(), np.random.default_rng(7), at.now()


            def _own() -> None: ...
        ''',
        "src/milepost/adapters/clock.py": "import time\nfrom typing import Any\ndef f(x: Any) -> Any: ...\n",
        "docs/a.md": "Work in src/milepost/work/x, at https" + "://example.org/home/.\n",
        "docs/decisions/0002-a.md": DECISION.format(context="A, version 1.5. B."),
        "changelog.d/3.added.md": "`milepost status` shows v1.2 and later.\n",
    }
    tree = Tree(plant(good))
    assert [fault for rule in RULES for fault in rule.check(tree)] == []


def test_a_long_file_is_looked_at_before_it_fails(plant):
    (fault,) = sizes.check(Tree(plant({KERNEL: "x = 1\n" * 301})))
    assert not fault.fails
    assert "over 300" in fault.message


def test_rooms_come_from_the_import_contract(plant):
    assert Tree(plant()).rooms == ("kernel", "ledger", "presentation", "actions", "rendering", "adapters", "surfaces")
    assert Tree(plant()).rooms_up_to("ledger") == ("src/milepost/kernel", "src/milepost/ledger")
