"""python-telegram-bot itself reads every answer of the suite's Bot API server."""

import struct
import zlib

import pytest
import telegram
from bot_api_server import BOT, TOKEN
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    MenuButtonCommands,
    Update,
)
from telegram.constants import ChatAction, ChatMemberStatus, MessageEntityType, ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

HTML = "<b>Flamengo</b> 😀 <a href='https://example.org'>mais</a>"
GROUP = -1001


@pytest.fixture
async def bot(telegram_api):
    """The library's own bot, over its own transport."""
    request, polls = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    base, files = f"{telegram_api.url}/bot", f"{telegram_api.url}/file/bot"
    async with telegram.Bot(TOKEN, base, files, request, polls) as bot:
        yield bot


@pytest.fixture
def telegram_api(telegram):
    """The server; ``telegram`` is the library's name here."""
    return telegram


def png(width, height):
    """A grey picture."""

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7f" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def keyboard(*labels):
    """A row of buttons that say what stands on them."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one) for one in labels]])


async def updates(bot):
    """What is to be had now."""
    return await bot.get_updates(allowed_updates=Update.ALL_TYPES)


async def test_who_the_bot_is(telegram_api, bot):
    """It may be in groups and answers inline."""
    me = bot.bot
    assert (me.id, me.username) == (BOT["id"], BOT["username"])
    assert me.can_join_groups
    assert me.supports_inline_queries
    assert not me.can_read_all_group_messages


async def test_a_text_with_its_entities(telegram_api, bot):
    """The library cuts the same pieces out of it."""
    sent = await bot.send_message(7, HTML, ParseMode.HTML, reply_markup=keyboard("a", "b"))
    assert sent.text == "Flamengo 😀 mais"
    assert list(sent.parse_entities().values()) == ["Flamengo", "mais"]
    assert sent.reply_markup == keyboard("a", "b")
    assert telegram_api.sent[0].source == HTML


async def test_a_text_is_edited_and_deleted(telegram_api, bot):
    """With the refusals that the library tells apart by their words."""
    sent = await bot.send_message(7, "a", reply_markup=keyboard("x"))
    edited = await sent.edit_text("b", reply_markup=keyboard("y"))
    assert (edited.text, edited.edit_date is not None) == ("b", True)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("b", reply_markup=keyboard("y"))
    assert (await sent.edit_reply_markup()).reply_markup is None
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await sent.edit_caption("c")
    assert await sent.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("d")
    assert telegram_api.texts(7) == []


async def test_a_message_of_a_user_cannot_be_edited(telegram_api, bot):
    """It can be answered."""
    telegram_api.say(7, "oi")
    (update,) = await updates(bot)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 7, update.message.message_id)
    answer = await update.message.reply_text("olá", do_quote=True)
    assert telegram_api.sent[0].answers == update.message.message_id
    assert answer.message_id == update.message.message_id + 1
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(7, "x", reply_to_message_id=99)


async def test_a_photo_in_three_ways(telegram_api, bot):
    """By multipart, by its id, and in the place of another by attach."""
    sent = await bot.send_photo(7, png(400, 200), "<i>um</i>", parse_mode=ParseMode.HTML)
    large = sent.photo[-1]
    assert (large.width, large.height, large.file_size) == (400, 200, len(png(400, 200)))
    assert (sent.photo[0].width, sent.photo[0].height) == (90, 45)
    assert sent.caption_entities[0].type == MessageEntityType.ITALIC
    again = await bot.send_photo(8, large.file_id)
    assert again.photo[-1].file_unique_id == large.file_unique_id
    other = await again.edit_media(InputMediaPhoto(png(90, 90), caption="dois"))
    assert (other.photo[-1].width, other.caption) == (90, "dois")
    assert (await other.edit_caption("três")).caption == "três"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await other.edit_text("x")
    file = telegram_api.sent[0].file
    assert (file.type, file.content) == ("image/png", png(400, 200))


async def test_a_photo_comes_back_as_it_was_sent(telegram_api, bot):
    """By the path that the server tells."""
    sent = await bot.send_photo(7, png(10, 10))
    file = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == png(10, 10)


async def test_an_album(telegram_api, bot):
    """Its parts are messages of one group."""
    media = [InputMediaPhoto(png(20, side), caption=f"<b>{side}</b>") for side in (10, 30)]
    for one in media:
        one._unfreeze()
        one.parse_mode = ParseMode.HTML
    first, second = await bot.send_media_group(7, media)
    assert first.media_group_id == second.media_group_id
    assert [one.photo[-1].height for one in (first, second)] == [10, 30]
    assert telegram_api.texts(7) == ["10", "30"]


async def test_a_document(telegram_api, bot):
    """With its name and what kind of content it is."""
    sent = await bot.send_document(7, b"{}", filename="dados.json", caption="tudo")
    assert (sent.document.file_name, sent.document.file_size) == ("dados.json", 2)
    assert sent.document.mime_type == "application/json"
    pair = [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    assert len(await bot.send_media_group(7, pair)) == 2


async def test_a_button_is_pressed_and_answered_once(telegram_api, bot):
    """By its place, by its label, or with what never stood there."""
    await bot.send_message(7, "a", reply_markup=keyboard("Gols", "Cartões"))
    message = telegram_api.sent[0]
    telegram_api.press(message, 0, 1)
    telegram_api.tap(message, "Gols")
    telegram_api.press(message, "forged")
    queries = [update.callback_query for update in await updates(bot)]
    assert [query.data for query in queries] == ["Cartões", "Gols", "forged"]
    assert queries[0].message.message_id == message.id
    assert await queries[0].answer("Um momento", show_alert=True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await queries[0].answer()
    telegram_api.queries.grow_old()
    with pytest.raises(BadRequest, match="Query is too old"):
        await queries[1].answer()


async def test_inline(telegram_api, bot):
    """An article, and a photo that Telegram has."""
    sent = await bot.send_photo(7, png(10, 10))
    query = telegram_api.ask_inline(7, "flamengo")
    asked = (await updates(bot))[0].inline_query
    assert (asked.id, asked.query) == (query, "flamengo")
    content = InputTextMessageContent("<b>Flamengo</b>", ParseMode.HTML)
    results = [
        InlineQueryResultArticle("1", "Flamengo x Palmeiras", content, keyboard("Ver")),
        InlineQueryResultCachedPhoto("2", sent.photo[-1].file_id),
    ]
    assert await asked.answer(results, cache_time=5, is_personal=True, next_offset="2")
    assert [one["id"] for one in telegram_api.inline[query]] == ["1", "2"]
    telegram_api.choose(7, "flamengo", "1")
    assert (await updates(bot))[-1].chosen_inline_result.result_id == "1"


async def test_commands_and_descriptions(telegram_api, bot):
    """By scope and language; a user sees the narrowest."""
    await bot.set_my_commands([BotCommand("jogos", "Jogos do dia")])
    await bot.set_my_commands([BotCommand("today", "Today")], language_code="en")
    everyone = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("partidos", "Hoy")], everyone, language_code="es")
    admin = BotCommandScopeChat(7)
    await bot.set_my_commands([BotCommand("status", "Como vai")], admin)
    assert [one.command for one in await bot.get_my_commands(admin)] == ["status"]
    assert await bot.get_my_commands(BotCommandScopeChatMember(7, 7)) == ()
    seen = [
        telegram_api.profile.menu(chat, tongue)
        for chat, tongue in [(7, "en"), (8, "en"), (8, "es"), (8, "pt-br")]
    ]
    assert seen == [["status"], ["today"], ["partidos"], ["jogos"]]
    await bot.delete_my_commands(admin)
    assert await bot.get_my_commands(admin) == ()
    await bot.set_my_description("Analista", language_code="pt")
    await bot.set_my_short_description("Futebol")
    await bot.set_my_name("Phoenix")
    assert (await bot.get_my_description("pt")).description == "Analista"
    assert (await bot.get_my_short_description("es")).short_description == "Futebol"
    assert (await bot.get_my_name()).name == "Phoenix"
    await bot.set_chat_menu_button(7, MenuButtonCommands())
    assert isinstance(await bot.get_chat_menu_button(7), MenuButtonCommands)


async def test_a_group_and_who_is_in_it(telegram_api, bot):
    """Commands, mentions and answers come; what others talk of does not."""
    telegram_api.user(8, name="Bia", language="es")
    telegram_api.group(GROUP, admins=(7,))
    sent = await bot.send_message(GROUP, "olá")
    telegram_api.say(GROUP, "que jogo!", sender=8)
    telegram_api.say(GROUP, "/jogos@somebody_else_bot", sender=8)
    telegram_api.say(GROUP, "/jogos@phoenix_test_bot", sender=8)
    telegram_api.say(GROUP, "😀 @phoenix_test_bot Flamengo", sender=8)
    telegram_api.say(GROUP, "e amanhã?", sender=8, answers=telegram_api.sent[0])
    heard = [update.message for update in await updates(bot)]
    assert [one.text[:6] for one in heard] == ["/jogos", "😀 @pho", "e aman"]
    assert heard[0].parse_entities() == {heard[0].entities[0]: "/jogos@phoenix_test_bot"}
    assert heard[1].parse_entities() == {heard[1].entities[0]: "@phoenix_test_bot"}
    assert heard[2].reply_to_message.message_id == sent.message_id
    assert (heard[0].from_user.first_name, heard[0].from_user.language_code) == ("Bia", "es")
    assert heard[0].chat.type == "supergroup"
    assert (await bot.get_chat(GROUP)).title == "Torcida"
    members = [await bot.get_chat_member(GROUP, user) for user in (7, 8, BOT["id"])]
    assert [one.status for one in members] == ["creator", "member", "member"]
    (admin,) = await bot.get_chat_administrators(GROUP)
    assert admin.status == ChatMemberStatus.OWNER


async def test_who_blocks_the_bot_is_not_written_to(telegram_api, bot):
    """The bot is told of it, and of the way back."""
    telegram_api.block(7)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "a")
    telegram_api.unblock(7)
    await bot.send_message(7, "a")
    changed = [update.my_chat_member for update in await updates(bot)]
    assert [one.new_chat_member.status for one in changed] == ["kicked", "member"]


async def test_a_group_that_moves_and_one_that_puts_the_bot_out(telegram_api, bot):
    """The new number comes with the refusal."""
    telegram_api.group(-5, admins=(7,), kind="group")
    telegram_api.migrate(-5, -1005)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "a")
    assert moved.value.new_chat_id == -1005
    telegram_api.put_out(-1005, by=7)
    with pytest.raises(Forbidden, match="bot was kicked"):
        await bot.send_message(-1005, "a")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(-77, "a")
    assert (await updates(bot))[0].message.migrate_to_chat_id == -1005


async def test_a_channel_is_known_by_its_name(telegram_api, bot):
    """As a group with a name would be."""
    telegram_api.group(-1009, "Novas", kind="channel", username="phoenix_news")
    assert (await bot.send_message("@phoenix_news", "a")).chat.type == "channel"
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message("@nobody_there", "a")


async def test_actions_are_seen(telegram_api, bot):
    """One that there is not is refused."""
    assert await bot.send_chat_action(7, ChatAction.TYPING)
    assert telegram_api.actions == [(7, "typing")]
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(7, "dancing")


async def test_the_webhook_as_the_library_sets_it(telegram_api, bot):
    """With a certificate, for the kinds of updates that were asked for."""
    url = "https://example.org/hook"
    assert await bot.set_webhook(
        url, certificate=b"PEM", secret_token="secret", max_connections=7, allowed_updates=["poll"]
    )  # fmt: skip
    info = await bot.get_webhook_info()
    assert (info.url, info.has_custom_certificate, info.max_connections) == (url, True, 7)
    assert info.allowed_updates == ("poll",)
    assert telegram_api.webhook.certificate == b"PEM"
    with pytest.raises(Conflict, match="webhook is active"):
        await updates(bot)
    assert await bot.delete_webhook()
    assert await updates(bot) == ()


async def test_floods_and_a_revoked_token(telegram_api, bot, monkeypatch):
    """The library knows both by name."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else it warns of its own attribute
    telegram_api.limit(overall=2, chat=1)
    await bot.send_message(7, "a")
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(7, "b")
    assert flood.value.retry_after.total_seconds() == 1
    await bot.send_message(8, "c")
    telegram_api.revoke()
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_a_method_that_nobody_wraps_and_the_server_does_not_know(telegram_api, bot):
    """It is not found, so that the bot can do something simpler instead."""
    with pytest.raises(telegram.error.EndPointNotFound):
        await bot.do_api_request("sendRichMessage", {"chat_id": 7})
