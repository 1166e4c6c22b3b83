#!/usr/bin/env python3
"""The same month through the command line, the API and the pages: the audit exports are the same but for ids and times.

It is a client of its own: Python's library, OpenSSL for every signature, nothing of the registry but the binary.

    python3 tests/doors/month.py target/release/qazyna [cli] [api] [pages]
"""

import base64, csv, html, http.client, io, json, os, re, shutil, subprocess, sys, tempfile, time, urllib.parse, uuid, zipfile

MONTH, YEAR, PROGRAMME = "2026-09", 2026, "school"
PERFORMERS, SEED = 3, 11


def fail(words):
    sys.exit(f"doors: {words}")


def openssl_cms(bundle, data):
    """A detached CMS (CAdES) over the bytes, by the key and chain of a PEM bundle."""
    with open(bundle) as file:
        chain = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", file.read(), re.S)[1:]
    with tempfile.NamedTemporaryFile() as text, tempfile.NamedTemporaryFile("w") as issuers:
        text.write(data)
        text.flush()
        issuers.writelines(chain)
        issuers.flush()
        made = subprocess.run(
            ["openssl", "cms", "-sign", "-binary", "-cades", "-md", "sha256", "-outform", "DER",
             "-signer", bundle, "-inkey", bundle, *(["-certfile", issuers.name] if chain else []), "-in", text.name],
            capture_output=True)
    if made.returncode:
        fail(f"openssl: {made.stderr.decode()}")
    return made.stdout


class Registry:
    """A registry of its own, with the world's certificates and the master key that all three share."""

    def __init__(self, binary, world, folder, name):
        self.binary, self.world, self.name = binary, world, name
        self.data = os.path.join(folder, name)
        self.out = os.path.join(folder, name + "-out")
        os.makedirs(os.path.join(self.data, "keys"), mode=0o755)
        os.makedirs(self.out)
        shutil.copytree(os.path.join(world, "ca"), os.path.join(self.data, "ca"))
        master = os.path.join(folder, "master.key")
        if not os.path.exists(master):
            with open(master, "wb") as key:
                key.write(os.urandom(32))
        shutil.copy(master, os.path.join(self.data, "keys", "master.key"))

    def run(self, *arguments, codes=(0, 1)):
        done = subprocess.run([self.binary, *arguments], capture_output=True, text=True)
        if done.returncode not in codes:
            fail(f"{self.name}: {' '.join(arguments)} gave {done.returncode}: {done.stderr[-2000:]}{done.stdout[-500:]}")
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def command(self, *arguments):
        return self.run(*arguments, "--data", self.data)

    def file(self, name):
        return os.path.join(self.world, name)

    def keys(self, kind):
        folder = os.path.join(self.world, "ca", "keys")
        return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.startswith(kind))

    def invoices(self, acts_csv):
        path = os.path.join(self.out, "invoices.csv")
        self.run("sandbox", "invoices", "--acts", acts_csv, "--out", path)
        return path

    def statement(self, orders):
        path = os.path.join(self.out, "statement.xml")
        self.run("sandbox", "statement", "--orders", *orders, "--out", path)
        return path


BEFORE = [("budget", "budget.csv"), ("rates", "rates.csv"), ("performers", "performers.zip"), ("persons", "persons.csv")]
WITHIN = [("oneroster", f"{MONTH}/oneroster.zip"), ("timesheet", f"{MONTH}/timesheets.zip")]


def month(door):
    """The month, step by step, whatever the door is."""
    for kind, name in BEFORE:
        door.bring(kind, door.registry.file(name))
    door.issue()
    for kind, name in WITHIN:
        door.bring(kind, door.registry.file(name))
    door.close()
    door.sign_performers()
    door.sign_issuer()
    before = os.path.join(door.registry.out, "before")
    door.export(before)
    door.bring("invoices", door.registry.invoices(os.path.join(before, "acts.csv")))
    door.bring("statement", door.registry.statement(door.orders()))
    final = os.path.join(door.registry.out, "export")
    door.export(final)
    return final


class CommandLine:
    def __init__(self, registry):
        self.registry = registry

    def bring(self, kind, path):
        self.registry.command("import", kind, path)

    def issue(self):
        self.registry.command("issue", "--programme", PROGRAMME, "--year", str(YEAR))

    def close(self):
        self.registry.command("close", "--month", MONTH)

    def sign_performers(self):
        for key in self.registry.keys("performer-"):
            self.registry.command("sign", "performer", "--month", MONTH, "--key", key)

    def sign_issuer(self):
        for key in self.registry.keys("issuer-"):
            self.registry.command("sign", "issuer", "--month", MONTH, "--key", key)

    def export(self, out):
        self.registry.command("export", "--month", MONTH, "--out", out)

    def orders(self):
        out = os.path.join(self.registry.out, "orders")
        self.registry.command("orders", "--month", MONTH, "--out", out)
        return sorted(os.path.join(out, name) for name in os.listdir(out))

    def end(self):
        pass


class Server:
    """`qazyna serve --sandbox` at a port that the system chooses."""

    def __init__(self, registry):
        self.registry = registry
        environment = dict(os.environ, QAZYNA_SERVE_ADDRESS="127.0.0.1:0", QAZYNA_SIGNATURES_ROOTS=os.path.join(registry.data, "ca", "roots"),
                           QAZYNA_SIGNATURES_CRLS=os.path.join(registry.data, "ca", "crl"))
        registry.command("import", "mandates", registry.file("mandates.csv"))
        self.log = open(os.path.join(registry.out, "serve.log"), "w+")
        self.process = subprocess.Popen([registry.binary, "serve", "--sandbox", "--data", registry.data],
                                        env=environment, stderr=self.log, stdout=self.log)
        self.port = None
        for _ in range(300):
            with open(self.log.name) as told:
                found = re.search(r"the registry is at http://127\.0\.0\.1:(\d+)/", told.read())
            if found:
                self.port = int(found.group(1))
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        fail(f"serve did not begin: {open(self.log.name).read()[-2000:]}")

    def request(self, method, path, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=60)


class Api:
    """The REST API: bearer tokens, a key for each write, jobs waited for."""

    def __init__(self, registry):
        self.registry = registry
        self.server = Server(registry)
        self.tokens = {}

    def end(self):
        self.server.end()

    def raw(self, method, path, token=None, body=None, headers=None):
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if isinstance(body, (dict, list)):
            body, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        if method == "POST" and token and "/session" not in path:
            headers["Idempotency-Key"] = str(uuid.uuid4())
        answer, content = self.server.request(method, path, headers, body)
        if answer.status >= 400:
            fail(f"{method} {path} gave {answer.status}: {content[:1500].decode(errors='replace')}")
        return answer, content

    def json(self, *arguments, **named):
        return json.loads(self.raw(*arguments, **named)[1])

    def signed_in(self, key):
        """The token of a person by the key for signing in."""
        if key not in self.tokens:
            bundle = self.registry.keys(key)[0]
            nonce = self.json("POST", "/api/v1/session/nonce", body={"bearer": True})
            cms = base64.b64encode(openssl_cms(bundle, nonce["nonce"].encode())).decode()
            opened = self.json("POST", "/api/v1/session", body={"nonce": nonce["nonce"], "cms": cms, "binding": nonce["binding"]})
            token = opened["token"]
            if not opened["capacity"]:
                first = opened["capacities"][0]
                self.json("PUT", "/api/v1/session/capacity", token=token, body={"role": first["role"], "bin": first["bin"]})
            self.tokens[key] = token
        return self.tokens[key]

    def step_up(self, key):
        token, bundle = self.signed_in(key), self.registry.keys(key)[0]
        nonce = self.json("POST", "/api/v1/session/nonce", token=token, body={"purpose": "step_up"})
        cms = base64.b64encode(openssl_cms(bundle, nonce["nonce"].encode())).decode()
        self.json("POST", "/api/v1/session/step-up", token=token, body={"nonce": nonce["nonce"], "cms": cms})
        return token

    def job(self, token, path, **named):
        href = self.json("POST", path, token=token, **named)["href"]
        for _ in range(600):
            job = self.json("GET", href, token=token)
            if job["state"] == "done":
                return job
            if job["state"] in ("failed", "cancelled"):
                fail(f"the job of {path} {job['state']}: {job['result']}")
            time.sleep(0.2)
        fail(f"the job of {path} does not end")

    def fetch(self, token, job, name):
        return self.raw("GET", f"/api/v1/jobs/{job['id']}/files/{urllib.parse.quote(name)}", token=token)[1]

    def bring(self, kind, path):
        token = self.signed_in("auth-operator" if kind == "statement" else "auth-registrar")
        with open(path, "rb") as file:
            headers = {"Content-Type": "application/octet-stream", "Content-Disposition": f'attachment; filename="{os.path.basename(path)}"'}
            self.job(token, f"/api/v1/imports/{kind}", body=file.read(), headers=headers)

    def issue(self):
        self.job(self.signed_in("auth-registrar"), "/api/v1/vouchers/issue", body={"programme": PROGRAMME, "year": YEAR})

    def close(self):
        self.job(self.signed_in("auth-issuer-preparer"), f"/api/v1/months/{MONTH}/close", body={})

    def acts(self, token, state):
        path, found = f"/api/v1/acts?month={MONTH}&state={state}&limit=1", []
        while path:
            answer, content = self.raw("GET", path, token=token)
            page = json.loads(content)
            found += page["items"]
            link = re.search(r'<([^>]+)>;\s*rel="?next"?', answer.headers.get("Link") or "")
            path = link.group(1) if link else None
        return found

    def sign(self, token, side, bundle, state):
        signatures = []
        for act in self.acts(token, state):
            document = self.raw("GET", f"/api/v1/acts/{act['id']}/document", token=token)[1]
            cms = base64.b64encode(openssl_cms(bundle, document)).decode()
            signatures.append({"act": act["id"], "side": side, "version": act["version"], "cms": cms})
        if signatures:
            answer = self.json("POST", "/api/v1/acts/signatures", token=token, body={"signatures": signatures})
            if answer["refused"]:
                fail(f"signatures refused: {answer}")
        return len(signatures)

    def sign_performers(self):
        for bundle in self.registry.keys("performer-"):
            bin_ = os.path.basename(bundle)[len("performer-"):-len(".pem")]
            self.sign(self.signed_in(f"auth-performer-director-{bin_}"), "performer", bundle, "draft")

    def sign_issuer(self):
        bundle = self.registry.keys("issuer-")[0]
        if not self.sign(self.signed_in("auth-issuer-head"), "issuer", bundle, "performer_signed"):
            fail("nothing was the issuer's to sign")

    def export(self, out):
        token = self.signed_in("auth-registrar")
        job = self.job(token, "/api/v1/exports", body={"month": MONTH})
        name = next(file["name"] for file in job["files"] if file["name"].endswith(".zip"))
        with zipfile.ZipFile(io.BytesIO(self.fetch(token, job, name))) as archive:
            archive.extractall(out)

    def orders(self):
        token = self.step_up("auth-operator")
        job = self.job(token, f"/api/v1/months/{MONTH}/orders", body={})
        paths = []
        for name in (file["name"] for file in job["files"] if file["name"].endswith(".xml")):
            paths.append(os.path.join(self.registry.out, name))
            with open(paths[-1], "wb") as file:
                file.write(self.fetch(token, job, name))
        return paths


class Pages:
    """The pages as a browser without scripts uses them: links, forms, cookies, redirects."""

    def __init__(self, registry):
        self.registry = registry
        self.server = Server(registry)
        self.cookies = {}

    def end(self):
        self.server.end()

    def go(self, who, method, path, fields=None, file=None):
        """Follows redirects; answers the last path and the page."""
        jar = self.cookies.setdefault(who, {})
        origin = f"http://127.0.0.1:{self.server.port}"
        headers, body = {}, None
        if method == "POST":
            headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
            if file:
                body, headers["Content-Type"] = multipart(fields or [], file)
            else:
                body = urllib.parse.urlencode(fields or []).encode()
                headers["Content-Type"] = "application/x-www-form-urlencoded"
        for _ in range(5):
            if jar:
                headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
            answer, content = self.server.request(method, path, headers, body)
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, value = line.split(";")[0].split("=", 1)
                if value:
                    jar[name] = value
                else:
                    jar.pop(name, None)
            if answer.status not in (302, 303, 307):
                break
            path, method, body = answer.headers["Location"], "GET", None
            headers = {}
        if answer.status >= 400:
            fail(f"{who}: {path} gave {answer.status}: {text(content)[-900:]}")
        return path, content

    def signed_in(self, who):
        if who not in self.cookies:
            bundle = os.path.basename(self.registry.keys(who)[0])[:-len(".pem")]
            path, content = self.go(who, "POST", "/en/sandbox/sign-in", [("key", bundle)])
            if "/auth/role" in path:
                choice = re.search(r'name="([^"]+)" value="([^"]+)"', content.decode())
                self.go(who, "POST", "/en/auth/role", [(choice.group(1), html.unescape(choice.group(2)))])
        return who

    def step_up(self, who):
        self.go(self.signed_in(who), "POST", "/en/sandbox/step-up", [("next", "")])

    def job(self, who, path):
        """Waits at a job's page as the page itself does, by being read again."""
        path = path.split("?")[0]
        for _ in range(600):
            content = self.go(who, "GET", path)[1]
            if b'http-equiv="refresh"' not in content:
                if b"Not done" in content:
                    fail(f"{path}: {text(content)[-900:]}")
                return content.decode()
            time.sleep(0.2)
        fail(f"{path} does not end")

    def bring(self, kind, path):
        with open(path, "rb") as file:
            chosen = ("file", os.path.basename(path), file.read())
        if kind == "statement":
            who, fields, door = self.signed_in("auth-operator"), [], "/en/operator/statements"
        else:
            who, fields, door = self.signed_in("auth-registrar"), [("kind", kind), ("dry_run", "false")], "/en/registrar/import"
        self.job(who, self.go(who, "POST", door, fields, chosen)[0])

    def issue(self):
        who = self.signed_in("auth-issuer-preparer")
        region = re.search(r'name="region" value="(\d+)"', self.go(who, "GET", "/en/issuer/issue")[1].decode())
        fields = [("region", region.group(1) if region else ""), ("programme", PROGRAMME), ("year", str(YEAR))]
        proposal = self.go(who, "POST", "/en/issuer/issue", fields)[0].split("?")[0]
        self.step_up("auth-issuer-head")
        self.go("auth-issuer-head", "POST", proposal + "/approve")
        for _ in range(300):
            page = self.go("auth-issuer-head", "GET", proposal)[1].decode()
            job = re.search(r'href="(/en/jobs/[^"?]+)"', page)
            if job:
                self.job("auth-issuer-head", job.group(1))
                return
            time.sleep(0.2)
        fail("the issue has no job")

    def close(self):
        who = self.signed_in("auth-issuer-preparer")
        page = self.go(who, "GET", "/en/issuer/close")[1].decode()
        region = re.search(r'name="region" value="(\d+)"', page)
        fields = [("region", region.group(1) if region else ""), ("month", f"{MONTH}/{PROGRAMME}")]
        self.job(who, self.go(who, "POST", "/en/issuer/close", fields)[0])

    def sign_performers(self):
        for bundle in self.registry.keys("performer-"):
            bin_ = os.path.basename(bundle)[len("performer-"):-len(".pem")]
            who = self.signed_in(f"auth-performer-director-{bin_}")
            page = self.go(who, "GET", f"/en/org/acts?month={MONTH}")[1].decode()
            for act in sorted(set(re.findall(r'href="/en/org/acts/([0-9a-f-]{36})"', page))):
                sheet = self.go(who, "GET", f"/en/org/acts/{act}/sign")[1].decode()
                document = self.go(who, "GET", f"/en/org/acts/{act}/act.xml")[1]
                hidden = [(name, re.search(rf'name="{name}" value="([^"]+)"', sheet).group(1)) for name in ("version", "sha256")]
                self.go(who, "POST", f"/en/org/acts/{act}/sign", hidden, ("cms", "act.cms", openssl_cms(bundle, document)))

    def sign_issuer(self):
        self.step_up("auth-issuer-head")
        who, bundle = "auth-issuer-head", self.registry.keys("issuer-")[0]
        batch = self.go(who, "POST", "/en/issuer/acts/choose", [("month", MONTH), ("what", "all")])[0].split("?")[0]
        signed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.go(who, "GET", batch + "/documents.zip")[1])) as documents, zipfile.ZipFile(signed, "w") as out:
            for name in documents.namelist():
                out.writestr(name + ".cms", openssl_cms(bundle, documents.read(name)))
        self.go(who, "POST", batch + "/signatures", [], ("signatures", "signatures.zip", signed.getvalue()))

    def export(self, out):
        who = self.signed_in("auth-registrar")
        page = self.job(who, self.go(who, "POST", "/en/audit/export", [("month", MONTH), ("programme", ""), ("region", "")])[0])
        link = re.search(r'href="(/en/jobs/[^"]+\.zip)"', page).group(1)
        with zipfile.ZipFile(io.BytesIO(self.go(who, "GET", html.unescape(link))[1])) as archive:
            archive.extractall(out)

    def orders(self):
        self.step_up("auth-operator")
        page = self.job("auth-operator", self.go("auth-operator", "POST", "/en/operator/orders", [("month", MONTH)])[0])
        paths = []
        for link in sorted(set(re.findall(r'href="(/en/jobs/[^"]+\.xml)"', page))):
            paths.append(os.path.join(self.registry.out, os.path.basename(link)))
            with open(paths[-1], "wb") as file:
                file.write(self.go("auth-operator", "GET", html.unescape(link))[1])
        return paths


def multipart(fields, file):
    line = uuid.uuid4().hex
    parts = [f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields]
    name, filename, content = file
    parts.append(f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + content + b"\r\n")
    parts.append(f"--{line}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={line}"


def text(content):
    main = content.decode(errors="replace").split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(-[12])?")
TIME = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)?")


def read(folder):
    """Every file's rows in order, ids, times and pseudonyms taken out: a child is called by its voucher instead."""
    files = {}
    with open(os.path.join(folder, "parts.csv"), newline="") as file:
        children = {row["beneficiary"]: row["voucher_number"] for row in csv.DictReader(file)}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".csv"):
            with open(os.path.join(folder, name), newline="") as file:
                rows = list(csv.reader(file))
            header, body = rows[0], rows[1:]
            child = header.index("beneficiary") if "beneficiary" in header else None
            plain = []
            for row in body:
                if child is not None:
                    row[child] = children.get(row[child], "?")
                plain.append([TIME.sub("time", ID.sub("id", cell)) for cell in row])
            files[name] = [header, *sorted(plain)]
    return files


def compare(first, second, names):
    wrong = 0
    for name in sorted(set(first) | set(second)):
        mine, other = first.get(name), second.get(name)
        if mine == other:
            continue
        wrong += 1
        rows = {tuple(row) for row in mine or []}, {tuple(row) for row in other or []}
        only = [sorted(rows[0] - rows[1])[:3], sorted(rows[1] - rows[0])[:3]]
        print(f"{name} differs: {len(mine or [])} rows {names[0]}, {len(other or [])} rows {names[1]}\n  {names[0]}: {only[0]}\n  {names[1]}: {only[1]}")
    return wrong


def main():
    binary = os.path.abspath(sys.argv[1])
    doors = sys.argv[2:] or ["cli", "api", "pages"]
    folder = tempfile.mkdtemp(prefix="qazyna-doors-")
    os.chmod(folder, 0o755)
    world = os.path.join(folder, "world")
    subprocess.run([binary, "sandbox", "world", "--performers", str(PERFORMERS), "--seed", str(SEED), "--out", world], check=True, capture_output=True)
    exports = {}
    for name in doors:
        begun = time.monotonic()
        door = {"cli": CommandLine, "api": Api, "pages": Pages}[name](Registry(binary, world, folder, name))
        try:
            exports[name] = read(month(door))
        finally:
            door.end()
        print(f"doors: {name}: {sum(len(rows) - 1 for rows in exports[name].values())} rows in {time.monotonic() - begun:.0f} s", flush=True)
    paid = [row for row in exports[doors[0]]["acts.csv"][1:] if "paid" in row]
    if not paid:
        fail("no act was paid")
    wrong = sum(compare(exports[doors[0]], exports[other], (doors[0], other)) for other in doors[1:])
    if wrong:
        fail(f"{wrong} files differ; everything lies in {folder}")
    shutil.rmtree(folder)
    print(f"doors: the exports of {', '.join(doors)} are the same but for ids and times ({len(paid)} acts paid)")


if __name__ == "__main__":
    main()
