"""Who leads a group is asked of Telegram, and remembered for a while."""

from types import SimpleNamespace

import pytest
from telegram.error import BadRequest

from phoenix.bot.group_admins import LASTS, MOST, GroupAdmins


class Members:
    """What Telegram says of each user; how often it was asked."""

    def __init__(self, **standing):
        self.standing = standing
        self.asked = 0

    async def get_chat_member(self, chat, user):
        self.asked += 1
        if (status := self.standing.get(f"u{user}")) is None:
            raise BadRequest("Participant_id_invalid")
        return SimpleNamespace(status=status)


@pytest.mark.parametrize(
    ("status", "leads"),
    [("creator", True), ("administrator", True), ("member", False), ("restricted", False)],
)
async def test_who_has_made_a_group_or_was_made_its_admin_leads_it(status, leads):
    """Others do not."""
    assert await GroupAdmins(Members(u7=status)).leads(-100, 7) is leads


async def test_an_answer_holds_for_a_minute():
    """Then it is asked again; of each group by itself."""
    now, members = 0.0, Members(u7="creator")
    admins = GroupAdmins(members, lambda: now)
    for _ in range(2):
        assert await admins.leads(-100, 7)
    assert members.asked == 1
    members.standing["u7"] = "member"
    now = LASTS
    assert not await admins.leads(-100, 7)
    assert not await admins.leads(-200, 7)
    assert members.asked == 3


async def test_what_telegram_does_not_say_is_no_answer():
    """It is not remembered either."""
    members = Members()
    admins = GroupAdmins(members)
    for _ in range(2):
        with pytest.raises(BadRequest):
            await admins.leads(-100, 7)
    assert members.asked == 2


async def test_only_so_many_answers_are_kept():
    """The oldest is forgotten."""
    members = Members(u7="creator")
    admins = GroupAdmins(members, lambda: 0.0)
    for group in range(MOST + 1):
        await admins.leads(-1 - group, 7)
    assert await admins.leads(-1 - MOST, 7)
    assert members.asked == MOST + 1
    await admins.leads(-1, 7)
    assert members.asked == MOST + 2
