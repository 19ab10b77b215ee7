"""Find what is wrong with the theme's templates, before and while they are rendered, and what each depends on."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import TemplateError

from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Diagnostic, diagnose

# The components that plugins.pages.document_html inserts into texts.
FIGURES = {name: f"components/{name}/{name}.html" for name in ("drawing", "pair")}


def list_template_files(theme: Path) -> list[Path]:
    """List all files that templates may depend on."""
    found = (path for folder in ("templates", "components") for path in (theme / folder).rglob("*"))
    return sorted(path for path in found if path.is_file())


def check_templates(env: Environment, theme: Path, given: Collection[str]) -> list[Diagnostic]:
    """Find the first error of each template: its syntax, an unknown value, a missing template.

    `given` are the names of all values that templates may see.
    """
    endings = {"", ".html", ".xml", ".txt", ".webmanifest"}
    errors = (
        _find_first_error(env, theme, path, given) for path in list_template_files(theme) if path.suffix in endings
    )
    return [error for error in errors if error]


def hash_templates(env: Environment, theme: Path) -> dict[str, bytes]:
    """Compute a digest of each page's template and of all that it uses, directly or not, by the template's name."""
    used: dict[Path, set[Path]] = {}  # files by template

    def find_used(path: Path) -> set[Path]:
        if path not in used:
            used[path] = {path}
            for file in _find_named_files(env, theme, path):
                used[path] |= find_used(file)
        return used[path]

    figures = set().union(*(find_used(theme / file) for file in FIGURES.values()))
    page_templates = [path for path in (theme / "templates").iterdir() if path.is_file()]
    return {path.name: fingerprint.hash_files(theme, find_used(path) | figures) for path in page_templates}


def _find_named_files(env: Environment, theme: Path, path: Path) -> list[Path]:
    """Find the files that the template at `path` extends, includes or imports."""
    files: list[Path] = []
    for name in meta.find_referenced_templates(env.parse(path.read_text("utf-8"))):
        if name:
            files.append(_find_template(theme, name))
        else:  # a name that is computed while rendering is that of a drawing in the same folder
            files += path.parent.glob("*.svg")
    return files


def _find_template(theme: Path, name: str) -> Path:
    """Find the file of a template by the name that other templates use."""
    return next((root / name for root in (theme, theme / "templates") if (root / name).is_file()), theme / name)


def _find_first_error(env: Environment, theme: Path, path: Path, given: Collection[str]) -> Diagnostic | None:
    """Find the first error of the template at `path`, and compile it, so that Jinja caches its bytecode.

    `given` are the names of all values that templates may see.
    """
    name = path.relative_to(theme).as_posix()
    file, source = f"{theme.name}/{name}", path.read_text("utf-8")
    try:
        tree = env.parse(source)
        env.get_template(name.removeprefix("templates/"))
    except TemplateSyntaxError as error:
        return diagnose("template-broken", file, error.lineno, error=error.message)
    unknown = meta.find_undeclared_variables(tree) - {*given, *env.globals, *_list_own_names(tree)}
    return _diagnose_unknown(unknown, given, file, source) or _find_missing_template(theme, tree, file, source)


def _diagnose_unknown(unknown: Collection[str], given: Collection[str], file: str, source: str) -> Diagnostic | None:
    """Report the first of the unknown values that the source of a template names."""
    if not unknown:
        return None
    line, value = min((_find_line(source, value), value) for value in unknown)
    return diagnose("template-value-unknown", file, line, value, values=", ".join(sorted(given)))


def _find_missing_template(theme: Path, tree: nodes.Template, file: str, source: str) -> Diagnostic | None:
    """Find the first template that another one, parsed as `tree`, names and that is not there."""
    for name in filter(None, meta.find_referenced_templates(tree)):
        if not _find_template(theme, name).is_file():
            return diagnose("template-missing", file, _find_line(source, name), name=name)
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


def describe_error(error: Exception, theme: Path) -> Diagnostic:
    """Describe an error raised while rendering, with the innermost template and line that led to it."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(theme)
    ]
    said = error.message if isinstance(error, TemplateError) and error.message else f"{type(error).__name__}: {error}"
    if not frames:
        return diagnose("template-broken", theme.name, error=said)
    file = f"{theme.name}/{Path(frames[-1].filename).relative_to(theme).as_posix()}"
    return diagnose("template-broken", file, frames[-1].lineno or 0, error=said)
