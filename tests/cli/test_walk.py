"""Which files a check reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from isoscan.walk import walk


def make(root: Path, *names: str, **contents: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x = 1\n")
    for name, content in contents.items():
        (root / name).write_text(content)


def ignore(folder: Path, *patterns: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("\n".join(patterns) + "\n")


def no_excludes(folder: Path):
    return folder, ()


def found(root: Path, *paths: Path, excludes=no_excludes) -> list[str]:
    walked = walk(paths or [root], excludes)
    return [file.relative_to(root).as_posix() for file in walked.files]


def test_python_files_of_a_folder_in_a_stable_order(tmp_path):
    make(tmp_path, "b.py", "a.py", "deep/er/c.py", "notes.txt", "deep/app.pyw", "a.pyc")
    assert found(tmp_path) == ["a.py", "b.py", "deep/app.pyw", "deep/er/c.py"]


@pytest.mark.parametrize("name", [".git", ".venv", "node_modules", "__pycache__", "build", "dist"])
def test_folders_that_hold_no_source_are_left_out(tmp_path, name):
    make(tmp_path, "a.py", f"{name}/b.py", f"deep/{name}/c.py")
    assert found(tmp_path) == ["a.py"]


def test_a_virtual_environment_is_known_by_its_contents(tmp_path):
    make(tmp_path, "a.py", "env311/lib/b.py", "env311/pyvenv.cfg")
    assert found(tmp_path) == ["a.py"]


def test_gitignore_files_count_for_what_lies_below_them(tmp_path):
    make(tmp_path, "a.py", "old/a.py", "deep/old.py", "deep/er/old.py", "other/old.py")
    ignore(tmp_path, "/old/")
    ignore(tmp_path / "deep", "old.py")
    assert found(tmp_path) == ["a.py", "other/old.py"]


def test_an_inner_gitignore_takes_back_what_an_outer_one_leaves_out(tmp_path):
    make(tmp_path, "gen_a.py", "keep/gen_a.py", "keep/gen_b.py")
    ignore(tmp_path, "gen_*.py")
    ignore(tmp_path / "keep", "!gen_a.py")
    assert found(tmp_path) == ["keep/gen_a.py"]


def test_gitignore_files_above_count_up_to_the_repository(tmp_path):
    repository = tmp_path / "repository"
    make(repository, "scans/a.py", "scans/gen.py", ".git/HEAD")
    ignore(repository, "gen.py")
    ignore(tmp_path, "a.py")
    assert found(repository, repository / "scans") == ["scans/a.py"]


def test_gitignore_files_above_a_folder_outside_any_repository_do_not_count(tmp_path):
    make(tmp_path, "scans/a.py")
    ignore(tmp_path, "a.py")
    assert found(tmp_path, tmp_path / "scans") == ["scans/a.py"]


def test_what_is_named_is_read_even_where_it_is_ignored(tmp_path):
    make(tmp_path, ".git/HEAD", "build/a.py", "old/b.py", "old/deep/c.py")
    ignore(tmp_path, "old/", "build/")
    assert found(tmp_path, tmp_path / "build" / "a.py") == ["build/a.py"]
    assert found(tmp_path, tmp_path / "old") == ["old/b.py", "old/deep/c.py"]


def test_excludes_are_relative_to_the_settings_file(tmp_path):
    make(tmp_path, "scans/a.py", "scans/old/b.py", "old/c.py")
    assert found(tmp_path, tmp_path / "scans", excludes=lambda _: (tmp_path, ["/old/"])) == [
        "scans/a.py",
        "scans/old/b.py",
    ]
    assert found(tmp_path, tmp_path / "scans", excludes=lambda _: (tmp_path, ["scans/old"])) == ["scans/a.py"]


def test_a_pattern_that_means_nothing_is_passed_over(tmp_path):
    make(tmp_path, "a.py", "b.py")
    ignore(tmp_path, "!", "***[", "b.py")
    assert found(tmp_path) == ["a.py"]


def test_files_named_twice_are_read_once(tmp_path):
    make(tmp_path, "a.py")
    assert found(tmp_path, tmp_path, tmp_path / "a.py") == ["a.py"]


def test_links_to_folders_are_not_followed(tmp_path):
    make(tmp_path, "real/a.py")
    (tmp_path / "real" / "loop").symlink_to(tmp_path)
    assert found(tmp_path) == ["real/a.py"]


def test_paths_that_give_nothing_are_said(tmp_path):
    make(tmp_path, "empty/readme.txt", "a.py")
    walked = walk([tmp_path / "empty", tmp_path / "gone.py", tmp_path / "a.py"], no_excludes)
    assert [file.name for file in walked.files] == ["a.py"]
    assert walked.problems == (
        f"{tmp_path / 'empty'}: no Python files in this folder; name a file, or check the excludes",
        f"{tmp_path / 'gone.py'}: no such file or folder",
    )


def test_the_folders_read_are_given_for_watching(tmp_path):
    make(tmp_path, "a.py", "deep/b.py", "build/c.py")
    assert set(walk([tmp_path], no_excludes).folders) == {tmp_path, tmp_path / "deep"}
