def scan_squeeze(df, params=None):
    defaults = {
        "width_max": 0.08,
        "days_min": 5,
      # ^^^^^^^^^^ ISO301 unused-parameter: changing `defaults['days_min']` has no effect
        "volume_min": 250_000,
    }
    if params:
        defaults.update(params)
    d = defaults
    return df[(df["width"] < d["width_max"]) & (df["volume"] > d["volume_min"])]
