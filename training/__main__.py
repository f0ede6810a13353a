"""Makes data/model: lists and vectors from newspapers, weights from labelled sentences.

    python -m training --texts ../shared --work /tmp/masar-training

Each step leaves its result in the work folder and is not done again while that is there.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from training import clusters, crf, export, figures, lists, silver, teacher, texts
from training.chain import Lesson, lesson
from training.teacher import Eyes, Teacher
from utils import tagger
from utils.tagger import weights
from utils.tagger.traits import Known, identity_traits, known_traits, letter_traits, readings

ROOT = Path(__file__).resolve().parent.parent
SEED = 1
EPOCHS, MORE_EPOCHS = 6, 2    # without dev, and then with it
TEACHERS = (1, 2)            # seeds
STRETCH = 4.0                # vectors are made so long: it sets how fast they are learned from
FREQUENT = 200_000
ARTICLE = 12                 # sentences: dev tells not where its articles end


def once(path: Path, make: Callable):
    """What `make` returns, or what it returned when the file was written (by us, here)."""
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    return pickle.loads(path.read_bytes())


def known_words(sentences, authors, vectors) -> tuple[dict[str, Known], list[list[str]]]:
    """Lists and cluster of each word, and all clusters that each finest cluster lies in."""
    lexicon = lists.lexicon_lists(ROOT / "data" / "lexicon")
    on_lists = lists.merged([
        lexicon, lists.gazetteer_lists(), lists.trigger_lists(), lists.byline_lists(authors),
        lists.bearer_lists(), lists.company(sentences, lists.first_names(lexicon)),
    ])
    cluster, paths = clusters.cluster_words(vectors, SEED)
    words = sorted({*cluster, *on_lists})
    return {w: Known(cluster.get(w, -1), on_lists.get(w, ())) for w in words}, paths


def read_texts(folder: Path) -> tuple[list[list[str]], list[list[str]]]:
    """The sentences and the bylines of all unlabelled articles, split into words."""
    articles = list(texts.read_articles(folder / "corpora"))
    return ([words for _, text in articles for words in texts.split_sentences(text)],
            [texts.split_words(author) for author, _ in articles])


def teachers(work: Path, gold: list[Lesson], vector_of, known) -> tuple[list[Teacher], Eyes]:
    """The teachers, and the eyes that they look through."""
    eyes = Eyes.of(sorted({word for one in gold for word in one.words}), vector_of, known)
    found = []
    for seed in TEACHERS:
        weights = once(work / f"teacher{seed}.pickle",
                       lambda seed=seed: teacher.learn(gold, eyes, seed).state_dict())
        found.append(Teacher(eyes))
        found[-1].load_state_dict(weights)
        found[-1].eval()
    return found, eyes


def on_printed(tags: list[str], sentence: texts.Sentence) -> list[str]:
    """The tag of each printed word: that of the first of its parts that has one."""
    found = ["O"] * len(sentence.gold)
    for tag, place in zip(tags, sentence.printed, strict=True):
        if found[place] == "O":
            found[place] = tag
    return found


def report(folder: Path, dev: list[texts.Sentence]) -> None:
    """Print how well the file in the folder does on the dev sentences, alone and together."""
    model = weights.read_model(folder)
    for size in (1, ARTICLE):
        parts = [dev[begin:begin + size] for begin in range(0, len(dev), size)]
        found = [on_printed(tags, sentence) for part in parts for tags, sentence in zip(
            tagger.tag_article([one.words for one in part], model), part, strict=True)]
        print(f"sentences read together: {size}")
        for kind, rates in figures.measure([one.gold for one in dev], found).items():
            print(f"{kind:5} precision {rates[0]:.3f}  recall {rates[1]:.3f}  F1 {rates[2]:.3f}")


def main() -> None:
    """Run all steps that are not done yet, print the figures on dev, write the weights.

    The figures are those of weights that have not learned from dev; the ones handed out have.
    """
    asked = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    asked.add_argument("--texts", type=Path, required=True, help="folder with ner/ and corpora/")
    asked.add_argument("--work", type=Path, required=True, help="folder for what lies between")
    asked.add_argument("--out", type=Path, default=ROOT / "data" / "model")
    told = asked.parse_args()
    told.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    train, dev = texts.parts(texts.read_labelled(told.texts / "ner" / "anercorp_train.txt"))
    sentences, authors = once(told.work / "texts.pickle", lambda: read_texts(told.texts))
    vectors = once(told.work / "vectors.pickle", lambda: clusters.word_vectors(
        [*sentences, *(s.words for s in train)], SEED))
    known, paths = once(told.work / "known.pickle",
                        lambda: known_words(sentences, authors, vectors))
    stretched = (vectors.get_normed_vectors() * STRETCH).astype(np.float32)

    def traits_of(word: str) -> tuple[list[str], list[str]]:
        return (letter_traits(word) + known_traits(word, known.get, paths),
                identity_traits(word))

    def vector_of(word: str) -> np.ndarray:
        for form in (word, *readings(word)) if word else ():
            if form in vectors:
                return stretched[vectors.key_to_index[form]]
        return np.zeros(stretched.shape[1], np.float32)

    gold, last = ([lesson(one) for one in part] for part in (train, dev))
    taught = once(told.work / "silver.pickle", lambda: silver.lessons(
        *teachers(told.work, gold, vector_of, known), silver.choose(sentences, SEED)))
    parts = [(gold + taught, EPOCHS), (last, MORE_EPOCHS)]
    learned = crf.learn(parts, traits_of, vector_of, SEED)
    for folder, (model, number) in zip((told.work / "measured", told.out), learned, strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        path = export.write(folder, model, number, sentences, known, paths, traits_of, vector_of,
                            FREQUENT)
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
        if folder != told.out:
            report(folder, dev)


if __name__ == "__main__":
    main()
