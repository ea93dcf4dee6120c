"""``.env.example`` is what the settings make of themselves."""

import re
from pathlib import Path

import pytest

from phoenix.app.described_settings import described, present
from phoenix.app.env_example import example
from phoenix.app.settings import Settings, read_settings

COMMITTED = Path(__file__).resolve().parents[2] / ".env.example"
TOKEN = "123456789:" + "A" * 35


@pytest.mark.skipif(not COMMITTED.exists(), reason="it lies in the repository, not in the wheel")
def test_the_file_is_up_to_date():
    """Whoever changes a setting runs ``phoenix settings --example > .env.example``."""
    assert COMMITTED.read_text(encoding="utf-8") == example()


def test_every_setting_stands_in_it_once():
    """Commented out, with its default and what it does."""
    names = re.findall(r"^# ([A-Z_]+)=", example(), re.MULTILINE)
    extra = {"PHOENIX_DATA_DIR", "PHOENIX_PLUGINS_FILE"}
    assert sorted(names) == sorted([*(one.name for one in described()), *extra])
    flowing = re.sub(r"\s*\n# ", " ", example())
    assert [one.name for one in described() if one.description not in flowing] == []


def test_it_can_be_used_as_it_is(own_places):
    """Copied, or with every line of it switched on, it changes nothing."""
    (own_places / ".env").write_text(example())
    assert read_settings() == Settings(_env_file=None)
    on = re.sub(r"^# ([A-Z_]+=)", r"\1", example(), flags=re.MULTILINE)
    (own_places / ".env").write_text(on)
    assert read_settings() == Settings(_env_file=None)


def test_it_holds_no_secret(monkeypatch):
    """Whatever the environment is where it is made."""
    before = example()
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    assert example() == before
    assert re.findall(
        r"^# (?:TELEGRAM_BOT_TOKEN|API_FOOTBALL_KEY)=(.*)$", before, re.MULTILINE
    ) == [
        "",
        "",
    ]


def test_python_leaves_nothing_behind():
    """The one line that is switched on."""
    on = [line for line in example().splitlines() if line and not line.startswith("#")]
    assert on == ["PYTHONDONTWRITEBYTECODE=1"]


def test_what_is_allowed_is_told():
    """Words and bounds, from the rules that hold them."""
    allowed = {one.name: one.allowed for one in described()}
    assert allowed["BOT_MODE"] == "polling, webhook"
    assert allowed["PORT"] == "0 or more and at most 65535"
    assert allowed["REDIS_CONNECT_TIMEOUT_SECONDS"] == "more than 0 and at most 60"
    assert allowed["WEBHOOK_URL"] == ""


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("TELEGRAM_BOT_TOKEN", "***", "environment"),
        ("DATABASE_URL", "***", ".env"),
        ("REDIS_URL", "not set", "default"),
        ("PORT", "1234", "environment"),
        ("LOG_LEVEL", "ERROR", ".env"),
        ("PHOENIX_LEAGUES", "BRA,AF72", "environment"),
        ("PHOENIX_QSC__FORM", "0.5", "environment"),
        ("PHOENIX_QSC__POSITION", "0.3", "default"),
        ("PHOENIX_LANGUAGE", "pt-BR", "default"),
    ],
)
def test_what_is_set_is_shown_with_where_from(own_places, monkeypatch, name, value, source):
    """A secret as three stars."""
    (own_places / ".env").write_text("PORT=1\nLOG_LEVEL=ERROR\nDATABASE_URL=sqlite:///sesame\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PORT", "1234")
    monkeypatch.setenv("phoenix_leagues", "BRA, AF72")
    monkeypatch.setenv("PHOENIX_QSC__FORM", "0.5")
    (row,) = [one for one in present(read_settings()) if one.name == name]
    assert (row.value, row.source) == (value, source)
