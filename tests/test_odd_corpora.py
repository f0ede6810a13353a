"""Reports on corpora that are tiny, odd or hostile: pages all the same, and harmless ones."""

import json
import re

import built
import pytest

from utils import tables

NAMES = [
    "رئيس\u202eالوزراء abc", "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "عبد ﷲ بن زايد",
    "ﻫﺎﻛﺎﻥ ﻓﻴﺪﺍﻥ", "م" + "\u064e" * 3000, "a" * 5000, "\x00\x07", "[x](javascript:alert(1))",
    "{name}", "%s {0} {", "$\\frac{1}{2}$", "</style><style>*{display:none}", "\ud83d", "﷽", "-1+1",
    "@SUM(A1)", "| a | b |", "&lt;b&gt;", "", "null",
]
BODY = ("التقى {0} وزير الخارجية التركي هاكان فيدان في دمشق أمس الأحد، وقال {0}: \"{0} نحن نرحب "
        "بالاتفاق\". وذكرت وكالة {0} أن محمد {0} الشيباني زار أنقرة في 3 أيار 2024 نقلا عن {0}.")
HOSTILE = [{"title": f"{name} يلتقي الوزير", "source": name[:300], "author": name, "content":
            BODY.replace("{0}", name), "date": f"2024-06-{number:02}", "url": "javascript:alert(1)"}
           for number, name in enumerate(NAMES, 1)]
CORPORA = {
    "one article that names nobody, without a day or an outlet": "خبر\nارتفعت الأسعار في السوق.",
    "names that are scripts, formulas, formats and marks": json.dumps(HOSTILE),
}


@pytest.mark.parametrize("what", CORPORA)
def test_pages_come_out_and_hold_nothing_but_text(tmp_path, what):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(CORPORA[what], encoding="utf-8")
    ran = built.run_report(tmp_path, corpus)
    assert ran.returncode == 0, ran.stderr
    assert set(tables.SCHEMAS) == {path.stem for path in (tmp_path / "tables").glob("*.parquet")}
    for page in (tmp_path / "pages").glob("*.html"):
        markup = page.read_text(encoding="utf-8")
        assert markup.count("<script") == markup.count("</style") == 1
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", markup)
        assert not re.search(r"""<[^>]*\s(?:on\w+=|(?:href|src)=["']?\s*javascript)""", markup)
    for export in (tmp_path / "tables" / "exports").glob("*.csv"):
        cells = re.findall('(?:^|,)"?([^",]*)', export.read_text(encoding="utf-8-sig"), re.M)
        assert not [cell for cell in cells if re.match(r"\s*[=+@]|\s*-\D", cell)]
