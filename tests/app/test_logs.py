"""Lines of the log: their form, where they go, and that no secret is in one."""

import asyncio
import json
import logging
import subprocess
import sys
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.contextvars import bound_contextvars

from phoenix.app import log_file, logs
from phoenix.app.log_file import LogFile
from phoenix.app.log_lines import Event, Line, Lines, plain
from phoenix.app.redaction import Redactor
from phoenix.app.settings import Settings
from phoenix.domain.errors import ConfigurationError

log = structlog.get_logger("phoenix.tests.logs")
TOKEN = "123456789:" + "A" * 35
FORMS = {"json": Line.as_json, "console": Line.as_console, "brief": Line.as_brief}
LETTERS = st.characters(codec="utf-8", exclude_characters="*", exclude_categories=["Cs"])
SECRETS = st.text(LETTERS, min_size=8, max_size=30)


class Kind(Enum):
    """Something to log."""

    DOSSIER = "dossier"


@dataclass
class Held:
    """Holds what was given to it, in its repr."""

    word: object


class Sick:
    """Cannot be shown."""

    def __repr__(self) -> str:
        raise ValueError("no")


class Kept(logging.Handler):
    """Keeps what would have been written."""

    def __init__(self, render, secrets=()):
        super().__init__()
        context = structlog.contextvars.get_contextvars
        self.setFormatter(Lines(render, Redactor(secrets).clean, context))
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def kept():
    """Makes a handler that keeps the lines of everybody, while the test runs."""
    root, handlers = logging.getLogger(), []

    def make(render, secrets=()):
        handlers.append(Kept(render, secrets))
        root.addHandler(handlers[-1])
        return handlers[-1].lines

    yield make
    for handler in handlers:
        root.removeHandler(handler)


def written(render, secrets, say):
    """The lines of what ``say`` logs, with these secrets hidden."""
    handler, root = Kept(render, secrets), logging.getLogger()
    root.addHandler(handler)
    try:
        say()
    finally:
        root.removeHandler(handler)
    return "\n".join(handler.lines)


def failing(secret, cause=None):
    """An error whose text holds the secret, and so does what it came from, and a note."""
    error = ValueError(f"bad {secret!r}")
    error.__cause__ = cause
    error.add_note(f"while {secret} was used")
    return error


def said(secret):
    log.warning(secret)


def within(secret):
    with bound_contextvars(user=secret):
        log.warning("said")
        logging.getLogger("library").warning("said")


PLACES = {
    "an event": said,
    "a field": lambda s: log.warning("said", word=s, other=1),
    "a logger's name": lambda s: logging.getLogger(f"phoenix.{s}").warning("said"),
    "a mapping": lambda s: log.warning("said", words={"a": [s, {s: 1}]}),
    "a set": lambda s: log.warning("said", words={s, "other"}),
    "a record": lambda s: log.warning("said", held=Held([s])),
    "bytes": lambda s: log.warning("said", body=s.encode()),
    "a path": lambda s: log.warning("said", path=Path("/x") / s.replace("\0", "")),
    "an error as a field": lambda s: log.warning("said", error=failing(s)),
    "an error": lambda s: log.error("failed", exc_info=failing(s)),
    "an error's cause": lambda s: log.error("failed", exc_info=failing("x", failing(s))),
    "an error of a record": lambda s: log.error("failed", exc_info=failing(repr(Held(s)))),
    "a group of errors": lambda s: log.error("failed", exc_info=ExceptionGroup("x", [failing(s)])),
    "a URL": lambda s: log.warning("asked", url=f"https://h/{quote(s)}?k={quote_plus(s)}"),
    "the user of a URL": lambda s: log.warning("asked", url=f"https://{quote(s, safe='')}@h/"),
    "a library's line": lambda s: logging.getLogger("httpx").warning("HTTP %s %d", s, 200),
    "json": lambda s: log.warning("got", body=json.dumps({"a": s})),
    "the context": within,
}


def assert_hidden(secret, text):
    """Something was written, and the secret is not in it, however it may be written there."""
    assert text
    for form in (secret, quote(secret), quote_plus(secret), json.dumps(secret), repr(secret)):
        assert form.strip("\"'") not in text


@pytest.mark.parametrize("render", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("say", PLACES.values(), ids=PLACES)
def test_no_secret_comes_out(render, say):
    """Wherever it stands, in any form, however it is written there."""
    secret = 'it\'s a "pässwörd": 100%/\\x😀'
    assert_hidden(secret, written(render, [secret], lambda: say(secret)))


@settings(max_examples=300, deadline=None)
@given(SECRETS, st.sampled_from(list(PLACES.values())), st.sampled_from(list(FORMS.values())))
def test_no_secret_at_all_comes_out(secret, say, render):
    """Whatever its letters."""
    assert_hidden(secret, written(render, [secret], lambda: say(secret)))


@settings(deadline=None)
@given(SECRETS, st.sampled_from(list(PLACES.values())))
def test_a_line_of_json_stays_one_whatever_is_hidden(secret, say):
    """Each line can be read, and is one line."""
    text = written(Line.as_json, [secret], lambda: say(secret))
    assert all(json.loads(line)["level"] for line in text.split("\n"))


def test_a_line_whose_parts_do_not_fit_is_told():
    """A library's mistake costs neither the line nor a secret."""
    kept = Kept(Line.as_brief, ["sesame"])
    kept.handle(logging.LogRecord("x", logging.INFO, "", 1, "%d times", ("sesame",), None))
    assert kept.lines == ["INFO: %d times ('***',)"]


@pytest.mark.parametrize("secret", ["1234", "true", "null", "phoenix", "warning", "level", '": "'])
def test_a_secret_that_looks_like_the_form_leaves_it(secret):
    """A number or a word of JSON is hidden in what was said, never in what holds it."""
    say = lambda: log.warning("said", job=1234, good=True, word=secret)  # noqa: E731 - one line
    line = json.loads(written(Line.as_json, [secret], say))
    assert (line["level"], line["word"]) == ("warning", "***")
    assert line["job"] == ("***" if secret == "1234" else 1234)


@pytest.mark.parametrize("name", ["password", "authorization", "x-apisports-key"])
@pytest.mark.parametrize("render", FORMS.values(), ids=FORMS)
def test_a_field_that_is_called_a_secret_is_hidden(render, name):
    """Nobody has to know its value."""
    assert "two words" not in written(render, [], lambda: log.warning("x", **{name: "two words"}))
    inner = {name: "two words"}
    assert "two words" not in written(render, [], lambda: log.warning("x", headers=inner))


def test_a_line_of_json(kept):
    """When, how grave, whose, what, its fields, and what holds here for every line."""
    lines = kept(Line.as_json)
    with bound_contextvars(update_id=5, user=3):
        log.warning("job retried", job=7, wait=2.0, kind=Kind.DOSSIER, user=4)
    line = json.loads(lines[0])
    moment = datetime.fromisoformat(line.pop("time"))
    assert moment.tzinfo == UTC
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 600
    assert line == {
        "level": "warning", "logger": "phoenix.tests.logs", "event": "job retried",
        "job": 7, "wait": 2.0, "kind": "dossier", "user": 4, "update_id": 5,
    }  # fmt: skip


def test_times_are_utc_and_say_so():
    """With a Z, to the millisecond."""
    kept = Kept(Line.as_json)
    record = logging.LogRecord("x", logging.INFO, "", 1, "said", (), None)
    record.created = 0.25
    kept.handle(record)
    assert json.loads(kept.lines[0])["time"] == "1970-01-01T00:00:00.250Z"


def test_a_traceback_is_within_its_line(kept):
    """Of JSON one line; for people below it."""
    as_json, as_console = kept(Line.as_json), kept(Line.as_console)
    log.error("failed", exc_info=failing("x", OSError("no room")))
    assert "\n" not in as_json[0]
    assert json.loads(as_json[0])["exception"].startswith("OSError: no room\n\nThe above")
    assert "failed\nOSError: no room\n" in as_console[0]


@pytest.mark.parametrize("how", [{"exc_info": True}, {"stack_info": True}])
def test_where_it_happened_is_told(kept, how):
    """The error that is being handled, or the stack."""
    lines = kept(Line.as_json)
    try:
        float("bad")
    except ValueError:
        log.warning("failed", **how)
    assert "test_where_it_happened_is_told" in json.loads(lines[0])["exception"]


def test_a_line_of_a_library_goes_the_same_way(kept):
    """Message, level, name and context."""
    lines = kept(Line.as_json)
    with bound_contextvars(job=7):
        logging.getLogger("sqlalchemy.pool").warning("connection %d is gone", 3)
    line = json.loads(lines[0])
    assert (line["logger"], line["level"]) == ("sqlalchemy.pool", "warning")
    assert (line["event"], line["job"]) == ("connection 3 is gone", 7)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        ("two\nlines", "two\nlines"),
        (datetime(2026, 11, 24, tzinfo=UTC), "2026-11-24T00:00:00+00:00"),
        (Path("/a/b"), "/a/b"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Kind.DOSSIER, "dossier"),
        (OSError("no room"), "OSError: no room"),
        ({1: (2, {"a"})}, {"1": [2, ["a"]]}),
        (Held(1), "Held(word=1)"),
        (Sick(), "<Sick, which cannot be shown: ValueError>"),
        ([[[[[1]]]]], [[[["[1]"]]]]),
    ],
)
def test_any_value_can_be_told(value, shown):
    """As JSON knows it, or as Python shows it."""
    assert plain(value, str) == shown
    json.dumps(plain(value, str), allow_nan=False)


def test_a_container_in_itself_is_told():
    """It ends somewhere."""
    within: list[object] = [1]
    within.append(within)
    assert plain(within, str) == [1, [1, [1, [1, "[1, [...]]"]]]]


def test_a_field_cannot_take_the_place_of_a_part_of_the_line(kept):
    """It is given another name."""
    lines = kept(Line.as_json)
    log.warning("said", level="mine", time=1, logger="me", exception="none")
    line = json.loads(lines[0])
    assert (line["level"], line["level_"]) == ("warning", "mine")
    assert (line["logger_"], line["time_"], line["exception_"]) == ("me", 1, "none")


@pytest.mark.parametrize("text", ["a\nb", "a\r\x1b[31mb", "a\x85b", "a\u2028b", "a\0b"])
def test_nobody_can_forge_a_line(kept, text):
    """What a user wrote cannot begin a new line or colour a terminal."""
    lines = kept(Line.as_console)
    log.warning("said", name=text)
    logging.getLogger("library").warning("said %s", text)
    assert all(len(line.splitlines()) == 1 and "\x1b" not in line for line in lines)
    assert len(lines) == 2


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_written(text):
    """Whatever a provider sends, the line can be encoded, and JSON gives it back."""
    line = written(Line.as_json, [], lambda: log.warning("said", name=text, broken="\ud800"))
    assert json.loads(line.encode().decode())["name"] in {text, Redactor().clean(text)}


def test_an_event_reads_as_a_text(caplog):
    """Whoever knows no fields, such as a library's handler, sees them all the same."""
    log.warning("job retried", job=7, wait=2.0, why="no room", who="")
    try:
        float("bad")
    except ValueError:
        log.exception("job failed", job=8)
    assert caplog.records[0].getMessage() == "job retried job=7 wait=2.0 why='no room' who=''"
    assert caplog.records[1].getMessage() == "job failed job=8"
    assert "ValueError: could not convert" in caplog.text
    assert str(Event()) == ""


def test_the_caller_is_known(caplog):
    """The record says which function of ours spoke, not which of structlog's."""
    log.warning("said")
    assert caplog.records[0].funcName == "test_the_caller_is_known"


def test_levels_hold_for_everybody(capsys):
    """What is below is not written; what a library says too often counts as DEBUG."""
    logs.configure("INFO", "brief")
    for name in ("phoenix.x", "library", "httpx", "httpcore"):
        structlog.get_logger(name).debug("debug", of=name)
        structlog.get_logger(name).info("info", of=name)
        structlog.get_logger(name).warning("warning", of=name)
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if "httpx" in line] == ["WARNING: warning of=httpx"]
    assert [line for line in told if "library" in line] == [
        "INFO: info of=library",
        "WARNING: warning of=library",
    ]
    assert not [line for line in told if line.startswith("DEBUG")]


def test_with_debug_the_libraries_speak(capsys):
    """All but those who would say each byte."""
    logs.configure("DEBUG", "brief")
    for name in ("phoenix.x", "httpx", "httpcore"):
        logging.getLogger(name).debug("from %s", name)
    assert capsys.readouterr().err.splitlines() == ["DEBUG: from phoenix.x", "DEBUG: from httpx"]


def test_a_url_of_telegram_is_told_without_the_token(capsys):
    """The client logs every URL, and nobody has to have told us of the token."""
    logs.configure("DEBUG", "json")
    url = f"https://api.telegram.org/bot{TOKEN}/getMe"
    logging.getLogger("httpx").info('HTTP Request: %s %s "%s"', "POST", url, "HTTP/1.1 200 OK")
    (line,) = capsys.readouterr().err.splitlines()
    said = 'HTTP Request: POST https://api.telegram.org/bot***/getMe "HTTP/1.1 200 OK"'
    assert json.loads(line)["event"] == said


def test_a_command_tells_once_why_it_failed(capsys):
    """What did not start is its last line anyway; what did not stop is told."""
    logs.configure_for_command(debug=False)
    log.warning("stage failed to start", stage="store")
    log.warning("stage failed to stop", stage="store")
    assert capsys.readouterr().err == "WARNING: stage failed to stop stage=store\n"


def test_a_command_tells_all_with_debug(capsys):
    """With time and logger."""
    logs.configure_for_command(debug=True)
    log.warning("stage failed to start", stage="store")
    told = capsys.readouterr().err
    assert told.endswith("Z WARNING  phoenix.tests.logs: stage failed to start stage=store\n")


def test_what_is_no_terminal_gets_json(capsys):
    """``auto`` is for people only where they read."""
    logs.configure("INFO", "auto")
    log.info("said")
    assert json.loads(capsys.readouterr().err)["event"] == "said"


def test_configuring_again_replaces_what_was(capsys):
    """No line is written twice."""
    logs.configure("INFO", "brief")
    logs.configure("INFO", "brief")
    log.info("said")
    assert capsys.readouterr().err == "INFO: said\n"


def test_closing_leaves_logging_as_python_has_it(capsys, tmp_path):
    """No handler, no level, no open file."""
    before = logging.getLogger().handlers[:]
    logs.configure("DEBUG", "brief", tmp_path / "log")
    logs.close()
    log.warning("said")
    assert capsys.readouterr().err == ""
    assert (logging.getLogger().handlers, logging.getLogger().level) == (before, logging.WARNING)
    assert logging.getLogger("httpx").level == logging.NOTSET


def test_a_file_gets_the_same_lines(capsys, tmp_path):
    """Its folder is made."""
    file = tmp_path / "of" / "phoenix" / "log"
    logs.configure("INFO", "json", file, secrets=["sesame-of-the-file"])
    log.info("said", word="sesame-of-the-file")
    assert file.read_text() == capsys.readouterr().err
    assert json.loads(file.read_text())["word"] == "***"


def test_a_file_that_is_full_is_followed_by_another(tmp_path, monkeypatch):
    """Five earlier ones are kept, and nothing else."""
    monkeypatch.setattr(log_file, "LARGEST", 300)
    logs.configure("INFO", "json", tmp_path / "log")
    for n in range(40):
        log.info("said", n=n)
    assert {one.name for one in tmp_path.glob("log*")} == {
        "log", "log.1", "log.2", "log.3", "log.4", "log.5"
    }  # fmt: skip
    assert '"n": 39' in (tmp_path / "log").read_text()


def test_a_file_that_cannot_be_written_is_a_wrong_setting(tmp_path, capsys):
    """It is found before anything runs, and what was configured before still holds."""
    logs.configure("INFO", "brief")
    (tmp_path / "folder").write_text("a file in the place of the folder")
    with pytest.raises(ConfigurationError, match="LOG_FILE cannot be written"):
        logs.configure("INFO", "json", tmp_path / "folder" / "log")
    log.info("said")
    assert capsys.readouterr().err == "INFO: said\n"


def test_a_line_that_cannot_be_written_is_told_without_its_text(capsys, tmp_path):
    """Python itself would print message and arguments, secrets and all."""
    handler = LogFile(tmp_path / "log")
    handler.setFormatter(logging.Formatter())
    handler.handle(logging.makeLogRecord({"name": "x", "msg": "%d", "args": ("a secret",)}))
    handler.close()
    assert capsys.readouterr().err == "a line of x could not be logged: TypeError\n"


def test_a_service_logs_as_its_settings_say(capsys, tmp_path):
    """Level, form and file, and its secrets are hidden."""
    chosen = Settings(
        telegram_bot_token=TOKEN, redis_url="redis://:sesame@h:1/0", log_level="DEBUG",
        log_format="console", log_file=tmp_path / "log",
    )  # fmt: skip
    logs.configure_for_service(chosen)
    log.debug("said", where="h", word="sesame")
    told = capsys.readouterr().err
    assert told.endswith("Z DEBUG    phoenix.tests.logs: said where=h word=***\n")
    assert (tmp_path / "log").read_text() == told


async def test_what_a_task_leaves_is_told_without_secrets(capsys):
    """The loop's own complaint takes the same way."""
    logs.configure("INFO", "json", secrets=["sesame-of-a-task"])
    asyncio.get_running_loop().call_exception_handler(
        {"message": "a task died", "exception": ValueError("sesame-of-a-task")}
    )
    line = json.loads(capsys.readouterr().err)
    assert (line["logger"], line["level"], line["event"]) == ("asyncio", "error", "a task died")
    assert line["exception"] == "ValueError: ***"


ENDS = {
    "nobody catches it": (
        "raise ValueError('sesame')",
        [("critical", "uncaught exception")],
    ),
    "a thread": (
        "t = threading.Thread(target=int, args=('sesame',), name='sesame'); t.start(); t.join()",
        [("error", "a thread died")],
    ),
    "a thread that ends itself": (
        "t = threading.Thread(target=sys.exit, args=('sesame',)); t.start(); t.join()",
        [],
    ),
    "nobody can": (
        "class A:\n    def __del__(self):\n        raise ValueError('sesame')\nA()",
        [("error", "an exception could not be raised")],
    ),
    "a coroutine": (
        "async def sesame(): pass\nsesame()",
        [("error", "an exception could not be raised")],
    ),
}


@pytest.mark.parametrize(("code", "lines"), ENDS.values(), ids=ENDS)
def test_what_nobody_caught_is_a_line_without_secrets(code, lines):
    """Of the main thread, of another, and where nothing can be raised."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{BEGIN}\n{code}"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    told = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [(line["level"], line["event"]) for line in told] == lines
    assert "sesame" not in ran.stderr + ran.stdout
    assert all("Traceback" in line["exception"] or "***" in line["exception"] for line in told)


BEGIN = """
import sys, threading
from phoenix.app import logs
logs.configure("INFO", "json", secrets=["sesame"])
"""


def test_after_the_end_secrets_are_hidden_too():
    """What is told when the log has been closed still reaches stderr."""
    code = f"{BEGIN}\nlogs.close()\nraise ValueError('sesame')"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stderr.startswith("CRITICAL: uncaught exception\nTraceback")
    assert ran.stderr.endswith("ValueError: ***\n")


def test_hooks_of_another_are_left():
    """A debugger or a test runner has its own reasons."""
    own = "lambda *args: print('mine')"
    code = f"sys.excepthook = {own}\n{BEGIN}\nraise ValueError"
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == ("mine\n", "")


def test_warnings_of_python_are_lines_of_a_service():
    """Also that a coroutine was never awaited."""
    code = """
from phoenix.app import logs
from phoenix.app.settings import Settings
logs.configure_for_service(Settings(log_format="json"))
import warnings
warnings.warn("old", DeprecationWarning)
"""
    ran = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    line = json.loads(ran.stderr)
    assert (line["logger"], line["level"]) == ("py.warnings", "warning")
    assert "DeprecationWarning: old" in line["event"]


def test_rich_is_not_imported_for_it():
    """Whatever else may need Rich, a line of the log does not, and it can be imported later."""
    code = f"{BEGIN}\nassert 'rich' not in sys.modules\nimport rich\nlogs.configure()"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
