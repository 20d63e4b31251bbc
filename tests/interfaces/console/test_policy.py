"""The policy command: findings with lines, drafts, versions, differences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.policies import drafts
from musterpoint.apps.policies.models import StrategyVersion
from tests.domain.strategies import shipped_text


def test_the_shipped_strategy_has_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("policy", "check", "default")

    assert capsys.readouterr().out.endswith("default: no errors, 2 warnings.\n")


def test_a_mistake_is_printed_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    text = shipped_text().replace("    acknowledge: 5 min\n", "    acknowledge: soon\n", 1)
    path.write_text(text)
    line = text[: text.index("acknowledge: soon")].count("\n") + 1

    with pytest.raises(SystemExit) as end:
        call_command("policy", "check", str(path))

    assert end.value.code == 1
    assert capsys.readouterr().out.startswith(f"{path}:{line}: error: targets.P1.acknowledge:")


def test_what_is_exported_can_be_checked_again(tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"

    call_command("policy", "export", "default", "--out", str(path))

    assert path.read_text() == shipped_text()


def test_a_difference_is_told_clause_by_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        shipped_text().replace("    acknowledge: 5 min\n", "    acknowledge: 4 min\n", 1)
    )

    call_command("policy", "diff", "default", str(path))

    assert capsys.readouterr().out == "targets.P1.acknowledge: 5 min → 4 min\n"


def test_a_text_that_may_not_be_published_can_still_be_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "earlier.yaml"
    path.write_text(re.sub(r"^scope:\n(?:  .*\n)+", "", shipped_text(), flags=re.MULTILINE))

    call_command("policy", "diff", "default", str(path))

    assert capsys.readouterr().out.startswith("scope: removed: ")


def test_a_bad_file_is_told_of_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(shipped_text().replace("    acknowledge: 5 min\n", "    acknowledge: x\n", 1))

    with pytest.raises(CommandError, match="has errors"):
        call_command("policy", "diff", str(path), str(path))

    out = capsys.readouterr().out
    assert out.count("This is 'x'.") == 1
    assert len(out.splitlines()) == 1


@pytest.mark.django_db
def test_ensure_publishes_once_and_reaches_back() -> None:
    call_command("policy", "ensure", verbosity=0)
    call_command("policy", "ensure", verbosity=0)

    version = StrategyVersion.objects.get()
    assert version.number == 1
    assert version.in_force_from is not None
    assert version.in_force_from.year == 2000


@pytest.mark.django_db
def test_a_version_can_be_published_listed_and_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("policy", "publish", "default", "--note", "first")
    call_command("policy", "list")
    call_command("policy", "export", "1")

    out = capsys.readouterr().out
    assert out.startswith("Published as version 1, in force from ")
    assert "v1\tin force from" in out
    assert out.endswith(shipped_text()[-200:])


@pytest.mark.django_db
def test_a_file_is_kept_as_a_draft_finished_or_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\npaths: {}\n")

    call_command("policy", "import", str(path), "--note", "for the board")

    (draft,) = drafts.listed()
    assert (draft.title, draft.note, draft.state) == ("Mine", "for the board", "drafting")
    assert capsys.readouterr().out == (
        f"Kept as draft:{draft.pk} with {draft.errors} errors and 0 warnings."
        f" Write on at /strategy/drafts/{draft.pk}/\n"
    )
    assert not StrategyVersion.objects.exists()


@pytest.mark.django_db
def test_a_draft_is_listed_written_out_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\npaths: {}\n")
    call_command("policy", "import", str(path))
    (draft,) = drafts.listed()
    capsys.readouterr()

    call_command("policy", "list")
    call_command("policy", "export", f"draft:{draft.pk}")
    with pytest.raises(SystemExit):
        call_command("policy", "check", f"draft:{draft.pk}")

    out = capsys.readouterr().out
    listed, *written = out.splitlines()
    assert listed == f"draft:{draft.pk}\tdrafting\tMine\t{draft.errors} errors, 0 warnings"
    assert written[:2] == ["title: Mine", "paths: {}"]
    assert f"draft:{draft.pk}:1: error: purpose: 'purpose' is missing." in out


@pytest.mark.django_db
def test_a_file_that_would_lose_something_is_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\ntitle: Yours\n")

    with pytest.raises(CommandError, match=r"Not kept: some of this text would be lost\."):
        call_command("policy", "import", str(path))

    assert "'title' stands here twice" in capsys.readouterr().out
    assert drafts.listed() == []


@pytest.mark.django_db
def test_a_draft_that_is_not_there_is_refused() -> None:
    with pytest.raises(CommandError, match="'draft:9' is no draft"):
        call_command("policy", "export", "draft:9")


@pytest.mark.parametrize("word", ["check", "publish", "import"])
def test_a_file_that_is_not_there_is_refused(word: str) -> None:
    with pytest.raises(CommandError, match=r"'nowhere\.yaml' is no file that can be read"):
        call_command("policy", word, "nowhere.yaml")
