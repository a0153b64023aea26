"""What Lumen's customers say: varied, labelled apart, and worse in the supply gap."""

import numpy as np
import pyarrow.compute as pc
import pytest

from milepost.simulation.lumen import phrases, voice
from milepost.simulation.lumen.truth import Lumen

LUMEN = Lumen(seed=7)


@pytest.mark.parametrize("source", voice.SHARES)
def test_texts_are_the_same_for_a_seed_and_hardly_repeat(source: str) -> None:
    said = voice.said(LUMEN, source)
    texts = said.rows["text"].to_pylist()
    assert said.rows.equals(voice.said(Lumen(seed=7), source).rows)
    assert texts != voice.said(Lumen(seed=8), source).rows["text"].to_pylist()
    assert len(set(texts)) / len(texts) > 0.98
    assert all(10 < len(text) < 300 and "{" not in text and "  " not in text for text in texts)


@pytest.mark.parametrize("source", voice.SHARES)
def test_labels_are_complete_and_apart(source: str) -> None:
    said = voice.said(LUMEN, source)
    assert said.labels["id"].equals(said.rows["id"])
    assert set(said.labels["sentiment"].to_pylist()) == set(phrases.SENTIMENTS)
    assert set(said.labels["topic"].to_pylist()) == set(phrases.TOPICS)
    assert not {"sentiment", "topic"} & set(said.rows.column_names)


def test_each_topic_and_sentiment_has_its_own_phrases() -> None:
    flat = [phrase for topic in phrases.SAID.values() for kind in topic for phrase in kind]
    assert len(flat) == len(set(flat)) == 6 * 3 * 6


def test_a_label_is_that_of_the_phrase() -> None:
    said = voice.said(LUMEN, "surveys")
    columns = (said.rows["text"], said.labels["sentiment"], said.labels["topic"])
    for text, sentiment, topic in zip(*(each.to_pylist() for each in columns), strict=True):
        assert any(phrase in text for phrase in phrases.SAID[topic][phrases.SENTIMENTS.index(sentiment)])


def test_stars_and_scores_follow_sentiment_and_not_slavishly() -> None:
    reviews, surveys = voice.said(LUMEN, "reviews"), voice.said(LUMEN, "surveys")
    glad = reviews.labels["sentiment"].to_numpy(zero_copy_only=False) == "positive"
    stars = reviews.rows["stars"].to_numpy()
    assert set(stars) == {1, 2, 3, 4, 5}
    assert stars[glad].mean() > 4.2 > 3 > stars[~glad].mean()
    assert 0.01 < np.mean(stars[glad] <= 2) < 0.06
    assert 0 <= pc.min(surveys.rows["score"]).as_py() <= pc.max(surveys.rows["score"]).as_py() <= 10


def test_the_supply_gap_is_heard() -> None:
    said = voice.said(LUMEN, "reviews")
    day = (said.rows["said_on"].to_numpy() - np.datetime64("2025-06-01")).astype(int)
    sour = said.labels["sentiment"].to_numpy(zero_copy_only=False) == "negative"
    gap = (day >= voice.SOUR_DAYS[0]) & (day < voice.SOUR_DAYS[1])
    assert sour[gap].mean() == pytest.approx(0.61, abs=0.09)
    assert sour[~gap].mean() == pytest.approx(0.22, abs=0.03)


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(KeyError):
        voice.said(LUMEN, "letters")
