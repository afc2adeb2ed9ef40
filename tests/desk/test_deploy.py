"""Dashboard, alert rules and the catalogue of metrics say the same, in both directions."""

import json
import re
import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.runtime.metrics import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "countercount.json"

#: What a histogram adds to its name when it is scraped.
SERIES = re.compile(r"countercount_\w+?(?=_bucket\b|_sum\b|_count\b|\b)")


def made() -> Any:
    """The dashboard's maker, which is no package."""
    spec = spec_from_file_location("dashboard", ROOT / "deploy" / "grafana" / "dashboard.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def queries_of_dashboard() -> list[str]:
    """Every query of every panel."""
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel.get("targets", ())]


def queries_of_rules() -> list[str]:
    """The condition of every alert."""
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule["expr"] for group in groups for rule in group["rules"]]


def test_dashboard_stands_as_its_maker_writes_it() -> None:
    assert DASHBOARD.read_text(encoding="utf-8") == made().text(), "run python deploy/grafana/dashboard.py"


def test_every_metric_that_is_asked_for_is_in_the_catalogue() -> None:
    asked = {
        name for query in (*queries_of_dashboard(), *queries_of_rules()) for name in SERIES.findall(query)
    }
    assert asked - {row.full_name for row in CATALOGUE} == set()


def test_every_metric_of_the_catalogue_is_shown() -> None:
    shown = {name for query in queries_of_dashboard() for name in SERIES.findall(query)}
    assert {row.full_name for row in CATALOGUE} - shown == set()


def test_every_label_that_a_rule_asks_for_exists() -> None:
    labels = {row.full_name: {"instance", "service", "job", *row.labels} for row in CATALOGUE}
    for query in queries_of_rules():
        for name, asked in re.findall(r"(countercount_\w+)\{([^}]*)\}", query):
            assert set(re.findall(r"(\w+)\s*=", asked)) <= labels[name]


def test_every_alert_says_what_to_do() -> None:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    assert [
        r["alert"] for g in groups for r in g["rules"] if not {"summary", "do"} <= set(r["annotations"])
    ] == []


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed here")
def test_alert_rules_fire_and_stay_silent_as_their_tests_say() -> None:
    done = subprocess.run(
        ["promtool", "test", "rules", "rules_test.yml"],
        cwd=RULES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_service_can_be_scaled() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert {"ingest", "extract", "reconcile", "notify"} <= set(compose)
    assert not any("container_name" in service for service in compose.values())
    published = {name for name, service in compose.items() if "ports" in service}
    assert published == {"ingest", "notify", "grafana"}
    assert all("healthcheck" in s or s.get("image") == "countercount" for s in compose.values())


def test_no_secret_has_a_default() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    given = dict(
        line.split("=", 1) for line in example.splitlines() if "=" in line and not line.startswith("#")
    )
    assert {name: value for name, value in given.items() if "PASSWORD" in name or "SECRET" in name} == {
        "REDIS_PASSWORD": "",
        "GRAFANA_PASSWORD": "",
        "ECHO_SECRET": "",
    }
