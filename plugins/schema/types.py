"""Field types for YAML text: how each kind of text must look, and what to write where it does not.

A type is a pydantic type whose validators call `refuse(rule)`. `parse_model` turns all errors of a parsed text into
diagnostics with their lines.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.schema.languages import MARK_SIGN, find_unknown_codes, is_short_code, strip_marks
from plugins.schema.yaml_reader import MOST_ERRORS, ParsedYaml, Place, format_field_path, quote_yaml

Model = TypeVar("Model", bound=BaseModel)
YEARS = range(2000, 2100)  # those that a date may have
PLAIN = {"literal_error", "date_type"}  # the types of errors of a field that is neither a choice nor a day
REFUSED = "refused"  # the type of the errors that `refuse` raises
LIKENESS = 0.7  # of a name that is proposed for another, from 0 to 1
KEY = "[key]"  # what pydantic puts after the name of a field that it may not have
EMPTY: tuple[Any, ...] = ("", [], {})  # the values of a field that says nothing
# Marks of Markdown, which a text of a field does not read: it is plain words.
MARKUP = re.compile(
    r"\*\*(?:[^*]+\*\*)?|(?<!\w)\*(?=\S)[^*]*[^*\s]\*(?!\w)|(?<!\w)_{1,2}(?=[^\W_])[^_]*[^\W_]_{1,2}(?!\w)|~~|`[^`]+`"
    r"|\](?<!\d\])\((?!lang:)|\{+[^{}]*\}+|^#{1,6}[ \xa0]"
)


def refuse(rule: str, **values: object) -> NoReturn:
    """Raise a validation error with the diagnostic of a registered rule."""
    raise _make_error(diagnose(rule, **values))


def refuse_inside(errors: Iterable[tuple[Place, Diagnostic]]) -> None:
    """Raise a validation error with all these diagnostics, if there are any, each at its place inside the value."""
    if details := [InitErrorDetails(type=_make_error(one), loc=place, input=None) for place, one in errors]:
        raise ValidationError.from_exception_data(REFUSED, details)


def _make_error(error: Diagnostic) -> PydanticCustomError:
    return PydanticCustomError(REFUSED, "{message}", {"message": error.message, "diagnostic": error})


def require_text(value: Any) -> Any:
    """Return a text on one line. Refuse lists and mappings, and marks of languages, which would be shown."""
    text = _require_one_text(value)
    if MARK_SIGN in text and (plain := strip_marks(text)) != text:
        refuse("language-mark-unread", plain=plain)
    return text


def require_plain_text(value: Any) -> Any:
    """Return a text on one line as `require_text` does. Refuse marks of Markdown as well."""
    return _refuse_markup(require_text(value))


def require_marked_text(value: Any) -> Any:
    """Return a text on one line, whose words may be marked as being in another language."""
    text = _require_one_text(value)
    for code in find_unknown_codes(text):
        refuse("language-code-unfit", text=code)
    if MARK_SIGN in strip_marks(text):
        refuse("language-mark-open")
    return _refuse_markup(text)


def _refuse_markup(text: str) -> str:
    if mark := MARKUP.search(text):
        refuse("markup-in-field", text=mark[0])
    return text


def _require_one_text(value: Any) -> str:
    """Return a text with each run of spaces and line breaks as one space. Refuse lists and mappings."""
    if isinstance(value, str):
        return re.sub(r"[ \n]+", " ", value)
    name, rest = next(iter(value.items()), ("", "")) if isinstance(value, dict) else ("", "")
    if rest and isinstance(rest, str):
        quoted = quote_yaml(f"{name}: {rest}".strip())
        refuse("text-in-languages" if all(map(is_short_code, value)) else "yaml-colon", quoted=quoted, name=name)
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
    if near := find_similar(text, names):
        refuse("name-misspelled", text=text, near=near)
    rule = "name-unknown" if names else "name-first"
    refuse(rule, text=text, names=", ".join(sorted(names)), file=list_in)


def find_similar(text: str, names: Iterable[str]) -> str:
    """Find the name that a misspelled one is likely to mean, "" where none is."""
    return next(iter(difflib.get_close_matches(text, list(names), 1, LIKENESS)), "")


def lower_text(value: Any) -> Any:
    """Return a text in lower case."""
    return require_text(value).lower()


Text = Annotated[str, BeforeValidator(require_plain_text), Field(min_length=1)]
Quotation = Annotated[str, BeforeValidator(require_text), Field(min_length=1)]  # may hold marks of Markdown
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
    values = {name: value for name, value in parsed.values.items() if value not in EMPTY}
    errors, result = list(parsed.errors), None
    try:
        result = model.model_validate(values, context=dict(context))
    except ValidationError as error:
        errors += _explain_errors(model, error, parsed)
    fields = [error.field for error in errors]
    list_errors = islice(_find_list_errors(parsed, parsed.values, ()), MOST_ERRORS)
    errors += (error for error in list_errors if not _is_told(error.field, fields))
    return (None if errors else result), errors


def _is_told(field: str, fields: Iterable[str]) -> bool:
    """Return whether one of the fields of which an error is told is this one, or inside it."""
    return any(f"{other} ".startswith(f"{field} ") for other in fields)


def _find_list_errors(parsed: ParsedYaml, value: Any, place: Place) -> Iterator[Diagnostic]:
    """Find, in a list or mapping and below, the lists without items, and the items that stand in their list already."""
    if not value and place:
        yield _locate(diagnose("list-empty"), parsed, place)
    if isinstance(value, list):
        texts = [str(item).lower() for item in value]
        if len(set(texts)) < len(texts):
            yield from _find_repeated_items(parsed, texts, place)
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if not isinstance(inner, str):
            yield from _find_list_errors(parsed, inner, (*place, key))


def _find_repeated_items(parsed: ParsedYaml, texts: Sequence[str], place: Place) -> Iterator[Diagnostic]:
    """Find the items of the list at `place` that stand there already, but for empty ones; `texts` are all items."""
    numbers: dict[str, int] = {}
    for number, text in enumerate(texts):
        first = numbers.setdefault(text, number)
        if text and first < number:
            yield _locate(diagnose("item-twice", number=first + 1), parsed, (*place, number))


def _locate(error: Diagnostic, parsed: ParsedYaml, place: Place) -> Diagnostic:
    """Return an error with its line and its field. Who knows the file adds its name."""
    return error.locate(file="", line=_find_line(parsed, place), field=format_field_path(place))


def salvage_model(
    model: type[Model], parsed: ParsedYaml, context: Mapping[str, Any], stand_ins: Mapping[str, Any]
) -> tuple[Model | None, frozenset[str]]:
    """Validate what can be read of parsed YAML. Return the model, and its fields that are missing or have errors.

    A field counts too whose name may be misspelled. `stand_ins` has values for these, where the model needs one. The
    model is None where that is not enough.
    """
    unfit = {name.split(" ")[0] for name in (*parsed.broken, *(error.field for error in parsed.errors))}
    fields = list(_find_schema_around(model, ("",)).get("properties", {}))
    for _ in range(3):  # what is wrong, what stands in for it, and what then is wrong no more
        fit = {name: value for name, value in parsed.values.items() if name not in unfit and value not in EMPTY}
        values = {name: value for name, value in stand_ins.items() if name in unfit} | fit
        try:
            result = model.model_validate(values, context=dict(context))
            near = {find_similar(one, fields) for one in unfit}
            return result, frozenset(near - fit.keys() - {""})
        except ValidationError as error:
            unfit |= {str(name) for detail in error.errors(include_url=False) for name in detail["loc"][:1]}
    return None, frozenset(unfit)


def _explain_errors(model: type[BaseModel], errors: ValidationError, parsed: ParsedYaml) -> Iterator[Diagnostic]:
    """Make diagnostics from pydantic's errors, but not of a field that YAML could not parse: it is reported already."""
    for detail in errors.errors(include_url=False, include_context=True)[:MOST_ERRORS]:
        if detail["type"] in PLAIN and isinstance(detail["input"], dict):
            continue  # the field may also be a mapping, and the error of that says more
        error = _explain_error(model, detail, parsed)
        if not parsed.broken & {error.field, error.field.split(" ")[0]}:
            yield error


def _explain_error(model: type[BaseModel], detail: ErrorDetails, parsed: ParsedYaml) -> Diagnostic:
    """Make a diagnostic, with its line and its field, from one of pydantic's errors."""
    place = _find_place(parsed, detail["loc"])
    if detail["type"] == "missing":
        is_empty = place in parsed.lines
        error = diagnose("field-empty" if is_empty else "field-missing", field=place[-1])
    elif detail["type"] == "extra_forbidden":
        error = _diagnose_unknown_field(model, place, parsed)
    elif detail["input"] in EMPTY and place in parsed.lines and place[1:]:  # at the top, an empty field is left out
        error = _diagnose_empty_value(model, place)
    else:
        error = _diagnose_value(detail)
    return _locate(error, parsed, place)


def _diagnose_empty_value(model: type[BaseModel], place: Place) -> Diagnostic:
    """Make the diagnostic, without its place, of a field or an item below a top-level field that has no value."""
    is_required = place[-1] in _find_schema_around(model, place).get("required", ())
    return diagnose("field-empty" if is_required else "text-empty", field=place[-1])


def _diagnose_value(detail: ErrorDetails) -> Diagnostic:
    """Make a diagnostic, without its place, from pydantic's error of a value that a field may not have."""
    match detail["type"]:
        case "literal_error":
            choices = detail["ctx"]["expected"].replace("'", "")
            return diagnose("choice-unknown", value=detail["input"], choices=choices)
        case error_type if error_type == REFUSED:
            refused: Diagnostic = detail["ctx"]["diagnostic"]
            return refused
        case _:
            return diagnose("field-unfit", error=detail["msg"].lower())


def _diagnose_unknown_field(model: type[BaseModel], place: Place, parsed: ParsedYaml) -> Diagnostic:
    """Make the diagnostic, without its place, of a field that `model` does not have at `place`.

    It proposes a similar field that is not there yet.
    """
    if len(place) == 1 and (mend := getattr(model, "foreign_fields", {}).get(place[0])):
        return diagnose("field-foreign", mend=mend)
    fields = list(_find_schema_around(model, place).get("properties", {}))
    if near := find_similar(str(place[-1]), (name for name in fields if (*place[:-1], name) not in parsed.lines)):
        return diagnose("field-misspelled", near=near)
    return diagnose("field-unknown", fields=", ".join(fields))


def _find_place(parsed: ParsedYaml, loc: tuple[str | int, ...]) -> Place:
    """Drop from pydantic's location the names that it adds for unions, and keep a missing field."""
    place: Place = ()
    loc = loc[:-1] if loc[-1] == KEY else loc
    for part in loc:
        if (*place, part) in parsed.lines or part == loc[-1]:
            place = (*place, part)
    return place


def _find_line(parsed: ParsedYaml, place: Place) -> int:
    """Find the line of a place, or of the nearest enclosing one that has a line; else 1."""
    while place not in parsed.lines and place:
        place = place[:-1]
    return parsed.lines.get(place, 1) if place else 1


def _find_schema_around(model: type[BaseModel], place: Place) -> dict[str, Any]:
    """Find the schema of what the field or item at `place` is in."""
    schema = whole = _make_schema(model)
    for part in place[:-1]:
        schema = _find_inner_schema(schema, part, whole)
    return schema


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
