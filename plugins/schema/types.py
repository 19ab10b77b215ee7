"""Field types for YAML text: how each kind of text must look, and what to write where it does not.

A type is a pydantic type whose validators call `refuse(rule)`. `parse_model` turns all errors of a parsed text into
diagnostics with their lines.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.schema.languages import MARK_SIGN, find_unknown_codes, strip_marks
from plugins.schema.yaml_reader import MOST_ERRORS, ParsedYaml, Place, format_field_path, quote_yaml

Model = TypeVar("Model", bound=BaseModel)
YEARS = range(2000, 2100)  # those that a date may have
PLAIN = {"literal_error", "date_type"}  # the types of errors of a field that is neither a choice nor a day
REFUSED = "refused"  # the type of the errors that `refuse` raises
# Marks of Markdown, which a text of a field does not read: it is plain words.
MARKUP = re.compile(
    r"\*\*(?:[^*]+\*\*)?|(?<!\w)\*(?=\S)[^*]*[^*\s]\*(?!\w)|(?<!\w)_{1,2}(?=[^\W_])[^_]*[^\W_]_{1,2}(?!\w)|~~|`[^`]+`"
    r"|\](?<!\d\])\((?!lang:)|\{+[^{}]*\}+|^#{1,6}[ \xa0]"
)


def refuse(rule: str, **values: object) -> NoReturn:
    """Raise a validation error with the diagnostic of a registered rule."""
    error = diagnose(rule, **values)
    raise PydanticCustomError(REFUSED, "{message}", {"message": error.message, "diagnostic": error})


def require_text(value: Any) -> Any:
    """Return a text on one line. Refuse lists and mappings, and marks of languages, which would be shown."""
    text = _require_one_text(value)
    if MARK_SIGN in text and (plain := strip_marks(text)) != text:
        refuse("language-mark-unread", plain=plain)
    return text


def require_marked_text(value: Any) -> Any:
    """Return a text on one line, whose words may be marked as being in another language."""
    text = _require_one_text(value)
    for code in find_unknown_codes(text):
        refuse("language-code-unfit", text=code)
    if MARK_SIGN in strip_marks(text):
        refuse("language-mark-open")
    if mark := MARKUP.search(text):
        refuse("markup-in-field", text=mark[0])
    return text


def _require_one_text(value: Any) -> str:
    """Return a text with each run of spaces and line breaks as one space. Refuse lists and mappings."""
    if isinstance(value, str):
        return re.sub(r"[ \n]+", " ", value)
    name, rest = next(iter(value.items()), ("", "")) if isinstance(value, dict) else ("", "")
    if rest and isinstance(rest, str):
        refuse("yaml-colon", quoted=quote_yaml(f"{name}: {rest}".strip()))
    refuse("text-not-one")


def require_list(value: Any) -> Any:
    if isinstance(value, list):
        return value
    refuse("list-expected")


def require_mapping(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    refuse("fields-expected")


def parse_day(value: Any) -> Any:
    """Parse a date, as in 2026-12-31, from 2000 to 2099. Refuse all else, and propose the days that may be meant."""
    text = require_text(value)
    if isinstance(text, date):
        return text
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        if days := _guess_days(text):
            refuse("day-ambiguous" if len(days) > 1 else "day-order", text=text, days=" or ".join(days))
        refuse("day-unread", text=text)
    if not _is_day(text):
        refuse("day-unreal", text=text)
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        refuse("day-year", year=text[:4])
    return day


def _guess_days(text: str) -> list[str]:
    """List the days, as year-month-day, that a date with the year last or with short numbers may mean."""
    days = set()
    if last := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", text, re.ASCII):
        days = {f"{last[3]}-{last[1]:>02}-{last[2]:>02}", f"{last[3]}-{last[2]:>02}-{last[1]:>02}"}
    elif first := re.fullmatch(r"(\d{4})[/.-](\d\d?)[/.-](\d\d?)", text, re.ASCII):
        days = {f"{first[1]}-{first[2]:>02}-{first[3]:>02}"}
    return sorted(day for day in days if _is_day(day))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _parse_web_address(value: Any) -> Any:
    text = require_text(value)
    if re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", text):
        return text
    refuse("web-address", text=text)


def require_listed(kind: str, list_in: str) -> BeforeValidator:
    """Make a validator that accepts the names of a kind, such as "topics", that the context of `parse_model` lists.

    It accepts any text where the context has no such kind. `list_in` tells editors where the names are listed.
    """

    def require_name(value: Any, info: ValidationInfo) -> Any:
        text = require_text(value)
        names = (info.context or {}).get(kind)
        if names is not None and text not in names:
            _refuse_name(text, names, list_in)
        return text

    return BeforeValidator(require_name)


def _refuse_name(text: str, names: Collection[str], list_in: str) -> NoReturn:
    """Refuse a text that is none of the `names`, and propose a similar one or all."""
    if similar := difflib.get_close_matches(text, names, 1):
        refuse("name-misspelled", text=text, near=similar[0])
    rule = "name-unknown" if names else "name-first"
    refuse(rule, text=text, names=", ".join(sorted(names)), file=list_in)


def lower_text(value: Any) -> Any:
    """Return a text in lower case."""
    return require_text(value).lower()


Text = Annotated[str, BeforeValidator(require_text), Field(min_length=1)]
MarkedText = Annotated[str, BeforeValidator(require_marked_text), Field(min_length=1)]
Day = Annotated[date, BeforeValidator(parse_day)]
WebAddress = Annotated[str, BeforeValidator(_parse_web_address)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(require_list)]
MarkedTexts = Annotated[tuple[MarkedText, ...], BeforeValidator(require_list)]


class FrozenModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def make_tuple_type(kind: type[BaseModel]) -> Any:
    """Make the type of a tuple of `kind`, written in YAML as a list of mappings."""
    return Annotated[tuple[Annotated[kind, BeforeValidator(require_mapping)], ...], BeforeValidator(require_list)]  # type: ignore[valid-type]


# Fields whose day may be in the future; the days of all others are past.
TO_COME = {"date", "expires", "until", "first", "last", "review"}


def find_past_days(value: Any, place: Place = ()) -> Iterator[tuple[Place, date]]:
    """Find the days on which something happened, in the fields of a group and below, each with its place."""
    if isinstance(value, date):
        if place[-1] not in TO_COME:
            yield place, value
    elif isinstance(value, FrozenModel):
        for name in type(value).model_fields:
            yield from find_past_days(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from find_past_days(item, (*place, number))


def parse_model(
    model: type[Model], parsed: ParsedYaml, context: Mapping[str, Any]
) -> tuple[Model | None, list[Diagnostic]]:
    """Validate parsed YAML as `model`. Return the model, or None where there are errors, and all errors.

    `context` has the names that fields may use, by kind: topics, authors, people, languages and so on.
    """
    # A field without a value counts as missing.
    empty_fields = {name for name, value in parsed.values.items() if value in ("", [], {})}
    values = {name: value for name, value in parsed.values.items() if name not in empty_fields}
    try:
        result = model.model_validate(values, context=dict(context))
    except ValidationError as error:
        return None, [*parsed.errors, *_explain_errors(model, error, parsed, empty_fields)]
    return (None if parsed.errors else result), list(parsed.errors)


def salvage_model(
    model: type[Model], parsed: ParsedYaml, context: Mapping[str, Any], stand_ins: Mapping[str, Any]
) -> tuple[Model | None, frozenset[str]]:
    """Validate what can be read of parsed YAML. Return the model, and its fields that are missing or have errors.

    A field counts too whose name may be misspelled. `stand_ins` has values for these, where the model needs one. The
    model is None where that is not enough.
    """
    unfit = {name.split(" ")[0] for name in (*parsed.broken, *(error.field for error in parsed.errors))}
    fields = _list_fields(model, ("",))
    for _ in range(3):  # what is wrong, what stands in for it, and what then is wrong no more
        fit = {name: value for name, value in parsed.values.items() if name not in unfit and value not in ("", [], {})}
        values = {name: value for name, value in stand_ins.items() if name in unfit} | fit
        try:
            result = model.model_validate(values, context=dict(context))
            near = {name for one in unfit for name in difflib.get_close_matches(one, fields, 1)}
            return result, frozenset(near - fit.keys())
        except ValidationError as error:
            unfit |= {str(name) for detail in error.errors(include_url=False) for name in detail["loc"][:1]}
    return None, frozenset(unfit)


def _explain_errors(
    model: type[BaseModel], errors: ValidationError, parsed: ParsedYaml, empty_fields: Collection[str]
) -> Iterator[Diagnostic]:
    """Make diagnostics from pydantic's errors, but not of a field that YAML could not parse: it is reported already."""
    for detail in errors.errors(include_url=False, include_context=True)[:MOST_ERRORS]:
        if detail["type"] in PLAIN and isinstance(detail["input"], dict):
            continue  # the field may also be a mapping, and the error of that says more
        error = _explain_error(model, detail, parsed, empty_fields)
        if not parsed.broken & {error.field, error.field.split(" ")[0]}:
            yield error


def _explain_error(
    model: type[BaseModel], detail: ErrorDetails, parsed: ParsedYaml, empty_fields: Collection[str]
) -> Diagnostic:
    """Make a diagnostic, with its line and its field, from one of pydantic's errors."""
    place = _find_place(parsed, detail["loc"])
    if detail["type"] == "missing":
        error = _diagnose_missing_field(place, empty_fields)
    elif detail["type"] == "extra_forbidden":
        error = _diagnose_unknown_field(model, place)
    else:
        error = _diagnose_value(detail)
    # Who knows the file adds its name.
    return error.locate(file="", line=_find_line(parsed, place), field=format_field_path(place))


def _diagnose_missing_field(place: Place, empty_fields: Collection[str]) -> Diagnostic:
    """Make the diagnostic, without its place, of a required field that is not given, or is given without a value.

    `empty_fields` are the top-level fields without a value.
    """
    is_empty = format_field_path(place) in empty_fields
    return diagnose("field-empty" if is_empty else "field-missing", field=place[-1])


def _diagnose_value(detail: ErrorDetails) -> Diagnostic:
    """Make a diagnostic, without its place, from pydantic's error of a value that a field may not have."""
    match detail["type"]:
        case "too_short" | "string_too_short":
            return diagnose("text-empty")
        case "literal_error":
            choices = detail["ctx"]["expected"].replace("'", "")
            return diagnose("choice-unknown", value=detail["input"], choices=choices)
        case error_type if error_type == REFUSED:
            refused: Diagnostic = detail["ctx"]["diagnostic"]
            return refused
        case _:
            return diagnose("field-unfit", error=detail["msg"].lower())


def _diagnose_unknown_field(model: type[BaseModel], place: Place) -> Diagnostic:
    """Make the diagnostic, without its place, of a field that `model` does not have at `place`."""
    fields, foreign = _list_fields(model, place), getattr(model, "foreign_fields", {})
    if len(place) == 1 and place[0] in foreign:
        return diagnose("field-foreign", mend=foreign[place[0]])
    if similar := difflib.get_close_matches(str(place[-1]), fields, 1):
        return diagnose("field-misspelled", near=similar[0])
    return diagnose("field-unknown", fields=", ".join(fields))


def _find_place(parsed: ParsedYaml, loc: tuple[str | int, ...]) -> Place:
    """Drop from pydantic's location the names that it adds for unions, and keep a missing field."""
    place: Place = ()
    for part in loc:
        if (*place, part) in parsed.lines or part == loc[-1]:
            place = (*place, part)
    return place


def _find_line(parsed: ParsedYaml, place: Place) -> int:
    """Find the line of a place, or of the nearest enclosing one that has a line; else 1."""
    while place not in parsed.lines and place:
        place = place[:-1]
    return parsed.lines.get(place, 1) if place else 1


def _list_fields(model: type[BaseModel], place: Place) -> list[str]:
    """List the fields that there are beside the one at `place`."""
    schema = whole = _make_schema(model)
    for part in place[:-1]:
        schema = _find_inner_schema(schema, part, whole)
    return list(schema.get("properties", {}))


@cache
def _make_schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _find_inner_schema(schema: dict[str, Any], part: str | int, whole: dict[str, Any]) -> dict[str, Any]:
    """Find the schema of the field or item `part` of `schema`, following references and unions into `whole`."""
    named = schema.get("properties", {}).get(part) or schema.get("additionalProperties") or {}
    inner = schema.get("items", {}) if isinstance(part, int) else named
    for choice in [inner, *inner.get("anyOf", [])]:
        if reference := choice.get("$ref"):
            return dict(whole["$defs"][reference.rsplit("/", 1)[1]])
        if "items" in choice:
            return dict(choice)
    return dict(inner)
