"""Mail as words: whole ones, broken ones, and whatever somebody may send."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.attachments.mail_text import MailText, NotMail, read
from tests.apps.attachments.files_to_try import MAIL, PAGE

"""Where real mails lie, when there are some: they are nobody's to pass on."""

MANY_PARTS = (
    b"From: =?utf-8?q?J=C3=BCrgen?= <j@x.example>\nSubject: =?utf-8?b?w5ZmZm5lbg==?=\n"
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
    b"Content-Type: multipart/alternative; boundary=C\n\n--C\nContent-Type: text/plain\n\nWords\n"
    b"--C\nContent-Type: text/html\n\n<p>Page</p><script>bad()</script>\n--C--\n--B\n"
    b"Content-Type: image/png; name=p.png\nContent-Disposition: attachment; filename=p.png\n"
    b"Content-Transfer-Encoding: base64\n\nAAECAw==\n--B--\n"
)


def what_comes_of(raw: bytes) -> str:
    try:
        read(raw)
    except NotMail as refusal:
        return str(refusal)
    return "read"


def test_a_mail_is_read() -> None:
    mail = read(MAIL)

    assert mail.headers == (
        ("From", "Ann <ann@x.example>"),
        ("To", "desk@centre.example"),
        ("Date", "Tue, 10 Mar 2026 12:00:00 +0000"),
        ("Subject", "Late again"),
    )
    assert mail.sent_at == datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert (mail.text, mail.faults) == ("Where is it?", ())


def test_parts_are_listed_and_the_plain_one_is_shown() -> None:
    mail = read(MANY_PARTS)

    assert (mail.header("From"), mail.header("Subject")) == ("Jürgen <j@x.example>", "Öffnen")
    assert mail.text == "Words"
    assert [(one.kind, one.name, one.size, one.depth) for one in mail.parts] == [
        ("text/plain", "", 5, 2),
        ("text/html", "", 33, 2),
        ("image/png", "p.png", 4, 1),
    ]


def test_of_a_page_only_the_words_are_kept() -> None:
    page = b"<head><title>T</title></head><p>One</p><style>x</style><div>two &amp; three</div>"

    mail = read(b"Subject: x\nContent-Type: text/html\n\n" + page + PAGE)

    assert mail.text == "One\ntwo & three"


@pytest.mark.parametrize(
    "broken",
    [
        b"Subject: =?utf-8?b?w5Z?=\n\nx",
        b"Subject: =?nonsense?q?x?=\n\nx",
        b"Content-Type: text/plain; charset=nonsense\nSubject: a\n\nx\xff",
        b"Content-Type: multipart/mixed; boundary=B\nSubject: a\n\nno boundary",
        b"Content-Type: multipart/mixed\nSubject: a\n\n--\n",
        b"Content-Type: multipart/mixed; boundary=B\n\n--B\n\nnever ends",
        b"Content-Transfer-Encoding: base64\nSubject: a\n\n&&&\xff",
        b"Content-Disposition: attachment; filename*=x''%zz\nSubject: a\n\nx",
        b"Content-Disposition: attachment; filename*0*=utf-8''a; filename*5=b\nSubject: a\n\nx",
        b"Date: Tue, 99 Xxx 99999 99:99:99 +9999\nSubject: a\n\nx",
        b"Date: 1 Jan 0001 00:00:00 +2359\n\nx",
        b"Subject: a\nthis line is no header\n\nx",
        b"From ann Tue Mar 10\nSubject: a\n\nx",
        b"Content-Type: message/rfc822\nSubject: a\n\n",
        b"Subject: \xff\xfe\n\n\xff",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(broken: bytes) -> None:
    assert isinstance(read(broken), MailText)


@pytest.mark.parametrize("no_mail", [b"", b"\n\n", b"Send a list\n\nx", b"\x00\x01", b": x\n"])
def test_what_is_no_mail_is_refused(no_mail: bytes) -> None:
    with pytest.raises(NotMail, match="does not begin with a header"):
        read(no_mail)


def test_mail_within_mail_ends_somewhere() -> None:
    nested = b"Content-Type: message/rfc822\n\n" * 3_000 + b"Subject: a\n\nx"

    assert what_comes_of(nested) in {"read", "This mail is nested too deeply."}


def test_a_mail_of_very_many_parts_shows_the_first() -> None:
    many = b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\n\nx\n" * 2_000

    assert len(read(many).parts) == 300


HEADERS = st.sampled_from(
    [b"Content-Type: ", b"Subject: ", b"Date: ", b"From: ", b"Content-Disposition: attachment; "]
)
BITS = st.sampled_from(
    [
        b"multipart/mixed; boundary=B", b"message/rfc822", b"text/html; charset=", b"filename*=",
        b"=?utf-8?b?", b"?=", b"\n--B\n", b"\n\n", b"--B--", b"\xff\xfe", b"=3D", b"'", b'"', b"%",
    ]
)  # fmt: skip


@given(st.lists(st.tuples(HEADERS, st.lists(BITS | st.binary(max_size=8), max_size=6)), max_size=8))
def test_whatever_comes_is_read_or_refused_by_name(
    lines: list[tuple[bytes, list[bytes]]],
) -> None:
    raw = b"Subject: x\n" + b"\n".join(name + b"".join(bits) for name, bits in lines)

    mail = read(raw)

    assert all(one.isprintable() for _, says in mail.headers for one in says)
    assert all(one.isprintable() or one in "\n\t" for one in mail.text)


@given(st.binary(max_size=300))
def test_any_bytes_are_mail_or_refused(raw: bytes) -> None:
    assert what_comes_of(raw)


def test_every_real_mail_is_read_or_refused_by_name(shared_data: Path) -> None:
    mails = sorted((shared_data / "data" / "emails").glob("msg_*.txt"))
    if not mails:
        pytest.skip("the real mails are not on this machine")
    found = {}
    for path in mails:
        try:
            mail = read(path.read_bytes())
            found[path.name] = f"{len(mail.parts)} parts" if mail.headers else "no headers"
        except NotMail as refusal:
            found[path.name] = str(refusal)

    assert len(found) >= 20
    refused = {name: says for name, says in found.items() if says.startswith("This is no mail")}
    assert refused == {"msg_19.txt": "This is no mail: it does not begin with a header."}
    assert [name for name, says in found.items() if says == "no headers"] == ["msg_18.txt"]
