"""Code that a step computes with may not change under the same revision."""

import copy
import json
from pathlib import Path

import pytest
from tools.step_revisions import SOURCE, TARGET, code_digest, known_of, main, read, unbumped

from milepost.actions.steps import STEPS


def test_no_step_changed_without_a_new_revision() -> None:
    faults = list(unbumped(read(), {step.name: known_of(step) for step in STEPS}))
    assert not faults, "\n".join(faults)


def test_every_step_is_written_down_as_it_is() -> None:
    """A bumped revision is no fault, but it must be written down, or the next change would go unseen."""
    assert read() == {step.name: known_of(step) for step in STEPS}, "run `python -m tools.step_revisions`"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_lists_modules_that_are_there(step) -> None:
    assert step.modules
    assert all(SOURCE.joinpath(*name.split(".")).with_suffix(".py").is_file() for name in step.modules)


def test_digest_sees_code_and_nothing_else() -> None:
    source = (SOURCE / "statistics" / "mean.py").read_text()
    digest = code_digest(source)
    for same in (
        "# a comment\n" + source,
        source.replace('"""', '"""In other words: ', 1),
        source.replace("\n\n\n", "\n\n\n# here it begins\n\n"),
        source + "\n\n",
    ):
        assert same != source
        assert code_digest(same) == digest
    # Negative control: what it computes with is seen.
    for other in (source + "\nHALF = 0.5\n", source.replace("moments", "moment"), source.replace("[0]", "[1]")):
        assert other == source or code_digest(other) != digest
    assert code_digest("def f(x):\n    return x * 1.96\n") != code_digest("def f(x):\n    return x * 1.95\n")
    assert code_digest("def f(x):\n    return x - 1\n") != code_digest("def f(x):\n    return 1 - x\n")
    assert code_digest("f(a, [b])") != code_digest("f([a], b)")


def test_a_changed_module_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read()
    other = copy.deepcopy(before)
    other["read"]["modules"]["statistics.mean"] = "another"
    (fault,) = unbumped(other, before)
    assert fault.startswith("bump the revision of step read")
    assert "then run `python -m tools.step_revisions`" in fault
    assert "changed: statistics.mean" in fault

    target = tmp_path / "known.json"
    target.write_text(json.dumps(other))
    assert main([], target) == 1
    assert "bump the revision of step read" in capsys.readouterr().out
    assert json.loads(target.read_text()) == other
    assert main(["--computes-the-same"], target) == 0
    assert json.loads(target.read_text()) == json.loads(TARGET.read_text()) == before


def test_a_bumped_revision_is_written(tmp_path: Path) -> None:
    older = read()
    older["read"]["revision"] -= 1
    older["read"]["modules"]["statistics.mean"] = "another"
    assert list(unbumped(older, read())) == []
    target = tmp_path / "known.json"
    target.write_text(json.dumps(older))
    assert main([], target) == 0
