GAP_MIN = 0.04  # isoscan: ignore[ISO201]
              # ^^^^^^^^^^^^^^^^^^^^^^^^^ ISO001 unused-suppression: `ISO201` suppresses nothing here


def scan_gap_up(df):  # isoscan: ignore
                    # ^^^^^^^^^^^^^^^^^ ISO001 unused-suppression: this suppresses nothing
    return df[df["gap"] > GAP_MIN]


def scan_fade(df):
    # isoscan: ignored
  # ^^^^^^^^^^^^^^^^^^ ISO001 unused-suppression: `ignored` is no instruction
    return df[df["fade"] > 0.02]  # isoscan: ignore[ISO999]
                                # ^^^^^^^^^^^^^^^^^^^^^^^^^ ISO001 unused-suppression: `ISO999`


# isoscan: end
# ^^^^^^^^^^^^ ISO001 unused-suppression: no `# isoscan: begin NAME` stands above this `end`
