"""Every message that a build can print, found in the source code that makes it.

A message is two texts: what is wrong, and what to do. They are found where a Fault, a Problem or the like is made, and
where a function returns or a constant holds such a pair. … stands for what is only known while a build runs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from plugins.lint.claims.rules import load_rules

HOLE = "…"
# Functions and classes that make a message, with the positions of what is wrong and of what to do in their arguments.
MAKERS = {
    **{"Problem": (3, 4), "Fault": (2, 3), "wrong": (0, 1), "fault": (1, 2)},
    **{"_fault": (2, 3), "_Mistake": (1, 2), "_only": (1, 2), "Finding": (6, 7), "finding": (3, 4)},
}
# The modules of each heading, under which an editor looks for messages. All other modules are under OTHERS.
HEADINGS = {
    "The header of a text": (
        "plugins/documents/front_matter.py",
        "plugins/documents/document.py",
        "plugins/documents/required_parts.py",
        "plugins/schema/types.py",
    ),
    "How the header is written down": ("plugins/schema/yaml_reader.py", "plugins/documents/source.py"),
    "The text": ("plugins/documents/markdown.py", "plugins/documents/html_policy.py"),
    "What may not be said, reviews and sources": (
        "plugins/lint/claims/",
        "plugins/lint/review.py",
        "plugins/lint/readability/hints.py",
    ),
    "Links": ("plugins/site/links.py",),
    "Pictures": ("plugins/media/images/", "plugins/media/consent/photo_rules.py"),
    "Files, their names and their addresses": (
        "plugins/documents/scan.py",
        "plugins/schema/text_file.py",
        "plugins/site/urls.py",
        "plugins/site/permalinks.py",
        "plugins/site/translations.py",
    ),
    "content/clinic.yaml and the lists beside it": (
        "plugins/clinic/",
        "plugins/lint/notices/",
        "plugins/media/consent/",
        "plugins/lint/readability/",
        "plugins/lint/spelling/",
        "plugins/site/search/",
    ),
}
OTHERS = "The site, the theme and the machine"
ROOT = Path(__file__).resolve().parent.parent


class Message(NamedTuple):
    what: str
    write: str

    def compile_pattern(self) -> re.Pattern[str]:
        """Compile a pattern that matches each line with this message.

        Before the message may stand its file, line and field, or the words or the picture that it is about.
        """
        text = re.escape(f"{self.what}; {self.write}").replace(re.escape(HOLE), ".*")
        return re.compile(f".*?: (the picture .* |“.*”[^:]*: )?{text}", re.DOTALL)


def collect_messages() -> dict[str, list[Message]]:
    """Collect every message of the project, by its heading."""
    found: dict[str, list[Message]] = {heading: [] for heading in (*HEADINGS, OTHERS)}
    for file in (*sorted((ROOT / "plugins").rglob("*.py")), ROOT / "tools/build.py"):
        name = file.relative_to(ROOT).as_posix()
        heading = next((heading for heading, starts in HEADINGS.items() if name.startswith(starts)), OTHERS)
        found[heading] += find_messages(file.read_text("utf-8"))
        if file.parent.name == "claims" and file.stem == "rules":
            found[heading] += (Message(rule.why, rule.write) for rule in load_rules().rules.values())
    return {heading: list(dict.fromkeys(given)) for heading, given in found.items()}


def find_messages(code: str) -> list[Message]:
    """Find the messages of one module, in the order of its lines."""
    return [
        Message(what, write) for what, write in _MessageFinder(code).find_pairs() if what and re.search("[a-z]", write)
    ]


class _MessageFinder:
    """Finds messages in the syntax tree of one module."""

    def __init__(self, code: str) -> None:
        self.module = ast.parse(code)
        self.functions: dict[str, ast.FunctionDef] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        for node in ast.walk(self.module):
            self.parents |= dict.fromkeys(ast.iter_child_nodes(node), node)
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
        self.open: set[ast.expr] = set()  # being resolved: a value that depends on itself is followed once

    def find_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each message as a pair: what is wrong, and what to do."""
        for node in sorted(self.parents, key=lambda node: getattr(node, "lineno", 0)):
            match node:
                case ast.Call():
                    yield from self._find_in_call(node)
                case ast.Tuple(elts=[what, write], ctx=ast.Load()) if self._is_returned(node):
                    yield from self._combine(what, write)
                case ast.Tuple(elts=[_, what, write, *_], ctx=ast.Load()) if self._is_row(node):
                    yield from self._combine(what, write)

    def _find_in_call(self, call: ast.Call) -> Iterator[tuple[str, str]]:
        """Yield the messages in a call of one of the MAKERS."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in MAKERS or len(call.args) <= MAKERS[name][1]:
            return  # a call with a pair that was made elsewhere (*fault) has fewer arguments
        what, write = (call.args[place] for place in MAKERS[name])
        if isinstance(what, ast.Name) and isinstance(write, ast.Name):
            named = f"{what.id}, {write.id}"
            together = [value.elts for value in self._find_values(named, call) if isinstance(value, ast.Tuple)]
            for first, second in together or [[what, write]]:
                yield from self._combine(first, second)
        else:
            yield from self._combine(what, write)

    def _combine(self, what: ast.expr, write: ast.expr) -> Iterator[tuple[str, str]]:
        """Yield every combination of the texts that two expressions can have."""
        yield from product(self._find_texts(what), self._find_texts(write))

    def _is_returned(self, pair: ast.Tuple) -> bool:
        """Say whether a function returns this pair, or a constant holds it, and it is a message.

        In a message, what to do has a space.
        """
        node: ast.AST = pair
        while isinstance(node, ast.expr) and not isinstance(node, ast.Yield | ast.Call):
            node = self.parents[node]
        given = isinstance(node, ast.Return | ast.Yield) or self._is_constant(node)
        return given and any(" " in text for text in self._find_texts(pair.elts[1]))

    def _is_row(self, row: ast.Tuple) -> bool:
        """Say whether this is a row of a constant table: the pattern that finds a mistake, and its message."""
        table = self.parents[row]
        return isinstance(table, ast.Tuple) and self._is_constant(self.parents[table])

    def _is_constant(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Assign | ast.AnnAssign) and self.parents[node] is self.module

    def _find_texts(self, node: ast.expr) -> list[str]:
        """List the texts that an expression can have, each once; none for one that depends on itself."""
        if node in self.open:
            return []
        self.open.add(node)
        try:
            return list(dict.fromkeys(self._resolve(node)))
        finally:
            self.open.remove(node)

    def _resolve(self, node: ast.expr) -> Iterator[str]:
        """Yield the texts that an expression can have, from constants, assignments and return statements of the module.

        HOLE stands for what is only known while a build runs.
        """
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=parts):
                for said in product(*map(self._resolve_part, parts)):
                    yield re.sub(f"{HOLE}+", HOLE, "".join(said))
            case ast.IfExp(body=first, orelse=second):
                yield from (*self._find_texts(first), *self._find_texts(second))
            case ast.Name(id=name) if values := self._find_values(name, node):
                yield from (text for value in values for text in self._find_texts(value))
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                for one in ast.walk(self.functions[name]):
                    if isinstance(one, ast.Return) and one.value:
                        yield from self._find_texts(one.value)
            case _:
                yield HOLE

    def _resolve_part(self, part: ast.expr) -> list[str]:
        """List what a part of an f-string can be.

        That is its own text, a constant number, or the words that a variable can hold; HOLE for everything else.
        """
        if isinstance(part, ast.Constant):
            return [str(part.value)]
        assert isinstance(part, ast.FormattedValue)
        match part.value, self._find_values(part.value.id, part) if isinstance(part.value, ast.Name) else []:
            case _, [ast.Constant(value=int(number))]:
                return [f"{number:,}"]
            case ast.Attribute(value=ast.Name(id="content"), attr="name"), _:
                return ["content"]
        texts = self._find_texts(part.value) if part.conversion == -1 else []
        return texts if texts and all(re.search(r"[a-z]|^\W$|^---$", text) for text in texts) else [HOLE]

    def _find_values(self, name: str, at: ast.AST) -> list[ast.expr]:
        """Find what was assigned to a name (or to several at once) in the innermost block around `at` that does so."""
        while at in self.parents:
            inner, at = at, self.parents[at]
            for block in (getattr(at, part, None) for part in ("body", "orelse", "finalbody")):
                if isinstance(block, list) and inner in block:
                    before = block if at is self.module else block[: block.index(inner) + 1]
                    if found := [value for step in before for value in self._find_assigned(name, step)]:
                        return found
        return []

    def _find_assigned(self, name: str, step: ast.AST) -> Iterator[ast.expr]:
        """Yield the values that a statement assigns to a name."""
        if isinstance(step, ast.FunctionDef | ast.ClassDef):
            return
        for node in ast.walk(step):
            match node:
                case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
                    if ast.unparse(target).strip("()") == name:
                        yield value
                    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                        pairs = zip(target.elts, value.elts, strict=True)
                        yield from (one for place, one in pairs if getattr(place, "id", "") == name)
                case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if found == name:
                    yield value
