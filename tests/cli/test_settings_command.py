"""``phoenix settings``, and that no command tells a secret."""

from phoenix.app.env_example import example
from phoenix.cli import main

TOKEN = "123456789:" + "A" * 35


def test_every_setting_is_shown(phoenix, monkeypatch):
    """Name, value and source; a secret only as set or not set."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PORT", "1234")
    ran = phoenix("settings")
    rows = [line.split() for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert ["TELEGRAM_BOT_TOKEN", "***", "environment"] in rows
    assert ["API_FOOTBALL_KEY", "not", "set", "default"] in rows
    assert ["PORT", "1234", "environment"] in rows
    assert TOKEN not in ran.out


def test_the_example_is_printed(phoenix):
    """As the file has it."""
    ran = phoenix("settings", "--example")
    assert (ran.code, ran.out, ran.err) == (0, example(), "")


def test_wrong_settings_are_all_told(phoenix, monkeypatch):
    """One line each, exit code 2, and no value."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "sesame")
    monkeypatch.setenv("PORT", "sesame")
    ran = phoenix("settings")
    assert (ran.code, ran.out) == (2, "")
    assert [line.split()[1] for line in ran.err.splitlines()] == ["TELEGRAM_BOT_TOKEN", "PORT"]
    assert "sesame" not in ran.err


def test_no_failure_tells_a_secret(phoenix, monkeypatch):
    """Neither its line nor, with --debug, its traceback."""
    monkeypatch.setenv("API_FOOTBALL_KEY", "sesame-of-a-command")

    def failing(arguments, **_):
        from phoenix.app.settings import read_settings

        read_settings()
        raise ValueError("the key sesame-of-a-command is wrong")

    monkeypatch.setattr(main, "app", failing)
    for arguments in (["today"], ["--debug", "today"]):
        ran = phoenix(*arguments)
        assert ran.code == 1
        assert "the key *** is wrong" in ran.err
        assert "sesame-of-a-command" not in ran.out + ran.err
    assert "Traceback" in ran.err
