from milepost.presentation.values import Story, Table, columns
from milepost.rendering.text import story_text, table_text

TABLE = Table(
    title="Arms",
    columns=columns("Arm", "Effect", right=("Effect",)),
    rows=(("Women, long name of an arm that nobody would cut", "1.25"), ("Men", "10.00")),
    note="A note.",
)


def test_a_table_within_its_width():
    assert table_text(TABLE, 26) == (
        "Arms\n"
        "Arm                 Effect\n"
        "------------------  ------\n"
        "Women, long name     1.25\n"
        "of an arm that\n"
        "nobody would cut\n"
        "Men                  10.00\n"
        "A note."
    ).replace("Women, long name     1.25", "Women, long name      1.25")


def test_numbers_are_never_broken():
    text = table_text(TABLE, 10)
    assert "10.00" in text
    assert "Effect" in text


def test_a_story_reads_from_message_to_grade_in_plain_ascii():
    text = story_text(Story(message="It earns.", lines=("Trust it.", "Grade A."), tables=(TABLE,)), 40)
    assert text.index("It earns.") < text.index("Trust it.") < text.index("Arms") < text.index("Grade A.")
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 40
    assert text.endswith("Grade A.\n")


def test_a_table_breaks_no_id_while_another_column_can_give_way():
    table = Table(
        title="",
        columns=columns("Capability", "Why", "In time", right=("In time",)),
        rows=(("personalised-content", "because nobody has asked for it yet", "61%"),),
    )
    assert table_text(table, 44) == (
        "                                          In\n"
        "Capability            Why               time\n"
        "--------------------  ----------------  ----\n"
        "personalised-content  because nobody     61%\n"
        "                      has asked for it\n"
        "                      yet"
    )
