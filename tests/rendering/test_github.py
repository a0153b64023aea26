from milepost.kernel.finding import Finding, Rule, Severity, Span
from milepost.rendering.github import github

RULE = Rule(code="MP201", title="A name: wrong, or gone", why="", fix="")


def test_places_and_words_are_escaped_and_errors_come_first() -> None:
    warning = Finding(code="MP322", severity=Severity.WARNING, message="5% of it\r\nis late", hint="wait, then go")
    span = Span(path="a,b:c%.yaml", line=3, column=8, end_column=14)
    error = Finding(code="MP201", severity=Severity.ERROR, message="none: x, y", span=span)
    assert github([warning, error], {"MP201": RULE}).splitlines() == [
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=8,endColumn=14,title=MP201 A name%3A wrong%2C or gone::none: x, y",
        "::warning title=MP322::5%25 of it%0D%0Ais late%0Await, then go",
    ]


def test_nothing_found_is_nothing_said() -> None:
    assert github([], {}) == ""
