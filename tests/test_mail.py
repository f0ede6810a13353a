"""Saved mail: messages and mailboxes, their text packed for transport or not."""

from email.message import EmailMessage

import pytest

from utils import load

HEADLINE = "وفدان في حميميم"
BODY = "عقد وفدان من تركيا وسوريا محادثات في قاعدة حميميم اليوم."


def message(packed="base64", charset="utf-8", day="Tue, 18 Jun 2024 13:10:00 +0300"):
    """A message as mail programs save it."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = HEADLINE, "سليم الحداد <s@x.org>", day
    mail.set_content(BODY + "\n", charset=charset, cte=packed)
    return mail


@pytest.mark.parametrize("packed, charset", [
    ("base64", "utf-8"), ("quoted-printable", "utf-8"), ("8bit", "utf-8"),
    ("base64", "cp1256"), ("quoted-printable", "iso-8859-6"),
])
def test_a_message_is_an_article(tmp_path, packed, charset):
    (tmp_path / "a.eml").write_bytes(bytes(message(packed, charset)))
    row = load.read_articles(tmp_path).articles.iloc[0]
    assert (row["headline"], row["body"], row["author"]) == (HEADLINE, BODY, "سليم الحداد")
    assert str(row["published"]) == "2024-06-18 13:10:00"


def test_a_mailbox_holds_many_messages(tmp_path):
    line = b"From s@x.org Tue Jun 18 13:10:00 2024\n"
    days = ("Tue, 18 Jun 2024 13:10:00 +0300", "no day")
    data = b"\n".join(line + bytes(message(day=day)) for day in days)
    (tmp_path / "box.mbox").write_bytes(data)
    articles, _ = load.read_articles(tmp_path)
    assert articles["headline"].tolist() == [HEADLINE] * 2
    assert articles["published"].notna().tolist() == [True, False]


def test_the_text_of_a_page_is_taken_where_no_other_is_and_attachments_are_named(tmp_path):
    mail = EmailMessage()
    mail["Subject"] = HEADLINE
    mail.set_content(f"<html><body><p>{BODY}</p></body></html>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    articles, set_aside = load.read_articles(tmp_path)
    assert articles["body"].tolist() == [BODY]
    assert "attachment of the message, not read: a.pdf" in set_aside["reason"].tolist()


def test_a_message_without_text_is_set_aside(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"From: s@x.org\nSubject: x\nMIME-Version: 1.0\n\n")
    (tmp_path / "b.txt").write_text(f"{HEADLINE}\n{BODY}", encoding="utf-8")
    articles, set_aside = load.read_articles(tmp_path)
    assert len(articles) == 1
    assert set_aside["reason"].tolist() == ["message without a text"]


def test_a_damaged_message_costs_no_other(tmp_path):
    whole = bytes(message())
    (tmp_path / "a.eml").write_bytes(whole.replace(b"utf-8\"", b"nonsense\"", 1)[:-30])
    (tmp_path / "b.eml").write_bytes(whole)
    articles, _ = load.read_articles(tmp_path)
    assert articles["headline"].tolist() == [HEADLINE] * 2
