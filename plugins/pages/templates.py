"""The theme's templates: what is wrong with them, told before and while they are rendered, and what each is made of."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import TemplateError

from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Problem

DRAWING = "components/drawing/drawing.html"


def files(theme: Path) -> list[Path]:
    """Everything that a template may be made of."""
    found = (path for folder in ("templates", "components") for path in (theme / folder).rglob("*"))
    return sorted(path for path in found if path.is_file())


def check(env: Environment, theme: Path, given: Collection[str]) -> list[Problem]:
    """The first fault of each template: its syntax, a name that is never given, a file that is not there."""
    endings = {"", ".html", ".xml", ".txt", ".webmanifest"}
    faults = (_first_fault(env, theme, path, given) for path in files(theme) if path.suffix in endings)
    return [fault for fault in faults if fault]


def digests(env: Environment, theme: Path) -> dict[str, bytes]:
    """For each page's template a digest of it and of every template and component that it uses."""
    used: dict[str, set[Path]] = {}

    def uses(path: Path) -> set[Path]:
        name = path.relative_to(theme).as_posix()
        if name not in used:
            used[name] = {path}
            for named in meta.find_referenced_templates(env.parse(path.read_text("utf-8"))):
                # a name that is only known while it is rendered is one of a file beside it
                found = [_path(theme, named)] if named else [*path.parent.glob("*.svg")]
                used[name] |= {one for file in found for one in uses(file)}
        return used[name]

    always = uses(theme / DRAWING)  # plugins.pages.text puts drawings into texts
    pages = [path for path in (theme / "templates").iterdir() if path.is_file()]
    return {path.name: fingerprint.of_files(theme, uses(path) | always) for path in pages}


def _path(theme: Path, named: str) -> Path:
    return next((root / named for root in (theme, theme / "templates") if (root / named).is_file()), theme / named)


def _first_fault(env: Environment, theme: Path, path: Path, given: Collection[str]) -> Problem | None:
    file = f"{theme.name}/{path.relative_to(theme).as_posix()}"
    source = path.read_text("utf-8")
    try:
        tree = env.parse(source)
        env.get_template(file.removeprefix(f"{theme.name}/").removeprefix("templates/"))  # compiled once, and kept
    except TemplateSyntaxError as error:
        return Problem(file, error.lineno, "", f"{error.message}", "mend the template")
    unknown = meta.find_undeclared_variables(tree) - {*given, *env.globals, *_own_names(tree)}
    for line, name in sorted((_line(source, name), name) for name in unknown):
        write = f"write one of {', '.join(sorted(given))}"
        return Problem(file, line, name, "no such value is given to a template", write)
    for named in filter(None, meta.find_referenced_templates(tree)):
        if not _path(theme, named).is_file():
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
