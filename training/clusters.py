"""Words by the company they keep: vectors, and clusters within clusters."""

from __future__ import annotations

import numpy as np
from gensim.models import KeyedVectors, Word2Vec

SIZE, WINDOW, RAREST, EPOCHS = 100, 3, 4, 4
CLUSTERS = (64, 256, 1000)
DEPTHS = (4, 6, 8, 10, 13)


def word_vectors(sentences: list[list[str]], seed: int) -> KeyedVectors:
    """A skip-gram vector for each word that occurs RAREST times."""
    # One worker: with more, the threads' race would decide the numbers.
    return Word2Vec(sentences, sg=1, vector_size=SIZE, window=WINDOW, min_count=RAREST,
                    epochs=EPOCHS, workers=1, seed=seed).wv


def cluster_words(vectors: KeyedVectors, seed: int) -> tuple[dict[str, int], list[list[str]]]:
    """The finest cluster of each word, and for each such cluster the names of all it lies in."""
    from scipy.cluster.hierarchy import ward
    from sklearn.cluster import MiniBatchKMeans

    points = vectors.get_normed_vectors()
    fits = [
        MiniBatchKMeans(count, random_state=seed, batch_size=4096, n_init=1, max_iter=30).fit(
            points[:60000]) for count in CLUSTERS
    ]
    fine = fits[-1].predict(points)
    paths = bit_paths(ward(fits[-1].cluster_centers_), CLUSTERS[-1])
    coarse = [fit.predict(fits[-1].cluster_centers_) for fit in fits[:-1]]
    names = [
        [f"cluster{cluster}"]
        + [f"cluster{count} {row[cluster]}"
           for count, row in zip(CLUSTERS[:-1], coarse, strict=True)]
        + [f"path{path[:depth]}" for depth in DEPTHS]
        for cluster, path in sorted(paths.items())
    ]
    return dict(zip(vectors.index_to_key, fine.tolist(), strict=True)), names


def bit_paths(merges: np.ndarray, leaves: int) -> dict[int, str]:
    """The way from the root to each leaf of a tree of merges: 0 for left, 1 for right."""
    paths = {leaves + len(merges) - 1: ""}
    for node in range(leaves + len(merges) - 1, leaves - 1, -1):
        left, right = merges[node - leaves, :2].astype(int)
        path = paths.pop(node)
        paths[left], paths[right] = path + "0", path + "1"
    return paths
