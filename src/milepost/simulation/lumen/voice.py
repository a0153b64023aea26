"""What customers say: reviews, surveys and social posts in English; true sentiment and topic are kept apart."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milepost.simulation.lumen import phrases
from milepost.simulation.lumen.chance import Counts, pick, uniform, whole
from milepost.simulation.lumen.columns import choice, dates, numbered
from milepost.simulation.lumen.truth import Lumen

SHARES = {"reviews": 0.25, "surveys": 0.15, "social": 0.10}
"""Texts for each customer, by source."""
SENTIMENT = (0.22, 0.20, 0.58)
SOUR_DAYS, SOUR_SHARE = (315, 350), 0.5
"""In the supply gap, half of what would have been said otherwise turns into a complaint about delivery."""
TOPIC = (0.24, 0.22, 0.18, 0.12, 0.13, 0.11)
ODD_STARS = 0.07
"""Share of reviews whose stars are drawn without regard to the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Texts of one source. `rows` is what the company has; `labels` (`id`, `sentiment`, `topic`) is the truth."""

    rows: pa.Table
    labels: pa.Table


def said(lumen: Lumen, source: str) -> Said:
    """Draw all texts of a source: `reviews` (with stars), `surveys` (with a score of 0 to 10) or `social` (no id).

    Raises KeyError for another source.
    """
    seed, row = lumen.seed, np.arange(max(20, int(lumen.scale.customers * SHARES[source])), dtype=np.int64)
    day = whole(seed, f"{source}/day", row, lumen.scale.days)
    sentiment = pick(seed, f"{source}/sentiment", row, SENTIMENT)
    topic = pick(seed, f"{source}/topic", row, TOPIC)
    sour = (day >= SOUR_DAYS[0]) & (day < SOUR_DAYS[1]) & (uniform(seed, f"{source}/sour", row) < SOUR_SHARE)
    sentiment, topic = np.where(sour, 0, sentiment), np.where(sour, phrases.TOPICS.index("delivery"), topic)
    ids = numbered(f"{source[0:2]}-", row)
    columns = {"id": ids, "said_on": dates(day), "text": _text(seed, source, row, sentiment, topic)}
    if source != "social":
        columns["customer_id"] = pa.array(whole(seed, f"{source}/customer", row, lumen.scale.customers))
        columns.update(_score(seed, source, row, sentiment))
    labels = {"id": ids, "sentiment": choice(phrases.SENTIMENTS, sentiment), "topic": choice(phrases.TOPICS, topic)}
    return Said(rows=pa.table(columns), labels=pa.table(labels))


def _text(seed: int, source: str, row: Counts, sentiment: Counts, topic: Counts) -> pa.Array:
    def drawn(part: str, words: tuple[str, ...]) -> pa.Array:
        return choice(words, whole(seed, f"{source}/{part}", row, len(words)))

    about = _filled(choice(phrases.FRAMES.values(), topic), drawn("item", phrases.ITEMS))
    spoken = _by_kind(seed, f"{source}/said", row, topic * 3 + sentiment, _flat_said())
    opening = drawn("opening", phrases.OPENINGS)
    if source != "social":
        after = _by_kind(seed, f"{source}/after", row, sentiment, phrases.AFTERTHOUGHTS)
        return _joined(opening, about, " ", spoken, ". ", after, drawn("closing", phrases.CLOSINGS))
    tag = _by_kind(seed, f"{source}/tag", row, sentiment, phrases.TAGS)
    posted = pc.utf8_trim_whitespace(_joined(opening, about, " ", spoken, " ", tag))
    lower = pa.array(uniform(seed, "social/lower", row) < 0.4)
    return pc.if_else(lower, pc.utf8_lower(posted), posted)


def _score(seed: int, source: str, row: Counts, sentiment: Counts) -> dict[str, pa.Array]:
    better = whole(seed, f"{source}/better", row, 2)
    if source == "surveys":
        return {"score": pa.array(np.array([1, 6, 9])[sentiment] + better)}
    odd = uniform(seed, "reviews/odd stars", row) < ODD_STARS
    stars = np.where(sentiment == 1, 3, np.where(sentiment == 2, 4, 1) + better)
    return {"stars": pa.array(np.where(odd, 1 + whole(seed, "reviews/stars", row, 5), stars))}


def _flat_said() -> tuple[tuple[str, ...], ...]:
    return tuple(kind for topic in phrases.TOPICS for kind in phrases.SAID[topic])


def _by_kind(seed: int, purpose: str, row: Counts, kind: Counts, lists: tuple[tuple[str, ...], ...]) -> pa.Array:
    """Choose a phrase from the list of each row's kind."""
    sizes = np.array([len(each) for each in lists], dtype=np.int64)
    start = np.cumsum(sizes) - sizes
    at = np.floor(uniform(seed, purpose, row) * sizes[kind]).astype(np.int64)
    return choice([phrase for each in lists for phrase in each], start[kind] + at)


def _filled(frames: pa.Array, items: pa.Array) -> pa.Array:
    parts = pc.split_pattern(frames, "{}")
    return _joined(pc.list_element(parts, 0), items, pc.list_element(parts, 1))


def _joined(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*(pa.scalar(each) if isinstance(each, str) else each for each in parts), "")
