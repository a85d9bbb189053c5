"""A small Debian archive on the local machine that can simulate faults."""

import hashlib
import subprocess
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def pack(folder, package, version, depends="", files=None):
    """Builds PACKAGE_VERSION.deb in the folder from files, which are given as {path: (content, mode)}."""
    root = folder / f"{package}_{version}"
    (root / "DEBIAN").mkdir(parents=True)
    fields = {
        "Package": package,
        "Version": version,
        "Architecture": "all",
        "Maintainer": "Nobody <nobody@example.org>",
        "Description": "made for a test",
    }
    if depends:
        fields["Depends"] = depends
    (root / "DEBIAN/control").write_text("".join(f"{key}: {value}\n" for key, value in fields.items()))
    for path, (content, mode) in (files or {}).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
        target.chmod(mode)
    file = folder / f"{package}_{version}.deb"
    command = ["dpkg-deb", "--build", "--root-owner-group", "-Zgzip", str(root), str(file)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file, fields


class Archive:
    """Serves suites of packages. `faults[file name]` lists the faults of the next requests for that file:
    "missing", "error", "half", "other" or "slow". The last fault applies to all later requests."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.files = {}
        self.suites = defaultdict(list)
        self.faults = defaultdict(list)
        self.requests = []
        self.server = None

    def add(self, suite, package, version, depends="", files=None):
        name = f"{package}_{version}.deb"
        if f"/pool/{name}" not in self.files:
            file, fields = pack(self.folder, package, version, depends, files)
            self.files[f"/pool/{name}"] = file.read_bytes()
            content = self.files[f"/pool/{name}"]
            fields["Filename"] = f"pool/{name}"
            fields["Size"] = str(len(content))
            fields["SHA256"] = hashlib.sha256(content).hexdigest()
            self.files[f"/fields/{name}"] = fields
        self.suites[suite].append(self.files[f"/fields/{name}"])
        self.index(suite)

    def index(self, suite):
        listing = "\n".join(
            "".join(f"{key}: {value}\n" for key, value in fields.items()) for fields in self.suites[suite]
        ).encode()
        packages = "main/binary-all/Packages"
        architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
        names = [packages, f"main/binary-{architecture.stdout.strip()}/Packages"]
        release = f"Suite: {suite}\nCodename: {suite}\nComponents: main\nDate: Thu, 01 Jan 2026 00:00:00 UTC\n"
        release += f"Architectures: {architecture.stdout.strip()} all\nSHA256:\n"
        for name in names:
            content = listing if name != packages else b""
            release += f" {hashlib.sha256(content).hexdigest()} {len(content)} {name}\n"
            self.files[f"/dists/{suite}/{name}"] = content
        self.files[f"/dists/{suite}/Release"] = release.encode()

    def start(self, port=0):
        archive = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                archive.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def fault_of(self, name):
        faults = self.faults[name]
        if not faults:
            return None
        return faults.pop(0) if len(faults) > 1 else faults[0]

    def answer(self, request):
        path = request.path.replace("%2b", "+").removeprefix("/security")
        self.requests.append(path)
        content = self.files.get(path)
        fault = self.fault_of(path.rsplit("/", 1)[-1])
        if content is None or fault == "missing":
            return self.refuse(request, 404)
        if fault == "error":
            return self.refuse(request, 500)
        if fault == "other":
            content = bytes(len(content))
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        try:
            if fault == "half":
                request.wfile.write(content[: len(content) // 2])
                request.close_connection = True
            elif fault == "slow":
                step = len(content) // 20 + 1
                for begin in range(0, len(content), step):
                    request.wfile.write(content[begin : begin + step])
                    request.wfile.flush()
                    time.sleep(0.25)
            else:
                request.wfile.write(content)
        except OSError:
            pass  # the client has disconnected

    @staticmethod
    def refuse(request, status):
        request.send_response(status)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def downloads_of(self, package):
        return [path.rsplit("/", 1)[-1] for path in self.requests if path.startswith(f"/pool/{package}_")]
