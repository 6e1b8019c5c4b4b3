"""The words beside a tick: each kind its own, with the purpose in this matter, and never changed afterwards."""

import pytest

from portal.domain.keeping.rules import FACTS
from portal.domain.matters.content import content_of
from portal.domain.sensitive_facts import consents
from portal.domain.sensitive_facts.consents import consent_words, version_agreed_to
from portal.domain.sensitive_facts.kinds import FactKind
from tests.domain.service_requests.making import version_of

# A version that was shown to people stays as it was. Changing words? Add a version and its digest here.
SHOWN = {("2026-11", "gaoling", FactKind.BANK_ACCOUNT): "d8b6"}


@pytest.fixture(autouse=True)
def catalogue(town):
    return town


@pytest.mark.parametrize("kind", FactKind)
def test_each_kind_says_what_it_is_needed_for_in_this_matter(kind: FactKind):
    words = consent_words(kind, version_of("dibao"))
    assert "最低生活保障申请" in words.purpose
    assert len(words.purpose) > 20
    for owed in ("写原因", "街道", "民政", "不填也照样办", "随时可以撤回", f"办完 {FACTS.days} 天后删掉"):
        assert owed in words.rest


def test_the_purpose_depends_on_the_matter():
    money, card = (consent_words(FactKind.ID_NUMBER, version_of(slug)).purpose for slug in ("gaoling", "canjizheng"))
    assert "重复领" in money
    assert "证件上要印" in card


def test_no_two_kinds_or_matters_share_a_digest():
    all_words = [consent_words(kind, version_of(slug)) for kind in FactKind for slug in ("dibao", "gaoling")]
    assert len({words.digest for words in all_words}) == len(all_words)


@pytest.mark.parametrize(("version", "slug", "kind"), SHOWN)
def test_words_that_were_shown_are_never_changed(version: str, slug: str, kind: FactKind):
    shown = consent_words(kind, version_of(slug), version).digest
    assert shown.startswith(SHOWN[(version, slug, kind)]), "add a new version in consents.VERSIONS instead"


def test_a_digest_tells_which_version_was_agreed_to(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(consents.VERSIONS, "2027-01", "别的话，{department}。")
    matter = version_of("dibao")
    for version in consents.VERSIONS:
        digest = consent_words(FactKind.INCOME, matter, version).digest
        assert version_agreed_to(FactKind.INCOME, matter, digest) == version
    assert version_agreed_to(FactKind.INCOME, matter, "0" * 64) is None


def test_every_kind_the_catalogue_asks_for_has_words():
    for slug in ("dibao", "tanfang", "yibao-canbao"):
        for kind in content_of(version_of(slug)).fact_kinds:
            assert consent_words(kind, version_of(slug)).purpose
