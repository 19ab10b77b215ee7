"""schema.org nodes, each a plain mapping. What is not known is left out; nothing is said that no page shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from plugins.clinic.model import Clinic
from plugins.documents.document import Document
from plugins.documents.header import ArticleHeader, Reviewed

Node = dict[str, Any]


def graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def node(kind: str, **properties: Any) -> Node:
    """A node without its empty properties; `id` becomes @id."""
    named = {"@id": properties.pop("id", None), "@type": kind, **properties}
    return {name: value for name, value in named.items() if value not in (None, "", [], {})}


def clinic(facts: Clinic, full: bool = False) -> Node:
    """The clinic; `full` on the pages that show its address and accreditations in their own right."""
    short = node("MedicalClinic", id=f"{facts.url}#clinic", name=facts.name, url=facts.url)
    if not full:
        return short
    address = facts.address
    street = ", ".join(part for part in (address.street, address.suite) if part)
    return short | node(
        "MedicalClinic",
        telephone=f"+1-{facts.telephone}",
        email=facts.mail,
        medicalSpecialty="https://schema.org/PlasticSurgery",
        address=node(
            "PostalAddress",
            streetAddress=street,
            addressLocality=address.city,
            addressRegion=address.state,
            postalCode=address.postal_code,
            addressCountry="US",
        ),
        geo=facts.position
        and node("GeoCoordinates", latitude=facts.position.latitude, longitude=facts.position.longitude),
    )


def website(facts: Clinic, lang: str) -> Node:
    return node(
        "WebSite",
        id=f"{facts.url}#website",
        name=facts.blog,
        url=facts.url,
        inLanguage=lang,
        publisher={"@id": f"{facts.url}#clinic"},
    )


def breadcrumbs(url: str, steps: Sequence[tuple[str, str]]) -> Node:
    """`steps` are names and absolute addresses, from the home page down; the last is the page itself."""
    return node(
        "BreadcrumbList",
        id=f"{url}#breadcrumbs",
        itemListElement=[node("ListItem", position=n, name=name, item=item) for n, (name, item) in enumerate(steps, 1)],
    )


def page(kind: str, facts: Clinic, url: str, title: str, summary: str, lang: str, **more: Any) -> Node:
    return node(
        kind,
        id=f"{url}#page",
        url=url,
        name=title,
        description=summary,
        inLanguage=lang,
        isPartOf={"@id": f"{facts.url}#website"},
        **more,
    )


def article(facts: Clinic, document: Document, url: str, due: date | None) -> list[Node]:
    """The page of an article, and the article."""
    header, card = document.header, document.card
    assert isinstance(header, ArticleHeader)
    review = header.review if isinstance(header.review, Reviewed) else None
    author = facts.authors.get(card.author)
    person = review and facts.people.get(review.by)
    return [
        page(
            "MedicalWebPage",
            facts,
            url,
            card.title,
            card.summary,
            card.lang,
            breadcrumb={"@id": f"{url}#breadcrumbs"},
            mainEntity={"@id": f"{url}#article"},
            lastReviewed=review and review.on.isoformat(),
            reviewedBy=person and node("Person", name=person.name, honorificSuffix=person.credentials),
        ),
        node(
            "BlogPosting",
            id=f"{url}#article",
            headline=card.title,
            description=card.summary,
            datePublished=card.date.isoformat(),
            dateModified=(card.modified or card.date).isoformat(),
            inLanguage=card.lang,
            author=node("Organization", name=author.name)
            if author and author.name != facts.name
            else {"@id": f"{facts.url}#clinic"},
            publisher={"@id": f"{facts.url}#clinic"},
            mainEntityOfPage={"@id": f"{url}#page"},
            keywords=list(card.tags),
            citation=[reference.url for reference in header.references],
            expires=due and due.isoformat(),
        ),
    ]
