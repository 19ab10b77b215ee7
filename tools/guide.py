"""Write what is made from the header's models: the tables in the editor's guide, and the JSON Schemas.

python -m tools.guide
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from pydantic import BaseModel

from plugins.clinic.model import Clinic
from plugins.documents.header import ArticleFacts, ArticleHeader, PageHeader, Parts

GUIDE = Path("content/README.md")
SCHEMAS = Path("content/schema")
MODELS: dict[str, type[BaseModel]] = {"article": ArticleHeader, "page": PageHeader, "clinic": Clinic}
# The guide's tables: each between <!-- table NAME --> and <!-- end -->.
TABLES: dict[str, type[BaseModel]] = {"article": ArticleFacts, "parts": Parts, "page": PageHeader}


def made() -> dict[Path, str]:
    """Each file that is made from the models, and what it must hold."""
    files = {SCHEMAS / f"{name}.schema.json": schema(model) for name, model in MODELS.items()}
    return files | {GUIDE: with_tables(GUIDE.read_text("utf-8"))}


def schema(model: type[BaseModel]) -> str:
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def with_tables(guide: str) -> str:
    """The guide with each table as the models have it."""

    def table(match: re.Match[str]) -> str:
        return f"<!-- table {match[1]} -->\n\n{_table(TABLES[match[1]])}\n\n<!-- end -->"

    return re.sub(r"<!-- table (\w+) -->.*?<!-- end -->", table, guide, flags=re.DOTALL)


def _table(model: type[BaseModel]) -> str:
    rows = ["| field | needed | what it says | example |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        needed = "yes" if field.is_required() else ""
        example = f"`{field.examples[0]}`" if field.examples else ""
        rows.append(f"| `{name}` | {needed} | {field.description} | {example} |")
    return "\n".join(rows)


if __name__ == "__main__":
    for path, text in made().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
