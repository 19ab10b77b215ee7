"""What may not be said is found, where it stands, and what may be said is not."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import pytest

from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.document import make_document
from plugins.documents.front_matter import Waiver
from plugins.documents.library import Library
from plugins.documents.scan import find_markdown_files
from plugins.lint.claims import rules
from plugins.lint.claims.ledger import format_ledger
from plugins.lint.claims.matcher import Claim, Matcher
from plugins.lint.claims.results import ClaimResult, match_claims
from plugins.lint.claims.waivers import apply_waivers, is_waiver_for
from tests.small import article, put

RULES = rules.load_rules()
EXAMPLES = [
    pytest.param(name, lang, sentence, fires, id=f"{name} {lang} {'fires' if fires else 'passes'}: {sentence}")
    for name, rule in RULES.rules.items()
    for lang, wording in rule.wording.items()
    for fires, sentences in ((True, wording.fires), (False, wording.passes))
    for sentence in sentences
]
NAMES = {
    "topics": ["care"],
    "authors": ["clinic"],
    "people": ["dr-a"],
    "signers": ["dr-a", "clinic"],
    "rules": ["CL010"],
}
SOURCE = "\n  - title: One\n    publisher: Two\n    url: https://x.example\n    accessed: 2026-01-01"
WAIVER = "\n  - rule: CL010\n    words: Most people\n    reference: 1\n    by: dr-a"


@functools.cache
def reader(lang: str = "en") -> Matcher:
    return Matcher(RULES, lang)


def found(text: str, lang: str = "en") -> list[Diagnostic]:
    return [claim.diagnostic for claim in reader(lang).find(text)]


def words(body: str, **fields: str) -> list[tuple[str, str]]:
    return [(one.rule, one.words) for one in found(article(body, **fields))]


@pytest.mark.parametrize(("name", "lang", "sentence", "fires"), EXAMPLES)
def test_each_rule_is_as_its_examples_say(name: str, lang: str, sentence: str, fires: bool) -> None:
    assert any(one.rule == name for one in found(article(sentence), lang)) == fires


def test_every_rule_has_examples_both_ways_and_says_where_it_comes_from() -> None:
    for rule in RULES.rules.values():
        assert any(sign in rule.message for sign in ("B&P", "CFR", "AB ", "ASPS"))
        assert all(len(wording.fires) >= 2 and len(wording.passes) >= 2 for wording in rule.wording.values())


@pytest.mark.parametrize(("name", "least", "most"), [("quiet", 0, 1.5), ("loud", 35, 1000)])
def test_rules_are_quiet_on_health_prose_and_loud_on_advertising(name: str, least: float, most: float) -> None:
    """Flags in 1,000 words of texts that no rule may be written from: who tunes on them knows nothing any more."""
    text = Path(__file__).with_name("prose").joinpath(f"{name}.md").read_text("utf-8")
    flags = sum(one.severity != "note" for one in found(article(text)))
    per_thousand = 1000 * flags / len(text.split())
    assert least <= per_thousand < most, per_thousand


def test_names_of_rules_are_read_without_the_rules() -> None:
    assert rules.list_rule_ids() == list(RULES.rules)


def test_a_finding_says_where_its_words_stand() -> None:
    text = article("One word.\n\n> Two lines, and **no\n> downtime** at all.", summary="It is “painless”.")
    places = [(one.line, one.column, one.words) for one in found(text)]
    lines = text.split("\n")
    assert places == [(3, 17, "painless"), (12, 20, "no downtime")]
    assert [lines[line - 1][column - 1 :][:2] for line, column, _ in places] == ["pa", "no"]


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("A pain*less* laser.", 10, 3),
        ("A pain\u00adless laser.", 10, 3),
        ("- One\n- A painless laser", 11, 5),
        ("| a | b |\n|---|---|\n| c | painless |", 12, 7),
        ("## A painless laser", 10, 6),
        ("One &nbsp; two [painless laser](https://x.example).", 10, 17),
        ('![A hand](x.jpg "A painless laser")', 10, 20),
        ("We say [a painless laser][x].", 10, 11),
    ],
)
def test_markdown_hides_nothing(body: str, line: int, column: int) -> None:
    assert [(one.line, one.column) for one in found(article(body))] == [(line, column)]


@pytest.mark.parametrize(
    "body",
    [
        "See [the page](https://painless.example/painless-laser).",
        "See `painless` here.",
        "See https://x.example/painless for more.",
        "Read [this]({filename}/articles/painless.md#painless).",
        "![A hand](painless.jpg)",
    ],
)
def test_what_no_visitor_reads_is_not_read(body: str) -> None:
    assert found(article(body)) == []


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("title", "A painless laser", 2),
        ("title", '"Halo: a painless laser"', 2),
        ("key_points", "\n  - It is quick.\n  - It is a\n    painless laser.", 11),
        ("changes", "\n  - day: 2026-01-03\n    what: It is a painless laser.", 10),
        ("risks", "\n  common:\n    - painless healing", 10),
        ("faq", "\n  - question: Does it hurt?\n    answer: It is painless.", 10),
        ("summary", "|\n  It is a\n  painless laser.", 5),
    ],
)
def test_all_that_the_header_shows_is_read(field: str, value: str, line: int) -> None:
    assert [(one.rule, one.line) for one in found(article(**{field: value}))] == [("CL003", line)]


def test_titles_of_sources_and_names_of_files_are_not_ours() -> None:
    source = SOURCE.replace("One", "The best laser treatment is painless")
    assert found(article(references=source, redirect_from="\n  - /painless/")) == []


def test_a_patients_question_claims_nothing_but_its_answer_may() -> None:
    faq = "\n  - question: Surely it is painless?\n    answer: Yes, painless."
    assert [one.line for one in found(article(faq=faq, questions="\n  - A painless one?"))] == [10]
    assert words("Want a painless laser?") == [("CL003", "painless")]


def test_the_page_prints_do_not_before_what_not_to_do() -> None:
    assert found(article(dont="\n  - stop taking blood thinners")) == []
    aftercare = "\n  do:\n    - {}\n  dont:\n    - {}"
    assert found(article(aftercare=aftercare.format("rest", "stop taking blood thinners"))) == []
    assert found(article(aftercare=aftercare.format("stop taking blood thinners", "smoke"))) != []
    assert words("One.", do="\n  - stop taking blood thinners") == [("CL019", "stop taking blood thinners")]


def test_what_is_denied_in_one_clause_is_claimed_in_the_next() -> None:
    assert words("It is not painless.") == []
    assert words("It is not cheap, but it is painless.") == [("CL003", "painless")]
    assert words("It is not new. It is painless.") == [("CL003", "painless")]


def test_a_sentence_does_not_end_at_an_abbreviation_or_a_number() -> None:
    text = "We do not say, e.g. Painless, nor as Dr. Painless says, that 2.5 weeks are painless."
    assert words(text) == []


def test_a_source_counts_for_its_own_sentence() -> None:
    for cited in ("[1]", "[1, 3]", "[1-3]", "[1–3]", "[1;3]", "[ 1 ]"):
        assert words(f"Most people rest {cited}. Most people sleep.") == [("CL010", "Most people")]
        assert words(f"Most people rest.{cited} Most people sleep.") == [("CL010", "Most people")]
    assert [one.column for one in found(article("Most people rest. [1] Most people sleep."))] == [23]


def test_a_language_without_rules_has_no_findings(tmp_path: Path) -> None:
    put(tmp_path, {"content/articles/one.md": article("Painless.", lang="ko")})
    cache = Cache(tmp_path / "cache.db")
    library = Library(tmp_path / "content", {"languages": ["en", "ko"]}, cache)
    [meta] = library.load_metadata(find_markdown_files(tmp_path / "content", "articles")[0])[0]
    assert match_claims(library, [meta], cache)["articles/one.md"].claims == ()
    cache.close()


def test_texts_in_spanish_are_read_by_spanish_rules() -> None:
    assert [one.rule for one in found(article("Es el mejor láser, y es indoloro. It is painless."), "es")] == [
        "CL001",
        "CL003",
    ]


def test_a_text_is_read_again_only_where_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    for name in ("one", "two"):
        put(tmp_path, {f"content/articles/{name}.md": article("A painless laser.")})
    cache = Cache(tmp_path / "cache.db")
    find, seen = Matcher.find, []

    def find_and_record(self: Matcher, text: str) -> tuple[Claim, ...]:
        seen.append(text)
        return find(self, text)

    monkeypatch.setattr(Matcher, "find", find_and_record)

    def count_claims() -> list[int]:
        library = Library(content, {}, cache)
        metas, _ = library.load_metadata(find_markdown_files(content, "articles")[0])
        return [len(one.claims) for one in match_claims(library, metas, cache).values()]

    assert (count_claims(), len(seen)) == ([1, 1], 2)
    assert (count_claims(), len(seen)) == ([1, 1], 2)
    put(tmp_path, {"content/articles/two.md": article("A painless, risk-free laser.")})
    assert (sorted(count_claims()), len(seen)) == ([1, 2], 3)
    (content / "articles/one.md").unlink()
    assert (count_claims(), len(seen)) == ([2], 3)
    cache.close()


# Waivers


def read(body: str = "Most people rest.", today: str = "2026-06-01", **fields: str) -> list[tuple[str, str, bool]]:
    """What is told of an article: rule, why, and whether it is waived."""
    text = article(body, **{"references": SOURCE, "claims": WAIVER, **fields})
    document, faults = make_document("articles/one.md", text.encode(), NAMES)
    assert document, faults
    whole = ClaimResult(reader().find(text), document.header.claims, *document.find_waiver_period())  # type: ignore[union-attr]
    claims = apply_waivers(document.meta, whole, date.fromisoformat(today))
    return [(claim.diagnostic.severity, claim.diagnostic.message, claim.waiver is not None) for claim in claims]


def test_a_waiver_covers_its_words_and_no_others() -> None:
    assert [waived for _, _, waived in read()] == [True]
    assert [waived for _, _, waived in read("Most people rest. Most doctors sleep.")] == [True, False]


@pytest.mark.parametrize("said", ["most people", "Most people rest.", "MOST  PEOPLE rest"])
def test_a_waivers_words_are_those_found_or_more_of_the_sentence(said: str) -> None:
    claim = reader().find(article("Most people rest."))[0]
    assert is_waiver_for(Waiver(rule="CL010", words=said, reference="1", by="dr-a"), claim)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "said"), [("CL009", "most people"), ("CL010", "people"), ("CL010", "Most people run")]
)
def test_other_words_or_rules_are_not_covered(rule: str, said: str) -> None:
    claim = reader().find(article("Most people rest."))[0]
    assert not is_waiver_for(Waiver(rule=rule, words=said, reference="1", by="dr-a"), claim)  # type: ignore[arg-type]


@pytest.mark.parametrize(("today", "waived"), [("2026-07-31", True), ("2026-08-01", False)])
def test_a_waiver_lapses_at_the_next_review(today: str, waived: bool) -> None:
    review = "\n  by: dr-a\n  on: 2026-01-31\n  every: 6"
    (_, why, is_waived) = read(today=today, review=review)[0]
    assert (is_waived, "lapsed on 2026-07-31" in why) == (waived, not waived)


@pytest.mark.parametrize(("today", "waived"), [("2027-03-01", True), ("2027-03-02", False)])
def test_without_a_review_a_waiver_counts_for_a_year(today: str, waived: bool) -> None:
    assert read(today=today, modified="2026-03-01")[0][2] == waived


def test_a_waiver_that_covers_nothing_is_told() -> None:
    assert [(severity, why[:15]) for severity, why, _ in read("One.")] == [("warning", "a waiver covers")]


def test_an_error_cannot_be_waived() -> None:
    found = reader().find(article("A painless laser."))
    waiver = Waiver(rule="CL003", words="painless", reference="1", by="dr-a")  # type: ignore[arg-type]
    meta = make_document("articles/one.md", article().encode(), {})[0]
    assert meta
    claim = apply_waivers(meta.meta, ClaimResult(found, (waiver,)), date(2026, 6, 1))[0]
    assert claim.waiver is None
    assert claim.diagnostic.hint.endswith("an error cannot be waived")


@pytest.mark.parametrize(
    ("line", "mistaken", "what"),
    [
        (14, WAIVER.replace("CL010", "CL999"), "'CL999' is not known"),
        (16, WAIVER.replace("reference: 1", "reference: 2"), "there is no reference 2"),
        (16, WAIVER.replace("reference: 1", "reference: a source"), "'a source' is not the number of a reference"),
        (17, WAIVER.replace("dr-a", "dr-b"), "'dr-b' is not known"),
    ],
)
def test_a_waiver_names_what_is_there(line: int, mistaken: str, what: str) -> None:
    text = article(references=SOURCE, claims=mistaken)
    _, faults = make_document("articles/one.md", text.encode(), NAMES)
    assert [(fault.line, fault.message) for fault in faults] == [(line, what)]


def test_the_ledger_is_a_table_and_no_program() -> None:
    text = format_ledger([{"page": "content/a.md", "sentence": "=1+1, “so”"}])
    assert text.splitlines()[1] == 'content/a.md,,"\'=1+1, “so”",,,,,,,'
