from milepost.presentation.report.wording import counted


def test_a_count_has_its_noun_and_its_thousands() -> None:
    told = [counted(each, "gap") for each in (0, 1, 1_200)]
    assert told == ["0 gaps", "1 gap", "1,200 gaps"]
    assert counted(2, "has", "have") == "2 have"
