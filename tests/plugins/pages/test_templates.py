from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.pages.templates import check_templates, describe_error, list_template_files
from tests.small import put

GIVEN = ("page", "words")


def environment(theme: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader([theme / "templates", theme]), undefined=StrictUndefined, autoescape=True
    )


def told(theme: Path, **templates: str) -> list[str]:
    put(theme, {f"templates/{name}.html": text for name, text in templates.items()})
    put(theme, {"components/row/row.html": "{% macro row(words, item) %}{{ item }}{% endmacro %}"})
    return [str(error) for error in check_templates(environment(theme), theme, GIVEN)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.title }}",
        '{% from "components/row/row.html" import row %}{% block a %}{{ row(words, page) }}{% endblock %}',
        '{% from "components/row/row.html" import row as line %}{% block a %}{{ line(words, page) }}{% endblock %}',
        '{% import "components/row/row.html" as rows %}{% block a %}{{ rows.row(words, page) }}{% endblock %}',
        "{% set title = page.title %}{% block a %}{{ title }}{% endblock %}",
        "{% macro own(x) %}{{ x }}{% endmacro %}{% block a %}{{ own(1) }}{% endblock %}",
        "{% for one in page.all %}{{ one }}{{ loop.index }}{% endfor %}",
        "{% include page.template %}",
    ],
)
def test_a_good_template_is_let_be(text: str, tmp_path: Path) -> None:
    assert told(tmp_path / "theme", one=text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\n{% if page %}", "2: Unexpected end of template"),
        ("\n{{ page | nothing }}", "2: No filter named 'nothing'"),
        (
            "{% block a %}\n{{ pgae }}{% endblock %}",
            "2: pgae: no such value is given to a template; write one of page, words",
        ),
        ("{{ b }}\n{{ a }}", "1: b: no such value"),
        ("{% for x in page %}{% endfor %}\n{{ x }}", "1: x: no such value"),
        ("\n{% extends 'none.html' %}", "2: there is no template none.html; mend its name"),
    ],
)
def test_its_first_fault_is_told(text: str, problem: str, tmp_path: Path) -> None:
    [line] = told(tmp_path / "theme", one=text)
    assert line.startswith(f"theme/templates/one.html:{problem}")


def test_a_fault_in_rendering_is_told_where_it_is(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    put(theme, {"templates/one.html": '{% include "two.html" %}', "templates/two.html": "\n{{ page.a.b }}"})
    template = environment(theme).get_template("one.html")
    with pytest.raises(Exception, match="has no attribute 'a'") as raised:
        template.render(page={})
    assert str(describe_error(raised.value, theme)) == (
        "theme/templates/two.html:2: 'dict object' has no attribute 'a'; mend the template [template-broken]"
    )


def test_a_template_whose_name_has_no_ending_is_one_too(tmp_path: Path) -> None:
    put(tmp_path / "theme", {"templates/_headers": "{{ pgae }}"})
    assert tmp_path / "theme/templates/_headers" in list_template_files(tmp_path / "theme")
    assert len(told(tmp_path / "theme")) == 1
