"""Lines that say where a text or a picture is from, and when it was posted, in words of their own.

"نقلا عن صحيفة كذا", "كتب بواسطة فلان في 3 جوان 2023", "فلان برس آخر تحديث: ...", "أمس 14:05",
"© AFP".
"""

from __future__ import annotations

import re

from utils.calendars import MONTHS, WEEKDAYS
from utils.load.byline_parts import NAME_WORDS, is_outlet
from utils.load.marks import Mark
from utils.load.shapes import SHAPES, keys_of
from utils.load.stamps import find_stamp
from utils.text.folding import fold

LONGEST = 100                    # characters of such a line
NAMED = 3                        # words of an outlet's name before the label of a change
_DIGITS = re.compile(r"\d:\d|\d{4}")
_INITIALS = re.compile(r"(?:[^\W\d_a-zA-Z][\s./\-]{1,3}){1,7}[^\W\d_a-zA-Z]\.?")
_HOUR = re.compile(r"(?:[^\W\d_]{2,10}\s)?\d{4}\s(?:جمت|ت\s?غ|ت\s?م|GMT)(?:\s\d[\d/.\-]{5,9})?")
_COUNTS_READERS = re.compile(r"\s(?:على|حول|بشأن)\s")
_EDGES = " \t|/-–—:،,•·()"
_QUOTED = re.compile(r"\W{0,3}(?:نقلا\sعن|نقلا\sعن:|منقول\s(?:عن|من)|عن)\s(?=\S)")
_BY = re.compile(
    r"(?:تم\s)?(?:نشر(?:ه|ت|ها)?|كتب(?:ه|ت)?|اضيفت?|حرر(?:ه)?|اعد(?:ه)?)?\s?"
    r"(?:بواسطه|من\sطرف|من\sقبل|بقلم)\s(?P<name>[^\d:.،]{3,40}?)\s?(?:في|بتاريخ|يوم|[-–—|،])?\s?$"
)
_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY = "|".join(sorted(map(re.escape, [*WEEKDAYS, "اليوم", "امس", "البارحه", "امس الاول"]),
                       key=len, reverse=True))
_CLOCK = r"\d\d?:\d\d(?:\s?(?:ص|م|صباحا|مساء|ظهرا|ليلا|gmt))?"
_SPACE = r"[\s،,|•·\-–—]{1,4}(?:(?:علي\s|عند\s|في\s)?الساعه\s|في\s|@\s?)?"
_POSTED = re.compile(
    rf"(?:(?:{_DAY})[\s،,]{{1,2}})?\d\d?\s(?:{_MONTH}){_SPACE}{_CLOCK}|(?:{_DAY}){_SPACE}{_CLOCK}"
    rf"|{_CLOCK}[\s،,|•·\-–—]{{1,4}}(?:(?:{_DAY})|\d\d?\s(?:{_MONTH}))"
)
_SIGNED = re.compile(                        # "بواسطة سليم الحداد · 18 يونيو 2024"
    rf"(?:{keys_of('byline')}|بواسطه)\s?[:/]?\s(?P<name>[^\d:.،|·•]{{3,40}}?)\s?[|·•]\s")
_COUNTED = re.compile(                       # "سليم الحداد أخبار 3 تعليقات"
    rf"(?P<name>(?:[^\W\d_]+\s){{0,{NAME_WORDS}}}?)(?:(?:{keys_of('section')})\s)?"
    rf"(?:\d{{1,4}}\s(?:{keys_of('counter', shared=True)})|لا توجد تعليقات)"
)
# "رأي واحد على “...”", "3 تعليقات على “...”"
_ON_THIS = re.compile(
    r"(?:(?:\d{1,4}|راي|تعليق|فكره|رد)\s(?:اراء|رايا?|افكار|تعليقا?|تعليقات|ردود|واحده?)|رايان|تعليقان)"
    r"\s(?:علي|حول|بشان)\s?:?\s?[\"“”«'].")
_PICTURE = re.compile(r"©\s?(?!\d)[^؟!]{2,70}$|CC(?:0|[ -]BY(?:[ -][A-Z]{2})*(?:[ -]\d\.\d)?)$")


def sign_off(line: str) -> Mark | None:
    """How an agency closes a dispatch, as a mark: who sent it, its name, the hour; else None.

    >>> [sign_off(line) is not None for line in ("م م / م ا", "/قنا/", "بنا 1258 جمت", "أ ف ب")]
    [True, True, True, False]
    """
    initials = len(line) <= 20 and _INITIALS.fullmatch(line)
    named = line[0] == line[-1] == "/" and is_outlet(line.strip("/ "))
    if initials and not is_outlet(line) or named or _HOUR.fullmatch(line):
        return Mark(0, len(line), "ending", "")
    return None


def credit(line: str) -> Mark | None:
    """A line that only says who printed a text or a picture, or when, as a mark; else None.

    >>> credit("نقلا عن جريدة المحار").role, credit("المحار آخر تحديث: 3 يونيو 2023").role
    ('source', 'updated')
    >>> credit("نقلا عن صحيفة المحار الصادرة ليوم الثلاثاء 4 يونيو 2024").role
    'source'
    >>> credit("أمس 14:05").kind, credit("© المحار / سليم").kind, credit("أمس الأول في حلب") is None
    ('stamp', 'furniture', True)
    """
    if len(line) > LONGEST:
        return None
    if line[0] in "©C" and _PICTURE.match(line):
        return Mark(0, len(line), "furniture", "image")
    if line[0] in "نم([" and line[-1] not in ".،:":
        folded = fold(line)
        quoted = _QUOTED.match(folded.key)
        if quoted and len(_before_day(line).split()) <= NAME_WORDS + 2:
            return Mark(0, folded.at(quoted.end()), "label", "source")
    if not _DIGITS.search(line):
        return None
    if line[0] in "بك" and (signed := _SIGNED.match((folded := fold(line)).key)) and (
            find_stamp(line, folded.at(signed.end()))):
        return Mark(0, folded.at(signed.start("name")), "label", "author")
    if ":" in line and _POSTED.fullmatch(fold(line).key.strip(_EDGES)):
        return Mark(0, len(line), "stamp", "published")
    return _named_before_day(line)


def comments_on(line: str) -> Mark | None:
    """A line that counts what readers wrote on an article and names it, as a mark; else None.

    >>> comments_on("رأي واحد على “وفدان في حميميم”").kind, comments_on("رأي واحد على الأقل")
    ('comments', None)
    """
    if not (line[0].isdecimal() or line[0] in "رتف") or not _COUNTS_READERS.search(line[:30]):
        return None
    return Mark(0, len(line), "comments", "") if _ON_THIS.match(fold(line[:60]).key) else None


def name_and_count(words: str) -> tuple[int, int] | None:
    """Where the name ends that stands behind a day, before a department and a count of comments.

    >>> name_and_count("سليم الحداد أخبار 3 تعليقات"), name_and_count("سليم الحداد")
    ((11, 12), None)
    """
    folded = fold(words)
    match = _COUNTED.fullmatch(folded.key)
    if not match:
        return None
    name = len(match["name"].rstrip())
    return (folded.span(0, name)[1] if name else 0), folded.at(match.end("name"))


def _before_day(line: str) -> str:
    """What stands before the day in a line: نقلا عن صحيفة كذا ليوم الثلاثاء 4 يونيو 2024."""
    stamp = find_stamp(line) if _DIGITS.search(line) else None
    return line[:stamp.start] if stamp else line


def _named_before_day(line: str) -> Mark | None:
    """Who posted a text and the day that ends the line, or its last change; else None."""
    stamp = find_stamp(line)
    if stamp and stamp.when and stamp.start == 0 and line[-1].isalpha() and (
            name_and_count(line[stamp.end:].strip())):
        return Mark(0, stamp.end, "stamp", "published")
    if not stamp or stamp.when is None or stamp.end < len(line.rstrip(_EDGES)):
        return None
    before = fold(line[:stamp.start]).key.strip()
    by = _BY.fullmatch(before)
    if by and 2 <= len(by["name"].split()) <= NAME_WORDS:
        return Mark(0, len(line), "stamp", "published")
    words = before.strip(_EDGES).split()
    for count in (2, 3, 1):
        shape = SHAPES.get(" ".join(words[-count:])) if 0 < len(words) - count <= NAMED else None
        if shape is not None and shape.role == "updated":
            return Mark(0, stamp.start, "label", "updated")
    return None
