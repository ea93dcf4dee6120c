"""Every plugin gets a verdict with its reason and what mends it."""

from dataclasses import replace
from pathlib import Path

import pytest

from phoenix.host.configuration import Entry, PluginsFile
from phoenix.host.memory import Remembered
from phoenix.host.verdicts import Verdict, judge, with_memory


def configured(**entries):
    """A plugins.toml with these entries."""
    return PluginsFile(Path("plugins.toml"), entries)


def verdicts(candidates, **entries):
    """The verdict on each candidate, in order."""
    return [plugin.verdict for plugin in judge(candidates, configured(**entries))]


def test_a_sound_plugin_is_active(make_candidate):
    """Nothing needs to be written for a plugin to take part."""
    (plugin,) = judge([make_candidate()], configured())
    assert (plugin.verdict, plugin.reason, plugin.cure) == (Verdict.ACTIVE, "", "")


def test_the_second_of_one_id_is_blocked_and_the_first_goes_on(make_candidate):
    """The reason names the owner, the cure the intruder."""
    ours = make_candidate("goals")
    theirs = replace(ours, distribution="phoenix-thief")
    first, second = judge([ours, theirs], configured())
    assert first.verdict is Verdict.ACTIVE
    assert second.verdict is Verdict.BLOCKED
    assert second.reason == "its id 'goals' belongs to phoenix-goals already"
    assert second.cure == "Uninstall phoenix-thief"


@pytest.mark.parametrize(
    ("group", "api"),
    [
        ("phoenix.analyzers.v2", "1.0"),
        ("phoenix.analyzers.v1", "2.0"),
        ("phoenix.analyzers.v", "1"),
    ],
)
def test_another_major_of_the_api_is_incompatible(make_candidate, group, api):
    """The group's name and the manifest must both speak ours."""
    (plugin,) = judge([make_candidate(group=group, api=api)], configured())
    assert plugin.verdict is Verdict.INCOMPATIBLE
    assert f"{api} in group {group}, this Phoenix speaks 1" in plugin.reason
    assert plugin.cure == "Install a version of phoenix-one for API 1"


def test_a_manifest_of_another_major_need_not_be_understood(make_candidate):
    """A v2 plugin is incompatible, though its manifest says what we do not know."""
    candidate = replace(
        make_candidate(group="phoenix.analyzers.v2"), manifest=None, fault="unknown key"
    )
    assert verdicts([candidate]) == [Verdict.INCOMPATIBLE]


def test_a_plugin_for_two_majors_runs_under_ours(make_candidate):
    """The entry point that we cannot run does not own the id."""
    new, old = make_candidate(group="phoenix.analyzers.v2"), make_candidate()
    assert verdicts([new, old]) == [Verdict.BLOCKED, Verdict.ACTIVE]


def test_a_plugin_without_a_manifest_has_failed(make_candidate):
    """The reason is what discovery found."""
    candidate = replace(make_candidate(), manifest=None, fault="phoenix.toml is missing")
    (plugin,) = judge([candidate], configured())
    assert (plugin.verdict, plugin.reason) == (Verdict.FAILED, "phoenix.toml is missing")
    assert plugin.id == "one"
    assert plugin.deadline == 0.0


def test_a_faulty_table_means_misconfigured(make_candidate):
    """The reason is the fault of the table."""
    (plugin,) = judge([make_candidate()], configured(one=Entry(fault="weight = -1")))
    assert (plugin.verdict, plugin.reason) == (Verdict.MISCONFIGURED, "weight = -1")


@pytest.mark.parametrize(
    ("default", "said", "wanted"),
    [
        (True, None, Verdict.ACTIVE),
        (True, False, Verdict.DISABLED),
        (False, None, Verdict.DISABLED),
        (False, True, Verdict.ACTIVE),
    ],
)
def test_the_file_stands_above_the_manifest(make_candidate, default, said, wanted):
    """A manifest decides as long as plugins.toml says nothing."""
    assert verdicts([make_candidate(enabled=default)], one=Entry(enabled=said)) == [wanted]


def test_a_disabled_plugin_says_how_to_enable_it(make_candidate):
    """The cure can be typed."""
    (plugin,) = judge([make_candidate()], configured(one=Entry(enabled=False)))
    assert plugin.cure == "phoenix plugins enable one"


def test_whatever_is_broken_can_be_switched_off(make_candidate):
    """Disabled stands above incompatible, failed and misconfigured."""
    off = Entry(enabled=False, fault="weight = -1")
    for candidate in (
        make_candidate(),
        make_candidate(api="2.0"),
        replace(make_candidate(), manifest=None, fault="gone"),
    ):
        assert verdicts([candidate], one=off) == [Verdict.DISABLED]


def test_the_deadline_of_the_file_stands_above_the_manifests(make_candidate):
    """The owner decides how long is too long."""
    (own,) = judge([make_candidate(deadline=7.0)], configured())
    (told,) = judge([make_candidate(deadline=7.0)], configured(one=Entry(deadline=2)))
    assert (own.deadline, told.deadline) == (7.0, 2.0)


def remembered(plugin, verdict="failed"):
    """What an earlier run found about this plugin."""
    return {plugin.id: Remembered(verdict, "it broke", "mend it", "2024-08-01", plugin.stamp)}


def test_an_earlier_verdict_is_shown_with_its_date(make_candidate):
    """Listing imports nothing, so it shows what the last run found."""
    (plugin,) = judge([make_candidate()], configured())
    (shown,) = with_memory([plugin], remembered(plugin))
    assert (shown.verdict, shown.reason, shown.when) == (Verdict.FAILED, "it broke", "2024-08-01")


def test_an_earlier_verdict_holds_for_that_code_and_those_settings_alone(make_candidate):
    """A new version or other settings deserve another chance."""
    (old,) = judge([make_candidate()], configured())
    (new,) = judge([make_candidate(version="1.0.1")], configured())
    (tuned,) = judge([make_candidate()], configured(one=Entry(settings={"x": 1})))
    assert with_memory([new], remembered(old)) == (new,)
    assert with_memory([tuned], remembered(old)) == (tuned,)


def test_an_earlier_verdict_does_not_hide_a_fresh_one(make_candidate):
    """A plugin that is switched off is shown as switched off."""
    (plugin,) = judge([make_candidate()], configured(one=Entry(enabled=False)))
    assert with_memory([plugin], remembered(plugin)) == (plugin,)


def test_a_verdict_of_another_phoenix_is_not_shown(make_candidate):
    """A word that we do not know is no verdict."""
    (plugin,) = judge([make_candidate()], configured())
    assert with_memory([plugin], remembered(plugin, "banished")) == (plugin,)
