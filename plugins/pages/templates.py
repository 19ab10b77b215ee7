"""What is wrong with the theme's templates, told before and while they are rendered."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import TemplateError

from plugins.problem import Problem


def check(env: Environment, theme: Path, given: Collection[str]) -> list[Problem]:
    """The first fault of each template: its syntax, a name that is never given, a file that is not there."""
    problems = []
    for folder in ("templates", "components"):
        for path in sorted((theme / folder).rglob("*")):
            if path.suffix in {".html", ".xml", ".txt", ".webmanifest"} and (
                problem := _first_fault(env, theme, path, given)
            ):
                problems.append(problem)
    return problems


def _first_fault(env: Environment, theme: Path, path: Path, given: Collection[str]) -> Problem | None:
    file = f"{theme.name}/{path.relative_to(theme).as_posix()}"
    source = path.read_text("utf-8")
    try:
        tree = env.parse(source)
        env.compile(tree)
    except TemplateSyntaxError as error:
        return Problem(file, error.lineno, "", f"{error.message}", "mend the template")
    unknown = meta.find_undeclared_variables(tree) - {*given, *env.globals, *_own_names(tree)}
    for line, name in sorted((_line(source, name), name) for name in unknown):
        write = f"write one of {', '.join(sorted(given))}"
        return Problem(file, line, name, "no such value is given to a template", write)
    for named in filter(None, meta.find_referenced_templates(tree)):
        if not any((root / named).is_file() for root in (theme, theme / "templates")):
            return Problem(file, _line(source, named), "", f"there is no template {named}", "mend its name")
    return None


def _line(source: str, word: str) -> int:
    return next((n for n, text in enumerate(source.split("\n"), 1) if word in text), 0)


def _own_names(tree: nodes.Template) -> Iterator[str]:
    """The names that a template makes for itself, which its blocks may use."""
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Assign):
            yield from (name.name for name in node.find_all(nodes.Name) if name.ctx == "store")


def explain(error: Exception, theme: Path) -> Problem:
    """A fault met while rendering, at the line of the template that met it."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(theme)
    ]
    what = error.message if isinstance(error, TemplateError) and error.message else f"{type(error).__name__}: {error}"
    if not frames:
        return Problem(theme.name, 0, "", what, "mend the template")
    file = f"{theme.name}/{Path(frames[-1].filename).relative_to(theme).as_posix()}"
    return Problem(file, frames[-1].lineno or 0, "", what, "mend the template")
