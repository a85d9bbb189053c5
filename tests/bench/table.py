"""Rows that are printed as they are measured and kept as CSV, and limits that they are held against."""
import csv
import pathlib
import re
import statistics


class Table:
    """`columns` is {name in the CSV: (heading, format)}."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = []

    def add(self, **row):
        if not self.rows:
            print("  ".join(heading for heading, _ in self.columns.values()))
        self.rows.append(row)
        cells = (format(row[name], form).rjust(len(heading)) if form else row[name].ljust(len(heading))
                 for name, (heading, form) in self.columns.items())
        print("  ".join(cells), flush=True)

    def column(self, name, **where):
        """The values of one column in the rows that have these values in other columns."""
        return [row[name] for row in self.rows if all(row[k] == v for k, v in where.items())]


class Limits:
    """What is to be reached, what was found, and whether that is enough."""

    def __init__(self):
        self.rows = []

    def at_least(self, what, found, limit):
        self._add(what, found, f">= {limit:g}", found >= limit)

    def at_most(self, what, found, limit):
        self._add(what, found, f"<= {limit:g}", found <= limit)

    def ratios(self, what, ratios, mean=None, lowest=None):
        """Limits of the geometric mean and of the lowest; nothing where nothing was measured."""
        if ratios and mean:
            self.at_least(f"{what}: geometric mean", statistics.geometric_mean(ratios), mean)
        if ratios and lowest:
            self.at_least(f"{what}: lowest", min(ratios), lowest)

    def _add(self, what, found, limit, met):
        self.rows.append({"what": what, "found": f"{found:.4g}", "limit": limit,
                          "met": "met" if met else "missed"})

    def print(self):
        width = max((len(row["what"]) for row in self.rows), default=0)
        for row in self.rows:
            print(f"{row['what']:{width}}  {row['found']:>8}  {row['limit']:>9}  {row['met']}")


def machine():
    """The processor and its cores as a file's name: "amd-epyc-2-cores"."""
    text = pathlib.Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*: (.*)$", text, re.MULTILINE)
    cores = len(re.findall(r"^processor", text, re.MULTILINE))
    name = re.sub(r"[^a-z0-9]+", "-", (found[1] if found else "processor").lower()).strip("-")
    return f"{name}-{cores}-cores"


def write_csv(name, rows):
    """One file a machine and suite under results/, numbers in four digits."""
    if not rows:
        return
    path = pathlib.Path(__file__).parent / "results" / machine() / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"{v:.4g}" if isinstance(v, float) else v for k, v in row.items()})
