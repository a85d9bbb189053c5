"""Tables that are printed while rows are measured and then saved as CSV, and limits that results must meet."""
import csv
import pathlib
import re
import statistics


class Table:
    """Prints the columns {name: (heading, format)} of each row; the CSV file has all values of a row."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = []

    def add(self, **row):
        if not self.rows:
            print("  ".join(heading for heading, _ in self.columns.values()))
        self.rows.append(row)
        cells = []
        for name, (heading, form) in self.columns.items():
            text = format(row[name], form) if name in row else "–"
            cells.append(text.rjust(len(heading)) if form else text.ljust(len(heading)))
        print("  ".join(cells), flush=True)


class Limits:
    """Collects limits, the measured values, and whether each limit is met."""

    def __init__(self):
        self.rows = []

    def at_least(self, what, found, limit):
        self._add(what, found, f">= {limit:g}", found >= limit)

    def at_most(self, what, found, limit):
        self._add(what, found, f"<= {limit:g}", found <= limit)

    def ratios(self, what, ratios, mean=None, lowest=None):
        """Sets lower limits for the geometric mean and for the lowest of the ratios, if any were measured."""
        if ratios and mean:
            self.at_least(f"{what}: geometric mean", statistics.geometric_mean(ratios), mean)
        if ratios and lowest:
            self.at_least(f"{what}: lowest", min(ratios), lowest)

    def _add(self, what, found, limit, met):
        self.rows.append({"what": what, "found": float(found), "limit": limit,
                          "met": "met" if met else "missed"})

    def print(self):
        width = max((len(row["what"]) for row in self.rows), default=0)
        for row in self.rows:
            print(f"{row['what']:{width}}  {row['found']:8.4g}  {row['limit']:>9}  {row['met']}")


def machine():
    """The name of this machine's results folder, from its processor, cores and widest vectors, such as
    "amd-epyc-2-cores-avx512": processors with vectors of different widths may have the same name."""
    text = pathlib.Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*: (.*)$", text, re.MULTILINE)
    cores = len(re.findall(r"^processor", text, re.MULTILINE))
    flags = set(text.split())
    vectors = "avx512" if "avx512f" in flags else "avx2" if "avx2" in flags else ""
    parts = [found[1] if found else "processor", f"{cores} cores", vectors]
    return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).lower()).strip("-")


def machine_folder():
    """The path of this machine's results folder."""
    return pathlib.Path(__file__).parent / "results" / machine()


def write_csv(path, rows):
    """Writes all rows to a CSV file, with four significant digits. Creates its folder if it is missing."""
    if not rows:
        return
    columns = list(dict.fromkeys(name for row in rows for name in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"{v:.4g}" if isinstance(v, float) else v for k, v in row.items()})
