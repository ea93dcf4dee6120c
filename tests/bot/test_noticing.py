"""What the bot's admins are told."""

from zoneinfo import ZoneInfo

from phoenix.bot.html import html
from phoenix.bot.letter import Act, Rank
from phoenix.bot.noticing import complaints, notices
from phoenix.bot.words import Words

WORDS = Words("pt-BR", ZoneInfo("America/Sao_Paulo"))


def complained(chat=7, sheet=3):
    """Letters to two admins."""
    return complaints(
        (1, 2), WORDS, chat=chat, sheet=sheet, match="A&B x C", fingerprint="<f>"
    )  # fmt: skip


def test_every_admin_gets_a_letter_without_a_sound():
    """Behind the answers that users wait for."""
    letters = notices((1, 2), html("a < b"))
    assert [letter.chat for letter in letters] == [1, 2]
    assert {(letter.act, letter.silent, letter.key) for letter in letters} == {
        (Act.SEND, True, None)
    }
    assert letters[0].rank > Rank.ANSWER
    assert letters[0].screen.text == "a &lt; b"


def test_without_admins_nobody_is_told():
    """Nothing is written."""
    assert notices((), html("x")) == ()


def test_letters_of_one_matter_differ_by_admin_alone():
    """So that each gets one, and none gets two."""
    keys = {letter.key for letter in notices((1, 2), html("x"), key="y")}
    assert keys == {"notice:y:1", "notice:y:2"}


def test_a_complaint_names_the_match_and_the_fingerprint():
    """Escaped, since clubs may be called anything."""
    letter, _ = complained()
    assert "A&amp;B x C" in letter.screen.text
    assert "<code>&lt;f&gt;</code>" in letter.screen.text


def test_the_same_complaint_again_has_the_same_key():
    """A chat that presses twice is told of once; another chat is not the same."""
    assert [c.key for c in complained()] == [c.key for c in complained()]
    keys = {c.key for c in (*complained(), *complained(chat=8), *complained(sheet=4))}
    assert len(keys) == 6
