"""Select the CSS rules of the theme that a page uses, and minify them.

The theme's files (theme/css, theme/components) hold plain rules in layers, at most inside at-rules. A rule is used if
every class, element and attribute in its selector occurs in the page. With all rules each page would be 1.1 kB larger
after gzip, and an article of 600 words over the 5 kB that a test allows. Pages get no layers, for old phones that do
not support them: the rules are in the order of their layers, and tests/browser/test_styles.py verifies that this looks
the same. Each var(--token) is replaced by its value, except for colours: these stay custom properties, set once for
each colour scheme, for phones that do not support light-dark().
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import ascii_letters

FILES = ("css/tokens.css", "css/base.css", "css/layout.css", "components/*/*.css", "css/utilities.css")
# Classes of pictures that name a value: the width at which one is about as high as a screen, in hundredths of the
# screen's height; and the average colour, which is shown while it is loaded.
BY_VALUE = (
    (re.compile(r"\.high-(\d+)"), "max-inline-size:min(100%,{}vh)"),
    (re.compile(r"\.tone-([0-9a-f]{3})"), "background:#{}"),
)
# At-rules that contain rules; others (@page, @font-face) are kept as they are.
GROUPS = ("@media", "@supports", "@container")
DARK = "@media screen and (prefers-color-scheme:dark)"  # paper is always light
BY_SCHEME = re.compile(r"light-dark\(([^,]+),([^,]+)\)")
TAG = re.compile("<[a-z][^>]*>")
ATTRIBUTE = re.compile(r'\[([\w-]+)(?:\^="([^"]*)")?')  # [href], or [href^="http"]
NAMED = re.compile(rf"\.[\w-]+|{ATTRIBUTE.pattern}|(?<![\w.-])[a-z][a-z0-9]*(?![\w-])")
RULE_HEAD = re.compile(r"(?P<prelude>[^{;]*)(?P<end>[{;])")  # a selector or an at-rule, up to its block or its end
COMBINATOR = re.compile(r" ?([>+~]) ?")
PSEUDO = re.compile(r"::?[a-z-]+(\([^()]*(\([^()]*\))*[^()]*\))?")


@dataclass(frozen=True, slots=True)
class CssRule:
    """A CSS rule. `inside` are the rules of an at-rule; `text` is what any other rule has between its braces."""

    prelude: str
    text: str = ""
    inside: tuple[CssRule, ...] = ()


class Stylesheet:
    """The theme's CSS, parsed. `colours` are pairs of a light and a dark value, by the name of a custom property."""

    def __init__(self, tokens: str, css: str) -> None:
        values = dict(re.findall(r"(--[\w-]+):([^;}]+)", _minify_css(tokens)))
        colours = [name for name, value in values.items() if "light-dark" in value]
        short = {name: f"--{letter}" for name, letter in zip(colours, ascii_letters, strict=False)}
        self.colours = {short[name]: BY_SCHEME.findall(values[name])[0] for name in colours}
        css = re.sub(r"(?<![\w-])--[\w-]+", lambda name: short.get(name[0], name[0]), _minify_css(css))
        css = re.sub(r"var\((--[\w-]+)\)", lambda name: values.get(name[1], name[0]), css)
        self.rules = tuple(_parse_rules(re.sub(r"calc\(-1 \* ([\d.]+\w+)\)", r"-\1", css)))
        self.named = frozenset(_find_all_names(self.rules))
        self._format_cached = lru_cache(maxsize=256)(self._format_used)

    def select_for_page(self, html: str) -> str:
        """Select the rules that a page with this HTML uses, minified."""
        html = "".join(set(TAG.findall(html)))
        names = set(re.findall("<([a-z][a-z0-9]*)", html))
        names |= {f".{name}" for classes in set(re.findall(r'\sclass="([^"]*)"', html)) for name in classes.split()}
        names |= {name for name in self.named if name[0] == "[" and ATTRIBUTE.sub(r' \1="\2', name) in html}
        return self._format_cached(self.named & names) + "".join(_format_by_value(names))

    def _format_used(self, names: frozenset[str]) -> str:
        """Format the rules whose selectors need only these classes, elements and attributes, after their colours."""
        css = "".join(_format_rules(self.rules, names))
        light, dark = (self.format_colours(number, css) for number in (0, 1))
        return f":root{{{light}}}{DARK}{{:root{{{dark}}}}}{css}" if light else css

    def format_colours(self, number: int, css: str) -> str:
        """Declare the colours that `css` uses, with their values in the light (0) or the dark (1) scheme."""
        return ";".join(f"{name}:{both[number]}" for name, both in self.colours.items() if f"var({name})" in css)


def list_css_files(theme: Path) -> list[Path]:
    """List the theme's CSS files in the order of their layers, tokens first; components in the order of their names."""
    return [path for pattern in FILES for path in sorted(theme.glob(pattern))]


def load_stylesheet(theme: Path) -> Stylesheet:
    """Load the theme's CSS; it is parsed again only when it has changed."""
    tokens, *others = (path.read_text("utf-8") for path in list_css_files(theme))
    return _make_stylesheet(tokens, "".join(others))


_make_stylesheet = lru_cache(maxsize=1)(Stylesheet)  # so that forked processes need not parse it again


def _minify_css(css: str) -> str:
    """Remove comments, spaces and what else a browser does not need, outside of quotation marks."""
    parts = re.split(r'("[^"]*")', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))  # every second part is quoted
    parts[::2] = (re.sub(r" ?([{};,/]) ?|(?<=:) ", r"\1", re.sub(r"\s+", " ", part)) for part in parts[::2])
    parts[::2] = (re.sub(r"\b0(?=\.\d)", "", part) for part in parts[::2])
    return "".join(parts).replace(";}", "}").strip()


def _parse_rules(css: str) -> Iterator[CssRule]:
    """Parse minified CSS into rules. The rules of a layer come out as if it had none."""
    rest = css
    while head := RULE_HEAD.match(rest):
        prelude, rest = head["prelude"].strip(), rest[head.end() :]
        if head["end"] == ";":  # a rule without a block, such as @import
            yield CssRule(prelude)
            continue
        block, rest = _split_block(rest)
        if prelude.startswith("@layer"):
            yield from _parse_rules(block)
        elif prelude.startswith(GROUPS):
            yield CssRule(prelude, inside=tuple(_parse_rules(block)))
        else:
            yield CssRule(COMBINATOR.sub(r"\1", prelude), block)


def _split_block(css: str) -> tuple[str, str]:
    """Split CSS after an opening brace into what is before the closing brace and what is after it."""
    depth = 1
    for brace in re.finditer(r"[{}]", css):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return css[: brace.start()], css[brace.end() :].strip()
    raise ValueError(f"a brace is not closed: {css[:60]}")


def _format_rules(rules: tuple[CssRule, ...], names: frozenset[str]) -> Iterator[str]:
    """Format the rules, with those of their selectors that need only these classes, elements and attributes."""
    for rule in rules:
        if rule.inside:
            if inside := "".join(_format_rules(rule.inside, names)):
                yield f"{rule.prelude}{{{inside}}}"
        elif rule.prelude.startswith("@"):
            yield f"{rule.prelude}{{{rule.text}}}" if rule.text else f"{rule.prelude};"
        elif selectors := [one for one in rule.prelude.split(",") if names.issuperset(_find_names(one))]:
            yield f"{','.join(selectors)}{{{rule.text}}}"


def _format_by_value(names: Collection[str]) -> Iterator[str]:
    """Format the rules of classes that name a value."""
    for pattern, text in BY_VALUE:
        for name in sorted(names):
            if value := pattern.fullmatch(name):
                yield f"{name}{{{text.format(value[1])}}}"


def _find_all_names(rules: tuple[CssRule, ...]) -> Iterator[str]:
    """Find the classes, elements and attributes in the selectors of all rules."""
    for rule in rules:
        yield from _find_all_names(rule.inside) if rule.inside else _find_names(rule.prelude)


def _find_names(selector: str) -> list[str]:
    """Find the classes, elements and attributes that a page must contain for a selector to match anything."""
    return [found[0] for found in NAMED.finditer(PSEUDO.sub("", selector))]
