def find_leaders(rows, *, seen: set[str] = set()):
                        # ^^^^ ISO209 mutable-default
    fresh = [r for r in rows if r["rs"] > 90 and r["volume"] > 100_000 and r["ticker"] not in seen]
    seen.update(r["ticker"] for r in fresh)
    return fresh
