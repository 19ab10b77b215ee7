"""What a reader may do next, as plain links. No page of the site has a form for it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from plugins.clinic.spoken import Spoken
from plugins.schema.types import FrozenModel, refuse, require_mapping, require_text

PAGE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _parse_target(value: Any) -> Any:
    """Parse an address that begins with https://, or the name of a page in content/pages/."""
    text = require_text(value)
    if re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", text) or PAGE_NAME.fullmatch(text):
        return text
    refuse("next-step-unfit", text=text)


class NextStep(FrozenModel):
    """A link `to` another site or a page of this one, and what happens `then`, after the click."""

    to: Annotated[str, BeforeValidator(_parse_target)]
    then: Spoken

    @property
    def page(self) -> str:
        """The name of the page, "" where it leads to another site."""
        return "" if self.to.startswith("https://") else self.to


Step = Annotated[NextStep, BeforeValidator(require_mapping)]


class NextSteps(FrozenModel):
    book: Step | None = None
    portal: Step | None = None
    costs: Step | None = None
    telehealth: Step | None = None

    def list_steps(self) -> dict[str, NextStep]:
        """List those that there are, by their names, in the order in which they are shown."""
        steps = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: step for name, step in steps.items() if step}
