"""The office's policy file in a real, managed Chromium: every key is known, of the right kind, and in force."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

POLICY = Path(__file__).parents[2] / "deploy" / "kiosk" / "policy.json"
READER = Path(__file__).with_name("policy_page.py")
UNSEEN = "DeveloperToolsAvailability"
"""takes away the very means by which a test looks"""
FINE = ("OK", "Deprecated")
"""deprecated ones are still obeyed, and the only ones that older browsers know"""
PRIVATE = 'mount --bind "$0" /etc/chromium && exec "$@"'
"""in a mount namespace of its own: no other browser of this machine sees the policy"""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.timeout(200)
def test_chromium_accepts_every_policy_and_keeps_other_addresses_out(tmp_path: Path) -> None:
    executable = shutil.which("chromium")
    if os.geteuid() != 0 or not executable or not Path("/etc/chromium").is_dir() or not shutil.which("unshare"):
        pytest.skip("THE POLICY WAS NOT TRIED: needs root, unshare and Chromium with a folder /etc/chromium")
    given = json.loads(POLICY.read_text(encoding="utf-8"))
    looked_at = {key: value for key, value in given.items() if key != UNSEEN}
    looked_at["URLAllowlist"] = [*given["URLAllowlist"], "chrome://policy"]
    folder = tmp_path / "policies" / "managed"
    folder.mkdir(parents=True)
    (folder / "malbeot.json").write_text(json.dumps(looked_at), encoding="utf-8")
    command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", PRIVATE, str(tmp_path)]
    command += [sys.executable, str(READER), executable]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if "Operation not permitted" in outcome.stderr:
        pytest.skip("THE POLICY WAS NOT TRIED: no mount namespace may be made here")
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    seen = json.loads(outcome.stdout.splitlines()[-1])
    status = {row["name"]: row["status"] for row in seen["rows"]}
    assert {name: status.get(name, "absent") for name in looked_at if status.get(name) not in FINE} == {}
    assert {row["level"] for row in seen["rows"]} == {"mandatory"}
    assert len(seen["refused"]) == 3, "other pages, files and settings stay closed"
