# Drives the sandbox from a language other than JavaScript: python3 examples/sandbox-from-python.py
# Needs `dfcloud` on the PATH, or its command in DFCLOUD_COMMAND. Standard library only.
import json
import os
import shlex
import subprocess
import time
import urllib.request


def call(base, method, path, body=None, key=None):
    request = urllib.request.Request(base + path, method=method)
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=10) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def wait_for(what, reached):
    deadline = time.monotonic() + 10
    while not reached():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} did not happen")
        time.sleep(0.05)


command = shlex.split(os.environ.get("DFCLOUD_COMMAND", "dfcloud"))
sandbox = subprocess.Popen([*command, "sandbox"], stdout=subprocess.PIPE, text=True)
try:
    # One line of JSON says where it is and how to get in.
    ready = json.loads(sandbox.stdout.readline())
    base, key = ready["endpoints"]["dragonfly"], ready["env"]["DFCLOUD_API_KEY"]

    location = {"provider": "aws", "region": "us-east-1"}
    network = {"name": "py", "location": location, "cidr_block": "127.83.0.0/16", "byoc": {}}
    network_id = call(base, "POST", "/v1/networks", network, key)["network_id"]
    status = lambda: call(base, "GET", f"/v1/networks/{network_id}", key=key)["status"]
    wait_for("an active network", lambda: status() == "active")
    print(f"network {network_id} is active")

    # Misbehave on purpose: the next list is refused with 503.
    fault = {"kind": "status", "status": 503, "body": {"error": "try later"}}
    call(base, "POST", "/_sandbox/faults", {"on": "networks.list", "times": 1, "fault": fault})
    try:
        call(base, "GET", "/v1/networks", key=key)
    except urllib.error.HTTPError as error:
        print(f"the fault answered {error.code}")

    operations = [request["operation"] for request in call(base, "GET", "/_sandbox/requests")]
    print(f"the sandbox saw {operations[0]} first and {operations[-1]} last")
finally:
    sandbox.terminate()
    print(f"sandbox ended with {sandbox.wait(timeout=10)}")
