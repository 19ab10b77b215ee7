"""What a clinic announces for some days: a closure for smoke, a move, a new number."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from plugins.clinic.hours import LastDay, find_shared_days
from plugins.clinic.spoken import LanguageKey, require_languages
from plugins.schema.types import Day, FrozenModel, Text, lower_text, refuse, refuse_inside

EVERYWHERE = "every page"
LONGEST_TEXT = 200  # characters: four lines on a phone
MOST_DAYS = 100


def _require_short_text(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else refuse("announcement-long", length=len(text), most=LONGEST_TEXT)


def _require_near_day(last: date, info: ValidationInfo) -> date:
    """Refuse a last day that is long after the first."""
    first = info.data.get("first")
    if first and last - first >= timedelta(MOST_DAYS):
        refuse("announcement-lasting", most=MOST_DAYS, day=first + timedelta(MOST_DAYS - 1))
    return last


AnnouncementText = Annotated[Text, AfterValidator(_require_short_text)]


class Announcement(FrozenModel):
    """A text above the home page or, where it is urgent, above every page, from its first to its last day."""

    text: Annotated[dict[LanguageKey, AnnouncementText], BeforeValidator(require_languages)]
    first: Day
    last: Annotated[LastDay, AfterValidator(_require_near_day)]
    place: Annotated[Literal["home page", "every page"], BeforeValidator(lower_text)] = "home page"

    @property
    def final(self) -> date:
        return self.last

    def is_shown(self, today: date) -> bool:
        return self.first <= today <= self.last


def require_different_texts(announcements: tuple[Announcement, ...]) -> tuple[Announcement, ...]:
    """Refuse announcements of one day that say the same."""
    by_text: dict[str, list[tuple[int, Announcement]]] = defaultdict(list)
    for number, announcement in enumerate(announcements):
        by_text[str(announcement.text)].append((number, announcement))
    refuse_inside(error for alike in by_text.values() for error in find_shared_days(alike))
    return announcements
