"""Where the line keeps its data: a folder that cannot be one is refused in words."""

from __future__ import annotations

from typer.testing import CliRunner

from services.desk.app import desk


def test_up_in_a_folder_that_cannot_be_made_says_what_it_expected(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    told = CliRunner().invoke(desk("up"), ["up", "--folder", str(tmp_path / "taken" / "here")])
    assert told.exit_code == 2
    assert "expected a folder that can be written" in told.stderr
