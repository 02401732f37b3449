"""Writes `docs/rules/` from the rules' docstrings: a page per rule and an index. `make docs` runs it."""

from __future__ import annotations

from pathlib import Path

from isoscan.cli.rule import markdown_index, markdown_page
from isoscan.rules.registry import ALL_RULES

FOLDER = Path(__file__).parent / "rules"


def pages() -> dict[str, str]:
    """Give the text of every page by file name."""
    return {"README.md": markdown_index()} | {f"{rule.code}.md": markdown_page(rule) for rule in ALL_RULES}


def main() -> None:
    """Write all pages, and remove those of rules that are gone."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for file in FOLDER.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
