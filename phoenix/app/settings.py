"""Every setting of the program, read once from the environment (and ``.env``) at the edge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from phoenix.app import setting_rules as rules
from phoenix.app.places import data_dir
from phoenix.app.redaction import redactor, secrets_in_address
from phoenix.domain.errors import ConfigurationError
from phoenix.domain.words import LANGUAGES

Site = Annotated[str, AfterValidator(rules.site)]

PREFIX = "PHOENIX_"
CURE = "Correct it in the environment or in .env, or remove it to have its default"

_PROBLEMS = {
    "bool_parsing": "is neither true nor false",
    "finite_number": "is not finite",
    "float_parsing": "is no number",
    "greater_than": "is not greater than {gt:g}",
    "greater_than_equal": "is less than {ge:g}",
    "int_from_float": "is no whole number",
    "int_parsing": "is no whole number",
    "less_than": "is not less than {lt:g}",
    "less_than_equal": "is more than {le:g}",
    "literal_error": "is none of {expected}",
    "string_too_short": "is empty",
}


class QscWeights(BaseModel):
    """Weights of the four parts of the Quality Score Composite; only their ratios matter."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True
    )

    reputation: float = Field(
        default=0.25,
        ge=0,
        description="Weight of a club's reputation in the Quality Score Composite.",
    )
    position: float = Field(
        default=0.30,
        ge=0,
        description="Weight of its position in the table; only the ratios matter.",
    )
    goal_difference: float = Field(default=0.25, ge=0, description="Weight of its goal difference.")
    form: float = Field(default=0.20, ge=0, description="Weight of its form.")


class Settings(BaseSettings):
    """Names in the environment: ``PHOENIX_`` and the field's name, and :data:`OWN_NAMES`.

    An empty variable counts as one that is not set.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True,
        env_nested_delimiter="__", populate_by_name=True, extra="ignore", frozen=True,
        allow_inf_nan=False, hide_input_in_errors=True,
    )  # fmt: skip

    telegram_bot_token: Annotated[SecretStr, AfterValidator(rules.bot_token)] | None = Field(
        None,
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="The bot's token, from @BotFather. Without it there is no bot; the commands "
        "work.",
    )
    telegram_api_url: Site = Field(
        "https://api.telegram.org",
        validation_alias="TELEGRAM_API_BASE_URL",
        description="Where Telegram's Bot API is; another for a local Bot API server.",
    )
    bot_mode: Literal["polling", "webhook"] = Field(
        "polling",
        validation_alias="BOT_MODE",
        description="How updates come from Telegram: we ask for them (polling), or Telegram calls "
        "WEBHOOK_URL (webhook).",
    )
    webhook_url: Annotated[str, AfterValidator(rules.public_site)] | None = Field(
        None,
        validation_alias="WEBHOOK_URL",
        validate_default=True,
        description="The public https address that Telegram calls. Needed with BOT_MODE=webhook, "
        "unused without.",
    )
    webhook_secret_token: Annotated[SecretStr, AfterValidator(rules.webhook_secret)] | None = Field(
        None,
        validation_alias="WEBHOOK_SECRET_TOKEN",
        validate_default=True,
        description="What Telegram says in each call so that we know it: 8 to 256 characters of "
        "A-Z, a-z, 0-9, _ and -. Needed with BOT_MODE=webhook.",
    )
    webhook_certificate: Path | None = Field(
        None,
        validation_alias="WEBHOOK_CERTIFICATE",
        description="A file with the public key of a certificate that nobody but us has signed; "
        "Telegram is given it with WEBHOOK_URL.",
    )
    bot_admins: Annotated[tuple[int, ...], NoDecode] = Field(
        (),
        description="Who may run the bot from within Telegram: numbers of users, with commas "
        "between.",
    )
    bot_transport: Literal["aiohttp", "httpx"] = Field(
        "aiohttp",
        description="What carries calls to Telegram: aiohttp is four times as quick; httpx should "
        "that ever fail.",
    )
    commands_per_minute: int = Field(
        5, ge=1, le=100_000, description="Commands that one user may give in a minute."
    )
    telegram_rate: float = Field(
        30.0, gt=0, le=100_000, description="Messages a second, as Telegram allows them overall."
    )
    telegram_chat_rate: float = Field(
        1.0, gt=0, le=100_000, description="Messages a second to one chat, as Telegram allows."
    )
    telegram_group_rate: float = Field(
        20.0, gt=0, le=100_000, description="Messages a minute to one group, as Telegram allows."
    )
    bind: str = Field(
        "127.0.0.1",
        min_length=1,
        description="The address that health, metrics and the webhook are served on; 0.0.0.0 "
        "opens them to the network.",
    )
    port: int = Field(
        10000,
        ge=0,
        le=65535,
        validation_alias="PORT",
        description="The port that they are served on; 0 takes one that is free.",
    )
    database_url: Annotated[SecretStr, AfterValidator(rules.database_address)] | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="The database: postgresql://USER:PASSWORD@HOST/NAME or sqlite:///FILE. "
        "Without it, a file of SQLite in the data directory. PostgreSQL lets several processes "
        "share the work.",
    )
    database_direct_url: Annotated[SecretStr, AfterValidator(rules.postgres_address)] | None = (
        Field(
            None,
            validation_alias="DATABASE_DIRECT_URL",
            description="PostgreSQL itself, where DATABASE_URL leads through a pooler such as "
            "pgbouncer: locks, notifications and migrations need a connection of their own. "
            "Without it, DATABASE_URL serves for all.",
        )
    )
    db_pool_min: int = Field(
        1,
        ge=1,
        le=100,
        validation_alias="DB_POOL_MIN",
        description="Connections to the database that a process opens when it starts.",
    )
    db_pool_max: int = Field(
        10,
        ge=1,
        le=100,
        validation_alias="DB_POOL_MAX",
        validate_default=True,
        description="Connections to the database that a process may have; DB_POOL_MIN or more.",
    )
    redis_url: Annotated[SecretStr, AfterValidator(rules.redis_address)] | None = Field(
        None,
        validation_alias="REDIS_URL",
        description="Redis, as redis://:PASSWORD@HOST:6379/0: answers and models are shared by "
        "all processes, and the lead changes hands faster. Without it, each process has its own.",
    )
    redis_connect_timeout: float = Field(
        2.0,
        gt=0,
        le=60,
        validation_alias="REDIS_CONNECT_TIMEOUT_SECONDS",
        description="Seconds to wait for a connection to Redis.",
    )
    api_football_key: Annotated[SecretStr, AfterValidator(rules.api_key)] | None = Field(
        None,
        validation_alias="API_FOOTBALL_KEY",
        description="The key of API-Football. Without it there are no live fixtures, line-ups or "
        "news: dossiers say so.",
    )
    api_football_url: Site = Field(
        "https://v3.football.api-sports.io",
        validation_alias="API_FOOTBALL_BASE_URL",
        description="Where API-Football is.",
    )
    football_data_url: Site = Field(
        "https://www.football-data.co.uk",
        description="Where files of earlier seasons are downloaded from.",
    )
    leagues: Annotated[tuple[str, ...], NoDecode] = Field(
        ("BRA", "AF72", "AF13", "AF11", "AF73"),
        description="The competitions that are followed, by code or name, with commas between; "
        "'phoenix data leagues' lists them.",
    )
    live_wait_seconds: float = Field(
        10.0,
        ge=1,
        le=120,
        description="Seconds that a dossier waits for what is due from API-Football; the rest "
        "comes behind it.",
    )
    language: str = Field(
        "pt-BR", description=f"The language of what is shown: {', '.join(LANGUAGES)}."
    )
    time_zone: str = Field(
        "America/Sao_Paulo", description="The time zone of what is shown, by its IANA name."
    )
    min_confidence: float = Field(
        6.0, ge=0, le=10, description="The least confidence of a tendency that is put forward."
    )
    other_tendencies: int = Field(
        5, ge=0, le=20, description="How many further tendencies a dossier lists."
    )
    qsc: QscWeights = QscWeights()
    jobs_waiting: int = Field(
        1000,
        ge=1,
        le=100_000,
        description="Jobs that may wait; who then asks is told to come later.",
    )
    jobs_per_user: int = Field(
        3, ge=1, le=100, description="Jobs that one user may have waiting or running."
    )
    jobs_at_once: int = Field(20, ge=2, le=200, description="Jobs that one process runs at once.")
    jobs_drain_seconds: float = Field(
        4.0,
        ge=0,
        le=120,
        description="Seconds that running jobs get to finish when a process stops; then they are "
        "handed back.",
    )
    jobs_kept_hours: float = Field(
        24.0, gt=0, le=24 * 365, description="Hours that a job is remembered after it has ended."
    )
    cpu_workers: int = Field(
        0, ge=0, le=64, description="Processes that compute, such as fits; 0: one for each core."
    )
    lease_seconds: float = Field(
        5.0,
        ge=1,
        le=60,
        description="Seconds after which a leader that gives no sign of life may be replaced.",
    )
    preflight_seconds: float = Field(
        10.0, gt=0, le=120, description="Seconds that all checks before a start may take together."
    )
    warmup_budget: float = Field(
        15.0,
        ge=0,
        le=600,
        validation_alias="BOOT_WARMUP_BUDGET_SECONDS",
        description="Seconds that warming up behind a start may take; 0: none is done.",
    )
    log_format: Literal["auto", "console", "json"] = Field(
        "auto",
        validation_alias="LOG_FORMAT",
        description="How a service writes its log: for people (console), a JSON object a line "
        "(json), or whichever fits where it goes (auto).",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias="LOG_LEVEL", description="The lowest level that a service logs."
    )
    log_file: Path | None = Field(
        None,
        validation_alias="LOG_FILE",
        description="A file that the log is written to besides stderr, renamed at 10 MB, five are "
        "kept; each process needs its own. Without it, none is written.",
    )

    @field_validator("leagues", mode="before")
    @classmethod
    def _listed(cls, written: object) -> object:
        if isinstance(written, str):
            return tuple(part.strip() for part in written.split(",") if part.strip())
        return written

    @field_validator("bot_admins", mode="before")
    @classmethod
    def _numbers(cls, written: object) -> object:
        if isinstance(written, str):
            return tuple(part.strip() for part in written.split(",") if part.strip())
        return written

    @field_validator("language")
    @classmethod
    def _known_language(cls, language: str) -> str:
        if language not in LANGUAGES:
            cure = f"Write {' or '.join(LANGUAGES)}"
            raise rules.refused("is no language that Phoenix speaks", cure)
        return language

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder's name is an OSError
            problem = "is not in the IANA time zone database"
            raise rules.refused(problem, "Write a name such as America/Sao_Paulo") from None
        return name

    @field_validator("db_pool_max")
    @classmethod
    def _room_for_the_first(cls, most: int, seen: ValidationInfo) -> int:
        if most < seen.data.get("db_pool_min", most):
            raise rules.refused("is less than DB_POOL_MIN", "Raise it, or lower DB_POOL_MIN")
        return most

    @field_validator("webhook_url", "webhook_secret_token")
    @classmethod
    def _there_for_the_webhook(cls, given: Any, seen: ValidationInfo) -> Any:
        if given is None and seen.data.get("bot_mode") == "webhook":
            cure = "Set it, or set BOT_MODE=polling"
            raise rules.refused("is not set, and BOT_MODE=webhook needs it", cure)
        return given

    @cached_property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def database(self) -> str:
        """The database's address: ``DATABASE_URL``, or a file in the data directory."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{data_dir() / 'phoenix.db'}"

    @property
    def direct_database(self) -> str:
        """The database past any pooler: ``DATABASE_DIRECT_URL``, or the same as all else."""
        direct = self.database_direct_url
        return self.database if direct is None else direct.get_secret_value()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may never be told; of an address only the part that is secret."""
        return tuple(self._secrets())

    def _secrets(self) -> Iterator[str]:
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                text = value.get_secret_value()
                yield from secrets_in_address(text) if name.endswith("_url") else (text,)


OWN_NAMES = tuple(
    sorted(
        field.validation_alias
        for field in Settings.model_fields.values()
        if isinstance(field.validation_alias, str)
    )
)
"""The variables that have no ``PHOENIX_`` before their names."""


@dataclass(frozen=True, slots=True)
class SettingFault:
    """What is wrong with a setting and how to mend it; its value stands in neither.

    Attributes:
        variable: its name in the environment, or the file that could not be read.
        problem: goes on after the variable's name.
        cure: what to do.
    """

    variable: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.variable} {self.problem}. {self.cure}."


def read_settings() -> Settings:
    """Read the environment; from then on no log line tells what is secret in it.

    Raises:
        ConfigurationError: names the variable and what is allowed, never a secret's value.
    """
    read = _read()
    if isinstance(read, Settings):
        return read
    raise ConfigurationError(f"{read[0].variable} {read[0].problem}", read[0].cure)


def settings_faults() -> tuple[SettingFault, ...]:
    """All that is wrong with the environment at once; nothing, if it can be used."""
    read = _read()
    return () if isinstance(read, Settings) else read


def _read() -> Settings | tuple[SettingFault, ...]:
    try:
        settings = Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        return tuple(_fault(one) for one in found)
    except SettingsError as error:
        # Its text names the field in quotes, and not what was written there.
        name = str(error).partition('"')[2].partition('"')[0]
        return (SettingFault(variable(name), "is not written as JSON", CURE),)
    except UnicodeDecodeError:
        return (SettingFault(".env", "cannot be read: it is no text", "Save it as UTF-8"),)
    except OSError as error:
        return (SettingFault(".env", f"cannot be read: {error.strerror}", "Mend its rights"),)
    redactor.learn(settings.secrets)
    return settings


def variable(*path: str) -> str:
    """The name in the environment of a field, or of a part of one: ``("qsc", "form")``."""
    field = Settings.model_fields.get(path[0])
    alias = field.validation_alias if field else None
    return alias if isinstance(alias, str) else f"{PREFIX}{'__'.join(path)}".upper()


def _fault(error: Mapping[str, Any]) -> SettingFault:
    where = [str(part) for part in error["loc"] if isinstance(part, str)]
    name = where[0] if where[0] in OWN_NAMES else variable(*where)
    known = error.get("ctx", {})
    say = _PROBLEMS.get(error["type"])
    problem = say.format(**known) if say else error["msg"]
    return SettingFault(name, problem, known.get("cure", CURE))
