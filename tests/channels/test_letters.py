"""What our mails say."""

import pytest

from backend.channels import letters
from backend.config import LANGUAGES

LINK = "https://nomade.test/invitation/abc"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_holds_its_link_and_how_long_it_works(language):
    letter = letters.invitation(language, "alice@firm.test", LINK, 7)
    for text in (letter.text, letter.html):
        assert LINK in text
        assert "7" in text
        assert "mail." not in text
        assert "%" not in text
    assert letter.subject in letter.html


def test_the_three_languages_differ():
    subjects = {letters.invitation(one, "a@b.test", LINK, 7).subject for one in LANGUAGES}
    assert len(subjects) == len(LANGUAGES)


def test_an_unknown_language_reads_french():
    french = letters.invitation("fr", "a@b.test", LINK, 7)
    assert letters.invitation("it", "a@b.test", LINK, 7).subject == french.subject


def test_what_is_filled_in_cannot_become_html():
    letter = letters.invitation("fr", "a@b.test", 'https://x/"><script>', 7)
    assert "<script>" not in letter.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_says_its_sentence_and_where_to_sign_in(language):
    letter = letters.notice(
        language, "a@b.test", "mission_planned", {"number": "M-2026-0042"}, LINK
    )
    assert LINK in letter.text
    assert "M-2026-0042" in letter.subject
    assert f"{letter.subject}." in letter.text
