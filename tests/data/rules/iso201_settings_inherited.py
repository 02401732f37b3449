class BaseConfig:
    min_price = 3.0
  # ^^^^^^^^^ ISO201 shared-parameter
    min_rvol = 1.2


class MomoConfig(BaseConfig):
    min_rvol = 2.0


class DipConfig(BaseConfig):
    min_rvol = 1.5


def scan_momo(df, cfg=MomoConfig):
    return df[(df["close"] > cfg.min_price) & (df["rvol"] > cfg.min_rvol) & (df["gap"] > 0.03)]


def scan_dip(df, cfg=DipConfig):
    return df[(df["close"] > cfg.min_price) & (df["rvol"] > cfg.min_rvol) & (df["gap"] < -0.03)]
