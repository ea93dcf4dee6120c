"""Which handler deals with what."""

import pytest

from phoenix.bot.routes import Command, Routes, together


async def handle(turn, rest):
    """Does nothing."""


def command(*names):
    """A command of these names."""
    return Command(names, handle)


def test_routes_of_several_parts_become_one():
    """Commands in the order of the parts, and all buttons."""
    one = Routes((command("a"),), {"x": handle})
    two = Routes((command("b", "c"),), {"y": handle}, text=handle)
    all_ = together([one, two])
    assert [c.names for c in all_.commands] == [("a",), ("b", "c")]
    assert set(all_.buttons) == {"x", "y"}
    assert all_.text is handle


def test_nothing_together_is_nothing():
    """No part, no route."""
    assert together([]) == Routes()


@pytest.mark.parametrize(
    ("one", "two", "what"),
    [
        (Routes(buttons={"x": handle}), Routes(buttons={"x": handle}), "buttons"),
        (Routes(text=handle), Routes(text=handle), "plain texts"),
        (Routes((command("a", "b"),)), Routes((command("c", "b"),)), "commands"),
        (Routes((command("a", "a"),)), Routes(), "commands"),
    ],
)
def test_two_parts_that_deal_with_the_same_are_an_error(one, two, what):
    """It is found when the bot is put together, not when a button is pressed."""
    with pytest.raises(ValueError, match=what):
        together([one, two])
