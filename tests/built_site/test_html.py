"""The HTML, CSS and SVG of every page, as a parser that forgives nothing reads them.

The Nu Html Checker does it where Java and npm are: it is Java, and npm has its publisher's own package. tinyhtml5 and
a few rules of ours do it everywhere. The last lines of a test run say which did.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from tinyhtml5.parser import HTMLParser

from tests import awkward, project
from tools.preview.static_server import serve_static

CACHE = project.ROOT / ".build" / "nu"
NU = "26.9.27"
NU_SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
CHECKED = (".html", ".css", ".svg")
OBSOLETE = {"acronym", "big", "center", "dir", "font", "frame", "frameset", "marquee", "nobr", "strike", "tt"}
OBSOLETE_ATTRIBUTES = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "clear", "frameborder", "valign"}
ONLY_IN = {
    "li": ("ul", "ol", "template"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
    "summary": ("details",),
    "figcaption": ("figure",),
    "source": ("picture", "video", "audio"),
}
ONLY_HOLDS = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "picture": {"source", "img"}}
NAMED = {"title", "h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "summary", "ul", "dl", "section", "nav", "table"}
PRESSED = {"a", "button", "summary", "input", "select", "textarea"}


def html_files(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text("utf-8")


def faults(html: str) -> list[str]:
    """What is wrong with a page."""
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(html)
    found = [f"{position}: {code}" for position, code, _ in parser.errors]
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    found += [f"the id {name} stands {count} times" for name, count in Counter(ids).items() if count > 1]
    for parent in root.iter():
        found += [
            f"{parent.tag} holds {child.tag}"
            for child in parent
            if child.tag not in ONLY_HOLDS.get(parent.tag, {child.tag})
        ]
        found += [
            f"{child.tag} stands in {parent.tag}"
            for child in parent
            if parent.tag not in ONLY_IN.get(child.tag, (parent.tag,))
        ]
        found += _own_faults(parent, set(ids))
    for outer in (element for element in root.iter() if element.tag in PRESSED):
        found += [
            f"{inner.tag} stands in {outer.tag}"
            for inner in outer.iter()
            if inner.tag in PRESSED and inner is not outer
        ]
    return found


def _own_faults(element: Element, ids: set[str]) -> Iterator[str]:
    tag, given = element.tag, element.attrib
    if tag in OBSOLETE:
        yield f"{tag} is obsolete"
    for name in given:
        if name in OBSOLETE_ATTRIBUTES or name == "style" or name.startswith("on"):
            yield f"{tag} has the attribute {name}"
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
        for target in given.get(name, "").split():
            if target not in ids:
                yield f"{tag} names {target} in {name}, which is not there"
    if tag == "img":
        yield from (
            f"img has no {name}: {given.get('src')}" for name in ("alt", "width", "height") if name not in given
        )
        yield from (
            f"{name} is no number: {given[name]}" for name in ("width", "height") if not given.get(name, "0").isdigit()
        )
    said = "".join(element.itertext()).strip() or given.get("aria-label")
    if tag in NAMED and not said and element.find(".//img") is None:
        yield f"{tag} is empty"


@pytest.mark.parametrize("site", ["own_site", "awkward_site", "single_site", "bare_site"])
def test_every_page_is_read_without_a_fault(request: pytest.FixtureRequest, site: str) -> None:
    folder: Path = request.getfixturevalue(site)
    found = [f"{name}: {fault}" for name, html in html_files(folder) for fault in faults(html)]
    assert found == []


PAGE = "<!DOCTYPE html><html lang=en><head><title>x</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p><div></div></p>", "unexpected-end-tag"),
        ("<a href=/>x<a href=/>y</a></a>", "unexpected-start-tag-implies-end-tag"),
        ("<table><p>x</table>", "unexpected"),
        ("<b id=a>x</b><b id=a>x</b>", "the id a stands 2 times"),
        ("<ul><p>x</p></ul>", "ul holds p"),
        ("<div><li>x</li></div>", "li stands in div"),
        ("<label for=b>x</label>", "label names b in for, which is not there"),
        ("<p style='color:red'>x</p>", "p has the attribute style"),
        ("<p onclick=x>x</p>", "p has the attribute onclick"),
        ("<center>x</center>", "center is obsolete"),
        ("<img src=a alt=b width=10px height=1>", "width is no number: 10px"),
        ("<img src=a width=1 height=1>", "img has no alt: a"),
        ("<button><a href=/>x</a></button>", "a stands in button"),
        ("<h2> </h2>", "h2 is empty"),
    ],
)
def test_a_fault_is_seen(html: str, fault: str) -> None:
    assert fault in "\n".join(faults(PAGE.format(html)))


def test_a_plain_page_has_no_fault() -> None:
    assert (
        faults(
            PAGE.format("<ul><li><a href=/>x</a></ul><picture><source><img src=a alt='' width=1 height=2></picture>")
        )
        == []
    )


@pytest.fixture(scope="module")
def nu() -> Path:
    """The Nu Html Checker, fetched once by npm; what cannot run it skips."""
    if not shutil.which("java") or not shutil.which("npm"):
        pytest.skip("the Nu Html Checker needs Java and npm")
    jar = CACHE / f"vnu-{NU}.jar"
    if not jar.exists():
        _fetch(jar)
    version = subprocess.run(["java", "-jar", str(jar), "--version"], capture_output=True, text=True)
    if version.returncode:
        pytest.skip(f"this Java does not run the Nu Html Checker: {version.stderr.strip()[:200]}")
    return jar


def _fetch(jar: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        command = ["npm", "pack", "--silent", f"vnu-jar@{NU}"]
        fetched = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        if fetched.returncode:
            pytest.skip(f"npm could not fetch the Nu Html Checker: {fetched.stderr.strip()[-200:]}")
        packed = Path(folder, f"vnu-jar-{NU}.tgz")
        assert base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() == NU_SHA512
        with tarfile.open(packed) as archive:
            archive.extract("package/build/dist/vnu.jar", folder, filter="data")
        Path(folder, "package/build/dist/vnu.jar").replace(jar)


@pytest.fixture(scope="module")
def heard(
    nu: Path, own_site: Path, awkward_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """What the checker says of each site, but for remarks; and of a page with faults. In one run: its start is dear."""
    faulty = tmp_path_factory.mktemp("faulty")
    (faulty / "index.html").write_text(
        "<!DOCTYPE html><title>x</title><style>a{color:nothing}</style><center>x</center>"
    )
    (faulty / "a.css").write_text("a{colour:red}")
    (faulty / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><center/></svg>")
    sites = {"own_site": (own_site, "/"), "awkward_site": (awkward_site, awkward.BASE), "faulty": (faulty, "/")}
    with ExitStack() as hosts:
        urls = {name: hosts.enter_context(serve_static(folder, base)) for name, (folder, base) in sites.items()}
        # Pages by http, so that it knows what 'self' is in their policy; other files by name, by which it knows their
        # kind; drawings last, for it takes what follows one for another.
        places = [
            urls[name] + path.relative_to(folder).as_posix() if suffix == ".html" else str(path)
            for suffix in CHECKED
            for name, (folder, _) in sites.items()
            for path in sorted(folder.rglob(f"*{suffix}"))
        ]
        # A deep stack for its schema; and leave to look at this machine.
        options = ["-Xss4m", "-XX:TieredStopAtLevel=1", "-Dnu.validator.servlet.allow-forbidden-hosts=true"]
        command = [
            "java",
            *options,
            "-jar",
            str(nu),
            "--stdout",
            "--format",
            "json",
            "--also-check-css",
            "--also-check-svg",
        ]
        run = subprocess.run([*command, *places], capture_output=True, text=True, timeout=600)
    said: dict[str, list[str]] = {name: [] for name in sites}
    for one in json.loads(run.stdout)["messages"]:
        if one["type"] != "info" or one.get("subType") == "warning":
            name = next(
                name for name in sites if urls[name] in one["url"] or f"{sites[name][0]}/" in unquote(one["url"])
            )
            said[name].append(f"{one['url']}: {one['message']} {one.get('extract', '')!r}")
    return said


@pytest.mark.parametrize(
    "fault", ["lang", "“nothing” is not", "“center” not allowed", "“colour” doesn't exist", "obsolete"]
)
def test_the_nu_html_checker_is_heard(heard: dict[str, list[str]], fault: str) -> None:
    assert fault in "\n".join(heard["faulty"])


@pytest.mark.parametrize("site", ["own_site", "awkward_site"])
def test_the_nu_html_checker_finds_nothing(
    heard: dict[str, list[str]], site: str, record_property: Callable[[str, object], None]
) -> None:
    assert heard[site] == []
    record_property("HTML, CSS and SVG were also read by", f"the Nu Html Checker {NU}")
