"""Import a photograph into content/images/: upright, without metadata, and in the size that the site shows.

    python -m tools.authoring.photo_import     FILE=~/Pictures/IMG_1.jpg KIND=patient, or KIND=thing NEW=halo-handpiece

It adds a record to content/photos.yaml, with a mark where something is still to be written. A picture of a patient or a
model gets a random name that does not identify them. The original stays where it is, and no file is overwritten.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.documents.document import PLACEHOLDER
from plugins.documents.scan import SLUG, make_slug
from plugins.media.consent import records
from plugins.media.consent.photo_rules import OPAQUE, TELLING
from plugins.media.images import encode
from plugins.media.images.picture_uses import IMAGES_FOLDER

CONTENT = Path("content")
ENDINGS = {"jpeg": "jpg"}
# The quality is so high that no loss is seen: published pictures are encoded once more from this one.
SETTINGS: dict[str, dict[str, Any]] = {
    **{"jpg": {"format": "JPEG", "quality": 92, "subsampling": 0}, "png": {"format": "PNG"}},
    "webp": {"format": "WEBP", "quality": 92},
}
PICTURE_ENDING = re.compile(rf"\.(?:{'|'.join(encode.ENDINGS)})$", re.IGNORECASE)  # of a name that somebody typed
CONSENT = "  consent: ✎ the number of the signed form, as in c-0148\n"
RECORDS = {
    "thing": "",
    "staff": CONSENT,
    "model": CONSENT,
    "patient": f"""\
{CONSENT}\
  signed: ✎ the day on which the patient signed it, as in 2026-03-01
  expires: ✎ the day from which it no longer counts
  procedures:
    en: ✎ what was done, as in one Halo laser session
  identifiable: ✎ no, or agreed where the patient may be known by it and the form says so
  altered: ✎ no, if nothing was done to the picture but a cut or a mask
  before_after:  # delete this and the four lines below if the picture shows no before and after
    weeks: ✎ how many between the two views
    same_light: ✎ yes, if they have the same light
    same_pose: ✎ yes, if they have the same pose
    typical: ✎ yes, if most patients may expect such a result
""",
}


def choose_name(kind: str, original: Path, wanted: str) -> str:
    """Choose the new file's name, without its ending. Raises Refused if it may tell who is shown, or when."""
    if kind in ("patient", "model"):
        while not OPAQUE.fullmatch(f"{(found := f'p-{secrets.token_hex(4)}')}.jpg"):
            pass
        return found
    found = PICTURE_ENDING.sub("", wanted.strip()) or make_slug(original.stem)
    if not SLUG.fullmatch(found):
        raise Refused([diagnose("photo-name-unfit", f"NEW={found}", name=make_slug(found))])
    if TELLING.search(found):
        raise Refused([diagnose("photo-name-telling", f"NEW={found}")])
    return found


def encode_without_metadata(original: Path) -> tuple[str, bytes]:
    """Encode the picture again without metadata; return its file ending and its bytes.

    Raises Refused where it cannot be published.
    """
    ending = original.suffix.lower().removeprefix(".")
    with original.open("rb") as file:
        found = encode.strip_metadata(file, ending)
    if isinstance(found, Diagnostic):
        raise Refused([found.locate(str(original))])
    ending = ENDINGS.get(ending, ending)
    out = io.BytesIO()
    found.save(out, **SETTINGS[ending])
    return ending, out.getvalue()


def import_photo(environment: Mapping[str, str]) -> Path:
    """Copy the picture that FILE names into content/images/, add its record, and return the path of the copy.

    KIND says what it shows, and NEW which name is wanted. Raises Refused, with nothing written.
    """
    kind, original = read_kind_and_file(environment)
    recorded_names = load_recorded_names()
    stem = choose_name(kind, original, wanted=environment.get("NEW", ""))
    ending, data = encode_without_metadata(original)
    path = CONTENT / IMAGES_FOLDER / f"{stem}.{ending}"
    if path.name in recorded_names:
        raise Refused([diagnose("photo-record-twice", f"content/{records.FILE}", name=path.name)])
    write_with_record(path, data, kind)
    return path


def load_recorded_names() -> Collection[str]:
    """Load the file names of the pictures that have a record. Raises Refused where the records have a mistake."""
    known, errors = records.load_records(CONTENT)
    if known is None:
        raise Refused(errors)
    return known.lines.keys()


def read_kind_and_file(environment: Mapping[str, str]) -> tuple[str, Path]:
    """Read what the picture shows (KIND) and where the original is (FILE) from the environment. Raises Refused."""
    kind, original = environment.get("KIND", ""), Path(environment.get("FILE", "")).expanduser()
    if kind not in RECORDS:
        kinds = ", ".join(f"KIND={known_kind}" for known_kind in RECORDS)
        raise Refused([diagnose("photo-kind-unknown", f"KIND={kind}", kinds=kinds)])
    if not original.is_file():
        raise Refused([diagnose("photo-missing", f"FILE={environment.get('FILE', '')}")])
    return kind, original


def write_with_record(path: Path, data: bytes, kind: str) -> None:
    """Write a new picture and add its record; neither is written where one cannot be, which raises OSError."""
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
    try:
        with (CONTENT / records.FILE).open("ab") as file:
            file.write(f"\n{path.name}:\n  kind: {kind}\n{RECORDS[kind]}".encode())
    except OSError:
        path.unlink()
        raise


def main() -> int:
    """Import the photograph, print what to do next, and return the exit code."""
    try:
        path = import_photo(os.environ)
    except Refused as refused:
        print(*refused.diagnostics, "Nothing was written.", sep="\n", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. Nothing was written.", file=sys.stderr)
        return 1
    print_next_steps(path, os.environ["FILE"], os.environ["KIND"])
    return 0


def print_next_steps(path: Path, original: str, kind: str) -> None:
    """Print what to do with the new picture at `path`, and with the original."""
    print(f"{path} is the picture, bare of what the camera noted; the original is as it was.")
    if Path(original).resolve().is_relative_to(Path.cwd()):
        print("The original is in this folder: move it away before you commit, for git keeps what it once had.")
    if RECORDS[kind]:
        print(f"Write in content/{records.FILE} where {PLACEHOLDER} stands; until then no published text may show it.")
    print(f"Into the text, between two empty lines: ![{PLACEHOLDER} what it shows]({path.name})")


if __name__ == "__main__":
    sys.exit(main())
