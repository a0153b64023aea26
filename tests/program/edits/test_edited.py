"""An edit changes what it means and nothing else: shown on examples, and on texts in any hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.program.edits.edit import AddKey, AppendDocument, AppendItem, RemoveAt, SetValue, put
from milepost.program.edits.edited import edited, edited_files
from milepost.program.edits.model import changed
from milepost.program.text import read_documents
from milepost.testing.yaml_texts import names, paths_of, plains, scalars, yaml_texts


def made(text, *edits):
    content, findings = edited("a.yaml", text.encode(), edits)
    assert findings == []
    return content.decode()


def plain(content):
    documents, findings = read_documents("a.yaml", content)
    assert findings == []
    return [node.plain() for _, node in documents]


SET = {
    "a plain text": ("a: x  # why\nb: y\n", "No", 'a: "No"  # why\nb: y\n'),
    "a number stays bare where it was": ("a: 0.5\n", "0.6", "a: 0.6\n"),
    "a number among texts is quoted": ("a: x\n", "0.6", 'a: "0.6"\n'),
    "a whole number is bare": ("a: x\n", "36000", "a: 36000\n"),
    "a day is bare": ("a: 2026-01-01\n", "2026-02-01", "a: 2026-02-01\n"),
    "an exponent": ("a: x\n", "1e3", 'a: "1e3"\n'),
    "a colon": ("a: x\n", "b: c", 'a: "b: c"\n'),
    "a hash": ("a: x\n", "b #c", 'a: "b #c"\n'),
    "a blank before": ("a: x\n", " b", 'a: " b"\n'),
    "a negative amount": ("a: x\n", "-5 hours", "a: -5 hours\n"),
    "quotes are kept": ("a: 'x'\n", "it's", "a: 'it''s'\n"),
    "double quotes are kept": ('a: "x"\n', "y", 'a: "y"\n'),
    "nothing was there": ("a:   # why\nb: y\n", "x", "a: x   # why\nb: y\n"),
    "null": ("a: x\n", None, "a: null\n"),
    "null as a text": ("a: x\n", "null", 'a: "null"\n'),
    "a block stays one": ("a: >-\n    x\n    y\nb: z\n", "p q", "a: >-\n    p q\nb: z\n"),
    "a literal stays one": ("a: |-\n  x\n  y\n\n# c\nb: z\n", "p\nq", "a: |-\n  p\n  q\n\n# c\nb: z\n"),
    "lines in place of a word": ("a: x\nb: y\n", "p\nq", "a: |-\n  p\n  q\nb: y\n"),
    "lines where a comment stands": ("a: x # c\n", "p\nq", 'a: "p\\nq" # c\n'),
    "line ends": ("a: x\r\nb: y\r\n", "p\nq", "a: |-\r\n  p\r\n  q\r\nb: y\r\n"),
    "a text of two lines": ("a: x\n  y\nb: z\n", "w", "a: w\nb: z\n"),
    "a list for a text": ("a: x  # c\n", ["x", "y, z"], 'a: [x, "y, z"]  # c\n'),
    "lines in a mapping where a comment stands": ("a: x  # c\n", {"b": "p\nq"}, 'a: {b: "p\\nq"}  # c\n'),
    "a text for a block list": ("a:\n- x\n- y\n# c\nb: z\n", "w", "a: w\n# c\nb: z\n"),
    "a control character": ("a: x\n", "\0\u2028", 'a: "\\0\\u2028"\n'),
}


@pytest.mark.parametrize("case", SET)
def test_a_value_is_set(case):
    text, value, wanted = SET[case]
    assert made(text, SetValue(line=1, path=("a",), value=value)) == wanted


def test_a_long_text_is_folded():
    text = made("a: x\nb: y\n", SetValue(line=1, path=("a",), value="a word " * 30 + "end"))
    assert text.startswith("a: >-\n  a word a word")
    assert max(map(len, text.splitlines())) <= 120
    assert plain(text.encode()) == [{"a": "a word " * 30 + "end", "b": "y"}]


FLOW = {
    "set": (SetValue(line=1, path=("a", "b"), value="x, y"), 'a: {b: "x, y", c: [2, 3]} # c\n'),
    "set an empty one": (SetValue(line=1, path=("a", "c", 0), value=None), "a: {b: 1, c: [null, 3]} # c\n"),
    "add behind": (AddKey(line=1, path=("a", "d"), value="4", after="b"), "a: {b: 1, d: 4, c: [2, 3]} # c\n"),
    "add at the end": (AddKey(line=1, path=("a", "d"), value={"e": "y"}), 'a: {b: 1, c: [2, 3], d: {e: "y"}} # c\n'),
    "append": (AppendItem(line=1, path=("a", "c"), value="4"), "a: {b: 1, c: [2, 3, 4]} # c\n"),
    "remove the first": (RemoveAt(line=1, path=("a", "b")), "a: {c: [2, 3]} # c\n"),
    "remove the last": (RemoveAt(line=1, path=("a", "c", 1)), "a: {b: 1, c: [2]} # c\n"),
}


@pytest.mark.parametrize("case", FLOW)
def test_flow_style_stays(case):
    edit, wanted = FLOW[case]
    assert made("a: {b: 1, c: [2, 3]} # c\n", edit) == wanted


BLOCK = {
    "add behind": (
        AddKey(line=1, path=("x",), value="1", after="a"),
        "a:\n  - p # c\n  # d\n  - q: 1\n    r: 2\nx: 1\n",
    ),
    "add below a dash": (AddKey(line=1, path=("a", 1, "s"), value="3", after="q"), None),
    "append": (AppendItem(line=1, path=("a",), value={"t": "4"}), None),
    "remove": (RemoveAt(line=1, path=("a", 0)), "a:\n  # d\n  - q: 1\n    r: 2\n"),
    "remove behind a dash": (RemoveAt(line=1, path=("a", 1, "q")), "a:\n  - p # c\n  # d\n  - r: 2\n"),
}
BLOCK["add below a dash"] = (BLOCK["add below a dash"][0], "a:\n  - p # c\n  # d\n  - q: 1\n    s: 3\n    r: 2\n")
BLOCK["append"] = (BLOCK["append"][0], "a:\n  - p # c\n  # d\n  - q: 1\n    r: 2\n  - {t: 4}\n")


@pytest.mark.parametrize("case", BLOCK)
def test_block_style_stays(case):
    edit, wanted = BLOCK[case]
    assert made("a:\n  - p # c\n  # d\n  - q: 1\n    r: 2\n", edit) == wanted


def test_the_last_of_a_list_leaves_an_empty_one():
    assert made("a:\n- x\nb: 1\n", RemoveAt(line=1, path=("a", 0))) == "a: []\nb: 1\n"


def test_a_text_without_a_last_line_end_keeps_none():
    assert made("a: 1\nb: 2", RemoveAt(line=1, path=("b",))) == "a: 1"
    assert made("a: 1\nb: 2", AddKey(line=1, path=("c",), value="3")) == "a: 1\nb: 2\nc: 3"


def test_a_document_is_named_by_its_line_in_the_text_as_read():
    edits = [AddKey(line=2, path=("x",), value="1"), SetValue(line=4, path=("b",), value="3")]
    assert made("# top\na: 1\n---\nb: 2\n", *edits) == "# top\na: 1\nx: 1\n---\nb: 3\n"


def test_new_documents_come_last():
    fields = {"kind": "Role", "id": "cmo", "needs": {"data": ["a", "b"], "more": {"deep": {"er": "1"}}}}
    text = made("a: 1", AppendDocument(fields=fields))
    assert text == "a: 1\n---\nkind: Role\nid: cmo\nneeds:\n  data: [a, b]\n  more:\n    deep: {er: 1}\n"
    assert made("", AppendDocument(fields={"kind": "Role"})) == "kind: Role\n"


def test_put_adds_the_mappings_on_the_way():
    (_, node), *_ = read_documents("a.yaml", b"a: {b: 1}\nn:\n")[0]
    assert put(node, ("a", "b"), "2") == SetValue(line=1, path=("a", "b"), value="2")
    assert put(node, ("a", "c", "d"), "2") == AddKey(line=1, path=("a", "c"), value={"d": "2"})
    assert put(node, ("x", "y"), "2", after="a") == AddKey(line=1, path=("x",), value={"y": "2"}, after="a")
    assert put(node, ("n", "y"), "2") == SetValue(line=1, path=("n",), value={"y": "2"})


REFUSED = {
    "no such key": ("a: 1\n", SetValue(line=1, path=("b",), value="2"), "MP800"),
    "a key that is there": ("a: 1\n", AddKey(line=1, path=("a",), value="2"), "MP800"),
    "no such document": ("a: 1\n", SetValue(line=3, path=("a",), value="2"), "MP800"),
    "a file that can't be read": ("a: [1\n", SetValue(line=1, path=("a",), value="2"), "MP800"),
    "an item into a mapping": ("a: {b: 1}\n", AppendItem(line=1, path=("a",), value="2"), "MP800"),
    "the whole document": ("a: 1\n", SetValue(line=1, path=(), value="2"), "MP800"),
    "a form that can't be kept": ("? a\n: b\n", AddKey(line=1, path=("a", "b"), value="2"), "MP800"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_place_is_a_finding_and_changes_nothing(case):
    text, edit, code = REFUSED[case]
    content, findings = edited("a.yaml", text.encode(), [edit])
    assert content == text.encode()
    assert {each.code for each in findings} == {code}
    assert all(each.hint and each.span and each.span.path == "a.yaml" for each in findings)


def test_several_files_change_all_or_none():
    texts = {"a.yaml": b"a: 1\n", "b.yaml": b"b: 1\n", "c.yaml": b"c: 1\n"}
    good, bad = SetValue(line=1, path=("a",), value="2"), SetValue(line=1, path=("x",), value="2")
    assert edited_files(texts, {"a.yaml": [good], "b.yaml": [bad]}).texts == {}
    new = {"a.yaml": [good], "d.yaml": [AppendDocument(fields={"kind": "Role"})]}
    assert edited_files(texts, new).texts == {"a.yaml": b"a: 2\n", "d.yaml": b"kind: Role\n"}
    same = {"a.yaml": [SetValue(line=1, path=("a",), value="1")]}
    assert edited_files(texts, same).texts == {}


@st.composite
def one_edit(draw, document, line):
    """Give an edit of a document whose place is there."""
    path = draw(st.sampled_from(paths_of(document)))
    kind = draw(st.sampled_from([SetValue, AddKey, RemoveAt, AppendItem]))
    if kind is RemoveAt:
        return RemoveAt(line=line, path=path)
    if kind is AddKey:
        return AddKey(line=line, path=(*path[:-1], draw(names())), value=draw(plains()))
    return kind(line=line, path=path, value=draw(plains() | scalars()))


def lines_of(content):
    return [node.line for _, node in read_documents("a.yaml", content)[0]]


@settings(max_examples=100, deadline=None)
@given(st.data(), yaml_texts())
def test_in_any_hand_an_edit_changes_what_it_means_and_nothing_else(data, text):
    content = text.text.encode()
    assert plain(content) == text.documents
    number = data.draw(st.integers(0, len(text.documents) - 1))
    edit = data.draw(one_edit(text.documents[number], lines_of(content)[number]))
    wanted = changed(text.documents[number], edit)
    got, findings = edited("a.yaml", content, [edit])
    if wanted in (None, {}):
        assert got == content
        assert {each.code for each in findings} == {"MP800"}
        return
    assert findings == []
    assert plain(got) == [wanted if index == number else each for index, each in enumerate(text.documents)]
    assert got.startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
    if b"\r\n" in content:
        assert got.count(b"\n") == got.count(b"\r\n")
    for comment in text.comments if is_additive(edit, text.documents[number]) else ():
        assert comment.encode() in got


def is_additive(edit, document):
    """Tell whether no comment can stand inside what the edit replaces."""
    if isinstance(edit, AddKey):
        return True
    held = document
    for step in edit.path:
        held = held[step]
    return isinstance(edit, AppendItem) and isinstance(held, list)


@settings(max_examples=40, deadline=None)
@given(st.data(), yaml_texts())
def test_edits_one_after_another_read_as_all_of_them(data, text):
    content = text.text.encode()
    lines, wanted, edits = lines_of(content), [dict(each) for each in text.documents], []
    for _ in range(data.draw(st.integers(2, 5))):
        number = data.draw(st.integers(0, len(wanted) - 1))
        if paths_of(wanted[number]):
            edit = data.draw(one_edit(wanted[number], lines[number]))
            if (result := changed(wanted[number], edit)) not in (None, {}):
                wanted[number] = result
                edits.append(edit)
    got, findings = edited("a.yaml", content, edits)
    assert findings == []
    assert plain(got) == wanted


def test_ten_thousand_edits_of_one_file_take_no_longer_than_reading_it_a_few_times():
    text = "---\n".join(f"kind: Role\nid: r{number}\n# of {number}\ntitle: one\n" for number in range(5_000))
    lines = lines_of(text.encode())
    edits = [SetValue(line=each, path=("title",), value="two") for each in lines]
    edits += [AddKey(line=each, path=("held_by",), value="A. Lind", after="id") for each in lines]
    got = made(text, *edits)
    assert got.count("title: two") == got.count("held_by: A. Lind") == got.count("# of") == 5_000
