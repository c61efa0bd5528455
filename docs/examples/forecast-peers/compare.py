"""Holds bankbook's back-test against AutoETS and AutoTheta of statsforecast, as a table in Markdown.

    pip install statsforecast
    python3 compare.py BANKBOOK NAME=FOLDER...

FOLDER is a ledger, or holds one ledger a folder. A file `today` in a ledger says as of which day.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import peer_forecasts


def ledgers(folder):
    """The ledgers in a folder."""
    return [folder] if (folder / "ledger.json").exists() else sorted(
        path.parent for path in folder.glob("*/ledger.json"))


def ask(program, ledger, *words):
    """What the program answers to `forecast --backtest`."""
    day = ledger / "today"
    today = ["--today", day.read_text().strip()] if day.exists() else []
    command = [program, "-C", str(ledger), *today, "forecast", "--backtest", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def own(program, folder):
    """Mean MASE of bankbook, and the share of series in its bands, for accounts and for categories."""
    series = [s for ledger in ledgers(folder)
              for s in json.loads(ask(program, ledger, "-O", "json"))["series"]]
    groups = {"all": series, "accounts": [s for s in series if s["category"] is None],
              "categories": [s for s in series if s["category"] is not None]}

    def mean(rows, key):
        values = [float(row[key]) for row in rows if row[key] is not None]
        return sum(values) / len(values) if values else None
    keys = ("mase", "naive_mase", "seasonal_naive_mase", "coverage80", "coverage95")
    return {name: (len(rows), *(mean(rows, key) for key in keys)) for name, rows in groups.items()}


def flows(program, folder, file):
    """Writes the flows of all ledgers of a folder into one file."""
    for place, ledger in enumerate(ledgers(folder)):
        lines = ask(program, ledger, "--flows", "-O", "csv").splitlines()
        for line in lines if place == 0 else lines[1:]:
            file.write(line + "\n")
    file.flush()


def peers(path):
    """Mean MASE and coverage of each peer over all series."""
    scores = {model: [] for model in peer_forecasts.PEERS}
    pool = {model: peer_forecasts.Score() for model in peer_forecasts.PEERS}
    for values in peer_forecasts.read_series(path).values():
        for model in scores if len(values) > 6 else ():
            score = peer_forecasts.Score()
            for origin in range(max(6, len(values) - 12), len(values)):
                score.add(peer_forecasts.score_origin(
                    model, values[:origin], values[origin:origin + 3]))
            pool[model].add(score)
            if score.mase() is not None:
                scores[model].append(score.mase())
    return {model: (sum(found) / len(found) if found else None,
                    *(hits / max(1, pool[model].points) for hits in pool[model].inside))
            for model, found in scores.items()}


def cell(value):
    """A figure with three decimals."""
    return "–" if value is None else f"{value:.3f}"


def main():
    """Prints one row for each name."""
    program = sys.argv[1]
    print("| data | series | bankbook | naive | seasonal naive | AutoETS | AutoTheta | in 80 % | in 95 % | ETS 80 % | ETS 95 % |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for word in sys.argv[2:]:
        name, folder = word.split("=", 1)
        groups = own(program, pathlib.Path(folder))
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            flows(program, pathlib.Path(folder), file)
            found = peers(file.name)
            ets, theta = found["AutoETS"], found["AutoTheta"]
        for group, (count, *figures) in groups.items():
            others = [ets[0], theta[0]] if group == "all" else [None, None]
            bands = ets[1:] if group == "all" else [None, None]
            row = figures[:3] + others + figures[3:] + list(bands)
            print(f"| {name}, {group} | {count} | " + " | ".join(map(cell, row)) + " |", flush=True)


if __name__ == "__main__":
    main()
