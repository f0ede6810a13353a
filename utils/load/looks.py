"""Lines that are told by their look, not by a word: addresses, hashtags, counters, chat heads.

Telegram and WhatsApp write who posted a message and when before it, channels close it with
hashtags and their address, pages count their readers, forwarded mail names its sender.
"""

from __future__ import annotations

import re

from utils.calendars import variants
from utils.load.byline_parts import KNOWN
from utils.load.calls import call
from utils.load.credits import credit, sign_off
from utils.load.marks import Mark
from utils.load.shapes import ROWS, SHAPES, bare, keys_of
from utils.load.stamps import find_stamp
from utils.text.folding import fold

_ADDRESS = re.compile(r"[\W_]{0,4}(?:https?://|www\.|t\.me/|bit\.ly/)\S+$", re.I)
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+(?:com|net|org|info|news|tv|me|[a-z]{2})$", re.I)
_HANDLE = re.compile(r"[^\w@]{0,4}(?:@[A-Za-z]\w{3,40}|[A-Za-z]\w{3,40}@)$")
_HASHTAGS = re.compile(r"(?:#[^\W\d]\w*[\s،,|]*)+$")
_MAIL = re.compile(r"(?:من|إلى|الى|نسخة|From|To|Cc)\s?:\s?[^:]{0,60}@\S+$", re.I)
_COUNTERS = re.compile(
    r"(?=.*\d)(?=.*[^\W\d_])(?:[\s|/،,•·+\-–—:()]*+(?:\d[\d,.]*+k?"
    rf"|(?:{keys_of('counter', shared=True)})(?![^\W\d_])))++"
    r"[\s|/،,•·()]*$"
)
_DAY = re.compile(r"\d[/.-]\d\d?[/.-]\d")
# How long an article is, or takes to read: it stands beside its headline.
_MINUTES = r"(?:دقيقه|دقيقتان|دقيقتين|دقايق|minutes?|mins?)"
_LENGTH = re.compile(
    rf"\(?(?:\d{{1,3}}(?:,\d{{3}})*\s?(?:words?|كلمه|كلمات)|(?:\d{{1,2}}\s?)?{_MINUTES}\s"
    rf"(?:من\s)?(?:للقراءه|قراءه|القراءه|read)"
    rf"|(?:(?:وقت|مده|زمن)\s)?(?:قراءه|القراءه)\s?:?\s?\d{{1,2}}\s{_MINUTES})\)?$"
)
# A field of which no list knows the name: in Arabic text, Latin words and a colon are none of it.
# "News 3:" counts the articles.
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9 ._\-]{0,28}(?<!\s\d)(?<!\s\d\d):(?=\s|$)\s*")
# Factiva's end of an article
_ACCESSION = re.compile(
    r"(?:(?:Document|(?:ال)?مستند|(?:ال)?وثيق[ةه])\s[A-Za-z]{2,12}|[A-Z]{4,12}\d{6})\w{10,40}$")
_AGO = re.compile(
    r"(?:[^\W\d_][^|\d]{1,30}\s[|·•]\s)?(?:منذ|قبل|مضي|نشر منذ|نشر قبل)\s"
    r"(?:حوالي\s|نحو\s)?(?:\d{1,3}\s)?(?:"
    r"ثوان|ثانيه|دقيقه|دقيقتين|دقايق|ساعه|ساعتين|ساعات|يوم|يوما|يومين|ايام|"
    r"اسبوع|اسبوعين|اسابيع|شهر|شهرين|اشهر|شهور|سنه|سنتين|سنوات|عام|عامين|اعوام)$"
)
_SENDER = re.compile(
    r"\s?\]?\s?[-–—]?\s?(?:[^\s:\d\[\]][^:\[\]\d]{0,40}|\W{0,3}\d[\d\s()\-]{6,18}\W?):\s"
)
_NUMBERED = re.compile(
    r"\d{1,5}\s(?:of|من)\s\d{1,5}(?:\s[^\W\d_]+)?$|\W{1,30}\d{1,3}\W{1,30}$|[#№]\s?\d{1,5}$"
)
_FILED = re.compile(r"في\s[\"“«][^\"“”«»]{2,30}[\"”»]$")             # below a link: في "أخبار"
# A rule and who wrote what stands above it: "====== ر.ج"
_INITIALLED = re.compile(r"([=\-_*~—–#])\1{4,}\s?[^\W\d_](?:\s?[./]\s?[^\W\d_]){1,4}\.?$")
_ONE_SIGN = re.compile(r"[*\-–—•=_~#+…·]{1,2}$|([^\W\d_])\1{3,}$")
# Databases and reference managers that name fields by two characters at the heads of lines.
_CODED = {
    "code": re.compile(r"^HD\s+\S.*(?:\n.*){0,12}\n(?:PD|SN|WC|LP)\s", re.M),
    "ris": re.compile(r"^TY {1,2}-\s.*(?:\n.*){0,12}\n(?:TI|T1) {1,2}-\s", re.M),
    "tag": re.compile(r"^(?:TI|T1|H[DL]|T[TL])\s?:\s.*\n(?:[A-Z]\w\s?:.*\n){2}", re.M),
}
_CODES = {
    system: {code: (row["kind"], row["role"])
             for row in ROWS if row["needs"] == system for code in row.many("words")}
    for system in _CODED
}
_TITLED = re.compile(r"T[I1TL]\s?:|H[DL]\s?:")
_BEHIND = {"code": r"(?=\s)\s*", "ris": r"(?= {1,2}-(?:\s|$))\s*-\s*",
           "tag": r"\s?:(?:\s|$)\s*"}
_CODE = {system: re.compile(rf"({'|'.join(codes)}){_BEHIND[system]}")
         for system, codes in _CODES.items()}
_NOTICES = {
    words: row["role"]
    for row in ROWS if row["needs"] == "inside" for words in row.many("words")
}
_NOTICE = 200                    # characters of the longest line that a notice of the site fills
_MARKDOWN = re.compile(r"[*+\-\s]*(?P<image>!?)\[(?P<words>[^\[\]]*)\]\(\S+\)$")
_DESK = re.compile(r"\((?:اعداد|تحرير|تغطيه|شارك في)\s[^()]{3,80}\)$")   # Reuters' last line
_BARS = re.compile(r"\s*[|·•]\s*")
_NETWORK_NAMES = "|".join(sorted(
    {key for row in ROWS if row["kind"] == "network" for key in variants(row["words"])
     if len(key) >= 4 and key.isalpha()}, key=len, reverse=True))
_RUN_TOGETHER = re.compile(rf"(?:{_NETWORK_NAMES}){{2,}}")       # buttons without blanks between
# "تابعوا أخبارنا على", "اشترك في قناتنا عبر تلغرام": no sentence ends so
_FOLLOW = re.compile(
    r"(?:و?تابع(?:وا|ونا|نا|ي|ينا)?|انضم(?:وا)?|اشترك(?:وا)?|لمتابعتنا|لمتابعه)\s(?:[^\s.؟!]+\s){0,5}"
    rf"(?:علي|عبر)(?:\s\W?(?:{keys_of('network', shared=True)})\W?)*[\s:.…]*$"
)
_BUTTONS = ("section", "furniture", "share", "network", "path", "counter")
LONG_CALL = 7                    # words of a marker with some of its own before it
MENU = 12                        # names of a menu that are looked at
_OPENS = frozenset("0123456789٠١٢٣٤٥٦٧٨٩[\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}")


def coding(text: str) -> str:
    """How a text names its fields by two characters at the heads of lines; "" where it does not.

    >>> coding("HD وفدان في حميميم\\nWC 300 words\\nLP عقد وفدان محادثات.")
    'code'
    """
    if "HD" in text and _CODED["code"].search(text):
        return "code"
    if "TY  -" in text and _CODED["ris"].search(text):
        return "ris"
    return "tag" if _TITLED.search(text) and _CODED["tag"].search(text) else ""


def code_mark(head: str, system: str) -> Mark | None:
    """The field that a line of a coded text begins, as a mark; else None."""
    code = _CODE[system].match(head)
    return Mark(0, code.end(), *_CODES[system][code[1]]) if code else None


def notice(line: str) -> Mark | None:
    """A line that tells of cookies, of rights or of a newsletter, as a mark; else None.

    >>> notice("يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك").kind
    'furniture'
    >>> notice("جماهير كوكيزي تهنئ الفريق") is None      # not the "كوكيز" of cookies
    True
    """
    if len(line) > _NOTICE:
        return None
    role = next((role for words, role in _NOTICES.items() if words in line
                 and not line[line.rindex(words) + len(words):][:1].isalpha()), None)
    return None if role is None else Mark(0, len(line), "furniture", role)


def look(line: str) -> Mark | None:
    """What a short line is by its look, as a mark; else None.

    >>> look("https://t.me/akhbar").role, look("#سوريا #تركيا").kind, look("منذ 3 ساعات").kind
    ('address', 'tags', 'stamp')
    >>> look("142 مشاهدة | 3 تعليقات").kind, look("سوريا وتركيا") is None
    ('furniture', True)
    """
    end = len(line)
    if line[-1] == ")" and (link := _MARKDOWN.match(line)) and (
            link["image"] or len(link["words"].split()) <= 2):
        return Mark(0, end, "furniture", "image")
    if "//" in line or "." in line and _ADDRESS.match(line):
        return Mark(0, 0, "label", "address") if _ADDRESS.match(line) else None
    if line.isascii() and _SITE.match(line):
        return Mark(0, 0, "label", "outlet")
    if "@" in line:
        if _MAIL.match(line):
            return Mark(0, 0, "label", "number")
        return Mark(0, end, "contact", "") if _HANDLE.match(line) else None
    if line[0] == "#" and _HASHTAGS.match(line):
        return Mark(0, end, "tags", "")
    if line.isdecimal() and end <= 4:
        return Mark(0, end, "furniture", "page")
    if line[0] == "(" and line[-1] == ")" and _DESK.match(fold(line).key):
        return Mark(0, end, "ending", "")
    if "|" in line and _is_path(line):
        return Mark(0, end, "section", "")
    if ("|" in line or "·" in line or "•" in line) and _is_menu(line) or (
            line[0] == "ا" and _is_row_of_buttons(line)):
        return Mark(0, end, "furniture", "")
    if line[0] == "ف" and _FILED.match(line):
        return Mark(0, end, "section", "")
    if _ONE_SIGN.match(line) or _NUMBERED.match(line) or _INITIALLED.match(line):
        return Mark(0, end, "rule", "")
    if line[-1].isdecimal() and _ACCESSION.match(line):
        return Mark(0, end, "ending", "")
    if line[0].isascii() and line[0].isalpha() and (field := _FIELD.match(line)):
        return Mark(0, field.end(), "label", "record")
    if " " not in line and line[0].isalpha() and _RUN_TOGETHER.fullmatch(fold(line).key):
        return Mark(0, end, "share", "")
    if line[0] in "تواشل" and end <= 70 and _FOLLOW.match(fold(line).key):
        return Mark(0, end, "contact", "")
    if line[-1] == ":" and end <= 60 and _calls_to_read(line):
        return Mark(0, end, "glue", "")
    if end <= 60 and (line[0] in "منقند" or any(map(str.isdigit, line))):
        key = fold(line).key.strip()
        if _AGO.match(key):
            return Mark(0, end, "stamp", "published")
        if _AGO.match(_BARS.split(key, 1)[0]) and _COUNTERS.match(_BARS.split(key, 1)[-1]):
            return Mark(0, end, "stamp", "published")     # "منذ ساعة · 6606 مشاهدة"
        if _LENGTH.match(key):
            return Mark(0, 0, "label", "number")
        if _COUNTERS.match(key) and not _DAY.search(key):
            return Mark(0, end, "furniture", "")
    return call(line) or credit(line) or sign_off(line)


def _calls_to_read(line: str) -> bool:
    """Whether a line ends with a marker and its colon, behind a few words of its own.

    >>> _calls_to_read("وفي سياق متصل اقرأ أيضا:"), _calls_to_read("وأضاف الوزير في المزيد:")
    (True, False)
    """
    words = [bare(word) for word in line.split()]
    shapes = [SHAPES.get(" ".join(words[-count:])) for count in (2, 3) if count < len(words)]
    return len(words) <= LONG_CALL and any(
        shape is not None and shape.kind == "glue" and shape.role == "" for shape in shapes)


def _is_menu(line: str) -> bool:
    """Whether a line is a row of buttons or departments between bars.

    >>> _is_menu("الرئيسية | محليات | عربي ودولي | المحار"), _is_menu("دمشق | سانا | اليوم")
    (True, False)
    """
    names = [fold(name).key.strip(" *[]()") for name in _BARS.split(line) if name.strip()]
    known = sum(name in SHAPES and SHAPES[name].kind in _BUTTONS for name in names)
    return len(names) >= 3 and 2 * known >= len(names) and max(map(len, names)) <= 25


def _is_path(line: str) -> bool:
    """Whether a line is a department and one of its parts: another, or a country.

    >>> _is_path("أخبار|العراق"), _is_path("دمشق | سانا")
    (True, False)
    """
    names = [fold(name).key.strip() for name in line.split("|")]
    shapes = [SHAPES.get(name) for name in names]
    sections = [shape is not None and shape.kind == "section" for shape in shapes]
    return len(names) == 2 and sections[0] and (
        sections[1] or KNOWN.get(names[1]) in ("country", "place"))


def _is_row_of_buttons(line: str) -> bool:
    """Whether a line begins with the word for the front page, and names departments only.

    >>> _is_row_of_buttons("الرئيسية أخبار رياضة"), _is_row_of_buttons("الرئيسية في الأخبار")
    (True, False)
    """
    first, *others = line.split()
    shapes = [SHAPES.get(bare(word)) for word in (first, *others[:MENU])]
    return len(others) > 1 and shapes[0] is not None and shapes[0].kind == "path" and all(
        shape is not None and shape.kind in _BUTTONS for shape in shapes)


def message_head(head: str) -> Mark | None:
    """Who sent a message and when, as a chat's export writes it before the message; else None.

    >>> head = "[18/06/2024، 1:10 م] أخبار الشرق: *وفدان في حميميم*"
    >>> head[message_head(head).end:]
    '*وفدان في حميميم*'
    """
    if head[:1] not in _OPENS:
        return None
    stamp = find_stamp(head)
    if not stamp or not stamp.clock or stamp.when is None or stamp.start > 3:
        return None
    bracket = "[" in head[:stamp.start]
    sender = _SENDER.match(head, stamp.end)
    if not sender or not (bracket or re.match(r"\s?[-–—]", head[stamp.end:])):
        return None
    return Mark(0, sender.end(), "stamp", "published")
