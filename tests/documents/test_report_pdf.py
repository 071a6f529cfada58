"""The paper, printed for real and opened with another program."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

from backend.documents.paper import PaperRefused
from backend.documents.report_pdf import report_pdf
from backend.domain.canonical import canonical_bytes, short_code
from tests.documents.poppler import opened
from tests.documents.samples import CLIENT, TECHNICIAN, content, paper

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def printed(tmp_path):
    """Print a paper and open it."""
    return lambda one: opened(report_pdf(one), tmp_path)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The usual paper, printed once for all who only look at it."""
    return opened(report_pdf(paper()), tmp_path_factory.mktemp("plain"))


def test_the_report_says_what_was_signed(plain):
    text = plain.text
    for said in (
        "R-2026-0007",
        "Mairie de Saint-Aubin",
        "2 place de l’Église",
        "Nadia Ferrand",
        "mardi 24 novembre 2026",
        "09:27",
        "10:41",
        "1 h 14",
        "86,00 €",
        "12 h 30 → 11 h 16",
        "Alimentation 48 V 3 A",
        "onduleur testé 20 minutes",
        "Le local technique était fermé",
        "Claire Vasseur",
        "Secrétaire de mairie",
        "INF-2025-018",
    ):
        assert said in text, said
    assert "paper." not in text


def test_the_code_and_the_number_stand_at_the_foot_of_every_page(plain):
    document, code = plain, short_code(paper().content_sha256)
    for number in range(1, document.pages + 1):
        page = document.page(number)
        assert code in page
        assert "R-2026-0007" in page
        assert re.search(rf"{number}\W/\W{document.pages}", page)


def test_the_attached_content_is_what_was_signed_to_the_byte(plain):
    one, attached = paper(), plain.attachment()
    assert attached == canonical_bytes(one.content)
    assert hashlib.sha256(attached).hexdigest() == one.content_sha256


def test_it_is_tagged_titled_and_in_its_language(plain):
    document = plain
    assert document.info["Tagged"] == "yes"
    assert document.info["Title"] == "Rapport d’intervention R-2026-0007 – Mairie de Saint-Aubin"
    assert document.info["Page size"].endswith("(A4)")
    assert document.catalogue["/Lang"] == "fr"
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in document.catalogue["/Metadata"].data
    tags = document.structure()
    for tag in ("H1", "H2", "Table", "TH", "L (block)", "Figure"):
        assert tag in tags, tag


def test_every_font_is_embedded_and_it_is_inter(plain):
    fonts = plain.table("pdffonts")
    assert fonts
    for font in fonts:
        assert "Inter" in font[0]
        assert font[-5:-2] == ["yes", "yes", "yes"]  # emb, sub, uni


def test_no_picture_asks_to_be_smoothed(printed):
    pictures = printed(paper(shots=2)).table("pdfimages", "-list")
    assert len([row for row in pictures if row[2] == "image"]) == 2
    for row in pictures:
        assert row[9] == "no"  # interp: forbidden by PDF/A


def test_signatures_are_vectors_and_never_pictures(plain):
    document = plain
    assert document.table("pdfimages", "-list") == []
    assert "Signature manuscrite de Claire Vasseur" in document.alternatives


@pytest.mark.parametrize(
    ("outcome", "reason", "said"),
    [
        ("signed", "", "Signé"),
        ("signed_with_reservations", "", "Signé avec réserves"),
        ("refused", "Conteste le déplacement.", "Signature refusée"),
        ("absent", "Accueil fermé.", "Client absent"),
        ("not_required", "", "Signature non requise"),
    ],
)
def test_each_outcome_is_printed_with_its_reason_and_no_box_stays_empty(
    printed, outcome, reason, said
):
    signers = (TECHNICIAN, CLIENT) if outcome.startswith("signed") else (TECHNICIAN,)
    reservations = "La peinture est rayée." if outcome == "signed_with_reservations" else ""
    one = paper(*signers, outcome=outcome, reason=reason, reservations=reservations)
    text = printed(one).text
    assert text.count(said) >= 2  # At the head and at the signatures.
    assert reason in text
    assert reservations in text
    assert "Client" in text


def test_a_client_who_refuses_in_writing_is_printed_with_her_words(printed):
    refusal = CLIENT | {"outcome": "refused", "reason": "Pas d’accord sur l’heure.", "ink": None}
    text = printed(paper(TECHNICIAN, refusal, outcome="refused")).text
    assert "Pas d’accord sur l’heure." in text
    assert "Claire Vasseur" in text


def test_signing_by_name_without_drawing_is_said(printed):
    text = printed(paper(TECHNICIAN, CLIENT | {"ink": None})).text
    assert "Signé par son nom, sans tracé" in text


def test_a_drawing_beyond_the_limits_is_not_printed_but_said(printed):
    far_too_much = {"w": 300, "h": 200, "strokes": [[[0, n, n] for n in range(4_001)]]}
    text = printed(paper(TECHNICIAN, CLIENT | {"ink": far_too_much})).text
    assert "Le tracé enregistré ne peut pas être imprimé." in text


def test_an_empty_report_says_so_instead_of_leaving_holes(printed):
    bare: dict[str, Any] = {
        "todo": [],
        "actions_done": "",
        "problems_met": "",
        "parts": [],
        "photos": [],
        "inventory": {"answer": "nothing_changed", "changes": []},
        "settlement": {},
    }
    text = printed(paper(**bare)).text
    for said in (
        "Rien n’a été noté.",
        "Aucun problème rencontré.",
        "Aucune pièce utilisée.",
        "Rien n’a changé dans l’inventaire.",
        "Intervention hors contrat.",
        "Rien n’est à facturer",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            ("Rapport d’intervention", "86,00 €", "mardi 24 novembre 2026", "Dossier de preuve"),
        ),
        ("en", ("Service report", "€86.00", "Tuesday 24 November 2026", "Evidence")),
        ("de", ("Einsatzbericht", "86,00 €", "Dienstag, 24. November 2026", "Nachweis")),
    ],
)
def test_it_speaks_the_language_of_the_client(printed, language, said):
    text = printed(paper(language=language)).text
    for words in said:
        assert words in text, words


def test_long_words_break_instead_of_leaving_the_page(printed):
    word = "anticonstitutionnellement" * 12
    one = paper(actions_done=word, problems_met="https://example.org/" + "a" * 400)
    text = re.sub(r"[\s\u00ad\u2010-]", "", printed(one).text)
    assert word in text


def test_twenty_pages_of_text_keep_their_headings_with_their_matter(printed):
    long = "\n\n".join(f"Étape {n} : contrôle du poste et relevé des erreurs." for n in range(300))
    document = printed(paper(actions_done=long))
    last = next(
        number for number in range(1, document.pages + 1) if "Étape 299" in document.page(number)
    )
    assert last > 3
    signatures = [n for n in range(1, document.pages + 1) if "Signatures" in document.page(n)]
    assert any("Claire Vasseur" in document.page(number) for number in signatures)


def test_the_same_report_gives_the_same_bytes():
    one = paper(shots=1)
    assert report_pdf(one) == report_pdf(one)


def test_a_photo_that_did_not_arrive_is_named_and_not_forgotten(printed):
    one = paper(photos=[{"sha256": "ab" * 32, "caption": "Baie"}])
    text = printed(one).text
    assert "Photo pas encore reçue" in text
    assert "ab" * 32 in text.replace(" ", "")


def test_a_broken_photo_is_said_to_be_unreadable(printed):
    broken = b"\xff\xd8\xff\xe0 not a photo"
    name = hashlib.sha256(broken).hexdigest()
    one = paper(photos=[{"sha256": name, "caption": ""}])
    one.photos[name] = broken
    assert "Photo illisible" in printed(one).text


def test_a_photo_whose_bytes_are_others_than_signed_is_refused():
    one = paper(photos=[{"sha256": "ab" * 32, "caption": ""}])
    one.photos["ab" * 32] = b"other bytes"
    with pytest.raises(PaperRefused, match="pdf_photo_mismatch"):
        report_pdf(one)


def test_content_other_than_signed_is_refused():
    one = paper()
    one.content["work_minutes"] = 5
    with pytest.raises(PaperRefused, match="pdf_content_mismatch"):
        report_pdf(one)


@pytest.mark.parametrize(
    "changes",
    [
        {"work_minutes": "74"},
        {"parts": [["no", "part"]]},
        {"mission": "M-2026-0042"},
        {"started_at": "yesterday"},
        {"started_at": "2026-11-24T08:27:00"},
        {"todo": [{"text": "a", "done": "yes"}]},
        {"photos": {"sha256": "x"}},
    ],
)
def test_content_of_another_shape_is_refused_with_one_code(changes):
    with pytest.raises(PaperRefused, match="pdf_content_unreadable"):
        report_pdf(paper(**changes))


def test_the_sample_is_canonical():
    assert json.loads(canonical_bytes(content())) == content()
