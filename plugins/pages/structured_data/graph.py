"""The structured data of pages: schema.org nodes, as plain mappings.

Unknown properties are left out, and nothing is stated that pages do not show.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from plugins.clinic.hours import MIDNIGHT, Closure, TimeSpan, Week
from plugins.clinic.locations import Address, Location
from plugins.clinic.model import Accreditation, Clinic
from plugins.documents.document import Document, DocumentMeta
from plugins.documents.front_matter import ArticleFrontMatter, Parts
from plugins.documents.markdown import UNSPOKEN
from plugins.pages.context import Person

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
    """Makes the graphs of pages in one language. `home` is the first step of breadcrumbs, `people` are by their names.

    The URLs that its methods take are absolute. `image` is the node of the picture by which a page is shared.
    """

    clinic: Clinic
    lang: str
    home: NamedUrl
    people: Mapping[str, Person]

    # one for each kind of page

    def describe_article(self, document: Document, url: str, topic: NamedUrl, author: NamedUrl, image: Node) -> Node:
        """Make the graph of an article. `author` is a name in front matter and the URL of the list of its articles."""
        meta = document.meta
        page = self._make_page_node(
            "WebPage" if meta.kind == "news" else "MedicalWebPage",
            url,
            meta.title,
            meta.summary,
            mainEntity={"@id": f"{url}#article"},
            about=_make_therapy_node(meta.title, document.parts) if meta.kind == "treatment" else None,
            **self._describe_review(meta, author[0]),
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

    def _describe_review(self, meta: DocumentMeta, author: str) -> Node:
        """Make the properties that say when and by whom an article was reviewed; none without a valid review.

        The node of the `author` stands in the graph already.
        """
        if not meta.reviewed or not _has_valid_review(meta):
            return {}
        person = self._make_reviewer_node(meta.reviewer)
        if author in self.people and self.people[author] == self.people[meta.reviewer]:
            person = {"@id": person["@id"]}
        return {"lastReviewed": meta.reviewed.isoformat(), "reviewedBy": person}

    def describe_clinic_page(self, meta: DocumentMeta, url: str, image: Node) -> Node:
        """Make the graph of a page about the clinic; that of the contact page describes the clinic in full."""
        place = meta.original
        about = {"contact": self._refer_to_clinic(), "about": {"@id": f"{self.clinic.url}#website"}}.get(place)
        page = self._make_page_node(
            PAGE_TYPES.get(place, "WebPage"), url, meta.title, meta.summary, primaryImageOfPage=image, mainEntity=about
        )
        return self._make_graph(page, steps=((meta.title, url),), full=place == "contact")

    def describe_list(self, url: str, title: str, summary: str, image: Node, entries: Iterable[NamedUrl] = ()) -> Node:
        """Make the graph of a list of articles or people, whose titles and URLs are `entries`."""
        members = _make_list_node("ItemList", "url", entries)
        return self._describe_top_page("CollectionPage", url, title, summary, image, members)

    def describe_search(self, url: str, title: str, summary: str, image: Node) -> Node:
        """Make the graph of the search page."""
        return self._describe_top_page("SearchResultsPage", url, title, summary, image)

    def describe_person(self, name: str, url: str, meta: DocumentMeta, image: Node, portrait: str) -> Node:
        """Make the graph of a person's page. `portrait` is the URL of a picture, or ""."""
        whole = self.people[name]
        person = self._make_person_node(
            name,
            image=portrait,
            jobTitle=whole.role,
            honorificSuffix=whole.degree,
            worksFor=self._refer_to_clinic(),
            hasCredential=[*_list_licenses(whole), *_list_certificates(whole)],
        )
        return self._describe_top_page("ProfilePage", url, meta.title, meta.summary, image, person)

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
        """Join a page's node, others, the website's and the clinic's, which may be `full`.

        `steps` are the breadcrumbs below the home page, the last of which is the page itself.
        """
        clinic = self.clinic
        if steps:
            page = page | {"breadcrumb": _make_list_node("BreadcrumbList", "item", (self.home, *steps))}
        website = make_node(
            "WebSite", id=f"{clinic.url}#website", name=clinic.blog, url=clinic.url, publisher=self._refer_to_clinic()
        )
        own = self._make_full_clinic_node() if full else self._make_clinic_node()
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
        """Make the node of an author: a person, the clinic or another organization. `url` is of the author's list."""
        if name in self.people:
            return self._make_person_node(name)
        if self.clinic.authors[name].name == self.clinic.name:
            return self._refer_to_clinic()
        return make_node("Organization", name=self.clinic.authors[name].name, url=url)

    def _make_person_node(self, name: str, **more: Any) -> Node:
        """Make the node of a person with the properties that every page shows, and more."""
        person = self.people[name]
        return make_node(
            "Person",
            id=f"{person.url}#person",
            name=person.name,
            url=person.url,
            hasCertification=self._list_certifications(person.name),
            **more,
        )

    def _make_reviewer_node(self, name: str) -> Node:
        """Make the node of a reviewer, with what the review line says."""
        person = self.people[name]
        return self._make_person_node(name, honorificSuffix=person.degree, hasCredential=_list_certificates(person))

    def _list_certifications(self, holder: str) -> list[Node]:
        """List the certifications of a holder, as the footer of every page does."""
        return [_make_certification_node(one) for one in self.clinic.accreditations if one.holder == holder]

    def _refer_to_clinic(self) -> Node:
        return {"@id": f"{self.clinic.url}#clinic"}

    def _make_clinic_node(self) -> Node:
        """Make the clinic's node as every page has it: with its address or, with several places, as an organization."""
        clinic = self.clinic
        location, *others = clinic.locations.values()
        return make_node(
            "MedicalOrganization" if others else clinic.kind,
            id=f"{clinic.url}#clinic",
            name=clinic.name,
            url=clinic.url,
            telephone=clinic.telephone.e164,
            address=None if others else _make_address_node(location.address),
        )

    def _make_full_clinic_node(self) -> Node:
        """Make the clinic's node of the home and the contact page.

        It has no email address, since programs that collect addresses read it.
        """
        clinic = self.clinic
        logo = make_image_node(f"{clinic.url}icon-512.png")
        location, *others = clinic.locations.values()
        places = [self._make_place_node(*named) for named in clinic.locations.items()] if others else None
        return {
            **self._make_clinic_node(),
            **make_node(
                "MedicalOrganization" if others else clinic.kind,
                id=f"{clinic.url}#clinic",
                logo=logo,
                image=logo,
                medicalSpecialty=clinic.specialty and f"https://schema.org/{clinic.specialty}",
                hasCertification=self._list_certifications(clinic.name),
                location=places,
                **({} if others else _describe_place(location)),
            ),
        }

    def _make_place_node(self, anchor: str, location: Location) -> Node:
        """Make the node of one of several places."""
        clinic = self.clinic
        return make_node(
            clinic.kind,
            id=f"{clinic.url}#{anchor}",
            name=f"{clinic.name}, {location.get_short_name(self.lang)}",
            url=clinic.url,
            telephone=(location.telephone or clinic.telephone).e164,
            image=make_image_node(f"{clinic.url}icon-512.png"),
            address=_make_address_node(location.address),
            parentOrganization=self._refer_to_clinic(),
            **_describe_place(location),
        )


def _list_licenses(person: Person) -> list[Node]:
    return [
        make_node(
            "EducationalOccupationalCredential",
            name=one.type,
            credentialCategory="license",
            identifier=one.number,
            validIn=make_node("AdministrativeArea", name=one.state),
            url=one.href,
        )
        for one in person.licenses
    ]


def _list_certificates(person: Person) -> list[Node]:
    """List the certificates of boards, each with the whole name of its board."""
    return [
        make_node(
            "EducationalOccupationalCredential",
            credentialCategory="certification",
            recognizedBy=make_node("Organization", name=board.text),
            url=board.href,
        )
        for board in person.boards
    ]


def _make_address_node(address: Address) -> Node:
    return make_node(
        "PostalAddress",
        streetAddress=address.first_line,
        addressLocality=address.city,
        addressRegion=address.state,
        postalCode=address.postal_code,
        addressCountry=address.country,
    )


def _describe_place(location: Location) -> Node:
    """Make the properties that say where a place is and when it is open."""
    position, hours = location.position, location.hours
    return {
        "geo": position and make_node("GeoCoordinates", latitude=position.latitude, longitude=position.longitude),
        "openingHoursSpecification": _list_opening_hours(hours) if hours else None,
        "specialOpeningHoursSpecification": [node for one in location.closures for node in _list_special_hours(one)],
    }


def _list_opening_hours(week: Week) -> list[Node]:
    """List when a place is open, with the days that have the same hours together."""
    days_by_hours: dict[TimeSpan, list[str]] = defaultdict(list)
    for name, spans in zip(type(week).model_fields, week.days, strict=True):
        for span in spans:
            days_by_hours[span].append(name.title())
    return [
        make_node("OpeningHoursSpecification", dayOfWeek=days, opens=span.opens, closes=_format_close(span.closes))
        for span, days in days_by_hours.items()
    ]


def _format_close(time: str) -> str:
    """Format the time of closing. Who closes at midnight does so at 23:59, as Google reads it."""
    return "23:59" if time == MIDNIGHT else time


def _list_special_hours(closure: Closure) -> list[Node]:
    """List the hours of a closure. Who is closed opens and closes at midnight, as Google reads it."""
    return [
        make_node(
            "OpeningHoursSpecification",
            validFrom=closure.first.isoformat(),
            validThrough=closure.final.isoformat(),
            opens=span.opens,
            closes=_format_close(span.closes),
        )
        for span in closure.hours or (TimeSpan("00:00", "00:00"),)
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
    """List risks by their first sentences, which name them; others say what is done."""
    return [make_node("MedicalEntity", name=strip_markup(text).partition(". ")[0]) for text in texts]


def _make_certification_node(one: Accreditation) -> Node:
    return make_node("Certification", name=one.name, url=one.verify, expires=one.until and one.until.isoformat())
