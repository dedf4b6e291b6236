"""A Neo4j without Docker: Maven brings the server's jars, plain Java runs them.

`server.py fetch` fills the cache once; `server.py run` serves in the foreground. Tests start
their own with `with Server(home) as server:` and reach it through `server.uri`.
"""

import argparse
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn, Self

HOST = "127.0.0.1"
POM = Path(__file__).resolve().with_name("pom.xml")
CACHE = POM.parents[2] / ".cache" / "neo4j"
LIB = CACHE / "lib"

PACKAGES = {"java": "openjdk-17-jre-headless", "mvn": "maven"}
OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")
BOLT_HELLO = b"\x60\x60\xb0\x17" + b"\x00\x04\x04\x05" + bytes(12)  # the magic number, then: 5.4 down to 5.0

CONF = """\
server.bolt.listen_address={host}:{port}
server.bolt.advertised_address={host}:{port}
server.http.enabled=false
server.directories.import=import
server.memory.heap.max_size={heap}
server.memory.pagecache.size=64m
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
# Neo4j would otherwise begin every database with 256 MB of empty log.
db.tx_log.preallocate=false
# And wait 10 seconds at every stop for threads that have nothing left to do.
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""


class Neo4jError(RuntimeError):
    """Something the reader can put right: the message says how."""


def tool(name: str) -> str:
    """Path of `java` or `mvn`; where there is none, the error names the Debian package."""
    path = shutil.which(name)
    if path is None:
        raise Neo4jError(f"`{name}` is not on PATH: apt-get install {PACKAGES[name]}")
    return path


def fetched() -> bool:
    """Whether the cache is whole: it then holds a copy of the very pom.xml it was made from."""
    made_from = LIB / POM.name
    return made_from.is_file() and made_from.read_bytes() == POM.read_bytes()


def fetch() -> None:
    """Have Maven copy the jars into the cache, unless they are there."""
    if fetched():
        return
    mvn, _java = tool("mvn"), tool("java")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # parallel test workers would spoil each other's copy
        if not fetched():
            shutil.rmtree(LIB, ignore_errors=True)  # another version's, or half a download
            copy = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={LIB}"]
            _finish([mvn, "-B", "-q", "-f", str(POM), *copy], "Maven could not fetch Neo4j")
            shutil.copyfile(POM, LIB / POM.name)


def _finish(command: list[str], failure: str, **env: str) -> None:
    """Run to the end in silence; what was said is shown only where it explains a failure."""
    done = subprocess.run(command, env=os.environ | env, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Neo4jError(f"{failure}:\n{_tail(done.stdout + done.stderr)}")


def _tail(text: str, lines: int = 30) -> str:
    return "\n".join(text.splitlines()[-lines:])


def bindable(port: int) -> int:
    """The port itself if it is free, or any free one for 0.

    Asked before the start, so that a stranger's Neo4j on the same port is not taken for ours.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Neo4jError(f"port {port} cannot be used: {error.strerror}") from error
        return int(probe.getsockname()[1])


def speaks_bolt(port: int) -> bool:
    """Whether a Bolt server on this machine agrees on a version: enough to know it is up."""
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(BOLT_HELLO)
            return any(connection.recv(4))  # four zero bytes would be a refusal
    except OSError:
        return False


class Server:
    """One Neo4j process and its home folder, for as long as the `with` block lasts.

    A home may be used again: it remembers its password, which Neo4j sets only once.
    """

    user = "neo4j"
    patience = 120.0  # seconds for a start; a busy machine has needed 25

    def __init__(self, home: Path, port: int = 0, heap: str = "512m", password: str | None = None) -> None:
        self.home = home.resolve()
        self.port = port
        self.heap = heap
        self.log = self.home / "logs" / "console.log"
        self._secret = self.home / "password"
        self._known = self._secret.read_text() if self._secret.is_file() else None
        self.password = password or self._known or secrets.token_hex(12)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """The address a Neo4j driver takes; final once the server has started."""
        return f"bolt://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Return once Bolt answers; if it never does, leave no process behind."""
        if not fetched():
            raise Neo4jError("Neo4j's jars are not in the cache: run `make neo4j-fetch`")
        self.port = bindable(self.port)
        self._write_conf()
        self._set_password()
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=subprocess.STDOUT)
        try:
            self._await_bolt(self._process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the process this object started, and only that one: politely, then not."""
        process, self._process = self._process, None
        if process:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait(self) -> NoReturn:
        """Block while Neo4j runs; its ending on its own is a failure."""
        assert self._process, "start() first"
        raise self._failure(f"Neo4j ended on its own with code {self._process.wait()}")

    def _write_conf(self) -> None:
        for folder in ("conf", "import", "logs"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        conf = self.home / "conf" / "neo4j.conf"
        conf.write_text(CONF.format(host=HOST, port=self.port, heap=self.heap))

    def _set_password(self) -> None:
        if self._known is None:
            java = [tool("java"), "-cp", f"{LIB}/*", "org.neo4j.server.startup.Neo4jAdminCommand"]
            command = [*java, "dbms", "set-initial-password", "--", self.password]
            places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
            _finish(command, "Neo4j did not take the password", **places)
            self._secret.touch(mode=0o600)
            self._secret.write_text(self.password)
            self._known = self.password
        elif self._known != self.password:
            raise Neo4jError(f"this home has another password already: see {self._secret}")

    def _command(self) -> list[str]:
        opened = [f"--add-opens={package}=ALL-UNNAMED" for package in OPENED]
        java = [tool("java"), f"-Xmx{self.heap}", "-XX:+ExitOnOutOfMemoryError", *opened, "-cp", f"{LIB}/*"]
        places = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}", "--console-mode"]
        return [*java, "org.neo4j.server.CommunityEntryPoint", *places]

    def _await_bolt(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise self._failure(f"Neo4j ended with code {process.returncode} instead of starting")
            if speaks_bolt(self.port):
                return
            time.sleep(0.2)
        raise self._failure(f"Neo4j did not answer on {self.uri} within {self.patience:.0f} seconds")

    def _failure(self, what: str) -> Neo4jError:
        return Neo4jError(f"{what}. The end of {self.log}:\n{_tail(self.log.read_text(errors='replace'))}")


def run(home: Path, port: int, password: str | None) -> None:
    """Serve until ctrl-C or a polite kill; both leave through the `with` block."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Server(home, port, password=password) as server:
            print(server.uri, f"user {server.user}", f"password {server.password}", sep="  ", flush=True)
            server.wait()
    except KeyboardInterrupt:
        print("Neo4j has stopped.")


def arguments() -> argparse.Namespace:
    """The command line's words, with defaults that suit a newcomer."""
    parser = argparse.ArgumentParser(description="A Neo4j without Docker.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("fetch", help="bring the server's jars into the cache, once (123 MB)")
    serve = commands.add_parser("run", help="serve in the foreground until ctrl-C")
    serve.add_argument("--bolt-port", type=int, default=7687, help="0 takes a free one")
    serve.add_argument("--home", type=Path, default=CACHE / "home", help="where data, logs and conf are kept")
    serve.add_argument("--password", help="8 or more ASCII characters; else a new home gets a random one")
    return parser.parse_args()


def main() -> None:
    """Run one command; errors meant for the reader come without a traceback."""
    words = arguments()
    try:
        if words.command == "fetch":
            fetch()
        else:
            run(words.home, words.bolt_port, words.password)
    except Neo4jError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
