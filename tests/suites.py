"""Defines the steps of each test suite."""

from dataclasses import dataclass
from glob import glob
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PAGE_FLAGS = (PROJECT / "tests/web/flags").read_text().split()
# Without a browser nothing keeps Node running, and on Node 20 a forced exit may lose a file's last reports.
MODULE_FLAGS = [flag for flag in PAGE_FLAGS if flag != "--test-force-exit"]


@dataclass(frozen=True)
class Step:
    name: str
    command: list
    minutes: float
    counts: str = ""  # where results come from: CTest's report, or the output of "node", "unittest", "checks"


def cmake(preset, targets=()):
    build = ["cmake", "--build", "--preset", preset]
    if targets:
        build += ["--target", *targets]
    return [
        Step(f"configure {preset}", ["cmake", "--preset", preset], 5),
        Step(f"build {preset}", build, 25),
    ]


def ctest(preset, name=None, options=()):
    """Runs CTest, and has it write a report from which the cases of each test program are counted."""
    name = name or f"test {preset}"
    report = PROJECT / "build" / preset / f"{name.replace(' ', '_')}.xml"
    reporting = ["--output-junit", str(report), "--test-output-size-passed", "10000000"]
    return Step(name, ["ctest", "--preset", preset, *reporting, *options], 20, str(report))


def build_and_test(preset):
    return [*cmake(preset), ctest(preset)]


def node(name, files, flags, variables=()):
    command = ["env", *variables, "node", "--test", "--test-reporter=spec", *flags, *files]
    return Step(name, command, 20, "node")


def files_of(pattern):
    return sorted(glob(str(PROJECT / pattern), recursive=True))


# The tests of what differs between browsers: drawing, hosts, the service worker, threads, storage and files.
FIREFOX_FILES = [
    str(PROJECT / f"tests/web/{name}.test.mjs")
    for name in (
        "address", "modelWork", "noise", "otherSizes", "shortcuts", "stateDict", "visits", "work", "pad/drawing",
        "pad/hands", "pad/manyStrokes", "fine_tune/brokenLoss", "fine_tune/drawingFiles", "language/choice",
        "hosting/hosts", "hosting/serviceWorker", "hosting/threads",
    )  # fmt: skip
]


def python_tests(folder, pattern):
    return ["/usr/bin/python3", "-B", "-m", "unittest", "discover", "-v", "-s", folder, "-p", pattern]


def program_tests(name, preset, folder, pattern, variables=()):
    """Runs tests of the program, with the variables that CTest sets for those that it knows."""
    variables = [
        *variables,
        f"HOURGLASS={PROJECT}/build/{preset}/native_cli/hourglass",
        f"HOURGLASS_DATA={PROJECT}/build/data",
        f"PYTHONPATH={PROJECT}/tests/cli",
    ]
    return Step(name, ["env", *variables, *python_tests(folder, pattern)], 15, "unittest")


BUILD_PAGE = Step("build page", ["web/start.sh", "--build-only"], 20)


SUITES = {
    "native": build_and_test("native"),
    "wasm": [*build_and_test("wasm"), *build_and_test("wasm-threads")],
    "module": [
        *cmake("native", ["hourglass", "hourglass_bench"]),
        *cmake("wasm", ["hourglass_module", "hourglass_roof_plain", "hourglass_roof_relaxed"]),
        *cmake("wasm-threads", ["hourglass_module"]),
        node("test module", files_of("tests/wasm/*.test.mjs"), MODULE_FLAGS),
        Step("test benchmarks", python_tests("tests/bench", "smoke_test.py"), 10, "unittest"),
    ],
    "web": [
        BUILD_PAGE,
        Step("check types", ["npm", "--prefix", "web", "run", "check"], 5),
        node("test page", files_of("tests/web/**/*.test.mjs"), PAGE_FLAGS),
    ],
    "firefox": [
        BUILD_PAGE,
        node("test page in Firefox", FIREFOX_FILES, PAGE_FLAGS, ["HOURGLASS_BROWSER=firefox"]),
    ],
    "setup": [
        Step("test set-up", ["python3", "-B", "tests/setup/run_tests.py"], 15, "unittest"),
    ],
    "debug": [
        *build_and_test("native-debug"),
        # WebAssembly ships without double precision, so its gradient checks are not part of the suite wasm.
        *cmake("wasm", ["core_double_tests"]),
        ctest("wasm", "test wasm in double", ["-R", "^double/"]),
    ],
    "tsan": build_and_test("native-tsan"),
    "lint": [Step("lint", [".ci/lint.sh"], 30, "checks")],
    "gcc": build_and_test("gcc"),
    "portable": [
        *cmake("portable", ["hourglass_portable"]),
        ctest("portable", options=["-R", "^install_portable$"]),
    ],
    "arm64": build_and_test("arm64"),
    "mpi": [
        *cmake("mpi"),
        program_tests("test ranks", "mpi", "tests/mpi", "*_test.py"),
        *cmake("mpich"),
        program_tests("test ranks of MPICH", "mpich", "tests/mpi", "*_test.py", ["HOURGLASS_MPIRUN=mpirun.mpich"]),
    ],
    "cluster": [
        *cmake("native", ["hourglass"]),
        program_tests("test engines", "native", "tests/cluster", "*_test.py"),
    ],
    "exchange": [
        *cmake("native", ["hourglass"]),
        program_tests("test PyTorch", "native", "tests/exchange", "torch_test.py"),
        node("test ONNX Runtime", files_of("tests/exchange/*.test.mjs"), MODULE_FLAGS),
    ],
}
