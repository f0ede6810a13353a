"""What Arabic writes onto a name: conjunctions, prepositions, the article, and case endings.

A form of the lexicon is spread over these once, when the lexicon is read, so that finding it in a
text is one look-up. `skip` is how many characters of the written word do not belong to the name.
"""

from __future__ import annotations

import re

from utils.text.folding import fold

CONJUNCTIONS = ("", "و", "ف")
PREPOSITIONS = ("", "ب", "ل", "ك")
ARTICLE = "ال"
INDEFINITE_MARK = "\N{ARABIC FATHATAN}"
_WORD = re.compile(r"[^\W\d_]+|\d+")


def key_words(form: str) -> tuple[str, ...]:
    """The folded words of a form, as they are found in texts: letters together, digits together.

    >>> key_words("الولايات المتّحدة"), key_words("أ.ف.ب"), key_words("i24")
    (('الولايات', 'المتحده'), ('ا', 'ف', 'ب'), ('i', '24'))
    """
    return tuple(_WORD.findall(fold(form).key))


def has_article(form: str) -> bool:
    """Whether a form begins with the article; folded, ألمانيا begins with the same letters.

    >>> has_article("القاهرة"), has_article("ألمانيا")
    (True, False)
    """
    return form.startswith(ARTICLE)


def spread(word: str, article: bool) -> list[tuple[str, int]]:
    """The folded word with everything that can be written onto it, each with its `skip`.

    The article loses its alef after ل; there the name begins with the lam that is left.

    >>> spread("القاهره", article=True)[1:3], spread("المانيا", article=False)[2]
    ([('بالقاهره', 1), ('للقاهره', 1)], ('لالمانيا', 1))
    >>> ("للاذقيه", 1) in spread("اللاذقيه", article=True)
    True
    """
    forms = []
    for conjunction in CONJUNCTIONS:
        for preposition in PREPOSITIONS:
            rest = word
            if preposition == "ل" and article:
                # ل + اللاذقية keeps two of the three lams
                rest = word[2:] if word.startswith("الل") else word[1:]
            onto = conjunction + preposition
            forms.append((onto + rest, len(onto)))
    return forms


def demonym_forms(form: str) -> list[tuple[tuple[str, ...], bool]]:
    """The folded forms of an adjective of the lexicon, each with whether it is definite.

    The lexicon has it without article. Every word of it takes the article (الكوري الجنوبي); a
    masculine singular also takes the alef of the accusative (وفدا تركيا).

    >>> demonym_forms("تركي")
    [(('تركي',), False), (('التركي',), True), (('تركيا',), False)]
    """
    words = key_words(form)
    if has_article(form):
        return [(words, True)]
    found = [(words, False), (tuple(ARTICLE + word for word in words), True)]
    if len(words) == 1 and words[0].endswith("ي"):
        found.append(((words[0] + "ا",), False))
    return found
