from __future__ import annotations

import re

from tests.faults import table
from tests.project import ROOT


def test_every_test_that_the_table_of_faults_names_is_there() -> None:
    names = {name for names in table().values() for name in names}
    there = {
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert sorted(names - there) == []
