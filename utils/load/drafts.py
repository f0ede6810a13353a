"""An article while its pieces are being gathered, and what can be told of it so far."""

from __future__ import annotations

from utils.load.byline_parts import is_outlet
from utils.load.layouts import Layout


class Draft:
    """An article while its pieces are being gathered, by their places."""

    def __init__(self, headline: int | None, host: int | None, places: list[int],
                 ornament: str | None = None):
        self.headline, self.host, self.places = headline, host, places
        self.ornament = ornament         # what the headline wears, as all in this dump
        self._has_body, self._looked = False, 0

    def has_body(self, layout: Layout) -> bool:
        """Whether running text is among the pieces so far (each is looked at once)."""
        if not self._has_body:
            self._has_body = any(map(layout.running, self.places[self._looked:]))
            self._looked = len(self.places)
        return self._has_body

    def only_names_outlet(self, layout: Layout) -> bool:
        """Whether it is no more than the name of an outlet, and its day."""
        if self.headline is None or self.host is not None or self.has_body(layout):
            return False
        texts = [place for place in self.places if layout.pieces[place].kind == "text"]
        return texts == [self.headline] and is_outlet(layout.words(self.headline, 41))
