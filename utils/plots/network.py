"""The network of names: who is named together, drawn so that no name covers another."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from utils.asking import AXES, asks, table
from utils.plots.figures import BLUE, INK, describe, empty, new_axes, wrapped
from utils.words import word

WIDTH, HEIGHT = 8.4, 5.8     # inches
EDGE = 0.7                   # inches around the middles of the names
NAME = 18                    # characters in one line of a name
LETTER, LINE = 0.085, 0.19   # inches that a letter is wide and a line high, with room to spare
STEPS = 300


@asks(pairs=table("one", "other", "together", gives="entities.pairs.pairs_together"), ax=AXES)
def plot_network(pairs: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Who is named together: `pairs` has the columns one, other (labels) and together (a count)."""
    ax = new_axes(ax, WIDTH, HEIGHT)
    if pairs.empty:
        return empty(ax, word("network_empty"))
    graph = nx.Graph()
    for row in pairs.itertuples():
        graph.add_edge(row.one, row.other, together=int(row.together))
    places = _places(graph)
    most = pairs["together"].max()
    for one, other, count in graph.edges(data="together"):
        ax.plot(*zip(places[one], places[other], strict=True), color=BLUE, zorder=1,
                linewidth=0.7 + 7 * count / most, alpha=0.2 + 0.4 * count / most,
                solid_capstyle="round")
    first = pairs.iloc[pairs["together"].argmax()]
    for name, (x, y) in places.items():
        ax.text(x, y, wrapped(name, NAME), ha="center", va="center", color=INK, zorder=3,
                fontweight="bold" if name in (first["one"], first["other"]) else "normal",
                bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": BLUE,
                      "linewidth": 0.9})
    ax.set_axis_off()
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    told = "; ".join(word("network_pair", one=row.one, other=row.other, count=row.together)
                     for row in pairs.itertuples())
    return describe(
        ax, word("network_title", one=first["one"], other=first["other"],
                 count=first["together"]),
        word("network_alt", names=len(graph), told=told), word("network_note"), pairs,
    )


def _places(graph: nx.Graph) -> dict[str, np.ndarray]:
    """The middle of each name in inches: near those it is tied to, and on no other name."""
    found = nx.spring_layout(_in_one(graph), weight=None, seed=1, k=2.4 / np.sqrt(len(graph)),
                             iterations=300)
    names = list(found)
    places = np.array([found[name] for name in names])
    low, high = places.min(axis=0), places.max(axis=0)
    corner = np.array([EDGE, EDGE / 2])
    room = np.array([WIDTH, HEIGHT]) - 2 * corner
    places = corner + (places - low) / np.where(high > low, high - low, 1) * room
    sizes = np.array([_size(name) for name in names])
    for _ in range(STEPS):
        if not _part(places, sizes):
            break
        places = np.clip(places, sizes / 2, [WIDTH, HEIGHT] - sizes / 2)
    return dict(zip(names, places, strict=True))


def _in_one(graph: nx.Graph) -> nx.Graph:
    """The graph with its parts held together, or they would drive each other to the edges."""
    parts = sorted(map(sorted, nx.connected_components(graph)), key=lambda part: (-len(part), part))
    hubs = [max(part, key=graph.degree) for part in parts]
    return nx.compose(graph, nx.star_graph(hubs)) if len(hubs) > 1 else graph


def _size(name: str) -> tuple[float, float]:
    """How wide and high a name is with its frame, in inches."""
    lines = wrapped(name, NAME).split("\n")
    return LETTER * max(map(len, lines)) + 0.25, LINE * len(lines) + 0.18


def _part(places: np.ndarray, sizes: np.ndarray) -> bool:
    """Moves names that cover each other apart, the shorter way; whether any did."""
    moved = False
    for one, other in combinations(range(len(places)), 2):
        off = places[one] - places[other]
        over = (sizes[one] + sizes[other]) / 2 - np.abs(off)
        if (over > 0).all():
            way = int(over.argmin())
            step = (over[way] / 2 + 0.01) * (1 if off[way] >= 0 else -1)
            places[one, way] += step
            places[other, way] -= step
            moved = True
    return moved
