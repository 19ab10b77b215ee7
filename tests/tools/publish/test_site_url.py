"""Where the site will be, asked before it is published without `make publish`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.project import SITE
from tools.publish.site_url import main

CLINIC = "content/clinic.yaml"


@pytest.mark.parametrize(
    ("address", "code", "out", "err"),
    [
        ("https://harbor.test/blog", 0, "The site will be at https://harbor.test/blog/\n", ""),
        (
            "https://clinic.example/",
            1,
            "",
            "content/clinic.yaml: site_url: https://clinic.example/ is not a real address; "
            "write the one that the site will have, and commit it [site-address-unreal]\n",
        ),
    ],
)
def test_it_is_said_or_refused(
    address: str,
    code: int,
    out: str,
    err: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "content").mkdir()
    shutil.copy(SITE / "clinic.yaml", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    text = Path(CLINIC).read_text("utf-8")
    Path(CLINIC).write_text(text.replace("site_url: https://clinic.example", f"site_url: {address}"), "utf-8")
    assert main() == code
    assert capsys.readouterr() == (out, err)


def test_a_faulty_clinic_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / CLINIC).write_text("name: Clinic\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main() == 1
    assert "site_url" in capsys.readouterr().err
