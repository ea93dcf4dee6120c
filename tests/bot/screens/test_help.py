"""What the bot can do, what it stores, and what it is."""

import ast
import re
from pathlib import Path

import pytest
from visitor import a_chat, labelled, labels, only, shown
from writing_down import NOW

import phoenix.bot
from phoenix.app.about import About, Plugin, Source
from phoenix.bot.letter import Act
from phoenix.bot.screens.help import Help
from phoenix.bot.splitting import units
from phoenix.bot.texts import LANGUAGES

ALL = About(
    "1.2.3",
    "MIT",
    (Plugin("Gols & <b>", "1.0.0", "active"), Plugin("Cantos", None, "quarantined")),
    (Source("api-football", NOW),),
)
NOTHING = About("1.2.3", "MIT", (), ())
BROKEN = About("1.2.3", "MIT", None, ())
PAGES = ("ajuda", "privacidade", "sobre")


def routes(about=ALL, hours=24.0):
    """Of a service where all this runs."""

    async def told(language):
        return about

    return Help(told, hours).routes()


def offered():
    """The names of all commands of the bot, as its modules write them."""
    folder = Path(phoenix.bot.__file__).parent / "screens"
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Command":
                yield from (
                    ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Tuple) else ()
                )


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_fits_one_message_in_every_language(visitor, language, name):
    """And leads to the two others, and to the menu."""
    visitor.chat = a_chat(language=language)
    turn = await visitor.sends(routes(), f"/{name}")
    assert units(shown(turn).text) < 4096
    assert len(shown(turn).buttons[-2]) == 2
    assert labels(shown(turn).buttons[-1])[0].startswith("‹")


@pytest.mark.parametrize(
    "name", ["help", "ayuda", "privacy", "privacidad", "about", "acerca", *PAGES]
)
async def test_every_page_has_its_name_in_every_language(visitor, name):
    """Each is a command."""
    assert shown(await visitor.sends(routes(), f"/{name}"))


async def test_pages_turn_in_place(visitor):
    """One message."""
    turn = await visitor.sends(routes(), "/ajuda")
    turn = await visitor.presses(routes(), labelled(shown(turn), "Privacidade"))
    assert only(turn).act is Act.EDIT
    turn = await visitor.presses(routes(), labelled(shown(turn), "Sobre"))
    assert "Phoenix 1.2.3" in shown(turn).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whatever_the_help_says_to_write_is_a_command(visitor, language):
    """Nobody is sent to a command that is not there."""
    visitor.chat = a_chat(language=language)
    text = shown(await visitor.sends(routes(), "/ajuda")).text
    named = set(re.findall(r"<code>/(\w+)", text))
    assert len(named) > 8
    assert named <= set(offered())


async def test_privacy_tells_for_how_long_things_are_kept(visitor):
    """By the settings of this service; a part of an hour is an hour."""
    assert "24 horas" in shown(await visitor.sends(routes(), "/privacidade")).text
    assert "uma hora" in shown(await visitor.sends(routes(hours=0.2), "/privacidade")).text
    assert "3 dias" in shown(await visitor.sends(routes(), "/privacidade")).text


async def test_privacy_leads_to_one_s_own_data(visitor):
    """To export or delete them."""
    turn = await visitor.sends(routes(), "/privacidade")
    assert visitor.meant(labelled(shown(turn), "Meus dados")) == ("data",)


async def test_plugins_and_sources_are_told_with_their_states(visitor):
    """Escaped: anybody may write a plugin."""
    text = shown(await visitor.sends(routes(), "/sobre")).text
    assert "Gols &amp; &lt;b&gt; 1.0.0 · ativo" in text
    assert "Cantos ? · em quarentena" in text
    assert "api-football, lida em ter., 24/11 12:30" in text


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (NOTHING, "Nenhum plugin"),
        (NOTHING, "Nenhuma fonte"),
        (BROKEN, "não pôde ser lida"),
    ],
)
async def test_what_is_not_there_is_said(visitor, about, said):
    """Never an empty list."""
    assert said in shown(await visitor.sends(routes(about), "/sobre")).text


@pytest.mark.parametrize("name", ["ajuda", "sobre"])
async def test_a_line_on_playing_responsibly_is_there(visitor, name):
    """Where bets are spoken of."""
    assert "Aposte só o que pode perder" in shown(await visitor.sends(routes(), f"/{name}")).text
