"""Every setting of the program, read once from the environment (and ``.env``) at the edge."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from phoenix.app.places import data_dir
from phoenix.domain.errors import ConfigurationError
from phoenix.domain.words import LANGUAGES

OWN_NAMES = (
    "API_FOOTBALL_BASE_URL",
    "API_FOOTBALL_KEY",
    "BOOT_WARMUP_BUDGET_SECONDS",
    "BOT_MODE",
    "DATABASE_DIRECT_URL",
    "DATABASE_URL",
    "DB_POOL_MAX",
    "DB_POOL_MIN",
    "LOG_FILE",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "PORT",
    "REDIS_CONNECT_TIMEOUT_SECONDS",
    "REDIS_URL",
    "TELEGRAM_API_BASE_URL",
    "TELEGRAM_BOT_TOKEN",
    "WEBHOOK_SECRET_TOKEN",
    "WEBHOOK_URL",
)


class QscWeights(BaseModel):
    """Weights of the four parts of the Quality Score Composite; only their ratios matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reputation: float = Field(default=0.25, ge=0)
    position: float = Field(default=0.30, ge=0)
    goal_difference: float = Field(default=0.25, ge=0)
    form: float = Field(default=0.20, ge=0)


class Settings(BaseSettings):
    """Names in the environment: ``PHOENIX_`` and the field's name, and :data:`OWN_NAMES`."""

    model_config = SettingsConfigDict(
        env_prefix="PHOENIX_", env_file=".env", extra="ignore", frozen=True,
        env_nested_delimiter="__", populate_by_name=True,
    )  # fmt: skip

    telegram_bot_token: SecretStr | None = Field(None, validation_alias="TELEGRAM_BOT_TOKEN")
    telegram_api_url: str = Field(
        "https://api.telegram.org", validation_alias="TELEGRAM_API_BASE_URL"
    )
    bot_mode: Literal["polling", "webhook"] = Field("polling", validation_alias="BOT_MODE")
    webhook_url: str | None = Field(None, validation_alias="WEBHOOK_URL")
    webhook_secret_token: SecretStr | None = Field(None, validation_alias="WEBHOOK_SECRET_TOKEN")
    bind: str = "127.0.0.1"
    port: int = Field(10000, ge=0, le=65535, validation_alias="PORT")
    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")
    database_direct_url: SecretStr | None = Field(None, validation_alias="DATABASE_DIRECT_URL")
    db_pool_min: int = Field(1, ge=1, le=100, validation_alias="DB_POOL_MIN")
    db_pool_max: int = Field(10, ge=1, le=100, validation_alias="DB_POOL_MAX")
    language: str = "pt-BR"
    time_zone: str = "America/Sao_Paulo"
    min_confidence: float = Field(6.0, ge=0, le=10)
    other_tendencies: int = Field(5, ge=0, le=20)
    football_data_url: str = "https://www.football-data.co.uk"
    api_football_key: SecretStr | None = Field(None, validation_alias="API_FOOTBALL_KEY")
    api_football_url: str = Field(
        "https://v3.football.api-sports.io", validation_alias="API_FOOTBALL_BASE_URL"
    )
    redis_url: SecretStr | None = Field(None, validation_alias="REDIS_URL")
    redis_connect_timeout: float = Field(
        2.0, gt=0, le=60, validation_alias="REDIS_CONNECT_TIMEOUT_SECONDS"
    )
    preflight_seconds: float = Field(10.0, gt=0, le=120)
    warmup_budget: float = Field(15.0, ge=0, le=600, validation_alias="BOOT_WARMUP_BUDGET_SECONDS")
    log_format: Literal["auto", "console", "json"] = Field("auto", validation_alias="LOG_FORMAT")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias="LOG_LEVEL"
    )
    log_file: Path | None = Field(None, validation_alias="LOG_FILE")
    lease_seconds: float = Field(5.0, ge=1, le=60)
    jobs_waiting: int = Field(1000, ge=1, le=100_000)
    jobs_per_user: int = Field(3, ge=1, le=100)
    jobs_at_once: int = Field(20, ge=2, le=200)
    jobs_drain_seconds: float = Field(4.0, ge=0, le=120)
    jobs_kept_hours: float = Field(24.0, gt=0, le=24 * 365)
    cpu_workers: int = Field(0, ge=0, le=64)
    leagues: Annotated[tuple[str, ...], NoDecode] = ("BRA", "AF72", "AF13", "AF11", "AF73")
    live_wait_seconds: float = Field(10.0, ge=1, le=120)
    qsc: QscWeights = QscWeights()

    @field_validator("leagues", mode="before")
    @classmethod
    def _listed(cls, written: object) -> object:
        if isinstance(written, str):
            return tuple(part.strip() for part in written.split(",") if part.strip())
        return written

    @field_validator("language")
    @classmethod
    def _known_language(cls, language: str) -> str:
        if language not in LANGUAGES:
            raise ValueError(f"allowed: {', '.join(LANGUAGES)}")
        return language

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not in the IANA time zone database") from None
        return name

    @field_validator("db_pool_max")
    @classmethod
    def _room_for_the_first(cls, most: int, seen: ValidationInfo) -> int:
        if most < seen.data.get("db_pool_min", most):
            raise ValueError("fewer than DB_POOL_MIN")
        return most

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


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        ConfigurationError: names the variable and what is allowed, never a secret's value.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "__".join(str(part) for part in first["loc"]).upper()
        variable = name if name in OWN_NAMES else f"PHOENIX_{name}"
        raise ConfigurationError(f"{variable}: {first['msg']}", "Correct the environment") from None
    except SettingsError as error:
        raise ConfigurationError(f"the environment: {error}", "Write it as JSON") from None
    except (UnicodeDecodeError, OSError) as error:
        raise ConfigurationError(f".env cannot be read: {error}", "Save it as UTF-8") from None
