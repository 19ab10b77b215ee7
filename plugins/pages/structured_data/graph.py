"""The structured data of pages: schema.org nodes, as plain mappings.

Unknown properties are left out, and nothing is stated that pages do not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from plugins.clinic.model import Accreditation, Address, Clinic
from plugins.documents.document import Document, DocumentMeta
from plugins.documents.front_matter import ArticleFrontMatter, Parts
from plugins.documents.markdown import UNSPOKEN
from plugins.pages.structured_data.opening_hours import parse_opening_hours

Node = dict[str, Any]
NamedUrl = tuple[str, str]  # a name and an absolute URL

PAGE_TYPES = {"contact": "ContactPage", "about": "AboutPage"}


def make_node(kind: str, **properties: Any) -> Node:
    """Make a node of the type `kind`, without empty properties; `id` becomes @id."""
    named = {"@type": kind, "@id": properties.pop("id", None), **properties}
    return {name: value for name, value in named.items() if value not in (None, "", [], {})}


def strip_markup(html: str) -> str:
    """Strip tags and citations from the HTML of a text."""
    text = " ".join(unescape(UNSPOKEN.sub("", str(html))).split())
    return re.sub(r" (?=[.,;:?!])", "", text)


@dataclass(frozen=True, slots=True)
class GraphMaker:
    """Makes the graphs of pages in one language. `home` is the first step of breadcrumbs.

    The URLs that its methods take are absolute. `image` is the node of the picture by which a page is shared.
    """

    clinic: Clinic
    lang: str
    home: NamedUrl

    # one for each kind of page

    def describe_article(self, document: Document, url: str, topic: NamedUrl, author: NamedUrl, image: Node) -> Node:
        """Make the graph of an article. `author` is a name in content/clinic.yaml and the URL of the author's page."""
        meta = document.meta
        page = self._make_page_node(
            "WebPage" if meta.kind == "news" else "MedicalWebPage",
            url,
            meta.title,
            meta.summary,
            mainEntity={"@id": f"{url}#article"},
            about=_make_therapy_node(meta.title, document.parts) if meta.kind == "treatment" else None,
            **self._describe_review(meta),
        )
        author_name, author_url = author
        posting = self._make_posting_node(document, url, self._make_author_node(author_name, author_url), image)
        return self._make_graph(page, posting, steps=(topic, (meta.title, url)))

    def _make_posting_node(self, document: Document, url: str, author: Node, image: Node) -> Node:
        """Make the node of an article's text, which the node of its page refers to. `url` is the page's."""
        meta, header = document.meta, document.header
        assert isinstance(header, ArticleFrontMatter)
        return make_node(
            "BlogPosting",
            id=f"{url}#article",
            headline=meta.title,
            description=meta.summary,
            image=image,
            datePublished=meta.date.isoformat(),
            dateModified=(meta.modified or meta.date).isoformat(),
            inLanguage=meta.lang,
            author=author,
            publisher=self._refer_to_clinic(),
            citation=[reference.url for reference in header.references],
            expires=_find_expiry(meta),
        )

    def _describe_review(self, meta: DocumentMeta) -> Node:
        """Make the properties that say when and by whom an article was reviewed; none without a valid review."""
        if not meta.reviewed or not _has_valid_review(meta):
            return {}
        return {"lastReviewed": meta.reviewed.isoformat(), "reviewedBy": self._make_reviewer_node(meta.reviewer)}

    def describe_clinic_page(self, meta: DocumentMeta, url: str, image: Node) -> Node:
        """Make the graph of a page about the clinic; that of the contact page describes the clinic in full."""
        place = meta.translates or meta.slug
        about = {"contact": self._refer_to_clinic(), "about": {"@id": f"{self.clinic.url}#website"}}.get(place)
        page = self._make_page_node(
            PAGE_TYPES.get(place, "WebPage"), url, meta.title, meta.summary, primaryImageOfPage=image, mainEntity=about
        )
        return self._make_graph(page, steps=((meta.title, url),), full=place == "contact")

    def describe_list(self, url: str, title: str, summary: str, image: Node, entries: Iterable[NamedUrl] = ()) -> Node:
        """Make the graph of a list of articles, whose titles and URLs are `entries`."""
        articles = _make_list_node("ItemList", "url", entries)
        return self._describe_top_page("CollectionPage", url, title, summary, image, articles)

    def describe_search(self, url: str, title: str, summary: str, image: Node) -> Node:
        """Make the graph of the search page."""
        return self._describe_top_page("SearchResultsPage", url, title, summary, image)

    def describe_profile(self, url: str, title: str, summary: str, image: Node, author: str) -> Node:
        """Make the graph of the page of an author who is a person; `author` is the name in content/clinic.yaml."""
        person = self._make_person_node(author, url)
        return self._describe_top_page("ProfilePage", url, title, summary, image, person)

    def _describe_top_page(
        self, kind: str, url: str, title: str, summary: str, image: Node, main_entity: Node | None = None
    ) -> Node:
        """Make the graph of a page that stands right below the home page and is mainly of one entity, or of none."""
        page = self._make_page_node(kind, url, title, summary, primaryImageOfPage=image, mainEntity=main_entity)
        return self._make_graph(page, steps=((title, url),))

    def describe_home(self, title: str, summary: str, image: Node) -> Node:
        """Make the graph of the home page, which describes the clinic in full."""
        page = self._make_page_node(
            "WebPage", self.home[1], title, summary, primaryImageOfPage=image, about=self._refer_to_clinic()
        )
        return self._make_graph(page, full=True)

    # their parts

    def _make_graph(self, page: Node, *others: Node, steps: Sequence[NamedUrl] = (), full: bool = False) -> Node:
        """Join a page's node, others, the website's and the clinic's, which is short or `full`.

        `steps` are the breadcrumbs below the home page, the last of which is the page itself.
        """
        clinic = self.clinic
        if steps:
            page = page | {"breadcrumb": _make_list_node("BreadcrumbList", "item", (self.home, *steps))}
        website = make_node(
            "WebSite", id=f"{clinic.url}#website", name=clinic.blog, url=clinic.url, publisher=self._refer_to_clinic()
        )
        own = self._make_full_clinic_node() if full else self._make_short_clinic_node()
        return {"@context": "https://schema.org", "@graph": [page, *others, website, own]}

    def _make_page_node(self, kind: str, url: str, title: str, summary: str, **more: Any) -> Node:
        """Make the node of a page with the properties that all pages have, and more."""
        return make_node(
            kind,
            id=url,
            url=url,
            name=title,
            description=summary,
            inLanguage=self.lang,
            isPartOf={"@id": f"{self.clinic.url}#website"},
            **more,
        )

    def _make_author_node(self, name: str, url: str) -> Node:
        """Make the node of an author: the clinic, a person or another organization. `url` is of the author's page."""
        if self.clinic.authors[name].name == self.clinic.name:
            return self._refer_to_clinic()
        if name in self.clinic.people:
            return self._make_person_node(name, url)
        return make_node("Organization", name=self.clinic.authors[name].name, url=url)

    def _make_person_node(self, name: str, url: str) -> Node:
        """Make the node of an author who is a person, listed in content/clinic.yaml under people too."""
        who = self.clinic.authors[name].name
        return make_node(
            "Person", id=f"{url}#person", name=who, url=url, hasCertification=self._list_certifications(who)
        )

    def _make_reviewer_node(self, name: str) -> Node:
        person = self.clinic.people[name]
        return make_node(
            "Person",
            name=person.name,
            hasCredential=make_node("EducationalOccupationalCredential", name=person.credentials),
            hasCertification=self._list_certifications(person.name),
        )

    def _list_certifications(self, holder: str) -> list[Node]:
        """List the certifications of a holder, as the footer of every page does."""
        return [_make_certification_node(one) for one in self.clinic.accreditations if one.holder == holder]

    def _refer_to_clinic(self) -> Node:
        return {"@id": f"{self.clinic.url}#clinic"}

    def _make_short_clinic_node(self) -> Node:
        """Make the clinic's short node: only the home and the contact page have the full one."""
        clinic = self.clinic
        return make_node(clinic.kind, id=f"{clinic.url}#clinic", name=clinic.name, url=clinic.url)

    def _make_full_clinic_node(self) -> Node:
        """Make the clinic's full node. It has no email address, since programs that collect addresses read it."""
        clinic, position = self.clinic, self.clinic.position
        logo = make_image_node(f"{clinic.url}icon-512.png")
        return self._make_short_clinic_node() | make_node(
            clinic.kind,
            telephone=f"+1-{clinic.telephone}",
            address=_make_address_node(clinic.address),
            logo=logo,
            image=logo,
            medicalSpecialty=clinic.specialty and f"https://schema.org/{clinic.specialty}",
            geo=position and make_node("GeoCoordinates", latitude=position.latitude, longitude=position.longitude),
            openingHoursSpecification=_list_opening_hours(clinic),
            hasCertification=self._list_certifications(clinic.name),
        )


def _make_address_node(address: Address) -> Node:
    return make_node(
        "PostalAddress",
        streetAddress=", ".join(part for part in (address.street, address.suite) if part),
        addressLocality=address.city,
        addressRegion=address.state,
        postalCode=address.postal_code,
        addressCountry="US",
    )


def _list_opening_hours(clinic: Clinic) -> list[Node]:
    """List when the clinic is open, without hours that are ambiguous."""
    parsed = (parse_opening_hours(hours.days, hours.times) for hours in clinic.hours)
    return [
        make_node("OpeningHoursSpecification", dayOfWeek=list(days), opens=opens, closes=closes)
        for days, opens, closes in filter(None, parsed)
    ]


def _has_valid_review(meta: DocumentMeta) -> bool:
    """Say whether the words of an article, as far as is known, are those that were reviewed."""
    return meta.since_review != "changed"


def _find_expiry(meta: DocumentMeta) -> str | None:
    """Find the day by which an article is to be reviewed again; None where it has no valid review."""
    return meta.due.isoformat() if meta.due and _has_valid_review(meta) else None


def make_image_node(url: str) -> Node:
    return make_node("ImageObject", url=url)


def _make_list_node(kind: str, name_of_address: str, steps: Iterable[NamedUrl]) -> Node:
    """Make the node of a list of names and URLs, an empty one where there are none."""
    items = [
        make_node("ListItem", position=n, name=name, **{name_of_address: to}) for n, (name, to) in enumerate(steps, 1)
    ]
    return make_node(kind, itemListElement=items) if items else {}


def _make_therapy_node(name: str, parts: Parts) -> Node:
    """Make the node of the treatment that an article is about."""
    risks = parts.risks
    return make_node(
        "MedicalTherapy",
        name=name,
        contraindication=[strip_markup(one) for one in parts.not_for],
        adverseOutcome=_list_outcomes([*risks.common, *risks.uncommon]) if risks else None,
        seriousAdverseOutcome=_list_outcomes(risks.serious) if risks else None,
    )


def _list_outcomes(texts: Sequence[str]) -> list[Node]:
    return [make_node("MedicalEntity", name=strip_markup(text)) for text in texts]


def _make_certification_node(one: Accreditation) -> Node:
    return make_node("Certification", name=one.name, url=one.verify, expires=one.until and one.until.isoformat())
