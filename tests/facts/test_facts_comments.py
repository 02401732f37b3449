import pytest
from isoscan.facts.collect import collect_facts
from reading import at, read


def test_comments():
    text = (
        "# 📈 first\nx = '# no'  # ─ trailing\ndef f():\n\t# in\n"
        "\treturn (1,  # open\n\t\t# own\n\t\t2)\n# last"
    )
    facts = collect_facts(text)
    assert [(one.text, one.own_line) for one in facts.comments] == [
        ("# 📈 first", True),
        ("# ─ trailing", False),
        ("# in", True),
        ("# open", False),
        ("# own", True),
        ("# last", True),
    ]
    assert [at(text, one.span) for one in facts.comments] == [one.text for one in facts.comments]


def test_many_comments_are_found_as_few_are():
    text = "".join(f"# {n}\nx = {n}  # é{n}\n" for n in range(2000))
    comments = collect_facts(text).comments
    assert len(comments) == 4000
    assert [one.span.line for one in comments] == [line for n in range(2000) for line in (2 * n, 2 * n + 1)]


@pytest.mark.parametrize(
    ("text", "banner"),
    [
        ("# ===== Strategy 1: momentum =====", ("Strategy 1: momentum", 0, 0, False)),
        ("# --- Gap up ---", ("Gap up", 0, 0, False)),
        ("#### GAP DOWN ####", ("GAP DOWN", 0, 0, False)),
        ("### Fade", ("Fade", 0, 0, False)),
        ("# ─── Scanner 🚀 ───", ("Scanner 🚀", 0, 0, False)),
        ("# ━━━━ Größe", ("Größe", 0, 0, False)),
        ("#===Tight===", ("Tight", 0, 0, False)),
        ("# ** Stars **", ("Stars", 0, 0, False)),
        ("#=====\n# Strategy 1\n#=====", ("Strategy 1", 0, 2, False)),
        ("# =====\n# Strategy 1: momentum\n# =====", ("Strategy 1: momentum", 0, 2, False)),
        ("# ╔══════╗\n# ║ Boxed ║\n# ╚══════╝", ("Boxed", 0, 2, False)),
        ("##########\n## Hash  ##\n##########", ("Hash", 0, 2, False)),
        ("# -----\n#\n# Second line\n# more\n# -----", ("Second line", 0, 4, False)),
        ("# Underlined\n# ----------", ("Underlined", 0, 1, False)),
        ("# ----------\n# Overlined", ("Overlined", 0, 1, False)),
        ("# %% load data", ("load data", 0, 0, True)),
        ("#%%", ("", 0, 0, True)),
        ("# In[12]:", ("", 0, 0, True)),
        ("# region Scanners", ("Scanners", 0, 0, False)),
        ("# ====================", ("", 0, 0, False)),
    ],
)
def test_banners(text, banner):
    (found,) = collect_facts(text + "\nx = 1\n").banners
    assert found == banner


@pytest.mark.parametrize(
    "text",
    [
        "# a plain remark",
        "# - a point",
        "# -> see below",
        "# ...",
        "# -*- coding: utf-8 -*-",
        "#!/usr/bin/env python",
        "# __name__ is special",
        "# **kwargs are passed on",
        "# x == y",
        "x = 1  # ===== no =====",
        "# endregion",
        "# --",
        "# a\n# b\n# c",
        "'# ===== string ====='",
        "# regional data",
    ],
)
def test_no_banners(text):
    assert collect_facts(text + "\ny = 1\n").banners == ()


def test_banners_one_after_the_other():
    facts = read("""
        # =====
        # One
        # =====
        # about one
        x = 1
        # --- Two ---
        # --- Three ---
        y = 2
        # =====

        # =====
        # Four
        # =====
    """)
    assert [(one.title, one.start_line, one.end_line) for one in facts.banners] == [
        ("One", 0, 2),
        ("Two", 5, 5),
        ("Three", 6, 6),
        ("", 8, 8),
        ("Four", 10, 12),
    ]


def test_a_wall_of_prose_between_rules_is_no_box():
    text = "# =====\n" + "# licence\n" * 12 + "# =====\n"
    assert [one.title for one in collect_facts(text).banners] == ["", ""]


@pytest.mark.parametrize(
    ("text", "kind", "arguments"),
    [
        ("# isoscan: ignore", "ignore", ()),
        ("#isoscan:ignore", "ignore", ()),
        ("# isoscan: ignore[ISO201]", "ignore", ("ISO201",)),
        ("# isoscan: ignore[ISO201, iso203]", "ignore", ("ISO201", "ISO203")),
        ("# isoscan: ignore[shared-parameter]  # why: 📈", "ignore", ("shared-parameter",)),
        ("# isoscan: ignore-file", "ignore-file", ()),
        ("# isoscan: scanner gap_up", "scanner", ("gap_up",)),
        ("# isoscan: scanner", "scanner", ()),
        ("# isoscan: not-a-scanner -- only a helper", "not-a-scanner", ()),
        ("# isoscan: begin Größe 🚀", "begin", ("Größe 🚀",)),
        ("# isoscan: end", "end", ()),
        ("# isoscan: end gap_up", "end", ("gap_up",)),
        ("# ISOSCAN: Shared", "shared", ()),
    ],
)
def test_steering(text, kind, arguments):
    (found,) = collect_facts(text + "\n").steering
    assert (found.kind, found.arguments, found.problem, found.own_line) == (kind, arguments, "", True)


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        ("# isoscan: ingore", "unknown", "`ingore`"),
        ("# isoscan:", "unknown", "no instruction"),
        ("# isoscan: 📈", "unknown", "`📈`"),
        ("# isoscan: ignore[]", "ignore", "name no rule"),
        ("# isoscan: ignore[ISO201", "ignore", "not closed"),
        ("# isoscan: ignore[X]", "ignore", "`X` is no rule"),
        ("# isoscan: ignore ISO201", "ignore", "`ignore[ISO201]`"),
        ("# isoscan: begin", "begin", "needs the name"),
        ("# isoscan: shared[ISO201]", "shared", "no list"),
    ],
)
def test_steering_that_cannot_be_understood(text, kind, problem):
    (found,) = collect_facts(text + "\n").steering
    assert found.kind == kind
    assert problem in found.problem


def test_steering_may_trail_code_but_not_stand_in_a_string():
    facts = collect_facts("P = 1  # isoscan: shared\nx = '# isoscan: shared'\n# see isoscan: shared\n")
    assert [(one.kind, one.span.line, one.own_line) for one in facts.steering] == [("shared", 0, False)]
