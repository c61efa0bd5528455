"""Rolling-origin scores of AutoETS and AutoTheta (statsforecast) on monthly money flows.

Reads what `bankbook forecast --backtest --flows -O csv` writes; prints a CSV of MASE and interval
coverage by series and model, then for the pool of all series, named `*`.
"""

import argparse
import csv
import sys
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsforecast.models import AutoETS, AutoTheta, HistoricAverage

YEAR = 12
LEVELS = (80, 95)
POOL = "*"
PEERS = {"AutoETS": AutoETS, "AutoTheta": AutoTheta}
MODELS = (*PEERS, "naive", "seasonal-naive")
# Slack of interval ends, relative to the training's size: AutoTheta's are single precision.
SLACK = 1e-6


@dataclass
class Score:
    """Running sums of one model on one series, or on the pool."""

    origins: int = 0
    points: int = 0
    error: float = 0.0
    scale: float = 0.0
    inside: tuple = (0,) * len(LEVELS)
    fallbacks: int = 0

    def add(self, other):
        """Add another score's sums to this one."""
        self.origins += other.origins
        self.points += other.points
        self.error += other.error
        self.scale += other.scale
        self.inside = tuple(a + b for a, b in zip(self.inside, other.inside))
        self.fallbacks += other.fallbacks

    def mase(self):
        """Sum of errors over sum of scales, or None where the scales are all 0."""
        return self.error / self.scale if self.scale > 0 else None


def read_series(path):
    """Read the CSV into a dict of name to values in month order, checking for gaps."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["series"] = table["account"] + " " + table["currency"] + " " + table["category"]
    table["value"] = table["flow"].astype(float)
    table["month"] = pd.PeriodIndex(table["month"], freq="M")
    found = {}
    for name, rows in table.groupby("series", sort=False):
        rows = rows.sort_values("month")
        if name == POOL:
            raise ValueError(f"series name {POOL!r} is kept for the pool")
        if (np.diff(rows["month"].array.asi8) != 1).any():
            raise ValueError(f"series {name!r} has missing or repeated months")
        if not np.isfinite(rows["value"]).all():
            raise ValueError(f"series {name!r} has values that are not finite")
        found[name] = rows["value"].to_numpy(dtype=np.float64)
    return found


def peer_forecast(model, train, steps):
    """Forecast with a peer model; return the forecast and whether it fell back to the mean."""
    season = YEAR if len(train) >= 2 * YEAR else 1
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            found = PEERS[model](season_length=season).forecast(train, steps, level=list(LEVELS))
            if all(np.isfinite(part).all() for part in found.values()):
                return found, False
        except Exception:  # whatever the library raises, the model failed here
            pass
        return HistoricAverage().forecast(train, steps, level=list(LEVELS)), True


def plain_forecast(model, train, steps):
    """Forecast by the last value, or by the value a year earlier where training has it."""
    mean = np.full(steps, train[-1])
    if model == "seasonal-naive":
        for step in range(steps):
            earlier = len(train) + step - YEAR
            if 0 <= earlier < len(train):
                mean[step] = train[earlier]
    return {"mean": mean}, False


def score_origin(model, train, actual):
    """Score one model at one origin."""
    forecast = peer_forecast if model in PEERS else plain_forecast
    found, fell_back = forecast(model, train, len(actual))
    inside = (0,) * len(LEVELS)
    if model in PEERS:
        slack = SLACK * np.abs(train).max()
        ends = [(found[f"lo-{level}"] - slack, found[f"hi-{level}"] + slack) for level in LEVELS]
        inside = tuple(int(np.sum((low <= actual) & (actual <= high))) for low, high in ends)
    return Score(
        origins=1,
        points=len(actual),
        error=float(np.abs(actual - found["mean"]).sum()),
        scale=float(np.abs(np.diff(train)).mean()) * len(actual),
        inside=inside,
        fallbacks=int(fell_back),
    )


def row(name, model, score, mase):
    """Format one output row."""
    known = model in PEERS and score.points > 0
    cover = [f"{hits / score.points:.4f}" if known else "" for hits in score.inside]
    return [name, score.origins, model, "" if mase is None else f"{mase:.4f}", *cover, score.fallbacks]


def main():
    """Score every series and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("csv", help="input CSV: account,currency,category,month,flow")
    parser.add_argument("--horizon", type=int, default=3, help="months ahead (default 3)")
    parser.add_argument("--origins", type=int, default=12, help="most origins per series (default 12)")
    parser.add_argument("--least", type=int, default=6, help="least months of training (default 6)")
    args = parser.parse_args()
    if args.horizon < 1 or args.origins < 1 or args.least < 2:
        parser.error("--horizon and --origins must be at least 1, --least at least 2")

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["series", "origins", "model", "mase", *(f"coverage{level}" for level in LEVELS), "fallbacks"])
    pool = {model: Score() for model in MODELS}
    mases = {model: [] for model in MODELS}
    for name, values in read_series(args.csv).items():
        for model in MODELS if len(values) > args.least else ():
            score = Score()
            for origin in range(max(args.least, len(values) - args.origins), len(values)):
                score.add(score_origin(model, values[:origin], values[origin : origin + args.horizon]))
            out.writerow(row(name, model, score, score.mase()))
            pool[model].add(score)
            if score.mase() is not None:
                mases[model].append(score.mase())
    for model in MODELS:
        out.writerow(row(POOL, model, pool[model], np.mean(mases[model]) if mases[model] else None))


if __name__ == "__main__":
    main()
