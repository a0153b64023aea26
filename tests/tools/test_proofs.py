"""A proof's figure reaches the page."""

import json

import pytest
from tools.proofs import page


def row(name: str, figure: str) -> str:
    return json.dumps({"name": name, "figure": figure, "limit": "<= 5%", "verdict": "holds", "test": "t.py::t"})


def test_the_page_is_sorted_and_keeps_the_last_telling():
    text = page("\n".join([row("peeking", "9%"), row("coverage", "95% | 2,000"), row("peeking", "4.1%"), ""]))
    assert text.splitlines()[-2:] == [
        "| coverage | 95% \\| 2,000 | <= 5% | holds | t.py::t |",
        "| peeking | 4.1% | <= 5% | holds | t.py::t |",
    ]


@pytest.mark.parametrize(("verdict", "said"), [(True, "holds"), (False, "BROKEN"), ("refused, as it must", None)])
def test_the_fixture_appends_a_line(prove_figure, monkeypatch, tmp_path, verdict, said):
    monkeypatch.setenv("MILEPOST_PROOFS", str(tmp_path / "figures"))
    prove_figure("a proof", 0.041, "<= 0.05", verdict)
    prove_figure("another", 1, 2, verdict)
    lines = (tmp_path / "figures").read_text().splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["a proof", "another"]
    assert json.loads(lines[0])["verdict"] == (said or verdict)
