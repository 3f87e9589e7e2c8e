"""One run in three faces: begun in the terminal face, continued at a dumb terminal, finished by script."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.proof.test_line import Robot
from tests.terminal.program import records, start
from tests.terminal.terminal import ROOT, environment
from xprunbook.report.make import make_report
from xprunbook.runbook.library import Library

PATCH_DAY = ROOT / "tests" / "data" / "patch-day.yaml"


def test_begun_in_one_face_and_finished_in_another(tmp_path: Path) -> None:
    with start(tmp_path, "--allow-file-ticks") as terminal:
        terminal.press("u", "enter")
        terminal.settle()
        terminal.press("q")
        terminal.settle()
        terminal.wait()
    assert "skipped" in [record["type"] for record in records(tmp_path)]
    robot = Robot(tmp_path, 40, "resume")
    robot.answer("done backup-files")
    robot.answer("\\\\nas\\backup")
    assert "Saved" in robot.answer("")
    robot.answer("quit")
    robot.terminal.wait()
    robot.terminal.close()
    runbook = Library(language="en").load(str(PATCH_DAY))[0].speak("en")
    lines = ["done backup-database", "skip check-space", "gate prepare"]
    for step in runbook.leaves("A"):
        if runbook.phase_of[step.id].id != "prepare":
            lines.append(f"done {step.id}" + (' --observed "x"' if step.observe else ""))
    lines += [f"gate {phase.id}" for phase in runbook.phases[1:] if phase.gate] + ["close"]
    (folder,) = (journal.parent for journal in tmp_path.glob("runs/*/run.jsonl"))
    done = subprocess.run(
        [sys.executable, "-m", "xprunbook", "answer", folder.name, "-", "--person", "Grace"],
        input="\n".join(lines),
        text=True,
        capture_output=True,
        env=environment(tmp_path),
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(make_report(folder, "json", "en", 1.8e9))
    assert report["run"]["closing"] == "completed"
    assert report["run"]["allow_file_ticks"]
    assert [sitting["person"] for sitting in report["sessions"]] == ["Ada", "Ada", "Grace"]
    steps = {step["id"]: step for phase in report["phases"] for step in phase["steps"]}
    assert steps["announce"]["answer_file"] == ""
    assert steps["backup-files"]["answer_file"] == ""
    assert steps["backup-files"]["person"] == "Ada"
    assert steps["backup-database"]["answer_file"] == "stdin"
    assert steps["backup-database"]["person"] == "Grace"
    page = make_report(folder, "html", "en", 1.8e9).decode()
    assert "files tick mandatory steps" in page
