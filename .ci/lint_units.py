"""Groups sources for clang-tidy: writes units, files that each include many sources, and prints what to check.

clang-tidy spends most of its time on headers, which the sources of a unit share. Only sources that are
compiled with the same flags share a unit. A source with a namespace alias stays alone, because clang-tidy
finds unused aliases only in the file that it is called for.

Usage: lint_units.py BUILD SOURCE…   (BUILD contains compile_commands.json; units are written to BUILD/units)
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

SOURCES_PER_UNIT = 20


def command(flags, file):
    return {"directory": str(Path.cwd()), "file": str(file), "command": f"{flags} -c {file}"}


def main(build, sources):
    folder = Path(build).resolve() / "units"
    folder.mkdir(exist_ok=True)
    wanted = {str(Path(source).resolve()) for source in sources}
    commands = []
    groups = defaultdict(list)
    for entry in json.loads(Path(build, "compile_commands.json").read_text()):
        if entry["file"] in wanted:
            wanted.remove(entry["file"])
            flags = re.sub(r" -o \S+ -c \S+", "", entry["command"])
            if re.search(r"^ *namespace \w+ = ", Path(entry["file"]).read_text(), re.MULTILINE):
                commands.append(command(flags, entry["file"]))
            else:
                groups[flags].append(entry["file"])
    for flags, files in groups.items():
        count = -(-len(files) // SOURCES_PER_UNIT)
        for part in range(count):
            unit = folder / f"{len(commands)}.cpp"
            unit.write_text(
                "".join(
                    f'// NOLINTNEXTLINE(bugprone-suspicious-include)\n#include "{file}"\n'
                    for file in sorted(files)[part::count]
                )
            )
            commands.append(command(flags, unit))
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    print(*(entry["file"] for entry in commands), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
