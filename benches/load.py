"""The loads that both the table of speeds and the profile put on a clinic."""
import json, re

from clinic import CLINIC


def booking_lines(slots, known):
    def line(n, start, who):
        tail = ("Case", "bench.case@example.org") if known else (f"Case{n}", f"bench.{n}@example.org")
        client = {"given_name": "Bench", "family_name": tail[0], "email": tail[1]}
        return f"POST\t{CLINIC}/bookings\t" + json.dumps({"service": "video", "practitioner": who, "start": start, "client": client})
    return [line(n, start, who) for n, (start, who) in enumerate(slots)]


def book(demo, slots, known, connections=32, seconds=5):
    """Books each of the times once; says on which rows the times ran out before the seconds."""
    result = demo.wrk(booking_lines(slots, known), connections, seconds, once=True)
    result["ran_out"] = result["requests"] >= len(slots) > 1
    return result


def records(demo):
    """A load that opens one client's record after another, as the front desk does."""
    cookie = demo.enter("Front desk")
    ids = list(dict.fromkeys(re.findall(r"/clients/(per_\w+)", demo.get("/c/linden-quay/clients", {"Cookie": cookie}))))
    return lambda seconds: demo.wrk([f"GET\t/c/linden-quay/clients/{i}" for i in ids], 32, seconds, cookie=cookie)


# Parts of names: beginnings, what stands within, and beginnings of two.
WORDS = ["nad", "corr", "mae", "achterb", "szu", "lindq", "kav", "peñ", "tran", "okon", "ferreira", "solb", "na fe", "to ma", "ing vas"]


def finds(demo):
    """A load that finds clients by part of a name, one after the other, as the front desk does."""
    cookie = demo.enter("Front desk")
    lines = [f"GET\t{demo.searched(word, cookie)}" for word in WORDS]
    return lambda seconds: demo.wrk(lines, 1, seconds, cookie=cookie)
