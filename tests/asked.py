"""Every public function of the doors with what it rightly takes, for tests that give it else."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from inspect import isgenerator

import numpy as np
import pandas as pd

from utils import (
    counts,
    dates,
    entities,
    events,
    evidence,
    exports,
    lexicon,
    load,
    pipeline,
    plots,
    quotations,
    show,
    tables,
    tagger,
    text,
)
from utils.entities import pairs, shares
from utils.plots import reporting

PAGES = tables.ROOT / "data" / "sample" / "pages"
DOORS = (counts, dates, entities, events, evidence, exports, lexicon, load, pipeline, plots,
         quotations, show, tables, tagger, text, pairs, shares, reporting)
# Commands, whose words argparse looks at; what asks for arrays of its own making.
NOT_ASKED = {"main", "render", "add_row", "show_figure", "find_spans", "tag_words",
             "said_elsewhere", "wilson", "readable", "run_again", "articles_key", "from_arrow",
             "shares_of", "new_names", "refuse_lost"}


@cache
def made() -> dict[str, pd.DataFrame]:
    """The tables of a few pages of the sample, and what notebooks count of them."""
    corpus = load.read_articles(*sorted(PAGES.glob("*.txt"))[:30])
    found = pipeline.analyse(corpus.articles)
    linked = found.events.assign(happening_id=events.link_events(found.events, found.articles))
    every = {**found._asdict(), "set_aside": corpus.set_aside, "events": linked,
             "happenings": events.merge_events(linked, found.articles),
             "quotations": quotations.find_quotations(
                 found.articles, found.sentences, found.mentions)}
    named = found.mentions.merge(found.articles[["article_id", "outlet", "anchor"]])
    every["tally"] = entities.tally_entities(named)
    every["pairs"] = pairs.pairs_together(found.mentions)
    every["merges"] = entities.offer_merges(found.mentions)
    every["heat"] = pd.crosstab(named["label"], named["outlet"]).head(5)
    every["days"] = found.dates.merge(found.articles[["article_id", "anchor"]])
    every["told"] = linked.merge(found.articles[["article_id", "anchor"]])
    every["relays"] = reporting.relays(linked, found.articles)
    every["traced"] = evidence.evidence(found.mentions.head(3), found.articles, found.sentences)
    return every


@cache
def cases(folder: str) -> dict[str, tuple[Callable, dict]]:
    """Each function by its door and name, and right things for its parameters."""
    rows = made()
    a, s, m, d, e, h, q = (rows[name] for name in (
        "articles", "sentences", "mentions", "dates", "events", "happenings", "quotations"))
    names, texts = events.labels(m), a["body"].head(3)
    days, happening = a["anchor"].head(3), e["happening_id"].iloc[0]
    page = sorted(PAGES.glob("*.txt"))[0]
    found = dates.find_dates(a["body"], a["anchor"])
    entity = rows["tally"]["entity_id"].iloc[0]
    told = {
        text.clean: {"text": "خبر"}, text.explain: {"text": "خبر"}, text.match_key: {"text": "خبر"},
        text.sentences: {"articles": a}, text.find_reprints: {"articles": a},
        text.reprint_chains: {"articles": a, "reprints": text.find_reprints(a)},
        load.read_articles: {"paths": page, "fields": {"body": "texte"}},
        load.read_batches: {"paths": page, "size": 2, "fields": {"body": "texte"}},
        dates.find_dates: {"texts": texts, "anchors": days},
        tagger.find_names: {"texts": texts, "model": tagger.read_model()},
        tagger.tag_article: {"sentences": [["في", "موسكو"]], "model": tagger.read_model()},
        lexicon.read_lexicon: {"folder": tables.LEXICON},
        lexicon.find_clashes: {"folder": tables.LEXICON},

        entities.find_entities: {"texts": texts, "lexicon": lexicon.read_lexicon(), "on": days,
                                 "tagger": True},
        entities.tally_entities: {"mentions": m, "by": "entity_id"},
        entities.in_context: {"mentions": m, "articles": a, "sentences": s, "entity_id": entity,
                              "most": 3, "seed": 1},
        entities.offer_merges: {"mentions": m, "lexicon": lexicon.read_lexicon()},
        entities.apply_merges: {"mentions": m, "merges": rows["merges"]},
        pairs.pairs_together: {"mentions": m, "top": 5}, pairs.count_pairs: {"mentions": m},
        pairs.most_together: {"pairs": pairs.count_pairs(m), "tally": rows["tally"], "top": 5},
        shares.tally_shares: {"mentions": m, "articles": a, "by": "week", "entity_ids": [entity]},
        shares.find_new: {"mentions": m, "articles": a, "month": "2025-01"},
        events.find_events: {"articles": a, "sentences": s, "mentions": m, "dates": d},
        events.link_events: {"events": e, "articles": a},
        events.merge_events: {"events": e, "articles": a},
        events.evidence: {"happening_id": happening, "events": e, "articles": a, "sentences": s},
        events.labels: {"mentions": m}, events.with_labels: {"table": e, "mentions": m},
        quotations.find_quotations: {"articles": a, "sentences": s, "mentions": m},
        quotations.with_words: {"quoted": q, "articles": a},
        evidence.evidence: {"rows": h.head(2), "articles": a, "sentences": s, "told": e},
        evidence.in_sentences: {"rows": m.head(3), "articles": a, "sentences": s},
        evidence.as_printed: {"found": rows["traced"], "paths": PAGES, "fields": {"body": "x"}},
        pipeline.analyse: {"articles": a.head(3), "lexicon": lexicon.read_lexicon(),
                           "tagger": False},
        pipeline.by_article: {"found": found, "articles": a, "sentences": s, "name": "dates"},
        pipeline.find_dates: {"articles": a.head(3), "sentences": s},
        pipeline.find_mentions: {"articles": a.head(3), "sentences": s,
                                 "lexicon": lexicon.read_lexicon(), "tagger": False},
        pipeline.in_batches: {"stage": text.sentences, "articles": a, "workers": 1, "size": 20},
        pipeline.run: {"paths": page, "out": f"{folder}/out", "workers": 1, "batch": 10,
                       "tagger": False},
        pipeline.read: {"corpus": page, "workers": 1, "folder": f"{folder}/read", "batch": 10},
        pipeline.fill: {"name": "sentences", "workers": 1},
        counts.named: {"folder": f"{folder}/counts"},
        counts.telling: {"folder": f"{folder}/counts"},
        counts.labels: {"folder": f"{folder}/counts"}, counts.keep: {"folder": f"{folder}/counts"},
        plots.plot_tally: {"tally": rows["tally"], "top": 3},
        plots.plot_volume: {"articles": a[["anchor", "outlet"]].head(9)},
        plots.plot_days: {"dated": rows["days"]},
        plots.plot_heatmap: {"table": rows["heat"], "what": "articles"},
        plots.plot_network: {"pairs": rows["pairs"]},
        plots.plot_lag: {"told": rows["told"][["anchor", "earliest", "latest", "status"]]},
        plots.plot_relays: {"relayed": rows["relays"]},
        plots.plot_timeline: {"happenings": h.head(9), "labels": names, "lanes": "venue",
                              "rtl": False},
        plots.arabic: {"text": "خبر", "share": 0.5},
        reporting.relays: {"told": e, "articles": a}, reporting.copies: {"articles": a},
        exports.as_csv: {"table": m.head(9)}, exports.defused: {"text": "=1"},
        exports.as_icalendar: {"happenings": h, "labels": names},
        exports.as_timelinejs: {"happenings": h, "labels": names},
        exports.as_plover: {"happenings": h, "events": e, "labels": names},
        exports.most_told: {"happenings": h, "events": e, "most": 2},
        exports.write_exports: {"happenings": h, "events": e, "labels": names, "folder": folder},
        exports.named_together: {"mentions": m, "least": 1},
        exports.as_gexf: {"mentions": m, "least": 1},
        exports.as_conll: {"articles": a, "sentences": s, "mentions": m},
        exports.write_tally: {"tally": rows["tally"], "folder": folder},
        exports.write_name_exports: {"articles": a, "sentences": s, "mentions": m,
                                     "folder": folder},
        show.show_table: {"table": m, "caption": "Names", "rows": 3, "of": 9},
        show.highlight: {"text": "خبر اليوم", "spans": pd.DataFrame({"start": [0], "end": [3]})},
        show.quote: {"text": "خبر"}, show.say: {"sentences": "**{n:,}**", "finding": True},
        tables.typed: {"rows": m.head(2), "name": "mentions"},
        tables.to_arrow: {"table": m.head(2), "name": "mentions"},
        tables.save_table: {"table": m.head(2), "name": "mentions", "folder": folder},
        tables.read_table: {"name": "mentions", "folder": folder},
        tables.write_file: {"data": b"x", "path": f"{folder}/x"},
    }
    return {f"{function.__module__}.{function.__name__}": (function, given)
            for function, given in told.items()}


def wrong_things(right: object) -> dict[str, object]:
    """What nobody should give in the place of this."""
    rows = made()
    odd = {"None": None, "a number": 5, "less than nothing": -1, "a list": [1], "a dict": {},
           "a word": "articles of nobody", "an object": object(), "a float": 0.5,
           "bytes": b"x", "not a number": float("nan"), "a column": pd.Series([1, 2]),
           "an array": np.zeros(3), "a table of nothing": pd.DataFrame(),
           "a table of else": pd.DataFrame({"x": [1]}), "a Corpus": load.Corpus(None, None),
           **{f"the table {name}": table for name, table in rows.items()}}
    if isinstance(right, pd.DataFrame):
        odd |= {f"without {name}": right.drop(columns=name) for name in right}
        odd |= {f"{name} of objects": right.assign(**{name: [object()] * len(right)})
                for name in map(str, right)}
        odd |= {f"{name} of words": right.assign(**{name: "x"}) for name in map(str, right)}
        odd |= {f"{name} of nothing": right.assign(**{name: None}) for name in map(str, right)}
        odd |= {"every row twice": pd.concat([right, right]),
                "every row twice, numbered": pd.concat([right, right], ignore_index=True),
                "a column twice": pd.concat([right, right[list(right)[:1]]], axis=1)}
    return odd


def call(function: Callable, given: dict) -> object:
    """What the function gives; a generator's pieces."""
    given = dict(given)
    first = [given.pop(name) for name in ("sentences", "found")
             if name in given and {"finding", "paths"} & set(given)]
    star = [given.pop("paths")] if "paths" in given and "out" not in given else []
    found = function(*first, *star, **given)
    return list(found) if isgenerator(found) else found
