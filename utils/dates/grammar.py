"""The grammar of dates: which runs of words, given as a letter for the kind of each, are one date.

`GRAMMAR` names every way in which Arabic papers write a date, most specific first; each pattern is
built from `PIECES`, and a name in braces is a kind of word (utils.dates.words, data/lexicon) or an
earlier piece. A group's name ends in _ where an earlier alternative of its pattern has one of the
same meaning. The values are read in the modules right of this one.
"""

from utils.dates.words import NUMBER, OTHER

PIECES = {
    "other": OTHER,
    "word": (
        f"(?:{OTHER}|{{of_a_year}}|{{event_s_name}}|{{event_of_a_day}}|{{season}}|{{nowadays}}"
        "|{names_the_day})"
    ),
    # --- numbers
    "day_in_words": "(?:{ordinal}(?:{ten}|{and_tens_ordinal}|{and}{tens_ordinal})?|{tens_ordinal})",
    "a_day": "(?:{article}?{day}{ordinal_mark}?|[(]{day}[)]|{first_day}|{day_in_words})",
    "how_many": (
        "(?:{article}?(?:{day}|{count})|{cardinal}(?:{ten}|{and_tens}|{and}{tens})?|{ten}|{tens})"
    ),
    # --- what stands after a month or a unit
    "turn": "(?:[(]?(?:{past}|{future}|{current})[)]?)",
    "twice": "(?:{what}?(?:{before}{past}|{after}{future}))",
    "christian_year": "(?:{gregorian_year}(?:{common_era}|[(]{common_era}[)])?)",
    "islamic_year": "(?:{hijri_year}(?:{hijri_era}|[(]{hijri_era}[)])?|{count}{hijri_era})",
    # "أبريل 1238م", "29 مايو 1453": beside a Christian month, years that could be Hijri ones too
    "month_s_year": (
        "(?:{christian_year}|(?:{hijri_year}|{count}){common_era}"
        "|{hijri_year}(?!{hijri_era}|[(]{hijri_era}))"
    ),
    "year": "(?:{christian_year}|{islamic_year})",
    "of_year": (
        "(?:,?(?:{from}?{joined_preposition}?[(]?(?:{year_word}|{the_year})?"
        "|{in}(?:{year_word}|{the_year}))[.]?)"
    ),
    "that_year": (
        "(?:,?{from}?{joined_preposition}?"
        "(?:{the_year}(?:{twice}|{turn}{christian_year}?|{same})|(?:{this}|{same}){the_year}))"
    ),
    # "من العام الجاري", "2015", "للعام": the year that a part of a year belongs to
    "whole_year": (
        "(?:{from}?{joined_preposition}?(?:(?:{year_word}|{the_year})?(?P<year>{year})"
        "|(?P<that>{the_year}{year_adjective}?(?:{turn}{christian_year}?|{previous})|{this}{the_year}"
        "|{the_year}(?!{season}|{hijri_adjective}))))"
    ),
    # --- months
    # كانون الثاني is the eastern name of the western يناير
    "eastern_month": (
        "(?:{eastern_name}|{guarded_eastern_name}|{spelled_month}"
        "|{month_head}(?:{ordinal}|{first}|{month_end}))"
    ),
    "western_month": "(?:{month}|{guarded_month})",
    "christian_month": "(?:{western_month}|{eastern_month})",
    "islamic_month": (
        "(?:{hijri_month}|{hijri_guarded_month}|(?:{hijri_head}|{spring})"
        "(?:{ordinal}|{first}|{month_end}))"
    ),
    "double_month": (
        "(?:{christian_month}(?:/{christian_month}|[(]/?{christian_month}[)])"
        "|{eastern_month}-?{western_month}|{western_month}-?{eastern_month}|{christian_month})"
    ),
    "any_month": "(?:{double_month}|{islamic_month}|{hijri_doubtful_month})",
    "of_month": "(?:{from}?{joined_preposition}?{month_word}?)",
    # a number in words needs من before the month: "الإنسان الأول مارس الفن" is none
    "day_of": (
        "(?:(?:{article}?{day}{ordinal_mark}?|[(]{day}[)]|{first_day})[,/-]?{of_month}"
        "|{day_in_words}(?:{from}{joined_preposition}?{month_word}?|{month_word}))"
    ),
    "english": "(?:{english_month}[.]?)",
    "third": "(?:{start}|{middle}|{finish})",
    # "وفبراير ومارس" after يناير: the months that share what stands after the last of them
    "months_on": (
        "(?:(?:,?{and}{to}?|,?{to}|-|,)(?:{third}|{month_word})?{any_month}[)]?){{1,6}}"
    ),
    # "العشر الأواخر من رمضان", "النصف الثاني من يوليو", "الأسبوع الأول من الشهر المقبل"
    "share": "(?:(?:{cardinal}|{part_of_year}|{the_unit})(?:{last}|{first}|{ordinal}){from})",
    # --- whole days
    "christian_day": (
        "(?:(?:{day_of}|{first}){double_month}(?:[)]?{that_year}|{turn}{of_year}{month_s_year}"
        "|{turn}|[,/-]?{of_year}{month_s_year})?"
        "|{day}[/.-]{day}[/.-]{christian_year}|{christian_year}[/.-]{day}[/.-]{day}"
        "|{day}{ordinal_mark}?[,-]?{english}(?:[,-]?{christian_year})?"
        "|{english}{day}{ordinal_mark}?(?:,?{christian_year})?)"
    ),
    "islamic_day": (
        "(?:(?:(?:{day_of}|{first}){islamic_month}|{cardinal}(?:{and_tens}|{and}{tens}){islamic_month}"
        "|{a_day}{from}{hijri_doubtful_month}"
        "|{day_of}{hijri_doubtful_month}(?=,?{islamic_year}))(?:{honour}(?={turn}|,?{islamic_year}))?"
        "(?:{that_year}|{turn}{of_year}{islamic_year}|{turn}|[,/-]?{of_year}{islamic_year})?{hijri_era}?"
        "|{day}[/.-]{day}[/.-]{islamic_year}|{islamic_year}[/.-]{day}[/.-]{day}{hijri_era}?)"
    ),
    "so_called": "(?:[,(/-]?[(]?{twin}?{joined_preposition}?{weekday}?)",
    "twins": (
        "(?:{islamic_day}(?:{so_called}{christian_day}[)]?)?"
        "|{christian_day}(?:{so_called}{islamic_day}[)]?)?)"
    ),
    "day_of_month": (
        "(?:{a_day}{from}?{joined_preposition}?"
        "(?:{the_month}(?:{turn}|{same})|(?:{this}|{same}){the_month})"
        "|{a_day}(?:{from}{the_month}(?!{ordinal}|{past}|{future})|{of_it})"
        "|(?:{article}?{day}|[(]{day}[)]){from}?(?:{current}|[(]{current}[)])"
        "|{day_in_words}{from}{current})"
    ),
    "part": "(?:(?:{before}|{after})?{middle}?(?:{part_of_day}|{eve}))",
    "near_day": (
        "(?:{yesterday}{ordinal}?|(?:{first}{from}?|{ordinal}{from}){yesterday}|{before}{yesterday}"
        "|{after}{tomorrow}|{tomorrow}|{today})"
    ),
    # "الثلاثاء من الأسبوع المقبل"
    "of_week": "(?:{from}{the_unit}(?:{twice}|{turn})|{from}?{this}{the_unit})",
    "named_day": "(?:{weekday}(?:{twice}|{turn}|{of_week})?|{english_weekday}[.]?)",
    "join": (
        "(?:,?{and}(?:{joined_preposition}|{to})?|{to}|-|,)(?:{day_word}|{today})?(?:{weekday},?)?"
    ),
    "number_of_century": "(?:{tens_ordinal}|{ordinal}(?:{ten}|{and_tens_ordinal}))",
    "no_event": f"(?:{{of_time}}|{{day}}|{{count}}|{{gregorian_year}}|{NUMBER})",
    "a_unit": "(?:{the_unit}|{the_century}|{the_month}|{the_year})",
    "counted_units": (
        "(?:{about}|{what}?{nearly}{from}?|{more_or_less}{from})?(?P<count>{two_units}"
        "|{how_many}(?:{units}|{unit}|{year_word}|{month_word}|{day_word})"
        "|(?:{unit}|{year_word}|{month_word}|{day_word}(?!{other})){cardinal}?"
        "(?!{year}|{near_day}|{weekday}|{any_month}|{a_day}))"
        "(?P<half>{and}{part_of_year}(?:{unit}|{a_unit}|{month_word}|{year_word})?)?"
    ),
    "turned_unit": (
        "(?:{a_unit}(?:{year_adjective}|{common_adjective})?(?:{twice}|{turn}|{previous}))"
    ),
    # "السبت الذي يوافق ...", "الخميس بتاريخ ..."
    "gap": "(?:[,(-]?[(\"]?{day_word}?(?:{the_day_s}?{twin})?{joined_preposition}?{on_the_day}?)",
    "short_day": "(?:{day}/{day}(?![/-]))",
}

GRAMMAR = {
    # "في اليوم نفسه", "مساء اليوم ذاته"
    "same day": "(?:{part}{day_word}?)?(?:{today}{same}|{same}{today})",
    # "في مثل هذا اليوم من عام 1956"
    "this day": (
        "{this}{today}{from}{joined_preposition}?(?:{year_word}|{the_year})?"
        "(?P<year>{christian_year})"
    ),
    # "في اليوم التالي"; its word is looked at when it is read
    "next day": "(?:{part}{day_word}?)?{today}(?P<word>{the_day_s})(?!{twin})",
    # "ليل الثلاثاء/ الأربعاء": the night between two days
    "nights": "{part}{day_word}?(?P<weekday>{weekday})(?:[/-]|{to})?(?P<next>{weekday})",
    # "مساء أمس (الأحد) 9 أغسطس 2015", "الثلاثاء الماضي", "17 شوال 1436هـ الموافق 2 أغسطس 2015م"
    "day": (
        "(?:(?P<part>{part}),?{day_word}?)?(?:"
        "(?:(?P<near>{near_day})(?:{gap}(?P<weekday>{named_day})[)\"]?)?"
        "|(?P<weekday_>{named_day})[)\"]?)"
        "(?:{gap}(?:(?P<date>{twins}|{day_of_month})|(?P<short>{short_day}))[)\"]?)?"
        "|(?P<date_>{twins}|{day_of_month}))"
    ),
    # "يوم 24/7", "15/8 المقبل": what stands before it is looked at when it is read
    "short day": "(?P<short>{short_day})(?!{of_month}{any_month})(?P<turn>{turn})?",
    # the 17 of "17 و 18 فيفري 2017", the 4 of "من 4 إلى 6 أغسطس"
    "first days": (
        "(?:(?P<weekday>{weekday})[,]?)?(?P<day>{a_day})"
        "(?=(?:{join}{a_day}){{0,5}}{join}(?P<date>{christian_day}|{islamic_day}|{day_of_month}))"
    ),
    # "قبل ذلك بيومين"
    "from that": "(?P<from>{before}|{after}){that}{joined_preposition}{counted_units}",
    "night": "{night}{before}{past}|{night}{past}?",
    "month": (
        "(?P<third>{third}|{share})?{this}?{month_word}?(?P<month>{any_month})"
        "(?:(?=(?P<paired>{months_on})(?:{of_year}(?P<next>{month_s_year}|{islamic_year})"
        "|(?P<shared>{turn})|(?P<shared_year>{that_year}))?)"
        "|{honour}?(?:(?P<that>{that_year})|(?P<twice>{twice}))"
        "|(?:{honour}(?={turn}|,?[(]?{year}))?(?P<turn>{turn})?"
        "(?:[,/-]?{of_year}(?P<year>{month_s_year}|{islamic_year})[)]?)?)"
    ),
    "english month": "(?P<month>{english}),?(?P<year>{christian_year})",
    # "الربع الثاني من العام الحالي", "نهاية النصف الأول 2015م"
    "part of year": (
        "(?P<third>{third})?(?P<part>{part_of_year})(?P<which>{ordinal}|{last}){whole_year}?"
        "(?!{from}{decades})"
    ),
    # "نهاية الربع الحالي"
    "quarter": "(?P<third>{third})?(?P<part>{part_of_year})(?P<turn>{turn})",
    # "الأشهر التسعة الأولى من العام الجاري"
    # "أول ستة أشهر من السنة"
    "months of year": (
        "(?:(?P<units>{units})(?P<count>{how_many})(?P<which>{ordinal}|{last})"
        "|{first}(?P<count_>{how_many})(?P<units_>{units})"
        "|(?P<count__>{how_many})(?P<units__>{units})(?P<which_>{ordinal}|{last}))"
        "{whole_year}"
    ),
    "season of year": (
        "(?:(?P<season>{spring}|{summer}|{autumn}|{winter})"
        "(?:(?P<that>{that_year})|{of_year}(?P<year>{christian_year}))"
        "|{this}(?P<this>{the_season})|(?P<season_>{the_season})(?P<turn>{turn}))"
    ),
    # "حرب عام 67", "سنة 750م", "عام 1258"
    "short year": (
        "(?P<third>{third})?(?:{year_word}(?P<year>{count})"
        "(?:(?P<common>{common_era})|(?P<hijri>{hijri_era}))?(?!{units}|{unit})"
        "|{the_year}(?P<year_>{count})(?:(?P<common_>{common_era})|(?P<hijri_>{hijri_era})))"
    ),
    "year": (
        "(?P<third>{third})?(?:(?P<word>{year_word},?"
        "|{this}?{the_year}(?:{common_adjective}|{hijri_adjective}|{year_adjective})?{turn}?)[.(]?)?"
        "(?P<year>{hijri_year}{common_era}"
        "|{islamic_year}(?:,?{twin}{joined_preposition}?{year_word}?{christian_year}"
        "|/{christian_year}|[(]{christian_year}[)])?|{christian_year})"
        "(?:[)](?:{common_era}|{hijri_era})?)?"
    ),
    # "وفي العام نفسه": the year spoken of before
    "same year": "{the_year}{same}|{same}{the_year}",
    # "أواخر القرن التاسع عشر", "العقد الثالث من القرن العشرين"
    "century": (
        "(?:(?P<third>{third}|(?P<decade>{the_unit}{ordinal}{from}))?{the_century}"
        "(?P<which>{number_of_century}|{ordinal}|{the_day_s}{and_tens_ordinal}|{article}?{day})"
        "(?:(?P<common>{common_adjective}|{common_era})|(?P<hijri>{hijri_adjective}|{hijri_era}))?)"
    ),
    # "وفي العام التالي"; its word is looked at when it is read
    "next unit": "(?P<third>{third})?(?P<unit>{the_month}|{the_year})(?P<word>{the_day_s})",
    # a unit alone says not which one is meant: العام is also the general
    "unit": (
        "(?:(?P<third>{third}|{share})(?P<this>{this})?|(?P<this_>{this})|(?={turned_unit}))"
        "(?:(?P<unit>{a_unit})(?:{year_adjective}|{common_adjective})?"
        "(?:(?P<twice>{twice})|(?P<turn>{turn})|(?P<previous>{previous}))?)"
    ),
    "decade": (
        "(?P<third>{third}|{share})?(?P<decade>{decades})"
        "(?:{from}?{the_century}(?:(?P<turn>{turn})|(?P<century>{number_of_century}))"
        "|(?P<hijri>{hijri_adjective}))?"
    ),
    "count": "(?P<from>{before}|{since}){counted_units}(?P<of>{from}(?!{no_event}){word}?)?",
    "count after": (
        "(?P<from>{after}){counted_units}(?P<of>(?:{from}|{upon})(?!{no_event}){word}?)?"
    ),
    "counted": (
        "(?:(?P<units>{two_units})|(?P<units_>{units}){year_adjective}?(?P<number>{how_many})"
        "|(?P<number_>{how_many})(?P<units__>{units}))(?P<turn>{past}|{future}|{last})"
    ),
    "event": "(?P<from>{morrow}|{eve}){word}",
}

# A date begins with one of these kinds; all other words are passed over in one step.
NEVER_FIRST = {
    "about", "and", "between", "common adjective", "common era", "current", "event of a day",
    "event's name", "every", "from", "future", "hijri adjective", "hijri era", "honour", "in",
    "joined preposition", "last", "month end", "more or less", "names the day", "names two",
    "nearly", "no date", "nowadays", "of a quarter", "of a year", "of it", "of time", "on the day",
    "ordinal mark", "past", "previous", "season", "ten", "that", "the day's", "to", "twin",
    "upon", "vague", "what", "year adjective",
}
