"""Events: who, where, when, through whom, in what state, and who says so.

In `cases/events.csv` a text carries its own names and dates: {surface kind id}, a demonym or
another sense as kind:sense, and <surface day> or <surface day..day>. So a case tests events alone,
whatever names and dates are found. Expected is one event after another, `;` between them; `none`
for none.
"""

import re

import pandas as pd
import pytest
from casebook import read_cases
from hypothesis import given
from hypothesis import strategies as some

from utils import events, load, tables, text
from utils.events.cues import find_all_cues, find_cues
from utils.events.readable import Sorted
from utils.text.tokens import make_ready

MARKED = re.compile(
    r"\{(?P<name>[^{}]+?) (?P<kind>\w+)(?::(?P<sense>\w+))? (?P<id>\S+)\}"
    r"|<(?P<date>[^<>]+?) (?P<first>\d{4}-\d\d-\d\d|-)(?:\.\.(?P<last>\d{4}-\d\d-\d\d))?>"
)


def read_marked(marked):
    """The plain text of a case, its mentions and its dates."""
    plain, mentions, dates, done = "", [], [], 0
    for match in MARKED.finditer(marked):
        plain += marked[done:match.start()]
        done = match.end()
        surface = match["name"] or match["date"]
        place = {"start": len(plain), "end": len(plain) + len(surface), "surface": surface}
        plain += surface
        if match["name"]:
            mentions.append(place | {
                "kind": match["kind"], "sense": match["sense"] or "name",
                "entity_id": match["id"], "label": surface,
            })
        else:
            first = pd.NaT if match["first"] == "-" else pd.Timestamp(match["first"])
            last = pd.Timestamp(match["last"]) if match["last"] else first
            dates.append(place | {"earliest": first, "latest": last,
                                  "grain": "day" if last == first else "month"})
    return plain + marked[done:], mentions, dates


def events_of(marked, outlet=None, anchor=None):
    """The events of one article whose body is the case's text."""
    body, mentions, dates = read_marked(marked)
    articles = tables.typed([{"article_id": "a-1", "body": body, "outlet": outlet,
                              "anchor": pd.Timestamp(anchor)}], "articles")
    sentences = text.sentences(articles)

    def placed(rows, name):
        for row in rows:
            inside = (sentences["start"] <= row["start"]) & (row["start"] < sentences["end"])
            sentence_id = sentences.loc[inside, "sentence_id"].iloc[0]
            row |= {"article_id": "a-1", "sentence_id": sentence_id}
        return tables.typed(rows, name)

    return events.find_events(
        articles, sentences, placed(mentions, "mentions"), placed(dates, "dates")
    )


def told(event):
    """One event in the words of the cases."""
    said = [event.kind, event.status, ",".join(event.participants) or "-"]
    for what in ("mediator", "host", "venue"):
        value = getattr(event, what)
        said += [f"{what}={value}"] if isinstance(value, str) else []
    if not pd.isna(event.earliest):
        last = "" if event.latest == event.earliest else f"..{event.latest:%Y-%m-%d}"
        said.append(f"day={event.earliest:%Y-%m-%d}{last}")
    said += [f"by={'>'.join(event.reported_by)}"] if event.reported_by else []
    return " ".join(said)


@pytest.mark.parametrize("case", read_cases("events.csv"))
def test_finds_events(case):
    found = [told(event) for event in events_of(case["text"]).itertuples()]
    assert found == ([] if case["expected"] == "none" else case["expected"].split("; "))


@pytest.mark.parametrize("outlet, found", [
    ("عكاظ", []),
    ("الأهرام", ["meeting held person:azzam-al-dakhil day=2015-07-22"]),
])
def test_an_official_among_the_people_of_his_own_state_meets_no_other(outlet, found):
    text = ("عقد وزير التعليم {عزام الدخيل person person:azzam-al-dakhil} <اليوم 2015-07-22> "
            "اجتماعا مع مديري الإدارات.")
    assert [told(event) for event in events_of(text, outlet).itertuples()] == found


def test_an_envoy_of_a_body_stands_for_the_body():
    body = "استقبل تبون صباحا مبعوث الأمين العام للأمم المتحدة."
    places = [("تبون", "person", "name", "person:abdelmadjid-tebboune"),
              ("الأمين العام للأمم المتحدة", "person", "office", "person:antonio-guterres"),
              ("أمم المتحدة", "organisation", "name", "org:un")]
    articles = pd.DataFrame({"article_id": ["a"], "body": [body], "outlet": [None],
                             "anchor": [pd.NaT]})
    sentences = pd.DataFrame({"sentence_id": ["s"], "article_id": ["a"], "start": [0],
                              "end": [len(body)], "text": [body]})
    mentions = pd.DataFrame([
        {"article_id": "a", "sentence_id": "s", "start": body.index(words),
         "end": body.index(words) + len(words), "surface": words, "kind": kind, "sense": sense,
         "entity_id": entity_id, "label": words} for words, kind, sense, entity_id in places])
    found = events.find_events(articles, sentences, mentions, tables.typed([], "dates"))
    assert found["participants"].map(list).tolist() == [["person:abdelmadjid-tebboune", "org:un"]]


def test_a_book_fair_at_home_is_no_meeting():
    text = ("انطلقت <أمس 2024-06-02> الدورة الثالثة لسوق {سوسة place place:sousse} "
            "للكتاب بقاعة {سوسة place place:sousse}.")
    assert events_of(text, "جوهرة أف أم").empty


@pytest.mark.parametrize("outlet, found", [
    ("عكاظ", []),
    ("الأهرام", ["meeting held - venue=place:riyadh day=2024-06-03"]),
])
def test_a_plain_meeting_at_home_has_somebody_named(outlet, found):
    text = ("انعقد <اليوم 2024-06-03> اجتماع طارئ بمقر الإمارة في {الرياض place place:riyadh} "
            "لمناقشة استعدادات المهرجان.")
    assert [told(event) for event in events_of(text, outlet).itertuples()] == found


def test_what_happens_on_a_visit_yet_to_come_is_planned():
    text = ("يلتقي {ميشال person person:michel} و{روته person person:rutte} رجال أعمال ضمن "
            "الزيارة التي يؤدونها إلى {تونس country TUN} يومي <5 2024-06-05> و"
            "<6 يونيو 2024-06-06>.")
    meeting = events_of(text, anchor="2024-06-03").iloc[0]
    assert told(meeting) == ("meeting planned person:michel,person:rutte "
                             "day=2024-06-05..2024-06-06")


def test_who_leads_a_state_does_its_doings_alone():
    text = ("عقد رئيس الحكومة {يوسف الشاهد person person:youssef-chahed} <اليوم 2017-05-21> "
            "اجتماعا أمنيا.")
    found = events_of(text, "الجوهرة أف أم")
    assert [told(event) for event in found.itertuples()] == [
        "meeting held person:youssef-chahed day=2017-05-21"]


@pytest.mark.parametrize("anchor, status", [("2024-06-18", "planned"), ("2024-06-25", "held")],
                         ids=["the visit goes on", "the visit is over"])
def test_the_present_tells_of_what_a_visit_still_holds(anchor, status):
    visitor = "{لودريان person person:jean-yves-le-drian}"
    host = "{السبسي person person:beji-caid-essebsi}"
    text = (f"وصل {visitor} إلى {{تونس country TUN}} <الثلاثاء 2024-06-18> في زيارة تستغرق يومين. "
            f"ويلتقي {visitor} خلال هذه الزيارة {host}.")
    visit, meeting = events_of(text, anchor=anchor).itertuples()
    assert (visit.status, str(visit.latest.date())) == ("held", "2024-06-19")
    assert meeting.status == status


@pytest.mark.parametrize("anchor, day", [("2017-05-01", "2017-05-25"), ("2017-05-30", None)])
def test_nothing_has_lasted_since_a_day_to_come(anchor, day):
    found = events_of("سيقوم بأول زيارة منذ توليه الرئاسة في <25 ماي 2017-05-25> لحضور قمة {الناتو "
                      "organisation org:nato} في {بروكسل place place:brussels}.", anchor=anchor)
    summit = found[found["kind"] == "meeting"]
    assert summit["earliest"].dt.strftime("%Y-%m-%d").tolist() == [day] or day is None and (
        summit["earliest"].isna().all())


@pytest.mark.parametrize("anchor, day", [("2024-06-03", "2024-06-03"), ("2024-06-09", "NaT")])
def test_what_is_planned_on_a_visit_of_today_is_of_today(anchor, day):
    found = events_of(
        "يقوم {هاكان فيدان person person:hakan-fidan} <اليوم 2024-06-03> بزيارة إلى {القاهرة place "
        "place:cairo}. وأضاف المكتب أن {فيدان person:part person:hakan-fidan} سيعقد مع {سامح شكري "
        "person person:sameh-shoukry} جلسة محادثات في {القاهرة place place:cairo}.", anchor=anchor)
    talks = found[found["kind"] == "meeting"].iloc[0]
    assert (talks["status"], str(talks["earliest"])[:10]) == ("planned", day)


def test_who_arrived_on_a_weekday_meets_on_it_and_not_a_week_later():
    found = events_of(
        "وصل {إيمانويل ماكرون person person:emmanuel-macron} <الأربعاء 2024-05-29> إلى {طهران "
        "place place:tehran} في زيارة يلتقي خلالها {عباس عراقجي person person:abbas-araghchi}.",
        anchor="2024-05-31")
    assert found["earliest"].dt.strftime("%Y-%m-%d").tolist() == ["2024-05-29", "2024-05-29"]


# ---------------------------------------------------------------- the plain twin

PIECES = ["التقى", "اجتماع", "اجتماعا", "هاتفيا", "اتصالا", "وزير", "بعد غد", "،", "؛", "(", ")",
          "_", "ـ", "\N{ARABIC FATHA}", "ل", "\n", ".", ":", "…", "خلال", "من المقرر", "أن", " 3 ",
          "\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}", "\N{GRINNING FACE}", "زيارة", "للقاء"]
bodies_of_pieces = some.lists(some.lists(some.sampled_from(PIECES + [" "] * 9), max_size=40)
                              .map("".join), max_size=4)


def assert_same_cues(bodies):
    """The cues of all sentences of a batch are those of each sentence by itself."""
    articles = pd.DataFrame({"article_id": [f"a-{place}" for place in range(len(bodies))],
                             "body": pd.Series(bodies, dtype="str")})
    places = dict(zip(articles["article_id"], range(len(bodies)), strict=True))
    rows = Sorted(text.sentences(articles), places, ())
    found = find_all_cues(make_ready(bodies), rows.place, rows.start, rows.end)
    for place, start, end, marks in zip(rows.place, rows.first, rows.last, found, strict=True):
        assert marks == find_cues(bodies[place][start:end], base=start)


@given(bodies_of_pieces)
def test_a_batch_has_the_cues_of_each_sentence(bodies):
    assert_same_cues(bodies)


def test_the_sample_has_the_cues_of_each_sentence():
    assert_same_cues(load.read_articles(tables.ROOT / "data" / "sample").articles["body"].tolist())
