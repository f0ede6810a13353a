"""In what state an event is, by tense and by the words beside it: held, planned, called off."""

from __future__ import annotations

import re

from utils.events.clauses import (
    BESIDE,
    NEEDED,
    Line,
    beside,
    between,
    followed,
    has_clause,
    is_definite,
)
from utils.events.cues import Mark

_WILL_BE = re.compile(r"\bو?س[يت]كون\b[^،.:\"»]*$")
_WAS = re.compile("[وف]?كانت? ")
_OBJECT = re.compile("(?:ا|\N{ARABIC FATHATAN})$")
SUPPOSED = 45            # characters over which "the need for" reaches
PERHAPS = "perhaps"      # قد يلتقي: planned, where it is said when, or who
TELLS = {"does", "attends", "host"}       # verbs that tell of the noun they stand right after
APART = {"comma", "stop", "that", "where", "relative", "says", "trigger"}
IN_PASSING = {"during", "beside"}     # نفى خلال لقائه, نفى في لقاء: the meeting is not denied


def find_acts(marks: list[Mark], trigger: Mark, left: int, right: int,
              light: list[Mark]) -> list[Mark]:
    """The trigger and the verbs whose tense is its own: عقد اجتماعا، لقاء سيعقد، لقاء جمع X وY."""
    if trigger.cue.part != "noun" or light:
        return [trigger, *light]
    after = [
        mark for mark in between(marks, trigger.end, right)
        if mark.cue.tense and mark.start - trigger.end < NEEDED["toward"]
        and (mark.cue.role == "happens" or _deals(marks, trigger, mark)
             or mark.cue.role in TELLS and (
                 mark.start - trigger.end < BESIDE or beside(marks, mark, ("relative",))))
    ]
    hosts = [mark for mark in between(marks, left, trigger.start)
             if mark.cue.role == "host" and mark.cue.tense]
    return [trigger, *after[:1], *hosts[-1:]]


def is_going_on(marks: list[Mark], trigger: Mark, light: list[Mark]) -> bool:
    """Whether a visit under way only says who somebody is: التقى أمس X الذي يزور V."""
    return trigger.cue.kind == "visit" and any(
        act.cue.tense == "present" and beside(marks, act, ("relative",))
        for act in (trigger, *light))


def _deals(marks: list[Mark], noun: Mark, verb: Mark) -> bool:
    """Whether the noun will deal with something: لقاء X مع Y سيتناول كذا, which is yet to come."""
    return verb.cue.role == "topic" and verb.cue.tense == "future" and not any(
        mark.cue.role in APART for mark in between(marks, noun.end, verb.start))


def _reaches(marks: list[Mark], called_off: Mark, trigger: Mark) -> bool:
    """Whether what is put off or cancelled is the trigger: تأجيل الزيارة, أجل X، أمس، زيارته."""
    return trigger.start - called_off.end < NEEDED["toward"] and (
        called_off.cue.part != "noun" or not any(
            mark.cue.role == "comma" for mark in between(marks, called_off.end, trigger.start)))


def _undone(marks: list[Mark], trigger: Mark, ahead: list[Mark], after: list[Mark]) -> str | None:
    """`cancelled` or `denied`, where a word before or after the trigger says so of it."""
    if any(mark.cue.role == "cancelled" and _reaches(marks, mark, trigger) for mark in ahead) or (
            any(mark.cue.role == "called off" or mark.cue.role == "cancelled" and (
                mark.start < trigger.end + 3 * BESIDE and not beside(marks, mark, ("topic",)))
                for mark in after)):
        return "cancelled"
    right = after[-1].end if after else trigger.end
    if any(mark.cue.role == "called off" and beside(marks, mark, ("stop", "that"), 2 * BESIDE)
           for mark in between(marks, right, right + 3 * BESIDE)):
        return "cancelled"               # القمة التي كانت مقررة، غير أنها تأجلت, إلا أن X أجلتها
    return "denied" if any(mark.cue.role == "denied" for mark in ahead) else None


def _governs(marks: list[Mark], verb: Mark, trigger: Mark) -> bool:
    """Whether a verb's object is the noun, though its subject is long: طالب X وزير V بعقد لقاء."""
    signing = trigger.cue.kind == "agreement" and beside(marks, trigger, ("happening",))
    return bool(verb.cue.tense) and trigger.cue.part == "noun" and (
        signing or not trigger.cue.definite) and (
        trigger.start - verb.end < NEEDED["phone"]) and not any(
        mark.cue.role in APART or mark.cue.tense and trigger.start - mark.end > 1
        for mark in between(marks, verb.end, trigger.start))


def _told_on(marks: list[Mark], act: Mark) -> str:
    """The tense of the tale that goes on with what came next: استقبل X أمس، قبل أن يلتقي Y."""
    ahead = [mark for mark in marks if mark.end <= act.start]
    last = next((place for place, mark in enumerate(ahead) if mark.cue.role == "before"
                 and act.start - mark.end < BESIDE), None)
    tenses = [mark.cue.tense for mark in ahead[:last] if mark.cue.role == "trigger"
              and mark.cue.part == "verb" and mark.cue.kind != "statement"] if last else []
    return "past" if "past" in tenses else tenses[-1] if tenses else ""


def _will_be(line: Line, act: Mark) -> bool:
    """Whether it is told who will be the one to do it: ستكون X أول من يلتقي Y."""
    before = line.body[max(line.start, act.start - NEEDED["phone"]):act.start]
    return _WILL_BE.search(before) is not None


def _is_his(line: Line, marks: list[Mark], planned: Mark, noun: Mark) -> bool:
    """Whether لزيارة is of a visit, not for one: الأهداف السياسية لزيارة الرئيس X."""
    if noun.cue.kind != "visit" or planned.start != noun.start or (
            beside(marks, noun, ("prepares",), 2 * BESIDE)):
        return False
    before = line.body[line.start:noun.start].rstrip().rpartition(" ")[2]
    after = noun.end + 2
    return before.startswith("ال") and (
        any(one.human for one in between(line.parties, noun.end, after))
        or any(mark.cue.role == "head" for mark in between(marks, noun.end, after)))


def _is_known(line: Line, marks: list[Mark], planned: Mark, noun: Mark, after: list[Mark]) -> bool:
    """Whether what somebody comes to, or what is spoken of, has begun: لحضور الاجتماع المنعقد في V.

    In استكمالا لزيارة X the visit is only what the word before leads to.
    """
    if beside(marks, planned, ("leads to",), BESIDE) or _is_his(line, marks, planned, noun):
        return True
    for mark in after:
        if mark.cue.role in APART:
            break
        if mark.cue.role == "convened" and mark.start - noun.end < NEEDED["with"]:
            return True
    return False


def _falls_short(line: Line, marks: list[Mark], mark: Mark, trigger: Mark,
                 acts: list[Mark]) -> bool:
    """Whether what makes things supposed does not reach the trigger.

    What it speaks of was done (أهمية الزيارة التي قام بها X); or, behind a noun, a comma stands
    between, and no و, or another clause begins with the trigger (لإحياء التعاون، وينتقل إلى V).
    """
    if is_definite(line, trigger) and has_clause(marks, trigger) and any(
            act.cue.tense == "past" for act in acts[1:]):
        return True
    if mark.cue.part != "noun" and mark.cue.role != "goal":
        return False
    if trigger.cue.part == "verb":
        return line.body[trigger.start] in "وف"
    return any(other.cue.role == "comma" and not line.body.startswith(" و", other.end)
               for other in between(marks, mark.end, trigger.start))


def _is_soon(marks: list[Mark], trigger: Mark) -> bool:
    """Whether a word beside it says that it is near: تؤدي X قريبا زيارة, زيارة X إلى V قريبا."""
    return any(
        mark.cue.role == "soon" and not any(
            other.cue.role in APART for other in between(
                marks, min(mark.end, trigger.end), max(mark.start, trigger.start)))
        for mark in between(marks, trigger.start - 2 * BESIDE, trigger.end + NEEDED["toward"]))


def _is_named(line: Line, marks: list[Mark], act: Mark, trigger: Mark) -> bool:
    """Whether what looks like a verb is the noun of something to come: ستشهد كذا وعقد اجتماع.

    The verb's object would have its ending: وعقد اجتماعا.
    """
    return line.body[act.start:act.end].endswith("عقد") and not _OBJECT.search(
        line.body, trigger.start, trigger.end) and any(
        mark.cue.role == "planned" and mark.end < act.start and not any(
            other.cue.role == "stop" for other in between(marks, mark.end, act.start))
        for mark in marks)


def find_status(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int,
                light: list[Mark]) -> tuple[str | None, bool]:
    """What tense and wording say of the trigger, and whether it is only supposed."""
    acts = find_acts(marks, trigger, left, right, light)
    ahead = [mark for mark in marks if left <= mark.start <= trigger.start and mark is not trigger]
    after = between(marks, trigger.end, right)
    near = [mark for mark in after if mark.start < trigger.end + 3 * BESIDE]
    passing = max((mark.start for mark in ahead if mark.cue.role in IN_PASSING or (
        mark.cue.role == "venue" and trigger.start - mark.end <= 2) or (
        mark.cue.role == "time" and line.body.startswith(" من ", mark.end))), default=line.start)
    supposed = any(
        mark.cue.role in ("hypothetical", "goal") and mark.start >= passing and (
            trigger.start - mark.end < SUPPOSED and not _falls_short(
                line, marks, mark, trigger, acts) or _governs(marks, mark, trigger))
        for mark in ahead
    ) or beside(marks, trigger, ("toward",)) and any(
        mark.cue.role == "hypothetical" and mark.cue.part != "word" and mark.end < trigger.start
        and not any(other.cue.role == "that" for other in between(marks, mark.end, trigger.start))
        for mark in marks                                # دعا X، خلال لقائه Y، إلى زيارة V
    ) or not beside(marks, trigger, ("beside", "during")) and any(    # الدعوة بعد فشل المحادثات
        mark.cue.role == "invitation" and trigger.start - mark.end < SUPPOSED for mark in ahead
    ) or any(mark.cue.role in ("hypothetical", "habit") and mark.cue.part == "word"
             and mark.start < trigger.end + BESIDE
             and not between(line.dates, mark.end, mark.end + 3) for mark in after)
    pasts = {act.start for act in acts if act.cue.tense == "past"} | {
        mark.start for mark in ahead if mark.cue.tense == "past"}
    undone = _undone(marks, trigger, [mark for mark in ahead if mark.start >= passing], after)
    for act in acts:
        if act.cue.tense in ("present", "past") and beside(marks, act, ("negated",)):
            return "denied", False
        if act.cue.tense == "present" and act.start not in pasts and (
                beside(marks, act, ("maybe",))):          # قد ترأس: has presided
            return PERHAPS, supposed
        if act.cue.tense == "present" and beside(marks, act, ("that",)):
            main = [mark for mark in marks if act.start - 60 < mark.start < act.start]
            tale = _told_on(marks, act) if trigger.cue.kind in ("meeting", "call") else ""
            if tale == "past" and act is trigger or tale == "present":
                return "held" if tale == "past" else None, False     # استقبل X قبل أن يستقبل Y
            if any(mark.cue.role == "planned" and _WAS.match(line.body, mark.start)
                   for mark in main) and any(
                    mark.cue.role == "cancelled" and mark.end < act.start for mark in marks):
                return "cancelled", False                # رفض ذكر سبب التأجيل إذ كان يفترض أن يلتقي
            if any(mark.cue.role == "planned" or mark.cue.role == "before" and (
                    act.start - mark.end < BESIDE) for mark in main):
                return undone or "planned", False        # من المقرر أن يزور, قبل أن يزور
            if any(mark.cue.role == "planned" for mark in between(
                    marks, act.end, act.end + BESIDE)):
                return undone or "planned", False        # قال إنه يتم حاليا الإعداد لعقد قمة
            supposed = True
    if undone:
        return undone, False
    if any(act.cue.tense == "future" or act.cue.tense == "present"
           and (followed(marks, act, "afterwards") or _will_be(line, act)) for act in acts):
        return "planned", False                           # سيعقد, وينتقل بعدها إلى V
    if any(_is_named(line, marks, act, trigger) for act in acts):
        return "planned", False
    past = [act.start for act in acts if act.cue.tense == "past"
            and not beside(marks, act, ("planned",))]        # المتوقع عقد: a noun, spelled alike
    if trigger.cue.kind == "agreement" and followed(marks, trigger, "happening", BESIDE):
        past.append(trigger.start)                       # الاتفاق المبرم بين X وY، من المقرر أن
    noun = trigger.cue.part == "noun"
    if any(mark.cue.role == "planned" and mark.start > max(past, default=-1)
           and not (noun and _is_known(line, marks, mark, trigger, after)) for mark in ahead):
        return "planned", supposed                       # بدأ التحضير لعقد اجتماع, not استعدادا زار
    # زار X لإجراء محادثات: the visit was held
    if any(mark.cue.role == "planned adjective" or noun and mark.cue.role == "planned"
           and mark.cue.part == "noun" for mark in near
           if not past or mark.start - trigger.end <= 2):
        return "planned", supposed
    if noun and not past and any(mark.cue.role == "planned adjective" and line.body.startswith(
            " من ", mark.end) and trigger.start - mark.end == len(" من ")
            for mark in ahead):
        return "planned", supposed                       # الجولة المقبلة من محادثات السلام
    if not past and _is_soon(marks, trigger):
        return "planned", supposed
    if noun and (trigger.cue.kind == "visit" and beside(marks, trigger, ("before",)) or any(
            mark.cue.role == "time" and line.body.startswith("قبل", mark.start)
            and line.body[mark.end:trigger.start] == " من " for mark in ahead)):
        return "planned", supposed                       # قال قبل توجهه إلى V, قبل ساعات من لقاء
    return ("held" if past else None), supposed
