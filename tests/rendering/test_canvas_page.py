"""The canvas's page: each gap of a capability is marked where it stands in the card."""

from milepost.presentation.canvas.page import canvas_page
from milepost.program.compiler import compile_program
from milepost.rendering.html.canvas import MOST_LISTED, render_canvas
from milepost.roadmap.canvas.canvas import canvas_of
from milepost.roadmap.canvas.known import Known
from milepost.wiring.local import Place, example_folder


def page_of(times: int = 1) -> str:
    """Draw Lumen's answers, so many times under different ids."""
    texts = dict(Place(folder=example_folder("lumen")).program.texts())
    one = texts["capabilities/answer-desk.yaml"].decode()
    texts = {path: text for path, text in texts.items() if not path.startswith("capabilities/")}
    for place in range(times):
        named = one.replace("id: answer-desk", f"id: answers-{place}")
        texts[f"capabilities/{place}.yaml"] = named.partition("\n---")[0].encode()
    return render_canvas(canvas_page(canvas_of(compile_program(texts).draft, Known())))


def test_a_card_marks_as_many_gaps_as_it_counts() -> None:
    page = page_of()
    card = page[page.index('class="panel canvas"') : page.index('id="gaps"')]
    assert "5 gaps" in card
    assert card.count('class="canvas-lacking"') + card.count('class="canvas-gap"') == 5


def test_many_cards_are_listed_folded() -> None:
    assert "<details" not in page_of(MOST_LISTED)
    assert f"All {MOST_LISTED + 1} capabilities" in page_of(MOST_LISTED + 1)
