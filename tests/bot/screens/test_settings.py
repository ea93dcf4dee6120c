"""What a chat has chosen, and how it is changed."""

import pytest
from visitor import a_chat, a_user, buttons, labelled, labels, only, shown
from writing_down import meet_again, now, write

from phoenix.bot.chat import Kind
from phoenix.bot.letter import Act
from phoenix.bot.screens.settings import CONFIDENCES, Settings


@pytest.fixture
def database_url(made_sqlite_url):
    """What is written is tested on both engines with the statements themselves."""
    return made_sqlite_url


@pytest.fixture
def routes(store):
    """Of a chat's settings."""
    return Settings(store, now).routes()


@pytest.fixture
def press(routes, visitor, store):
    """Presses buttons one after the other, from the settings on; what comes of the last."""

    async def pressed(*path):
        turn = await visitor.sends(routes, "/configuracoes")
        for label in path:
            turn = await visitor.presses(routes, labelled(shown(turn), label))
            await write(store, turn)
            await meet_again(store, visitor)
        return turn

    return pressed


async def not_leading():
    """Whether an ordinary member leads the group."""
    return False


@pytest.mark.parametrize("name", ["configuracoes", "config", "settings", "ajustes"])
async def test_all_settings_are_shown_as_they_are(routes, visitor, name):
    """With what holds where nothing was chosen."""
    text = shown(await visitor.sends(routes, f"/{name}")).text
    for part in ("Português (Brasil)", "São Paulo", "12:30", "6,0", "com imagem"):
        assert part in text


async def test_a_language_that_is_chosen_is_spoken_at_once(press, visitor):
    """The very message changes into it."""
    turn = await press("Idioma", "English")
    assert "Settings" in shown(turn).text
    assert only(turn).act is Act.EDIT
    assert turn.notice[0] == "Saved ✓"
    assert (visitor.chat.language, visitor.chat.language_chosen) == ("en", True)


async def test_a_zone_that_is_chosen_holds(press, visitor):
    """Times are by its clocks from then on."""
    turn = await press("Fuso", "Londres")
    assert "15:30" in shown(turn).text
    assert visitor.chat.zone.key == "Europe/London"


async def test_the_least_confidence_is_chosen_in_half_points(press, visitor):
    """From 5.0 to 9.0, as the language writes it."""
    turn = await press("Confiança")
    assert labels(buttons(shown(turn)))[: len(CONFIDENCES)] == [
        "5,0", "5,5", "✓ 6,0", "6,5", "7,0", "7,5", "8,0", "8,5", "9,0"
    ]  # fmt: skip
    turn = await press("Confiança", "7,5")
    assert visitor.chat.min_confidence == 7.5
    assert "7,5" in shown(turn).text


async def test_pictures_are_switched_off_and_on_again(press, visitor):
    """The button says what it will do."""
    await press("Só texto")
    assert visitor.chat.picture is False
    await press("Com imagem")
    assert visitor.chat.picture is True


@pytest.mark.parametrize(
    "text", ["fuso madrid", "FUSO Europe/Madrid", "timezone Madri", "zona  madird "]
)
async def test_a_zone_is_chosen_by_name(routes, visitor, store, text):
    """In any of our languages, typos forgiven."""
    turn = await visitor.sends(routes, f"/configuracoes {text}")
    if not turn.changes:
        turn = await visitor.presses(routes, labelled(shown(turn), "Madri"))
    await write(store, turn)
    await meet_again(store, visitor)
    assert visitor.chat.zone.key == "Europe/Madrid"


async def test_a_name_of_several_zones_offers_them(routes, visitor, store):
    """Each with its clock; the one that is pressed is kept."""
    turn = await visitor.sends(routes, "/configuracoes fuso chile")
    assert turn.changes == []
    assert "chile" in shown(turn).text
    await write(store, await visitor.presses(routes, labelled(shown(turn), "Punta Arenas")))
    await meet_again(store, visitor)
    assert visitor.chat.zone.key == "America/Punta_Arenas"


async def test_a_name_of_no_zone_is_told_so(routes, visitor):
    """Escaped, and with an example."""
    turn = await visitor.sends(routes, "/configuracoes fuso <xyzzyq>")
    assert "&lt;xyzzyq&gt;" in shown(turn).text
    assert turn.changes == []


@pytest.mark.parametrize("rest", ["fuso", "fuso ", "qualquer coisa"])
async def test_what_is_not_understood_shows_the_settings(routes, visitor, rest):
    """Which say how it is done."""
    assert "Configurações" in shown(await visitor.sends(routes, f"/configuracoes {rest}")).text


async def test_what_is_changed_of_a_chat_is_changed_of_no_other(press, visitor, store):
    """Each has its own."""
    await press("Confiança", "9,0")
    visitor.chat = a_chat(id=8)
    await meet_again(store, visitor)
    assert (visitor.chat.min_confidence, visitor.chat.is_new) == (6.0, True)


@pytest.mark.parametrize("label", ["Idioma", "Fuso", "Confiança", "Só texto"])
async def test_in_a_group_only_its_admins_change_settings(routes, visitor, label):
    """Others are told so kindly, and the message stays as it is."""
    visitor.chat = a_chat(id=-5, kind=Kind.GROUP)
    visitor.user = a_user(leads_group=not_leading)
    main = shown(await visitor.sends(routes, "/configuracoes"))
    turn = await visitor.presses(routes, labelled(main, label))
    assert (turn.changes, turn.letters) == ([], [])
    assert "administradores" in turn.notice[0]
    assert turn.notice[1] is True


async def test_in_a_group_only_its_admins_name_a_zone(routes, visitor):
    """Others are told in the chat."""
    visitor.chat = a_chat(id=-5, kind=Kind.GROUP)
    visitor.user = a_user(leads_group=not_leading)
    turn = await visitor.sends(routes, "/configuracoes fuso madrid")
    assert turn.changes == []
    assert "administradores" in shown(turn).text


async def test_an_admin_of_a_group_changes_its_settings(press, visitor):
    """As everybody does in private."""
    visitor.chat = a_chat(id=-5, kind=Kind.GROUP)
    await press("Confiança", "8,0")
    assert visitor.chat.min_confidence == 8.0


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("cfg_lang", ("de",)),
        ("cfg_lang", ("en", "es")),
        ("cfg_tz", ("madrid",)),
        ("cfg_tz", ("../../etc/passwd",)),
        ("cfg_conf", ("10.0",)),
        ("cfg_conf", ("nan",)),
        ("cfg_pic", ("2",)),
        ("cfg_pic", ()),
    ],
)
async def test_a_button_that_says_what_is_not_offered_is_an_old_one(
    routes, turn, action, arguments
):
    """Nothing is written."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for some of them
        await routes.buttons[action](turn, arguments)
    assert turn.changes == []


@pytest.mark.parametrize("label", ["Idioma", "Fuso", "Confiança"])
async def test_every_page_leads_back(press, label):
    """To the settings and to the menu."""
    turn = await press(label)
    assert labels(shown(turn).buttons[-1]) == ["‹ Configurações", "‹ Menu"]
    turn = await press(label, "‹ Configurações")
    assert "⚙️" in shown(turn).text
