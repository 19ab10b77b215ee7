"""Write the documents that are made from the code: tables of the editor's guide, list of messages, schemas, snippets.

python -m tools.quality.generated_docs
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from string import Formatter
from typing import Any

from pydantic import BaseModel

from plugins.clinic.model import Clinic
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.diagnostics.registry import HEADINGS
from plugins.documents.front_matter import ArticleFields, ArticleFrontMatter, PageFrontMatter, Parts, PersonFrontMatter
from plugins.lint.claims.rules import load_rules
from plugins.lint.notices import catalog
from plugins.media.consent.records import Photo, Photos
from plugins.site.search.synonyms import Synonyms

Schema = dict[str, Any]  # a JSON Schema

GUIDE = Path("content/README.md")
SCHEMAS = Path("docs/schema")
MESSAGES = Path("docs/MESSAGES.md")
SNIPPETS = Path(".vscode/header.code-snippets")
MODELS: dict[str, type[BaseModel]] = {
    "article": ArticleFrontMatter,
    "page": PageFrontMatter,
    "person": PersonFrontMatter,
    "clinic": Clinic,
    "photos": Photos,
    "synonyms": Synonyms,
}
# The guide's tables: each between <!-- table NAME --> and <!-- end -->.
TABLES: dict[str, type[BaseModel]] = {
    "article": ArticleFields,
    "parts": Parts,
    "page": PageFrontMatter,
    "person": PersonFrontMatter,
    "photo": Photo,
    "clinic": Clinic,
}
# The list of messages: its beginning, and what is said below some of its headings.
BEGINNING = """\
# Every message, and what to do

<!-- Made by `make schema` from the code; what is changed here by hand is lost. -->

A message is one line:

```
content/articles/halo.md:2: title: is missing; write title: and its text [field-missing]
```

It names the file, the line, in a header the field (here `title`), then **what is wrong**,
after the semicolon **what to do**, and in brackets the **rule**. Nothing is published while there is one, and visitors
see the site as it was. Mend the first of a file and try again: a slip can cause others below it.

To find yours here, search this page for its rule. … stands for what differs from one time to the next. A rule that is
marked as a warning or a note is for you to think about, and stops nothing.
"""
CLAIMS = "What may not be said, reviews and sources"  # the heading below which the claims rules are listed, too
BELOW = {
    "Pictures": "Each begins with `the picture …`, and the line is where the text names it.",
    "The site, the theme and the machine": (
        "These are about the pages as a whole, the theme's files, or the computer. Where you have not changed those, "
        "show the message to whoever looks after the site."
    ),
}


def make_files() -> dict[Path, str]:
    """Make the text of each file that comes from the models and the code alone, by its path."""
    files = {SCHEMAS / f"{name}.schema.json": make_schema(model) for name, model in MODELS.items()}
    return files | {MESSAGES: format_messages(), SNIPPETS: make_snippets(PersonFrontMatter, ArticleFrontMatter)}


def make_schema(model: type[BaseModel]) -> str:
    """Make the JSON Schema of a model."""
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def make_snippets(*models: type[BaseModel]) -> str:
    """Make snippets for VS Code, which knows no fields in a Markdown file: each field with its inner fields.

    Of a field that several models have, the last one counts.
    """
    snippets = {}
    for schema in (model.model_json_schema() for model in models):
        for name, field in schema["properties"].items():
            first, *rest = _format_value(field, schema["$defs"], "", count(1))
            body = [f"{name}:{first}", *rest]
            snippets[name] = {"scope": "markdown", "prefix": name, "body": body, "description": field["description"]}
    return json.dumps(snippets, indent=2, ensure_ascii=False) + "\n"


def _format_value(field: Schema, definitions: Schema, indent: str, stops: Iterator[int]) -> list[str]:
    """Format the value of a field as the lines of a snippet, the first of which follows the colon.

    `field` is the JSON Schema of the field, `definitions` has the schemas that it refers to, and `stops` numbers the
    places to fill in, as ${1} in a snippet.
    """
    field = next(iter(field.get("anyOf", ())), field)  # the first of its types
    if "$ref" in field:
        field = definitions[field["$ref"].rpartition("/")[2]]
    if "properties" in field:
        return ["", *_format_fields(field["properties"], definitions, f"{indent}  ", stops)]
    if field.get("type") == "array":
        return ["", *_format_item(field["items"], definitions, f"{indent}  ", stops)]
    return [_format_scalar(field, stops)]


def _format_fields(fields: Schema, definitions: Schema, indent: str, stops: Iterator[int]) -> Iterator[str]:
    """Format the fields of a group as lines, each with its name and its value."""
    for name, field in fields.items():
        first, *rest = _format_value(field, definitions, indent, stops)
        yield from (f"{indent}{name}:{first}", *rest)


def _format_item(item: Schema, definitions: Schema, indent: str, stops: Iterator[int]) -> list[str]:
    """Format an item of a list as lines, the first with a hyphen."""
    first, *rest = _format_value(item, definitions, indent, stops)
    if rest:  # the first field of a group stands beside the hyphen
        return [f"{indent}- {rest[0].strip()}", *rest[1:]]
    return [f"{indent}-{first}"]


def _format_scalar(field: Schema, stops: Iterator[int]) -> str:
    """Format a value that is no list and no group: itself where it is constant, else a place to fill in."""
    if "const" in field:
        return f" {field['const']}"
    if "enum" in field:
        return f" ${{{next(stops)}|{','.join(field['enum'])}|}}"
    if field.get("format") == "date":
        return f" ${{{next(stops)}:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}}"
    return f" ${next(stops)}"


def format_messages() -> str:
    """Format the rules of the registry, and those that search texts for claims, as a page for editors."""
    parts = [BEGINNING]
    for heading, rules in HEADINGS.items():
        below = [BELOW[heading], ""] if heading in BELOW else []
        rows = [
            _format_row(rule_id, _fill(rule.message), _fill(rule.hint), rule.severity)
            for rule_id, rule in rules.items()
        ]
        if heading == CLAIMS:
            claims = load_rules().rules.items()
            rows += [_format_row(rule_id, rule.message, rule.hint, rule.severity) for rule_id, rule in claims]
        head = ["| rule | what is wrong | what to do |", "|---|---|---|"]
        parts.append("\n".join([f"## {heading}", "", *below, *head, *rows, ""]))
    return "\n".join(parts)


def _fill(text: str) -> str:
    """Put … where a value is filled in."""
    return "".join(f"{before}{'' if name is None else '…'}" for before, name, *_ in Formatter().parse(text))


def _format_row(rule_id: str, message: str, hint: str, severity: str) -> str:
    mark = "" if severity == "error" else f", a {severity}"
    message, hint = (f"`{text}`".replace("|", "\\|") for text in (message, hint))
    return f"| {rule_id}{mark} | {message} | {hint} |"


def fill_tables(guide: str) -> str:
    """Fill in each table of the guide from the models."""

    def table(match: re.Match[str]) -> str:
        rows = format_notices() if match[1] == "notices" else _format_table(TABLES[match[1]])
        return f"<!-- table {match[1]} -->\n\n{rows}\n\n<!-- end -->"

    return re.sub(r"<!-- table (\w+) -->.*?<!-- end -->", table, guide, flags=re.DOTALL)


def _format_table(model: type[BaseModel]) -> str:
    rows = ["| field | needed | what it says | example |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        if not field.description:  # content/clinic.yaml explains most of its fields itself
            continue
        needed = "yes" if field.is_required() else ""
        example = f"`{field.examples[0]}`" if field.examples else ""
        rows.append(f"| `{field.alias or name}` | {needed} | {field.description} | {example} |")
    return "\n".join(rows)


def format_notices() -> str:
    """Format the table of the notices that a clinic may have to show."""
    rows = ["| notice | what it is | law | it applies where |", "|---|---|---|---|"]
    rows += [
        f"| `{name}` | {one.name} | {one.citation} | {one.applies} |" for name, one in catalog.load_notices().items()
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    with refuse_os_errors():
        for path, text in {**make_files(), GUIDE: fill_tables(GUIDE.read_text("utf-8"))}.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
