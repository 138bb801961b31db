"""A demo clinic of a given size, served by the release build, and the load that is put on it."""
import json, os, pathlib, re, shutil, subprocess, tempfile, time, urllib.error, urllib.parse, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "target/release/keepwell"
CLINIC = "/api/v1/clinics/linden-quay"


def ahead(days):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86400 * days))


class Demo:
    """A demo clinic of a given size, served by the release build."""

    def __init__(self, clients, appointments, env=None, practitioners=None):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="keepwell-bench."))
        self.env = {**os.environ, "KEEPWELL_LIMITS": "off", "KEEPWELL_LOG__FILTER": "error", **(env or {})}
        self.args = [str(BIN), "demo", "--port", "0", "--clients", str(clients), "--appointments", str(appointments), "--data", str(self.dir / "data")]
        if practitioners:
            self.args += ["--practitioners", str(practitioners)]
        self.planted = self.start()

    def start(self):
        began = time.monotonic()
        self.process = subprocess.Popen(self.args, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.env)
        line = self.process.stdout.readline()
        if not line.startswith("ready "):
            raise SystemExit(f"the demo said {line!r}")
        self.address = line.split()[1]
        return time.monotonic() - began

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def end(self):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def get(self, path, headers=None):
        with urllib.request.urlopen(urllib.request.Request(self.address + path, headers=headers or {})) as answer:
            return answer.read().decode()

    def memory(self, what="VmRSS"):
        """Resident memory in MB: now, or with VmHWM the most there ever was."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(what + r":\s+(\d+)", status)[1]) / 1024

    def command(self, lines, connections, seconds, cookie=None, bearer=None, once=False):
        requests = self.dir / f"requests-{time.monotonic_ns()}"
        requests.write_text("\n".join(lines) + "\n")
        env = {**os.environ, "REQUESTS": str(requests)}
        env.update({k: v for k, v in (("COOKIE", cookie), ("BEARER", bearer), ("ONCE", "1" if once else None)) if v})
        words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(ROOT / "benches/lua/cycle.lua"), self.address]
        return subprocess.Popen(words, text=True, stdout=subprocess.PIPE, env=env)

    @staticmethod
    def result(process):
        result = json.loads(re.search(r"RESULT (.*)", process.communicate()[0])[1])
        result["good"] = (result["requests"] - result["errors"]) / result["seconds"]
        return result

    def wrk(self, *args, **kw):
        """Puts the requests of `lines` on the program: how many a second succeeded, and how long they took."""
        return self.result(self.command(*args, **kw))

    def both(self, pages, bookings, connections, seconds, cookie=None):
        """Two viewers of pages beside `connections` that book."""
        viewers, bookers = self.command(pages, 2, seconds, cookie=cookie), self.command(bookings, connections, seconds, once=True)
        return self.result(viewers), self.result(bookers)

    def settle(self, most=60):
        """Waits until the letters of what was booked are written, so that the next measure is not of them; says how long
        that took, in seconds."""
        began = time.monotonic()
        until, idle, busy = began + most, 0, began
        before = self.cpu()
        while idle < 3 and time.monotonic() < until:
            time.sleep(0.5)
            now = self.cpu()
            idle = idle + 1 if now - before < 3 else 0
            busy = time.monotonic() if idle == 0 else busy
            before = now
        return busy - began

    def cpu(self):
        """Processor time used so far, in ticks."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def post(self, path, fields, headers=None):
        """The headers of the redirect that answers a form."""
        return self.sent(path, urllib.parse.urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def sent(self, path, body, headers):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_): return None
        request = urllib.request.Request(self.address + path, data=body, headers={"Sec-Fetch-Site": "same-origin", **headers})
        try:
            urllib.request.build_opener(Stay).open(request)
        except urllib.error.HTTPError as answer:
            if answer.status == 303:
                return answer.headers
        raise SystemExit(f"{path} did not lead on")

    def upload(self, path, name, text, cookie):
        """Where the form with a file leads on to."""
        body = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{text}\r\n--part--\r\n'
        return self.sent(path, body.encode(), {"Content-Type": "multipart/form-data; boundary=part", "Cookie": cookie})["Location"]

    def until(self, path, words, cookie, most=600):
        """A page once these words stand on it."""
        until = time.monotonic() + most
        while words not in (page := self.get(path, {"Cookie": cookie})):
            if time.monotonic() > until:
                raise SystemExit(f"{path} never says {words}")
            time.sleep(0.1)
        return page

    def enter(self, role):
        """A session cookie by the demo's door."""
        page = self.get("/")
        account = re.search(r'value="(acc_\w+)"[^§]*?' + role, page.replace("</form>", "§"))[1]
        return self.post("/c/linden-quay/demo/entrance", {"account": account})["Set-Cookie"].split(";")[0]

    def searched(self, words, cookie):
        """The address of the clients that meet some words: the words stand in it veiled."""
        return self.post("/c/linden-quay/clients/search", {"q": words}, {"Cookie": cookie})["Location"]

    def slots(self, service, most):
        """Free (start, practitioner) pairs, far enough ahead that no notice is in the way."""
        pairs, day = [], 2
        while len(pairs) < most and day < 58:
            span = f"from={ahead(day)}&to={ahead(day + 6)}"
            pairs += [(t["start"], t["practitioner"]) for t in json.loads(self.get(f"{CLINIC}/services/{service}/times?{span}"))["times"]]
            day += 7
        taken, free = {}, []
        for start, who in pairs:  # Half-hour visits offered every quarter: keep those that do not overlap.
            at = time.mktime(time.strptime(start[:19], "%Y-%m-%dT%H:%M:%S"))
            if all(abs(at - other) >= 1800 for other in taken.setdefault(who, [])[-3:]):
                taken[who].append(at)
                free.append((start, who))
        return free[:most]
