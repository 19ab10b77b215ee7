"""The structured data of pages: schema.org nodes, as plain mappings.

Unknown properties are left out, and nothing is stated that pages do not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from plugins.clinic.model import Accreditation, Clinic
from plugins.documents.document import Card, Document
from plugins.documents.front_matter import ArticleHeader, Parts
from plugins.documents.markdown import UNSPOKEN
from plugins.pages.structured_data.hours import opening

Node = dict[str, Any]
Step = tuple[str, str]  # a name and an absolute URL

PAGE_TYPES = {"contact": "ContactPage", "about": "AboutPage"}


def node(kind: str, **properties: Any) -> Node:
    """Make a node of the type `kind`, without empty properties; `id` becomes @id."""
    named = {"@type": kind, "@id": properties.pop("id", None), **properties}
    return {name: value for name, value in named.items() if value not in (None, "", [], {})}


def plain(html: str) -> str:
    """Strip tags and citations from the HTML of a text."""
    text = " ".join(unescape(UNSPOKEN.sub("", str(html))).split())
    return re.sub(r" (?=[.,;:?!])", "", text)


@dataclass(frozen=True, slots=True)
class Graphs:
    """Makes the graphs of pages in one language. `home` is the first step of breadcrumbs.

    The URLs that its methods take are absolute.
    """

    clinic: Clinic
    lang: str
    home: Step

    # one for each kind of page

    def article(self, document: Document, url: str, topic: Step, author: Step, image: Node) -> Node:
        """Make the graph of an article. `author` is a name in content/clinic.yaml and the URL of the author's page."""
        header, card = document.header, document.card
        assert isinstance(header, ArticleHeader)
        is_review_valid = card.since_review != "changed"
        reviewed, due = (card.reviewed, card.due) if is_review_valid else (None, None)
        page = self._page(
            "WebPage" if card.kind == "news" else "MedicalWebPage",
            url,
            card.title,
            card.summary,
            mainEntity={"@id": f"{url}#article"},
            about=_therapy(card.title, document.parts) if card.kind == "treatment" else None,
            lastReviewed=reviewed and reviewed.isoformat(),
            reviewedBy=reviewed and self._reviewer(card.reviewer),
        )
        posting = node(
            "BlogPosting",
            id=f"{url}#article",
            headline=card.title,
            description=card.summary,
            image=image,
            datePublished=card.date.isoformat(),
            dateModified=(card.modified or card.date).isoformat(),
            inLanguage=card.lang,
            author=self._author(*author),
            publisher=self._clinic_id(),
            citation=[reference.url for reference in header.references],
            expires=due and due.isoformat(),
        )
        return self._graph(page, posting, steps=(topic, (card.title, url)))

    def about_us(self, card: Card, url: str, image: Node) -> Node:
        """Make the graph of a page about the clinic; that of the contact page describes the clinic in full."""
        place = card.translates or card.slug
        about = {"contact": self._clinic_id(), "about": {"@id": f"{self.clinic.url}#website"}}.get(place)
        page = self._page(
            PAGE_TYPES.get(place, "WebPage"), url, card.title, card.summary, primaryImageOfPage=image, mainEntity=about
        )
        return self._graph(page, steps=((card.title, url),), full=place == "contact")

    def listing(
        self,
        url: str,
        title: str,
        summary: str,
        image: Node,
        entries: Iterable[Step] = (),
        author: str = "",
        kind: str = "CollectionPage",
    ) -> Node:
        """Make the graph of a list of articles, with their titles and URLs, or of the profile of a person.

        `author` is the name in content/clinic.yaml of the author whose list it is.
        """
        if author in self.clinic.people:
            kind, main = "ProfilePage", self._writer(author, url)
        else:
            main = _items("ItemList", "url", entries)
        page = self._page(kind, url, title, summary, primaryImageOfPage=image, mainEntity=main)
        return self._graph(page, steps=((title, url),))

    def front(self, title: str, summary: str, image: Node) -> Node:
        """Make the graph of the home page, which describes the clinic in full."""
        page = self._page("WebPage", self.home[1], title, summary, primaryImageOfPage=image, about=self._clinic_id())
        return self._graph(page, full=True)

    # their parts

    def _graph(self, page: Node, *others: Node, steps: Sequence[Step] = (), full: bool = False) -> Node:
        """Join a page's node, others, the website's and the clinic's, which is short or `full`.

        `steps` are the breadcrumbs below the home page, the last of which is the page itself.
        """
        clinic = self.clinic
        if steps:
            page = page | {"breadcrumb": _items("BreadcrumbList", "item", (self.home, *steps))}
        website = node(
            "WebSite", id=f"{clinic.url}#website", name=clinic.blog, url=clinic.url, publisher=self._clinic_id()
        )
        own = self._whole_clinic() if full else self._clinic()
        return {"@context": "https://schema.org", "@graph": [page, *others, website, own]}

    def _page(self, kind: str, url: str, title: str, summary: str, **more: Any) -> Node:
        """Make the node of a page with the properties that all pages have, and more."""
        return node(
            kind,
            id=url,
            url=url,
            name=title,
            description=summary,
            inLanguage=self.lang,
            isPartOf={"@id": f"{self.clinic.url}#website"},
            **more,
        )

    def _author(self, name: str, url: str) -> Node:
        """Make the node of an author: the clinic, a person or another organization. `url` is of the author's page."""
        if self.clinic.authors[name].name == self.clinic.name:
            return self._clinic_id()
        if name in self.clinic.people:
            return self._writer(name, url)
        return node("Organization", name=self.clinic.authors[name].name, url=url)

    def _writer(self, name: str, url: str) -> Node:
        """Make the node of an author who is a person, listed in content/clinic.yaml under people too."""
        who = self.clinic.authors[name].name
        return node("Person", id=f"{url}#person", name=who, url=url, hasCertification=self._certifications(who))

    def _reviewer(self, name: str) -> Node:
        person = self.clinic.people[name]
        return node(
            "Person",
            name=person.name,
            hasCredential=node("EducationalOccupationalCredential", name=person.credentials),
            hasCertification=self._certifications(person.name),
        )

    def _certifications(self, holder: str) -> list[Node]:
        """List the certifications of a holder, as the footer of every page does."""
        return [_certification(one) for one in self.clinic.accreditations if one.holder == holder]

    def _clinic_id(self) -> Node:
        return {"@id": f"{self.clinic.url}#clinic"}

    def _clinic(self) -> Node:
        """Make the clinic's short node: only the home and the contact page have the full one."""
        clinic = self.clinic
        return node("MedicalClinic", id=f"{clinic.url}#clinic", name=clinic.name, url=clinic.url)

    def _whole_clinic(self) -> Node:
        """Make the clinic's full node. It has no email address, since programs that collect addresses read it."""
        clinic, address, position = self.clinic, self.clinic.address, self.clinic.position
        logo = f"{clinic.url}icon-512.png"
        return self._clinic() | node(
            "MedicalClinic",
            id=f"{clinic.url}#clinic",
            telephone=f"+1-{clinic.telephone}",
            address=node(
                "PostalAddress",
                streetAddress=", ".join(part for part in (address.street, address.suite) if part),
                addressLocality=address.city,
                addressRegion=address.state,
                postalCode=address.postal_code,
                addressCountry="US",
            ),
            logo=image(logo),
            image=image(logo),
            medicalSpecialty="https://schema.org/PlasticSurgery",
            geo=position and node("GeoCoordinates", latitude=position.latitude, longitude=position.longitude),
            openingHoursSpecification=[
                node("OpeningHoursSpecification", dayOfWeek=list(days), opens=opens, closes=closes)
                for days, opens, closes in filter(None, (opening(one.days, one.times) for one in clinic.hours))
            ],
            hasCertification=self._certifications(clinic.name),
        )


def image(url: str) -> Node:
    return node("ImageObject", url=url)


def _items(kind: str, name_of_address: str, steps: Iterable[Step]) -> Node:
    """Make the node of a list of names and URLs, an empty one where there are none."""
    items = [node("ListItem", position=n, name=name, **{name_of_address: to}) for n, (name, to) in enumerate(steps, 1)]
    return node(kind, itemListElement=items) if items else {}


def _therapy(name: str, parts: Parts) -> Node:
    """Make the node of the treatment that an article is about."""
    risks = parts.risks
    return node(
        "MedicalTherapy",
        name=name,
        contraindication=[plain(one) for one in parts.not_for],
        adverseOutcome=_outcomes([*risks.common, *risks.uncommon]) if risks else None,
        seriousAdverseOutcome=_outcomes(risks.serious) if risks else None,
    )


def _outcomes(texts: Sequence[str]) -> list[Node]:
    return [node("MedicalEntity", name=plain(text)) for text in texts]


def _certification(one: Accreditation) -> Node:
    return node("Certification", name=one.name, url=one.verify, expires=one.until and one.until.isoformat())
