"""Lines that call readers to something else, told by how such calls are built.

A site words them as it likes: "مقالات نرشحها لك", "قد ترغب في مشاهدة", "لمواصلة التصفح". A list
of them never ends, but the parts are few (data/lexicon/call_words.csv): what is offered, how it is
akin, who may wish to read.
"""

from __future__ import annotations

import re
from functools import lru_cache

from utils.lexicon_rows import read_rows
from utils.load.marks import Mark
from utils.tables import LEXICON
from utils.text.folding import fold

LONGEST = 60                     # characters of such a line


def _parts() -> dict[str, str]:
    """A pattern for each kind of words in call_words.csv, the longest of them first."""
    return {
        row["kind"]: "(?:" + "|".join(sorted({fold(word).key for word in row.many("words")},
                                             key=lambda key: (-len(key), key))) + ")"
        for row in read_rows(LEXICON, "call_words")
    }


PARTS = _parts()
_OFFERED = f"(?:ال)?{PARTS['offered']}"
_READING = f"(?:ال)?{PARTS['reading']}"
_YOU = "(?:ك|كم|كما|كن)"
_ALSO = r"(?:\s(?:ايضا|كذلك|الان|لاحقا|اليوم|هنا))?"
_ALL = "(?:وا|ي)?"                # of an order: to a man, a woman, many
_APPEALS = rf"(?:قد|ربما)\s(?:ت|ي){PARTS['appeals']}{_YOU}"
_AKIN = (
    rf"(?:(?:ذات|ذو)\s(?:ال)?(?:صله|علاقه)|(?:ال)?{PARTS['akin']}|{_APPEALS}|(?:ت|ي)هم{_YOU}"
    rf"|مهمه\sل{_YOU}|(?:فاتت|تفوت){_YOU}|{PARTS['advises']}\s(?:بها|بقراءتها|بمتابعتها)"
    rf"|{PARTS['chose']}\sل{_YOU}|(?:من|في)\s(?:نفس|ذات)\s[^\s]+"
    r"|(?:من|في)\s[^\s]+\s(?:نفسه|نفسها|ذاته|ذاتها))"
)
_GLUE = re.compile(
    rf"و?(?:(?:ال)?مزيد\s)?(?:من\s)?{_OFFERED}\s{_AKIN}(?:\s(?:بالموضوع|بالخبر|بالمقال))?{_ALSO}"
    rf"|و?(?:قد|ربما|لعل{_YOU})\s(?:ت{PARTS['wishes']}(?:ون|ي|ين)?|(?:ت|ي){PARTS['appeals']}{_YOU})"
    rf"{_ALSO}\s(?:(?:في|ب|الي|ان)\s?)?{_READING}(?:\s(?:علي|الي))?{_ALSO}"
    rf"|المزيد\s(?:في|من|عن)\s(?:(?:قسم|صفحه|{_OFFERED})\s)?[^\s.:،؟!]+"
    rf"|{PARTS['read it']}{_ALL}\s(?:في|علي|عبر)\s[\"«“]?[^\s.:،؟!]+[\"»”]?"
    rf"|ل{PARTS['go on']}\s{_READING}(?:\s(?:الخبر|المقال|التقرير|الموضوع))?{_ALSO}"
)
_LINKS = re.compile(
    rf"{PARTS['choices']}(?:نا|{_YOU})(?:\s(?:ل{_YOU}|اليوم|الاسبوع))?"
    rf"|نشرت?\sهذ[اه]\s{PARTS['this text']}\s(?:في|ضمن|تحت)"
    rf"|شريط\s(?:ال)?(?:اخبار|انباء)|{_OFFERED}\s{PARTS['paid']}"
)
_FOLLOW = re.compile(
    rf"(?:(?:و?{PARTS['follow']}{_ALL}|{PARTS['to follow']})\s"
    rf"(?:الان\s|معنا\s|مجانا\s)?(?:في\s|الي\s|علي\s|ب)?{PARTS['ours']}(?:نا|ها|كم)?(?![^\W\d_])"
    r"|(?:لل?(?:مزيد|قراءه|مشاهده|اطلاع|متابعه|تفاصيل)|تفاصيل)(?:\s[^\s.؟!،]+){0,5}"
    r"\s(?:انقر|اضغط)(?:وا|ي)?\sهنا"
    r"|لا\sيفوت(?:ك|كم)\s(?:اي|كل)\s(?:خبر|حدث|جديد|شيء))(?:\s[^\s.؟!،]+){0,6}"
)
_DRESS = " \t:.…!-–—|*_#<>«»[]{}\N{VARIATION SELECTOR-16}←→↓⬇👇▼"
_OPENS = re.compile(
    rf"و?(?:(?:ال)?مزيد|من|{_OFFERED}|قد|ربما|لعل{_YOU}|{PARTS['read it']}|ل{PARTS['go on']}"
    rf"|{PARTS['to follow']}|{PARTS['choices']}|نشر|شريط|{PARTS['follow']}|لا|تفاصيل"
    r"|لل?(?:مزيد|قراء|مشاهد|اطلاع|متابع|تفاصيل))"
)


@lru_cache(maxsize=4096)
def _may_open(word: str) -> bool:
    """Whether a call can open with a word."""
    return _OPENS.match(fold(word).key) is not None


def call(line: str) -> Mark | None:
    """A short line that only calls to read, to look or to follow, as a mark; else None.

    >>> call("مقالات نرشحها لك").kind, call("ترشيحاتنا").kind, call("سجل في نشرتنا").kind
    ('glue', 'links', 'contact')
    >>> call("مقالات الوزير") is None
    True
    """
    bare = line.strip(_DRESS)
    first = bare.split(None, 1)[:1]
    if len(line) > LONGEST or not first or not _may_open(first[0]):
        return None
    key = fold(bare).key
    for pattern, kind in ((_GLUE, "glue"), (_LINKS, "links"), (_FOLLOW, "contact")):
        if pattern.fullmatch(key):
            return Mark(0, len(line), kind, "")
    return None
