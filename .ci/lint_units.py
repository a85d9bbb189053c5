"""Groups sources for clang-tidy: writes units, files that each include many sources, and prints what to check.

clang-tidy spends most of its time on headers, which the sources of a unit share. Only sources that are
compiled with the same flags share a unit. clang-tidy finds unused namespace aliases only in the file that it
is called for, so this script looks for them itself.

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


def unused_aliases(source):
    text = Path(source).read_text()
    names = re.findall(r"^ *namespace (\w+) = ", text, re.MULTILINE)
    return [name for name in names if not re.search(rf"\b{name}::", text)]


def main(build, sources):
    for source in sources:
        for name in unused_aliases(source):
            sys.exit(f"{source}: expected a use of the namespace alias {name}, found none: remove the alias")
    folder = Path(build).resolve() / "units"
    folder.mkdir(exist_ok=True)
    wanted = {str(Path(source).resolve()) for source in sources}
    commands = []
    groups = defaultdict(list)
    for entry in json.loads(Path(build, "compile_commands.json").read_text()):
        if entry["file"] in wanted:
            wanted.remove(entry["file"])
            groups[re.sub(r" -o \S+ -c \S+", "", entry["command"])].append(entry["file"])
    for flags, files in groups.items():
        count = -(-len(files) // SOURCES_PER_UNIT)
        for part in range(count):
            unit = folder / f"{len(commands)}.cpp"
            unit.write_text(
                "".join(
                    f'// NOLINTNEXTLINE(bugprone-suspicious-include)\n#include "{file}"\n'
                    for file in sorted(files)[part * len(files) // count : (part + 1) * len(files) // count]
                )
            )
            commands.append(command(flags, unit))
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    print(*(entry["file"] for entry in commands), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
