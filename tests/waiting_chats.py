"""Jobs that are over, the chats that wait for them, and the letters that they get."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import insert, select, update

from phoenix.app.chat_tables import chat, outbox
from phoenix.bot.chat import Defaults
from phoenix.bot.signing import Signer
from phoenix.jobs.tables import job, job_result, job_subscriber

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
SIGNER = Signer.of(SecretStr("1:token"))
DEFAULTS = Defaults("pt-BR", ZoneInfo("America/Sao_Paulo"), 6.0)


async def add_job(store, subscribers, *, status="done", result=None, kind="sheet", **told):
    """A job as it is written down; its number."""
    payload = told.pop("payload", {"fixture": 9})
    row = {
        "kind": kind, "key": "k", "owner": "o", "payload": json.dumps(payload), "priority": 0,
        "turn": 0, "limit_seconds": 9.0, "status": status, "progress": 0.0, "phrase": "",
        "attempts": 1, "failures": 0, "interruptions": 0, "created": NOW, **told,
    }  # fmt: skip

    async def work(connection):
        number = (await connection.execute(insert(job).values(**row).returning(job.c.id))).scalar()
        for one in subscribers:
            named = {"job_id": number, "subscriber": one}
            await connection.execute(insert(job_subscriber).values(**named))
        if result is not None:
            kept = {"job_id": number, "attempt": 1, "body": json.dumps(result), "made": NOW}
            await connection.execute(insert(job_result).values(**kept))
        return number

    return await store.write(work)


async def change_job(store, number, **values):
    """Let it come further."""
    statement = update(job).where(job.c.id == number).values(**values)
    await store.write(lambda connection: connection.execute(statement))


async def add_chat(store, number, **chosen):
    """A chat that has chosen something."""
    row = {"id": number, "kind": "private", "picture": True, "created": NOW, **chosen}
    await store.write(lambda connection: connection.execute(insert(chat).values(**row)))


async def letters(store):
    """All letters in their order."""
    query = select(outbox).order_by(outbox.c.id)
    return (await store.read(lambda connection: connection.execute(query))).all()


async def still_waiting(store):
    """Who has not been told."""
    query = select(job_subscriber.c.subscriber)
    return set((await store.read(lambda connection: connection.execute(query))).scalars())


def buttons(row):
    """What the buttons of a letter mean, by their text."""
    told = [button for line in json.loads(row.body)["buttons"] for button in line]
    return {
        button["text"]: SIGNER.read(row.chat, button["data"]) for button in told if "data" in button
    }
