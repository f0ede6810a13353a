"""Lines that call readers to something else, told by how such calls are built.

A site words them as it likes: "مقالات نرشحها لك", "قد ترغب في مشاهدة", "لمواصلة التصفح". A list
of them never ends, but the parts are few: what is offered, how it is akin, who may wish to read.
"""

from __future__ import annotations

import re
from functools import lru_cache

from utils.load.marks import Mark
from utils.text.folding import fold

LONGEST = 60                     # characters of such a line
_OFFERED = (
    r"(?:ال)?(?:اخبار|خبر|انباء|مواضيع|موضوعات|موضوع|مقالات|مقال|تقارير|تقرير|قصص|قصه|مواد|ماده|"
    r"محتوي|محتويات|ملفات|فيديوهات|فيديو|قراءات|منشورات|تدوينات|تغطيات|تغطيه|روابط|عناوين|صور)"
)
_FOR_YOU = r"(?:ك|كم|كما|كن)"
_AKIN = (
    r"(?:(?:ذات|ذو)\s(?:ال)?(?:صله|علاقه)|(?:ال)?(?:متعلقه?|مرتبطه?|متصله?|مشابهه?|مماثله?|شبيهه|"
    rf"مقترحه?|مختاره|رايجه|مهمه\sل{_FOR_YOU}|موصي\sبها)|(?:قد|ربما)\s(?:ت|ي)(?:هم|عجب|فيد|عني|ناسب)"
    rf"{_FOR_YOU}|(?:ت|ي)هم{_FOR_YOU}|(?:فاتت|تفوت){_FOR_YOU}|(?:ننصح|نوصي|ننصح{_FOR_YOU})\s"
    rf"(?:بها|بقراءتها|بمتابعتها)|(?:نرشحها|اخترناها|نقترحها)\sل{_FOR_YOU}|"
    r"(?:من|في)\s(?:نفس|ذات)\s[^\s]+|(?:من|في)\s[^\s]+\s(?:نفسه|نفسها|ذاته|ذاتها))"
)
_READING = r"(?:ال)?(?:قراءه|مشاهده|متابعه|مطالعه|تصفح|اطلاع|استماع|معرفه)"
_ALSO = r"(?:\s(?:ايضا|كذلك|الان|لاحقا|اليوم|هنا))?"
_GLUE = re.compile(
    rf"و?(?:(?:ال)?مزيد\s)?(?:من\s)?{_OFFERED}\s{_AKIN}(?:\s(?:بالموضوع|بالخبر|بالمقال))?{_ALSO}"
    rf"|و?(?:قد|ربما|لعل{_FOR_YOU})\s(?:ت(?:رغب|ود|ريد|حب|حتاج|هتم)(?:ون|ي|ين)?|(?:ي|ت)(?:هم|عجب|فيد|عني)"
    rf"{_FOR_YOU}){_ALSO}\s(?:(?:في|ب|الي|ان)\s?)?{_READING}(?:\s(?:علي|الي))?{_ALSO}"
    rf"|المزيد\s(?:في|من|عن)\s(?:(?:قسم|صفحه|{_OFFERED})\s)?[^\s.:،؟!]+"
    r"|(?:اقرا|طالع|شاهد)(?:وا|ي)?\s(?:في|علي|عبر)\s[\"«“]?[^\s.:،؟!]+[\"»”]?"
    rf"|ل(?:متابعه|مواصله|استكمال|اكمال|اتمام)\s{_READING}(?:\s(?:الخبر|المقال|التقرير|الموضوع))?{_ALSO}"
)
_LINKS = re.compile(
    rf"(?:ترشيحات|مختارات|اختيارات|اقتراحات|توصيات|مقترحات)(?:نا|{_FOR_YOU})"
    rf"(?:\s(?:ل{_FOR_YOU}|اليوم|الاسبوع))?"
    rf"|نشرت?\sهذ[اه]\s(?:الماده|المقال|المقاله|الخبر|التقرير|القصه)\s(?:في|ضمن|تحت)"
    rf"|شريط\s(?:ال)?(?:اخبار|انباء)|{_OFFERED}\s(?:مدفوعه?|مموله?|برعايه|اعلانيه?)"
)
_OURS = (
    r"(?:نشر[هت]|نشرات|قنا[هت]|قنوات|صفح[هت]|صفحات|خدم[هت]|حساب|حسابات|مجموع[هت]|تطبيق|بريد)"
)
_FOLLOW = re.compile(
    rf"(?:(?:و?(?:اشترك|سجل|انضم|حمل|نزل|تابع)(?:وا|ي)?|للاشتراك|للانضمام|لتحميل|لمتابعه)\s"
    rf"(?:الان\s|معنا\s|مجانا\s)?(?:في\s|الي\s|علي\s|ب)?{_OURS}(?:نا|ها|كم)?(?![^\W\d_])"
    r"|(?:لل?(?:مزيد|قراءه|مشاهده|اطلاع|متابعه|تفاصيل)|تفاصيل)(?:\s[^\s.؟!،]+){0,5}"
    r"\s(?:انقر|اضغط)(?:وا|ي)?\sهنا"
    r"|لا\sيفوت(?:ك|كم)\s(?:اي|كل)\s(?:خبر|حدث|جديد|شيء))(?:\s[^\s.؟!،]+){0,6}"
)
_DRESS = " \t:.…!-–—|*_#<>«»[]{}\N{VARIATION SELECTOR-16}←→↓⬇👇▼"
_OPENS = re.compile(
    rf"و?(?:(?:ال)?مزيد|من|{_OFFERED}|قد|ربما|لعل{_FOR_YOU}|اقرا|طالع|شاهد|ل(?:متابع|مواصل|استكمال|اكمال|"
    r"اتمام|تحميل|لاشتراك|لانضمام)|ترشيح|مختار|اختيار|اقتراح|توصي|مقترح|نشر|شريط|اشترك|سجل|انضم|"
    r"حمل|نزل|تابع|لا|تفاصيل|لل?(?:مزيد|قراء|مشاهد|اطلاع|متابع|تفاصيل))"
)


@lru_cache(maxsize=16384)
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
