"""What an update says is read without trust: whatever it holds, nothing is raised."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.bot.chat import Kind
from phoenix.bot.incoming import (
    KINDS,
    MOST,
    Moved,
    Place,
    Pushed,
    Sender,
    Sought,
    Written,
    lane,
    number_of,
    read,
)

ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -100, "type": "supergroup"}
NAMES = (
    "id", "update_id", "message", "callback_query", "inline_query", "my_chat_member", "chat",
    "from", "text", "data", "type", "date", "message_id", "reply_to_message", "first_name",
    "language_code", "new_chat_member", "status", "query", "offset", "sender_chat", "photo",
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
    | st.text(st.characters(), max_size=8) | st.sampled_from(["private", "group", "kicked", "/"])
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=30,
)
UPDATES = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6)


def message(**unusual):
    """An update with a text in a private chat."""
    usual = {"message_id": 1, "date": 1, "chat": PRIVATE, "from": ANA, "text": "Flamengo"}
    return {"update_id": 1, "message": {**usual, **unusual}}


def query(**unusual):
    """An update with a button that was pressed below a message of the bot's."""
    below = {"message_id": 5, "date": 1, "chat": PRIVATE, "text": "a"}
    return {"update_id": 1, "callback_query": {
        "id": "q", "from": ANA, "data": "x", "message": below, **unusual,
    }}  # fmt: skip


@given(update=UPDATES)
def test_whatever_comes_is_read_or_passed_over(update):
    """What is read holds numbers that a column holds, and texts that a database keeps."""
    incoming = read(update)
    lane(update)
    if incoming is None:
        return
    assert number_of(update) == incoming.update
    assert 0 < incoming.sender.id <= MOST
    incoming.sender.name.encode("utf-8")
    if isinstance(incoming, Written):
        assert "\0" not in incoming.text
        assert abs(incoming.place.id) <= MOST


@given(kind=st.sampled_from(KINDS), part=JSON)
def test_so_it_is_with_each_kind_of_update(kind, part):
    """Whatever stands where Telegram has a message or a query."""
    read({"update_id": 1, kind: part})


def test_a_text_is_read():
    """Who, where and what."""
    ana = Sender(7, "Ana", "pt-br")
    assert read(message()) == Written(1, Place(7, Kind.PRIVATE), ana, "Flamengo")


def test_what_it_answers_is_read():
    """The text of the message before, and who wrote it."""
    before = {"message_id": 1, "caption": "card", "from": {"id": 99}}
    written = read(message(reply_to_message=before))
    assert (written.replied, written.to) == ("card", 99)


@pytest.mark.parametrize(
    "part",
    [
        {"text": ""}, {"text": None}, {"from": {**ANA, "is_bot": True}}, {"from": None},
        {"chat": None}, {"chat": {"id": 2**63, "type": "private"}}, {"chat": {"id": 7}},
        {"from": {"id": True}}, {"from": {"id": -1}},
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_passed_over(part):
    """Other bots, channels that nobody speaks in, and parts that are no part of Telegram's."""
    assert read(message(**part)) is None


def test_an_admin_who_writes_in_the_name_of_a_group_is_known():
    """Telegram sends such a text from a bot of its own."""
    own = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    written = read(message(chat=GROUP, sender_chat={"id": -100}, **{"from": own}))
    assert written.for_group
    assert read(message(chat=GROUP, sender_chat={"id": -5}, **{"from": own})) is None


def test_what_no_database_keeps_is_taken_out_of_a_text():
    """NUL, and halves of surrogate pairs; what is too long is cut."""
    assert read(message(text="a\0\ud800b")).text == "a?b"
    assert len(read(message(text="x" * 100_000)).text) == 4096


def test_a_button_is_read():
    """By its message it is known what can become of it."""
    pushed = read(query())
    assert pushed == Pushed(
        1, "q", Place(7, Kind.PRIVATE), Sender(7, "Ana", "pt-br"), "x", message=5
    )


def test_a_button_under_a_picture_is_known_as_such():
    """Its message cannot become a text."""
    below = {"message_id": 5, "date": 1, "chat": PRIVATE, "photo": [{"file_id": "f"}]}
    assert read(query(message=below)).pictured


def test_a_message_out_of_reach_is_none_that_can_be_edited():
    """Telegram gives it the date 0."""
    pushed = read(query(message={"message_id": 5, "date": 0, "chat": PRIVATE}))
    assert (pushed.place.id, pushed.message) == (7, None)


def test_a_button_under_an_inline_message_has_no_chat():
    """And a game has no data."""
    pushed = read(query(message=None, inline_message_id="i", data=None))
    assert (pushed.place, pushed.message, pushed.data) == (None, None, "")


@pytest.mark.parametrize(
    ("member", "away"),
    [
        ({"status": "kicked"}, True), ({"status": "left"}, True), ({"status": "member"}, False),
        ({"status": "administrator"}, False), ({"status": "restricted", "is_member": False}, True),
    ],
)  # fmt: skip
def test_it_is_read_whether_the_bot_was_put_out_of_a_chat(member, away):
    """A user who blocks it has put it out."""
    told = {"chat": GROUP, "from": ANA, "date": 1, "new_chat_member": member}
    moved = read({"update_id": 1, "my_chat_member": told})
    assert moved == Moved(1, Place(-100, Kind.GROUP), Sender(7, "Ana", "pt-br"), away)


def test_a_search_is_read():
    """What was typed behind the bot's name."""
    told = {"id": "q", "from": ANA, "query": "fla", "offset": "10"}
    assert read({"update_id": 1, "inline_query": told}) == Sought(
        1, "q", Sender(7, "Ana", "pt-br"), "fla", "10"
    )


@pytest.mark.parametrize("update", [{"update_id": 1}, {"update_id": 1, "edited_message": {}}])
def test_other_kinds_are_passed_over(update):
    """They need no answer."""
    assert read(update) is None


@pytest.mark.parametrize("number", [None, "1", True, -1, 2**63, 1.0])
def test_an_update_without_a_number_is_none(number):
    """It could not be marked."""
    assert read({**message(), "update_id": number}) is None


def test_updates_of_one_chat_go_one_after_the_other():
    """Where there is no chat, those of one user do."""
    assert lane(message(chat=GROUP)) == lane(query(message={"chat": GROUP})) == -100
    assert lane({"update_id": 1, "inline_query": {"from": ANA}}) == 7
    assert lane({"update_id": 1}) is None
