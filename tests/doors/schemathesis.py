#!/usr/bin/env python3
"""Every operation of the OpenAPI document, tried by Schemathesis as each role and as nobody: right data and wrong, other methods, other types.

A registry with one closed month is served; each role asks with a session of its own. Nothing but a refusal that is documented may be answered.

    python3 tests/doors/schemathesis.py target/release/qazyna [SECONDS a role]

`schemathesis` is the command of tests/doors/requirements.txt, looked for beside this Python.
"""

import os, shutil, subprocess, sys, tempfile

from month import BEFORE, PERFORMERS, SEED, WITHIN, Api, CommandLine, Registry, fail

DOCUMENT = "/api/openapi.json"
# One key a role; what it finds in the registry differs from role to role.
ROLES = ["auth-registrar", "auth-operator", "auth-issuer-head", "auth-performer-director", "auth-parent", "auth-authority", "auth-auditor"]
# Data that the document allows may still break a rule of the law: 422 is then the right answer.
LEFT_OUT = "positive_data_acceptance"
# Whoever ends or changes the session that all other requests of a role stand on, tests nothing more.
OWN_SESSION = "^/api/v1/session$|^/api/v1/session/capacity$"


def served(binary, folder):
    """A registry after a month without payments, and its API."""
    world = os.path.join(folder, "world")
    subprocess.run([binary, "sandbox", "world", "--performers", str(PERFORMERS), "--seed", str(SEED), "--out", world],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    registry = Registry(binary, world, folder, "schemathesis")
    door = CommandLine(registry)
    for kind, name in BEFORE:
        door.bring(kind, registry.file(name))
    door.issue()
    for kind, name in WITHIN:
        door.bring(kind, registry.file(name))
    door.close()
    door.sign_performers()
    return Api(registry)


def tried(api, who, token, seconds, report):
    """Whether nothing was found; what was is printed."""
    command = [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run",
               f"http://127.0.0.1:{api.server.port}{DOCUMENT}",
               "--checks", "all", "--exclude-checks", LEFT_OUT, "--phases", "examples,coverage,fuzzing,stateful",
               # One worker: Python 3.11 cannot parse syntax trees in two threads at once.
               "--max-time", str(seconds), "--seed", "1", "--workers", "1", "--rate-limit", "45/s", "--request-timeout", "10",
               "--continue-on-failure", "--suppress-health-check", "all", "--no-color", "--warnings", "off"]
    if token:
        command += ["--header", f"Authorization: Bearer {token}", "--exclude-path-regex", OWN_SESSION]
    if report:
        command += ["--report", "ndjson", "--report-ndjson-path", os.path.join(report, f"{who}.ndjson")]
    run = subprocess.run(command, capture_output=True, text=True, cwd=api.registry.out)
    print(f"{who}: {'nothing found' if run.returncode == 0 else 'found something'}", flush=True)
    if run.returncode:
        print(run.stdout[-20000:], run.stderr[-4000:], flush=True)
    return run.returncode == 0


def main():
    binary, seconds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 6
    wanted = sys.argv[3:] or [*ROLES, "nobody"]
    folder = tempfile.mkdtemp(prefix="qazyna-schemathesis-")
    os.chmod(folder, 0o755)
    api = served(binary, folder)
    try:
        tokens = {key: api.signed_in(key) for key in ROLES if key in wanted}
        clean = [tried(api, who, tokens.get(who), seconds, os.environ.get("REPORT")) for who in wanted]
    finally:
        api.end()
    if not all(clean):
        fail(f"the API answers what its document does not say; the registry is kept in {folder}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
