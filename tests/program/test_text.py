"""Text in, nodes or findings out, each finding at its exact place."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.finding import Finding
from milepost.program.text import Node, Plain, read_documents


def place(finding: Finding) -> str:
    span = finding.span
    assert span is not None
    return f"{span.path}:{span.line}:{span.column}"


def one(content: str | bytes) -> Finding:
    documents, findings = read_documents("a.yaml", content if isinstance(content, bytes) else content.encode())
    assert (documents, len(findings)) == ([], 1)
    return findings[0]


def read(content: str | bytes) -> list[Node]:
    documents, findings = read_documents("a.yaml", content if isinstance(content, bytes) else content.encode())
    assert findings == []
    return [node for _, node in documents]


def plain(content: str | bytes) -> list[Plain]:
    return [node.plain() for node in read(content)]


FAULTS = {
    "too large": (b"a: " + b"x" * 1024 * 1024, "MP001", "1:1"),
    "not UTF-8": ("a: b\ncé: Menü\n".encode("latin-1"), "MP002", "2:2"),
    "not UTF-8, later on the line": ("a: b\né: ".encode() + b"\xff\n", "MP002", "2:4"),
    "not YAML": ("a: 1\nb: c: d\n", "MP003", "2:5"),
    "a tab as indentation": ("a:\n\tb: 1\n", "MP003", "2:1"),
    "an open quote": ('a: "x\n', "MP003", "2:1"),
    "a wrong end": ("a: [1, 2\nb: 3\n", "MP003", "2:2"),
    "a control character": ("é: 1\nü: \x01\n", "MP003", "2:4"),
    "a directive of another YAML": ("%YAML 9.9\n---\na: 1\n", "MP003", "1:1"),
    "too deep, flow": ("a: 1\nb: " + "[" * 60 + "]" * 60, "MP004", "2:53"),
    "too deep, block": ("- " * 60, "MP010", "1:1"),
    "too deep, block below a key": ("a:\n  " + "- " * 60, "MP004", "2:101"),
    "too many values": ("a: [" + "x," * 100_000 + "]", "MP005", "1:199999"),
    "an anchor": ("a: &x 1\n", "MP006", "1:4"),
    "an anchor on a mapping": ("a:\n  b: &x {c: 1}\n", "MP006", "2:6"),
    "an anchor on a key": ("a: 1\n&x b: 1\n", "MP006", "2:1"),
    "an alias to nothing": ("a: *x\n", "MP006", "1:4"),
    "an anchor before a tag": ("a: &x !t b\n", "MP006", "1:4"),
    "a tag": ("a: !!str 1\n", "MP007", "1:4"),
    "a tag of one's own": ("a: 1\nb: [!t x]\n", "MP007", "2:5"),
    "a tag before an anchor": ("a: !t &x b\n", "MP007", "1:4"),
    "a tag on a list": ("a: !!set {b, c}\n", "MP007", "1:4"),
    "a null key": ("a: 1\n~: 2\n", "MP009", "2:1"),
    "an empty key": ("a: 1\n? \n: 2\n", "MP009", "2:2"),
    "no key at all": ("a: 1\n: 2\n", "MP003", "2:1"),
    "a list as a key": ("a: 1\n[b]: 2\n", "MP009", "2:1"),
    "a mapping as a key": ("a: 1\n? {b: 1}\n: 2\n", "MP009", "2:3"),
    "a list as a document": ("a: 1\n---\n- b\n", "MP010", "3:1"),
    "a text as a document": ("a: 1\n---\nb\n", "MP010", "3:1"),
    "a merge key with an alias": ("a: &x {b: 1}\nc:\n  <<: *x\n", "MP006", "1:4"),
}


@pytest.mark.parametrize(("content", "code", "at"), FAULTS.values(), ids=FAULTS)
def test_each_fault_has_its_code_and_place(content: str | bytes, code: str, at: str) -> None:
    found = one(content)
    assert (found.code, place(found)) == (code, f"a.yaml:{at}")
    assert found.hint


def test_alias_bomb_is_refused_at_its_first_anchor() -> None:
    levels = [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert place(one("\n".join(["a: &a [x, x]", *levels]))) == "a.yaml:1:4"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[? "])
def test_nesting_200_000_deep_does_not_crash_the_process(opening: str) -> None:
    code = "from milepost.program.text import read_documents; import sys\n"
    code += f"text = ('a:\\n  ' + {opening!r} * 200_000)[:1024 * 1024].encode()\n"
    code += "documents, findings = read_documents('a.yaml', text)\n"
    code += "assert documents == [] and [f.code for f in findings] in (['MP004'], ['MP009'], ['MP003']), findings"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_duplicate_keys_are_all_found() -> None:
    _, findings = read_documents("a.yaml", b"a: 1\nb: {c: 1, c: 2}\na: {x: 1}\na: 3\n")
    assert [(each.code, place(each)) for each in findings] == [
        ("MP008", "a.yaml:2:11"),
        ("MP008", "a.yaml:3:1"),
        ("MP008", "a.yaml:4:1"),
    ]
    assert findings[1].message == "the key a was given on line 1 already"


def test_a_duplicate_key_and_the_fault_after_it_are_both_told() -> None:
    _, findings = read_documents("a.yaml", b"a: 1\na: 2\nb: *x\n")
    assert [each.code for each in findings] == ["MP008", "MP006"]


def test_exactly_the_limits_are_read() -> None:
    assert len(read("a: " + "x" * (1024 * 1024 - 3))) == 1
    assert len(read("a: [" + "x," * 99_997 + "]")) == 1
    assert len(read("a: " + "[" * 49 + "]" * 49)) == 1
    assert one("a: " + "[" * 50 + "]" * 50).code == "MP004"


@pytest.mark.parametrize(
    "content", ["", "\n", "# only a comment\n", "---\n", "---\n---\n...\n", "--- ~\n", "null", "{}", "\ufeff"]
)
def test_empty_documents_are_no_documents(content: str) -> None:
    assert read(content) == []


def test_empty_documents_between_others_are_left_out() -> None:
    assert plain("---\na: 1\n---\n---\n# nothing\n---\nb: 2\n...\n") == [{"a": "1"}, {"b": "2"}]


def test_every_scalar_stays_text() -> None:
    text = (
        "{a: No, b: on, c: 1_000, d: 0x1F, e: 2026-10-01, f: .inf, g: 1e3, h: true, i: 012, j: '', k: \"null\", l: '~'}"
    )
    assert plain(text) == [
        {
            "a": "No", "b": "on", "c": "1_000", "d": "0x1F", "e": "2026-10-01", "f": ".inf", "g": "1e3", "h": "true",
            "i": "012", "j": "", "k": "null", "l": "~",
        }
    ]  # fmt: skip


def test_a_key_called_no_stays_text() -> None:
    assert plain("{No: 1, null_: 2, '': 3, 1: 4, 'null': 5}") == [
        {"No": "1", "null_": "2", "": "3", "1": "4", "null": "5"}
    ]


def test_null_in_each_of_its_forms() -> None:
    assert plain("a: ~\nb: null\nc: Null\nd: NULL\ne:\nf: [~, , null]\n".replace("[~, , null]", "[~, null]")) == [
        {"a": None, "b": None, "c": None, "d": None, "e": None, "f": [None, None]}
    ]
    assert plain("a: nULL\nb: nil\nc: |\n  null\n") == [{"a": "nULL", "b": "nil", "c": "null\n"}]


def test_carriage_returns_count_as_line_ends() -> None:
    unix = "a: 1\nb:\n  - é\n  - x: [y]\n"
    for text in (unix, unix.replace("\n", "\r\n"), unix.replace("\n", "\r")):
        node = read(text)[0]
        inner = node.child("b")
        assert inner is not None
        last = inner.child(1)
        assert last is not None
        span = last.span
        assert (span.line, span.column, span.source) == (4, 5, "  - x: [y]")
        assert node.plain() == {"a": "1", "b": ["é", {"x": ["y"]}]}


def test_a_byte_order_mark_moves_no_column() -> None:
    node = read(b"\xef\xbb\xbfa: 1\n")[0]
    key, value = node.key("a"), node.child("a")
    assert key is not None
    assert value is not None
    assert (key.span.column, value.span.column, key.span.source) == (1, 4, "a: 1")


def test_columns_count_characters_and_spans_end_with_the_value() -> None:
    node = read("{größe: 'ü ö',   x: [1, 22]}")[0]
    value = node.child("größe")
    items = node.child("x")
    assert value is not None
    assert items is not None
    second = items.child(1)
    assert second is not None
    assert (value.span.column, value.span.end_column) == (9, 14)
    assert (second.span.column, second.span.end_column) == (25, 27)


def test_a_value_over_several_lines_is_shown_by_its_first_character() -> None:
    value = read('a: "x\n  y"\n')[0].child("a")
    assert value is not None
    assert (value.plain(), value.span.line, value.span.column, value.span.end_column) == ("x y", 1, 4, 5)


def test_what_is_not_there_is_none() -> None:
    node = read("a: [1]\n")[0]
    items = node.child("a")
    assert items is not None
    assert (
        node.child("b")
        is node.child(0)
        is node.key("b")
        is items.child(1)
        is items.child(-1)
        is items.child("a")
        is None
    )
    leaf = items.child(0)
    assert leaf is not None
    assert leaf.child(0) is leaf.child("a") is leaf.key("a") is leaf.first_key() is None


def test_what_a_reader_does_with_the_plain_value_does_not_change_the_node() -> None:
    node = read("kind: a\nb: 1\n")[0]
    fields = node.plain()
    assert isinstance(fields, dict)
    fields.pop("kind")
    kind = node.child("kind")
    assert kind is not None
    assert kind.value == "a"


@given(st.binary(max_size=300))
def test_random_bytes_never_raise(content: bytes) -> None:
    read_documents("a.yaml", content)


@given(st.text(alphabet="ab:-?[]{}&*!|>'\"%@`#, \n\t\r\x00\x85\u2028~", max_size=60))
def test_random_yaml_never_raises_and_places_stay_inside_the_text(text: str) -> None:
    documents, findings = read_documents("a.yaml", text.encode())
    for span in [each.span for each in findings] + [node.span for _, node in documents]:
        assert span is not None
        assert span.line >= 1
        assert 1 <= span.column < span.end_column
