"""The recipe's own shell, run on a real repository, and its one comment, held by a server that plays the API."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli import Journey
from surfaces.cli.small_program import WORTH_IT, milestone, small_journey

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "examples" / "recipes" / "plan-on-pull-request.yml"
LOOSE = milestone(asks=WORTH_IT.replace("0 USD", "-9 USD"))
pytestmark = pytest.mark.slow


class Comments(BaseHTTPRequestHandler):
    """Lists, makes and changes comments, a hundred a page; `asked` keeps what was asked, with its token."""

    comments: list[dict[str, Any]]
    asked: list[tuple[str, str, str | None]]

    def do_GET(self) -> None:
        page = int(re.search(r"[?&]page=(\d+)", self.path)[1])
        self._answer(self.comments[(page - 1) * 100 : page * 100])

    def do_POST(self) -> None:
        self.comments.append(
            {"id": 1_000 + len(self.comments), "user": {"login": "github-actions[bot]"}, **self._body()}
        )
        self._answer(self.comments[-1])

    def do_PATCH(self) -> None:
        number = int(self.path.rpartition("/")[2])
        (mine,) = (each for each in self.comments if each["id"] == number)
        mine.update(self._body())
        self._answer(mine)

    def _body(self) -> dict[str, Any]:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, value: object) -> None:
        self.asked.append((self.command, self.path, self.headers.get("Authorization")))
        content = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def api() -> Iterator[tuple[str, type[Comments]]]:
    handler = type("Handler", (Comments,), {"comments": [], "asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def repository(tmp_path: Path) -> Journey:
    journey = small_journey(Journey(tmp_path, "repository"))
    git(journey, "init", "-q", "-b", "main")
    commit(journey, "base")
    return journey


def git(journey: Journey, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=journey.folder, check=True, capture_output=True, text=True
    )  # fmt: skip
    return done.stdout.strip()


def commit(journey: Journey, message: str) -> str:
    git(journey, "add", "-A")
    git(journey, "commit", "-q", "--allow-empty", "-m", message)
    return git(journey, "rev-parse", "HEAD")


def step(job: str, name: str) -> dict[str, Any]:
    return next(each for each in recipe()["jobs"][job]["steps"] if each.get("name") == name)


def recipe() -> dict[Any, Any]:
    return yaml.safe_load(RECIPE.read_text())


def run(script: str, cwd: Path, temporary: Path, **env: str) -> subprocess.CompletedProcess[str]:
    temporary.mkdir(exist_ok=True)
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(temporary), "PROGRAM": ".",
        "RUNNER_TEMP": str(temporary), "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"), **env,
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )


def planned(journey: Journey, base: str, number: int = 0) -> tuple[int, str]:
    temporary = journey.place / f"temporary{number}"
    done = run(step("plan", "Accept the base, plan the change")["run"], journey.folder, temporary, BASE=base)
    return done.returncode, (temporary / "plan.md").read_text()


def commented(api: str, journey: Journey, number: int = 0) -> None:
    told = {"TOKEN": "t0ken", "API": api, "REPOSITORY": "o/r", "NUMBER": "7"}
    done = run(
        step("comment", "Write or renew the one comment")["run"],
        journey.place,
        journey.place / f"temporary{number}",
        **told,
    )
    assert done.returncode == 0, done.stderr


def test_a_pull_request_gets_one_comment_that_is_renewed(repository: Journey, api: tuple[str, type[Comments]]) -> None:
    base = git(repository, "rev-parse", "HEAD")
    small_journey(repository, LOOSE)
    commit(repository, "loosen")
    code, text = planned(repository, base)
    assert code == 0
    assert text.startswith("<!-- milepost-plan -->")
    assert "(loosened)" in text.replace("\\", "")
    url, handler = api
    strangers = [
        {"id": each, "user": {"login": "someone"}, "body": "<!-- milepost-plan --> mine"} for each in range(150)
    ]
    handler.comments += strangers
    commented(url, repository)
    small_journey(repository)
    commit(repository, "take it back")
    code, text = planned(repository, base, 1)
    assert code == 0
    commented(url, repository, 1)
    ours = [each for each in handler.comments if each["user"]["login"] == "github-actions[bot]"]
    assert [each["body"] for each in ours] == [text]
    assert "Nothing to change" in text
    assert [each for each in handler.comments if each["user"]["login"] == "someone"] == strangers
    assert [each[0] for each in handler.asked] == ["GET", "GET", "POST", "GET", "GET", "PATCH"]
    assert {each[2] for each in handler.asked} == {"Bearer t0ken"}


def test_a_program_that_does_not_compile_says_so_and_fails(repository: Journey) -> None:
    base = git(repository, "rev-parse", "HEAD")
    repository.write("extra.yaml", "kind: Goal\nid: <script>alert(1)</script>\n")
    commit(repository, "break")
    code, text = planned(repository, base)
    assert code == 1
    assert "does not compile" in text
    # What the files say stands indented: code, in which no markup acts.
    assert all(line.startswith("    ") for line in text.splitlines() if "<script>" in line)


def test_a_new_program_is_a_first_plan(tmp_path: Path) -> None:
    journey = Journey(tmp_path, "repository")
    git(journey, "init", "-q", "-b", "main")
    base = commit(journey, "nothing")
    small_journey(journey)
    commit(journey, "a program")
    code, text = planned(journey, base)
    assert code == 0
    assert "First plan of" in text


def test_nothing_of_a_pull_request_meets_a_token_that_may_write() -> None:
    told = recipe()
    assert "pull_request" in told[True]  # YAML 1.1 reads `on` as true
    assert "pull_request_target" not in told[True]
    assert told["permissions"] == {}
    assert {name: job["permissions"] for name, job in told["jobs"].items()} == {
        "plan": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }
    uses = [each.get("uses", "") for each in told["jobs"]["comment"]["steps"]]
    assert not any("checkout" in each for each in uses)
    assert "head.repo.full_name == github.repository" in told["jobs"]["comment"]["if"]
    (checkout,) = (each for each in told["jobs"]["plan"]["steps"] if "checkout" in each.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False
    # What a stranger may choose reaches the shell as a variable only, never as part of a script.
    scripts = [each["run"] for job in told["jobs"].values() for each in job["steps"] if "run" in each]
    assert not any("${{" in each for each in scripts)
