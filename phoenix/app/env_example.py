"""``.env.example``: every setting with what it does and its default, made from the settings."""

from textwrap import wrap

from phoenix.app.described_settings import Described, described

WIDTH = 100

_HEAD = """\
# Settings of Phoenix. Copy this file to .env and fill in what you need; what stays commented out
# has the default that is shown. Made by 'phoenix settings --example'.

# Python leaves no compiled files beside the program. For systemd, containers and shells that read
# this file: Python itself must know it before it starts.
PYTHONDONTWRITEBYTECODE=1

# Where the database, downloads and caches are, and where plugins.toml is; without them, the
# platform's own places. Both are read from the environment alone, not from .env.
# PHOENIX_DATA_DIR=
# PHOENIX_PLUGINS_FILE=
"""

_GROUPS = {
    "Telegram": ("telegram_bot_token", "bot_mode", "webhook_url", "webhook_secret_token",
                 "webhook_certificate", "telegram_api_url", "bot_transport", "bot_admins",
                 "commands_per_minute", "telegram_rate", "telegram_chat_rate",
                 "telegram_group_rate"),
    "Web": ("bind", "port"),
    "Database and Redis": ("database_url", "database_direct_url", "db_pool_min", "db_pool_max",
                           "redis_url", "redis_connect_timeout"),
    "Sources": ("api_football_key", "api_football_url", "football_data_url", "leagues",
                "live_wait_seconds"),
    "Dossiers": ("language", "time_zone", "min_confidence", "other_tendencies", "qsc"),
    "Jobs": ("jobs_waiting", "jobs_per_user", "jobs_at_once", "jobs_drain_seconds",
             "jobs_kept_hours", "cpu_workers"),
    "Start and lead": ("preflight_seconds", "warmup_budget", "lease_seconds"),
    "Log": ("log_level", "log_format", "log_file"),
}  # fmt: skip


def example() -> str:
    """The whole file; it holds no secret."""
    known = described()
    parts = [_HEAD]
    for title, fields in _GROUPS.items():
        parts.append(f"# --- {title} ---\n")
        parts += [_entry(one) for name in fields for one in known if one.path[0] == name]
    return "\n".join(parts)


def _entry(one: Described) -> str:
    said = f"{one.description} Allowed: {one.allowed}." if one.allowed else one.description
    lines = wrap(said, WIDTH, initial_indent="# ", subsequent_indent="# ")
    return "\n".join([*lines, f"# {one.name}={one.default or ''}", ""])
