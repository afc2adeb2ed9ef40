"""The demo: what a user sees first comes out as it must."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.desk.stories import SEEDS

pytestmark = pytest.mark.whole


def demo(*options: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    code = "from services.desk.app import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "demo", *options],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_demo_shows_every_alert_and_ends_well() -> None:
    done = demo()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All came out as it must." in done.stdout
    assert "signature verified" in done.stdout
    assert "Where to go next" in done.stdout


def test_demo_fails_when_what_comes_out_is_not_what_must(tmp_path: Path) -> None:
    story = shutil.copytree(SEEDS / "bombing", tmp_path / "seeds" / "bombing")
    told = (story / "story.toml").read_text(encoding="utf-8")
    (story / "story.toml").write_text(told.replace('kind = "disjoint"', 'kind = "denied"'), encoding="utf-8")
    done = demo("--seeds", str(tmp_path / "seeds"))
    assert done.returncode == 1
    assert "missing" in done.stdout
