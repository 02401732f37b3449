"""Named screens 🗂, each with its filters under one key; sort orders and tiers are no bounds."""
SCREENS = [
    # ── strength ──
    # <scanner leaders table>
    {
        "id": "leaders",
        "name": "leaders",
        "tier": 1,
        "filters": {"relativeStrength": {"min": 80, "max": None}, "volumeRatio": {"min": 1.2, "max": None}},
    },
    # </scanner>
    # <scanner stage_two table>
    {
        "id": "stage_two",
        "description": "trend: price > the 50-SMA, volume above average",
        "name": "stage_two",
        "tier": 2,
        "filters": {"stage": 2, "maAligned": True},
    },
    # </scanner>
    # <scanner day_gainers table>
    {
        "id": "day_gainers",
        "name": "day_gainers",
        "tier": 2,
        "filters": {"minVolume": 2_000_000, "changePct": {"min": 4, "max": None}},
    },
    # </scanner>
]

JOB_FILTERS = [
    {"name": "remote", "filters": {"salary": {"min": 50_000}, "remote": True}},
    {"name": "junior", "filters": {"years": {"max": 3}, "remote": False}},
]


def matches(row, screen):
    for key, bound in screen["filters"].items():
        if isinstance(bound, dict) and bound["min"] is not None and row[key] < bound["min"]:
            return False
    return True
