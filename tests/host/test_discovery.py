"""Discovery finds entry points and manifests, and imports nothing."""

import sys

import pytest

from phoenix.host.discovery import OUR_DISTRIBUTION, find, ids


def test_a_plugin_is_found_with_its_manifest_and_not_imported(site):
    """Even a package whose import would fail is described in full."""
    site.add("hollow", code="raise RuntimeError('imported')")
    (found,) = site.found()
    assert (found.id, found.value, found.distribution) == ("hollow", "hollow", "phoenix-hollow")
    assert found.manifest.quantities == ("goals",)
    assert "hollow" not in sys.modules


def test_ours_come_first(site):
    """An id that a third party takes from us stays ours."""
    site.add("aaa")
    owners = [one.distribution == OUR_DISTRIBUTION for one in find()]
    assert owners == sorted(owners, reverse=True)
    assert owners[-1] is False


def test_other_majors_are_found_under_their_group(site):
    """A plugin for another API is shown, not hidden."""
    site.add("future", group="phoenix.analyzers.v2")
    (found,) = site.found()
    assert found.group_major == "2"


def test_groups_of_others_are_none_of_our_business(site):
    """Only our prefix counts."""
    site.distribute("pytest-x", "[pytest11]\nx = x\n")
    assert site.found() == ()


def test_a_missing_manifest_is_a_fault(site):
    """The candidate bears the name of its entry point."""
    site.add("bare")
    (site.folder / "bare" / "phoenix.toml").unlink()
    (found,) = site.found()
    assert (found.id, found.manifest) == ("bare", None)
    assert found.fault == "phoenix.toml is missing beside the package"


@pytest.mark.parametrize("value", ["no_such_package", "no-name", ":", "json.:"])
def test_a_package_that_is_not_there_is_a_fault(site, value):
    """An entry point may point nowhere, or be no name at all."""
    site.distribute("phoenix-lost", f"[phoenix.analyzers.v1]\nlost = {value}\n")
    (found,) = site.found()
    assert found.manifest is None
    assert found.fault


def test_damaged_metadata_cost_their_distribution_alone(site):
    """A broken neighbour does not keep others from being found."""
    site.add("sound")
    site.distribute("phoenix-torn", "[phoenix.analyzers.v1]\nno equals sign\n")
    site.distribute("phoenix-nameless", "[phoenix.analyzers.v1]\nx = x\n", metadata="")
    assert ids(site.found()) == ("sound",)


def test_the_first_of_one_distribution_on_the_path_counts(site, tmp_path, monkeypatch):
    """A second copy further down the path is hidden, as its code is."""
    site.add("twice")
    other = type(site)(tmp_path / "other")
    other.add("twice", code="")
    monkeypatch.syspath_prepend(str(other.folder))
    assert len(site.found()) == 1


def test_an_id_is_named_once(make_candidate):
    """Two candidates of one id have one name."""
    assert ids([make_candidate("a"), make_candidate("b"), make_candidate("a")]) == ("a", "b")
