#!/usr/bin/env bash
# yaml-language-server 2.0.0 (the YAML of VS Code and of most other editors) completes a key of a whole number with 0,
# whatever `minimum` its schema gives, and underlines that 0 as soon as it stands there: "Value is below the minimum
# of 1." The first of the schema's `examples` is put instead, if it has any. `minimum` is read for the check alone.
# The keys of an object that must be there are offered once more as one item, whose name is the last part of the `$ref`
# by which the schema names the object, if that has no `title`: "#/$defs/LampSource" gives an author "LampSource".
#
# A good engineer who has pydantic write the schema (Field(ge=1) becomes `minimum`) would expect a number that the same
# schema allows, and the names of classes to stay in the program.
#
# For this program: its schemas give the least allowed number as an example, and every definition a title in words.
#
# Needs Node with npm, and Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-fund --no-audit yaml-language-server@2.0.0 >/dev/null 2>&1
cat >schema.json <<'JSON'
{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
 "properties": {"lamp": {"$ref": "#/$defs/LampSource"}},
 "$defs": {"LampSource": {"type": "object", "required": ["oil"], "properties": {
   "oil": {"type": "integer", "minimum": 1},
   "wicks": {"type": "integer", "minimum": 1, "examples": [1]}}}}}
JSON
cat >ask.py <<'PY'
import json, pathlib, subprocess, sys

server = subprocess.Popen(["node_modules/.bin/yaml-language-server", "--stdio"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
schema = pathlib.Path("schema.json").absolute().as_uri()

def send(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()

def wait(wanted):
    while True:
        size = int(server.stdout.readline().split(b":")[1])
        while server.stdout.readline().strip():
            pass
        message = json.loads(server.stdout.read(size))
        if "id" in message and "method" in message:
            items = (message.get("params") or {}).get("items", [])
            send(id=message["id"], result=[{} for _ in items] if items else None)
        elif wanted(message):
            return message

def ask(number, method, params):
    send(id=number, method=method, params=params)
    return wait(lambda message: message.get("id") == number and "method" not in message)["result"]

def opened(name, text):
    uri = f"file:///nowhere/{name}.yaml"
    text = f"# yaml-language-server: $schema={schema}\n{text}"
    send(method="textDocument/didOpen",
         params={"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
    told = wait(lambda message: message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri)
    return uri, [one["message"] for one in told["params"]["diagnostics"]]

snippets = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
ask(1, "initialize", {"processId": None, "rootUri": None, "capabilities": snippets})
send(method="initialized", params={})
_, underlined = opened("written", "lamp:\n  oil: 0\n")
uri, _ = opened("asked", "lamp:\n  \n")
found = ask(2, "textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 2}})
offered = {one["label"]: one.get("textEdit", {}).get("newText") or one.get("insertText") for one in found["items"]}
server.kill()
print("offered:", offered)
print("underlined under 'oil: 0':", underlined)
as_found = (
    offered.get("oil") == "oil: ${1:0}"
    and offered.get("wicks") == "wicks: ${1:1}"
    and "LampSource" in offered
    and underlined == ["Value is below the minimum of 1."]
)
print("as found: it completes what it refuses, and names the definition" if as_found
      else "CHANGED: completions are otherwise than the head says")
sys.exit(not as_found)
PY
python3 ask.py
