"""Makes ledgers of two published data sets, one folder an account, to back-test forecasts on.

    python3 dataset_ledgers.py DATASETS LEDGERS

DATASETS holds `personal_transactions*.csv` (Date, Description, Amount, Transaction Type, Category, Account Name) and files of
the Berka data set (`berka_trans*`: trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account).
"""

import collections
import csv
import json
import pathlib
import re
import sys


def slug(text):
    """The text as a name of a ledger."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def personal(path):
    """Lines of the data set of personal transactions: account, day, amount, category, text."""
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            month, day, year = row["Date"].split("/")
            sign = "-" if row["Transaction Type"] == "debit" else ""
            yield (slug(row["Account Name"]), f"{year}-{month}-{day}", sign + row["Amount"],
                   slug(row["Category"]), row["Description"])


def berka(path):
    """Lines of the Berka data set, in Czech or in English."""
    with open(path, encoding="latin-1") as file:
        for row in csv.DictReader(file, delimiter=";"):
            day = row["date"]
            sign = "" if row["type"] in ("PRIJEM", "credit") else "-"
            category = slug(row["k_symbol"] or "") or slug(row["operation"] or "") or "other"
            words = [row["operation"], row["k_symbol"].strip(), row["bank"], row["account"]]
            yield ("a" + row["account_id"], f"19{day[:2]}-{day[2:4]}-{day[4:]}",
                   sign + row["amount"], category, " ".join(word for word in words if word))


def write(folder, account, currency, lines):
    """Writes the ledger of one account."""
    (folder / "accounts").mkdir(parents=True, exist_ok=True)
    (folder / "transactions" / account).mkdir(parents=True, exist_ok=True)
    ledger = {"format": 1, "uid": "a" * 10, "base_currency": currency, "currencies": {currency: 2}}
    (folder / "ledger.json").write_text(json.dumps(ledger, indent=2) + "\n")
    card = {"uid": "b" * 10, "kind": "card" if "card" in account else "current", "currency": currency}
    (folder / "accounts" / f"{account}.json").write_text(json.dumps(card, indent=2) + "\n")
    (folder / "categories.txt").write_text("".join(f"{c}\n" for c in sorted({l[3] for l in lines})))
    text = "".join(
        f"{day} | {amount} {currency} | {category} | {words.replace('|', '/')}\n"
        for _, day, amount, category, words in sorted(lines, key=lambda line: line[1]))
    (folder / "transactions" / account / "all.txt").write_text(text)
    # The day as of which the back-test looks: that of the last line.
    (folder / "today").write_text(max(line[1] for line in lines) + "\n")


def main():
    """Reads every file of the data sets that is there."""
    source, target = map(pathlib.Path, sys.argv[1:])
    for path in sorted(source.iterdir()):
        kind = (personal, "USD") if path.name.startswith("personal_transactions") else (
            (berka, "CZK") if path.name.startswith("berka_trans") else None)
        if kind is None:
            continue
        accounts = collections.defaultdict(list)
        for line in kind[0](path):
            accounts[line[0]].append(line)
        for account, lines in accounts.items():
            write(target / path.stem / account, account, kind[1], lines)


if __name__ == "__main__":
    main()
