"""Find what is wrong with the theme's templates, before and while they are rendered, and what each depends on."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import TemplateError

from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Problem

DRAWING = "components/drawing/drawing.html"


def list_template_files(theme: Path) -> list[Path]:
    """List all files that templates may depend on."""
    found = (path for folder in ("templates", "components") for path in (theme / folder).rglob("*"))
    return sorted(path for path in found if path.is_file())


def check_templates(env: Environment, theme: Path, given: Collection[str]) -> list[Problem]:
    """Find the first fault of each template: its syntax, an unknown value, a missing template.

    `given` are the names of all values that templates may see.
    """
    endings = {"", ".html", ".xml", ".txt", ".webmanifest"}
    faults = (
        _find_first_fault(env, theme, path, given) for path in list_template_files(theme) if path.suffix in endings
    )
    return [fault for fault in faults if fault]


def hash_templates(env: Environment, theme: Path) -> dict[str, bytes]:
    """Compute for each page's template a digest of it and of all templates and components that it uses, by name."""
    used: dict[str, set[Path]] = {}

    def find_used(path: Path) -> set[Path]:
        name = path.relative_to(theme).as_posix()
        if name not in used:
            used[name] = {path}
            for referenced in meta.find_referenced_templates(env.parse(path.read_text("utf-8"))):
                # a name that is computed while rendering is that of a file in the same folder
                files_used = [_find_template(theme, referenced)] if referenced else [*path.parent.glob("*.svg")]
                used[name] |= {one for file in files_used for one in find_used(file)}
        return used[name]

    drawing = find_used(theme / DRAWING)  # plugins.pages.document_html inserts drawings into texts
    page_templates = [path for path in (theme / "templates").iterdir() if path.is_file()]
    return {path.name: fingerprint.hash_files(theme, find_used(path) | drawing) for path in page_templates}


def _find_template(theme: Path, name: str) -> Path:
    """Find the file of a template by the name that other templates use."""
    return next((root / name for root in (theme, theme / "templates") if (root / name).is_file()), theme / name)


def _find_first_fault(env: Environment, theme: Path, path: Path, given: Collection[str]) -> Problem | None:
    """Find the first fault of a template, and compile it, so that Jinja caches its bytecode."""
    file = f"{theme.name}/{path.relative_to(theme).as_posix()}"
    source = path.read_text("utf-8")
    try:
        tree = env.parse(source)
        env.get_template(file.removeprefix(f"{theme.name}/").removeprefix("templates/"))
    except TemplateSyntaxError as error:
        return Problem(file, error.lineno, "", f"{error.message}", "mend the template")
    unknown = meta.find_undeclared_variables(tree) - {*given, *env.globals, *_list_own_names(tree)}
    for line, name in sorted((_find_line(source, name), name) for name in unknown):
        write = f"write one of {', '.join(sorted(given))}"
        return Problem(file, line, name, "no such value is given to a template", write)
    for referenced in filter(None, meta.find_referenced_templates(tree)):
        if not _find_template(theme, referenced).is_file():
            return Problem(
                file, _find_line(source, referenced), "", f"there is no template {referenced}", "mend its name"
            )
    return None


def _find_line(source: str, word: str) -> int:
    """Find the number of the first line that contains a word, 0 where none does."""
    return next((n for n, text in enumerate(source.split("\n"), 1) if word in text), 0)


def _list_own_names(tree: nodes.Template) -> Iterator[str]:
    """List the names that a template defines at its top level, which its blocks may use."""
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Assign):
            yield from (name.name for name in node.find_all(nodes.Name) if name.ctx == "store")


def describe_error(error: Exception, theme: Path) -> Problem:
    """Describe an error raised while rendering, with the innermost template and line that led to it."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(theme)
    ]
    what = error.message if isinstance(error, TemplateError) and error.message else f"{type(error).__name__}: {error}"
    if not frames:
        return Problem(theme.name, 0, "", what, "mend the template")
    file = f"{theme.name}/{Path(frames[-1].filename).relative_to(theme).as_posix()}"
    return Problem(file, frames[-1].lineno or 0, "", what, "mend the template")
