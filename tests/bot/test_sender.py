"""A message is sent once, however Telegram and the network behave; its edits as often as needed."""

import asyncio

import pytest
from simulated import simulated

from phoenix.bot.api import Sent
from phoenix.bot.faults import BadRequest, NotModified, TelegramAway, TooManyRequests
from phoenix.bot.sender import Patience, Sender

PATIENCE = Patience(jitter=lambda: 0.0)
LOST = TelegramAway("sendMessage", "ReadTimeout", taken=True)
UNSENT = TelegramAway("sendMessage", "ConnectError", taken=False)


class Scripted:
    """Telegram as it was told to behave; when it was called."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.moments = []

    async def send_message(self, chat, text, **options):
        self.called()
        return Sent(chat, len(self.moments))

    async def edit_message_text(self, message, text, **options):
        self.called()

    def called(self):
        """One more time."""
        self.moments.append(round(asyncio.get_running_loop().time(), 3))
        if self.faults:
            raise self.faults.pop(0)


def moments(api, work):
    """When Telegram was called while ``work`` was done with a sender."""

    async def life():
        await work(Sender(api, PATIENCE))

    simulated(life())
    return api.moments


async def sends(sender):
    """One message."""
    await sender.send(7, "a")


async def edits(sender):
    """One edit."""
    await sender.edit(Sent(7, 1), "a")


def test_what_has_surely_not_arrived_is_sent_again():
    """After waits that double."""
    assert moments(Scripted(*[UNSENT] * 5), sends) == [0.0, 0.5, 1.5, 3.5, 7.5, 15.5]


def test_in_the_end_it_is_given_up():
    """With the last fault."""
    with pytest.raises(TelegramAway, match="ConnectError"):
        moments(Scripted(*[UNSENT] * 6), sends)


def test_what_may_have_arrived_is_not_sent_again():
    """Rather no message than two."""
    api = Scripted(LOST)
    with pytest.raises(TelegramAway, match="ReadTimeout"):
        moments(api, sends)
    assert api.moments == [0.0]


def test_an_edit_is_made_again_though_it_may_have_arrived():
    """If it has, the second changes nothing, which is no fault."""
    assert moments(Scripted(LOST, NotModified("editMessageText", "same")), edits) == [0.0, 0.5]


def test_what_telegram_asks_to_wait_is_waited_to_the_full():
    """Neither more nor less."""
    assert moments(Scripted(TooManyRequests(7.0), TooManyRequests(3.0)), sends) == [0.0, 7.0, 10.0]


def test_a_longer_wait_than_anybody_waits_is_told_to_the_caller():
    """It knows best what to do without."""
    with pytest.raises(TooManyRequests):
        moments(Scripted(TooManyRequests(61.0)), sends)


def test_all_calls_wait_where_one_was_asked_to():
    """Also those that come later."""

    async def several(sender):
        first = asyncio.create_task(sender.send(7, "a"))
        await asyncio.sleep(1.0)
        await asyncio.gather(first, sender.send(8, "b"), sender.edit(Sent(9, 1), "c"))

    assert moments(Scripted(TooManyRequests(5.0)), several) == [0.0, 5.0, 5.0, 5.0]


def test_what_telegram_refuses_is_not_tried_again():
    """It would be refused again."""
    api = Scripted(BadRequest("sendMessage", "chat not found"))
    with pytest.raises(BadRequest):
        moments(api, sends)
    assert api.moments == [0.0]


async def test_it_is_the_same_with_a_real_server(telegram, api):
    """A message that is refused at first arrives once."""
    from bot_api_server import Flood, Status

    telegram.fail("sendMessage", Status(502), Flood(0))
    telegram.fail("editMessageText", Status(502))
    sender = Sender(api, Patience(steps=(0.0, 0.0)))
    sent = await sender.send(7, "a")
    await sender.edit(sent, "b")
    await sender.edit(sent, "b")
    assert telegram.texts(7) == ["b"]
    assert (telegram.count("sendMessage"), telegram.count("editMessageText")) == (3, 3)
