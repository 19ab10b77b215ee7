"""The CSS that one page uses, taken from the theme's files and made small.

The theme writes plain rules in layers, at most inside at-rules (theme/css, theme/components). A rule is used if every
class, element and attribute that its selector names stands in the page. Pages carry no layers, for phones that do not
know them: the files stand in the order of their layers, which tests/browser/test_styles.py holds to look the same.
Tokens are written in place of their names, but for colours: those stay, once for each scheme, so that a phone that
has never heard of light-dark() shows them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import ascii_letters

FILES = ("css/tokens.css", "css/base.css", "css/layout.css", "components/*/*.css", "css/utilities.css")
# A class that says what it paints: a picture's average colour, seen while the picture is loaded.
TONE = re.compile(r"\.tone-([0-9a-f]{3})")
# At-rules that hold rules; what other at-rules hold (@page, @font-face) is kept as it is.
GROUPS = ("@media", "@supports", "@container")
DARK = "@media screen and (prefers-color-scheme:dark)"  # paper is always light
BY_SCHEME = re.compile(r"light-dark\(([^,]+),([^,]+)\)")
TAG = re.compile("<[a-z][^>]*>")
ATTRIBUTE = re.compile(r'\[([\w-]+)(?:\^="([^"]*)")?')  # [href], or [href^="http"]
NAMED = re.compile(rf"\.[\w-]+|{ATTRIBUTE.pattern}|(?<![\w.-])[a-z][a-z0-9]*(?![\w-])")
PSEUDO = re.compile(r"::?[a-z-]+(\([^()]*(\([^()]*\))*[^()]*\))?")


@dataclass(frozen=True, slots=True)
class Rule:
    """`inside` are the rules of a group; `text` is what stands between the braces of any other rule."""

    prelude: str
    text: str = ""
    inside: tuple[Rule, ...] = ()


class Stylesheet:
    def __init__(self, tokens: str, css: str) -> None:
        values = dict(re.findall(r"(--[\w-]+):([^;}]+)", _small(tokens)))
        colours = [name for name, value in values.items() if "light-dark" in value]
        short = {name: f"--{letter}" for name, letter in zip(colours, ascii_letters, strict=False)}
        self.colours = {short[name]: BY_SCHEME.findall(values[name])[0] for name in colours}
        css = re.sub(r"(?<![\w-])--[\w-]+", lambda name: short.get(name[0], name[0]), _small(css))
        css = re.sub(r"var\((--[\w-]+)\)", lambda name: values.get(name[1], name[0]), css)
        self.rules = tuple(_parse(re.sub(r"calc\(-1 \* ([\d.]+\w+)\)", r"-\1", css)))
        self.named = frozenset(_all_named(self.rules))
        self.used = lru_cache(maxsize=256)(self._used)

    def for_page(self, html: str) -> str:
        """The rules that a page with this HTML uses, as small as they get."""
        html = "".join(set(TAG.findall(html)))
        names = set(re.findall("<([a-z][a-z0-9]*)", html))
        names |= {f".{name}" for classes in set(re.findall(r'\sclass="([^"]*)"', html)) for name in classes.split()}
        names |= {name for name in self.named if name[0] == "[" and ATTRIBUTE.sub(r' \1="\2', name) in html}
        painted = (f"{name}{{background:#{tone[1]}}}" for name in sorted(names) if (tone := TONE.fullmatch(name)))
        return self.used(self.named & names) + "".join(painted)

    def _used(self, names: frozenset[str]) -> str:
        css = "".join(_printed(self.rules, names))
        light, dark = (self.scheme(number, css) for number in (0, 1))
        return f":root{{{light}}}{DARK}{{:root{{{dark}}}}}{css}" if light else css

    def scheme(self, number: int, css: str) -> str:
        """The colours that `css` uses, as the light (0) or the dark (1) scheme has them."""
        return ";".join(f"{name}:{both[number]}" for name, both in self.colours.items() if f"var({name})" in css)


def files(theme: Path) -> list[Path]:
    """The theme's CSS in the order of its layers, tokens first; components in the order of their names."""
    return [path for pattern in FILES for path in sorted(theme.glob(pattern))]


def load(theme: Path) -> Stylesheet:
    tokens, *others = (path.read_text("utf-8") for path in files(theme))
    return _read(tokens, "".join(others))


_read = lru_cache(maxsize=1)(Stylesheet)  # the copies of a process that has read it need not


def _small(css: str) -> str:
    """Without comments and what else a browser does not need; what stands in quotation marks is kept."""
    parts = re.split(r'("[^"]*")', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    parts[::2] = (re.sub(r" ?([{};,/]) ?|(?<=:) ", r"\1", re.sub(r"\s+", " ", part)) for part in parts[::2])
    parts[::2] = (re.sub(r"\b0(?=\.\d)", "", part) for part in parts[::2])
    return "".join(parts).replace(";}", "}").strip()


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
        if prelude.startswith("@layer"):
            yield from _parse(text)
        elif prelude.startswith(GROUPS):
            yield Rule(prelude, inside=tuple(_parse(text)))
        else:
            yield Rule(re.sub(r" ?([>+~]) ?", r"\1", prelude), text)


def _block(css: str) -> tuple[str, str]:
    """What stands before the brace that closes the block, and what follows it."""
    depth = 1
    for brace in re.finditer(r"[{}]", css):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return css[: brace.start()], css[brace.end() :].strip()
    raise ValueError(f"a brace is not closed: {css[:60]}")


def _printed(rules: tuple[Rule, ...], names: frozenset[str]) -> Iterator[str]:
    for rule in rules:
        if rule.inside:
            if inside := "".join(_printed(rule.inside, names)):
                yield f"{rule.prelude}{{{inside}}}"
        elif rule.prelude.startswith("@"):
            yield f"{rule.prelude}{{{rule.text}}}" if rule.text else f"{rule.prelude};"
        elif kept := [one for one in rule.prelude.split(",") if names.issuperset(_named(one))]:
            yield f"{','.join(kept)}{{{rule.text}}}"


def _all_named(rules: tuple[Rule, ...]) -> Iterator[str]:
    for rule in rules:
        yield from _all_named(rule.inside) if rule.inside else _named(rule.prelude)


def _named(selector: str) -> list[str]:
    """The classes, elements and attributes that must stand in a page for the selector to choose anything."""
    return [found[0] for found in NAMED.finditer(PSEUDO.sub("", selector))]
