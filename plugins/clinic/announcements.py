"""What a clinic announces for some days: a closure for smoke, a move, a new number."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator

from plugins.clinic.hours import LastDay
from plugins.clinic.spoken import Spoken
from plugins.schema.types import Day, FrozenModel, lower_text

EVERYWHERE = "every page"


class Announcement(FrozenModel):
    """A text above the home page or, where it is urgent, above every page, from its first to its last day."""

    text: Spoken
    first: Day
    last: LastDay
    place: Annotated[Literal["home page", "every page"], BeforeValidator(lower_text)] = "home page"

    def is_shown(self, today: date) -> bool:
        return self.first <= today <= self.last
