"""The CSS that one page uses, taken from the theme's layers.

The theme writes plain rules, in at-rules but not in each other (theme/css, theme/components). A rule is used if
every class and every element that its selector names stands in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ORDER = ("layers", "reset", "tokens", "base", "layout", "utilities")
# A class that says what it paints: a picture's average colour, seen while the picture is loaded.
TONE = re.compile("tone-[0-9a-f]{3}")
# At-rules that hold rules; what other at-rules hold (@page, @font-face) is kept as it is.
GROUPS = ("@layer", "@media", "@supports", "@container")
SET_ASIDE = re.compile(r"::?[a-z-]+(\([^()]*(\([^()]*\))*[^()]*\))?|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Rule:
    """`inside` are the rules of a group; `text` is what stands between the braces of any other rule."""

    prelude: str
    text: str = ""
    inside: tuple[Rule, ...] = ()


class Stylesheet:
    def __init__(self, css: str) -> None:
        self.rules = tuple(_merged(_parse(_bare(css))))
        self.used = lru_cache(maxsize=256)(self._used)

    def for_page(self, html: str) -> str:
        """The rules that a page with this HTML uses, as small as they get."""
        classes = {name for names in re.findall(r'\sclass="([^"]*)"', html) for name in names.split()}
        elements = set(re.findall(r"<([a-z][a-z0-9]*)", html))
        tones = {name for name in classes if TONE.fullmatch(name)}
        painted = (f".{name}{{background:#{name[5:]}}}" for name in sorted(tones))
        return self.used(frozenset(classes - tones), frozenset(elements)) + "".join(painted)

    def _used(self, classes: frozenset[str], elements: frozenset[str]) -> str:
        return "".join(_printed(self.rules, classes, elements))


def load(theme: Path) -> Stylesheet:
    """The theme's CSS in the order of its layers; components in the order of their names."""
    base = [theme / "css" / f"{name}.css" for name in ORDER]
    components = sorted((theme / "components").glob("*/*.css"))
    return Stylesheet("\n".join(path.read_text("utf-8") for path in [*base, *components]))


def _bare(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>~]) ?|(?<=:) (?=\S)", lambda match: match[1] or "", css).replace(";}", "}").strip()


def _parse(css: str) -> Iterator[Rule]:
    while css:
        head = re.match(r"[^{;]*[{;]", css)
        if not head:
            return
        prelude, css = head[0][:-1].strip(), css[head.end() :]
        if head[0].endswith(";"):
            yield Rule(prelude)
            continue
        text, css = _block(css)
        if prelude.startswith(GROUPS):
            yield Rule(prelude, inside=tuple(_parse(text)))
        else:
            yield Rule(prelude, text)


def _block(css: str) -> tuple[str, str]:
    """What stands before the brace that closes the block, and what follows it."""
    depth = 1
    for brace in re.finditer(r"[{}]", css):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return css[: brace.start()], css[brace.end() :].strip()
    raise ValueError(f"a brace is not closed: {css[:60]}")


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Blocks of the same layer as one; the order of layers is said once, so nothing changes its weight."""
    merged: dict[str, Rule] = {}
    for number, rule in enumerate(rules):
        key = rule.prelude if rule.prelude.startswith("@layer") and rule.inside else f"{number}"
        before = merged[key].inside if key in merged else ()
        merged[key] = Rule(rule.prelude, rule.text, before + rule.inside)
    return list(merged.values())


def _printed(rules: Iterable[Rule], classes: frozenset[str], elements: frozenset[str]) -> Iterator[str]:
    for rule in rules:
        if rule.inside:
            if inside := "".join(_printed(rule.inside, classes, elements)):
                yield f"{rule.prelude}{{{inside}}}"
        elif rule.prelude.startswith("@"):
            yield f"{rule.prelude}{{{rule.text}}}" if rule.text else f"{rule.prelude};"
        elif kept := [one for one in rule.prelude.split(",") if _is_used(one, classes, elements)]:
            yield f"{','.join(kept)}{{{rule.text}}}"


def _is_used(selector: str, classes: frozenset[str], elements: frozenset[str]) -> bool:
    plain = SET_ASIDE.sub("", selector)
    names = re.findall(r"\.([\w-]+)", plain)
    tags = re.findall(r"(?<![\w.-])[a-z][a-z0-9]*", plain)
    return classes.issuperset(names) and elements.issuperset(tags)
