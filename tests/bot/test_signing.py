"""What buttons say, and whom to believe."""

import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from phoenix.bot.signing import LONGEST, VERSION, Pressed, Signer

SIGNER = Signer(b"a key of the tests")

chats = st.integers(-(2**63), 2**63 - 1)
words = st.text(st.characters(codec="utf-8", exclude_characters=":"), min_size=1, max_size=6)
meanings = st.builds(Pressed, words, st.lists(words, max_size=1).map(tuple))


def data(chat, pressed):
    """What the button says."""
    return SIGNER.data(chat, pressed.action, *pressed.arguments)


@given(chats, meanings)
def test_what_is_signed_is_read_again(chat, pressed):
    """In the chat for which it was made."""
    assert SIGNER.read(chat, data(chat, pressed)) == pressed


@given(chats, meanings, st.data())
def test_a_button_that_was_changed_anywhere_is_refused(chat, pressed, draw):
    """One other character is enough."""
    said = data(chat, pressed)
    place = draw.draw(st.integers(0, len(said) - 1))
    other = draw.draw(st.sampled_from(string.ascii_letters + string.digits + ":-_"))
    assume(other != said[place])
    assert SIGNER.read(chat, said[:place] + other + said[place + 1 :]) is None


@given(chats, chats, meanings)
def test_a_button_of_another_chat_is_refused(chat, other, pressed):
    """Nobody presses what was shown to somebody else."""
    assume(chat != other)
    assert SIGNER.read(other, data(chat, pressed)) is None


@example(7, f"{VERSION}{chr(0xD800) * 12}")
@given(chats, st.text(st.characters(), max_size=80))
def test_whatever_a_button_says_it_is_refused_quietly(chat, said):
    """Also what is no text that could be sent."""
    assert SIGNER.read(chat, said) is None


@pytest.mark.parametrize("cut", [0, 1, 5, 12])
def test_a_button_that_was_cut_off_is_refused(cut):
    """Its version alone, or its signature alone, means nothing."""
    assert SIGNER.read(7, SIGNER.data(7, "menu")[:cut]) is None


def test_a_button_of_another_version_is_refused():
    """It may have meant something else by the same words."""
    assert SIGNER.read(7, "2" + SIGNER.data(7, "menu")[len(VERSION) :]) is None


def test_a_button_of_another_bot_is_refused():
    """The key follows from the token."""
    one, other = (Signer.of(SecretStr(f"{bot}:token")) for bot in (1, 2))
    assert other.read(7, one.data(7, "menu")) is None
    assert Signer.of(SecretStr("1:token")).read(7, one.data(7, "menu")) == Pressed("menu")


@given(st.integers(1, 100))
def test_a_button_says_at_most_64_bytes(length):
    """Beyond that it is an error where it is made; Telegram would refuse the whole message."""
    try:
        said = SIGNER.data(7, "a" * length)
    except ValueError:
        assert length > LONGEST - 12
    else:
        assert len(said.encode()) == length + 12 <= LONGEST


@given(st.text("ã💥", min_size=27, max_size=64))
def test_bytes_are_counted_and_not_characters(action):
    """A letter with an accent takes two."""
    with pytest.raises(ValueError, match="bytes"):
        SIGNER.data(7, action)


@pytest.mark.parametrize("parts", [("a:b",), ("a", "b:c"), ("a", "b", ":")])
def test_a_colon_within_a_part_is_an_error(parts):
    """It would be read as two parts."""
    with pytest.raises(ValueError, match="colon"):
        SIGNER.data(7, *parts)


def test_numbers_are_said_as_they_are_written():
    """Ids go through as text."""
    assert SIGNER.read(7, SIGNER.data(7, "m", 123, "x")) == Pressed("m", ("123", "x"))


def test_no_secret_stands_in_its_representation():
    """A traceback that shows its variables tells nobody the key."""
    signer = Signer.of(SecretStr("1:token"))
    assert "token" not in f"{signer!r}{vars(signer)}".replace("Signer", "")
    assert repr(signer) == "Signer()"
