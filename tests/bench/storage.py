"""How should record values be stored? Measures three ways in scratch tables of the configured database.

    DATABASE_URL=... python -m tests.bench.storage [--records 100000]

typed:  one row per record, and one row per indexed field in a side table with a text, a number and a time column
json:   values in one JSON column, expression indexes that cast (numeric, lower-case text)
keys:   values in one JSON column, comparison keys in a second, expression indexes over these as plain text
Each way has two objects of this size, five indexed fields, and answers the same questions. Medians of 15, milliseconds.
"""

import argparse
import json
import os
import random
import statistics
import time
from decimal import Decimal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration_site.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from records.kinds.number import number_key  # noqa: E402

POSTGRES = connection.vendor == "postgresql"
FIELDS = {"Name": "text", "Status": "text", "Amount": "number", "CloseDate": "text", "AccountId": "text"}
JSON = "jsonb" if POSTGRES else "text"
PADDING = {f"Field{number}": f"value {number}" for number in range(12)}  # not indexed, as most fields


def run(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def many(sql, rows):
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 5000):
            cursor.executemany(sql, rows[start : start + 5000])


def make_records(count):
    random.seed(7)
    return [
        (
            f"r{number:08d}",
            number % 2 + 1,
            {
                "Name": f"Account {random.randrange(count // 20)}",
                "Status": random.choice(["Draft", "Approved", "Rejected", "Open"]),
                "Amount": str(Decimal(random.randrange(1, 10_000_000)) / 100),
                "CloseDate": f"2026-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}",
                "AccountId": f"001{random.randrange(count // 50):06d}",
                **PADDING,
            },
        )
        for number in range(count * 2)
    ]


def key(name, value):
    return number_key(Decimal(value)) if FIELDS[name] == "number" else value.casefold()


def at(column, name):
    return f"({column} ->> '{name}')" if POSTGRES else f"JSON_EXTRACT({column}, '$.{name}')"


def cast(name):
    """The json way's comparable expression."""
    if FIELDS[name] == "number":
        return f"({at('data', name)}::numeric)" if POSTGRES else f"CAST({at('data', name)} AS NUMERIC)"
    return f"lower({at('data', name)})"


def keyed(name):
    return f'({at("keys", name)} COLLATE "C")' if POSTGRES else at("keys", name)


def build_typed(records):
    run(f"CREATE TABLE bench_typed (id varchar(40) PRIMARY KEY, object_id int, data {JSON})")
    run(
        "CREATE TABLE bench_value (record_id varchar(40), field int, t text, n numeric, d text,"
        " PRIMARY KEY (record_id, field))"
    )
    for column in "tnd":
        run(f"CREATE INDEX bench_value_{column} ON bench_value (field, {column}, record_id) WHERE {column} IS NOT NULL")
    start = time.perf_counter()
    many("INSERT INTO bench_typed VALUES (%s, %s, %s)", [(pk, obj, json.dumps(data)) for pk, obj, data in records])
    rows = []
    for pk, obj, data in records:
        for number, (name, kind) in enumerate(FIELDS.items()):
            is_number = kind == "number"
            text = None if is_number else data[name].casefold()
            rows.append((pk, obj * 10 + number, text, data[name] if is_number else None, None))
    many("INSERT INTO bench_value VALUES (%s, %s, %s, %s, %s)", rows)
    return time.perf_counter() - start


def build_json(records):
    run(f"CREATE TABLE bench_json (id varchar(40) PRIMARY KEY, object_id int, data {JSON})")
    for obj in (1, 2):
        for name in FIELDS:
            run(f"CREATE INDEX bench_json_{obj}_{name} ON bench_json ({cast(name)}, id) WHERE object_id = {obj}")
    start = time.perf_counter()
    many("INSERT INTO bench_json VALUES (%s, %s, %s)", [(pk, obj, json.dumps(data)) for pk, obj, data in records])
    return time.perf_counter() - start


def build_keys(records):
    run(f"CREATE TABLE bench_keys (id varchar(40) PRIMARY KEY, object_id int, data {JSON}, keys {JSON})")
    for obj in (1, 2):
        for name in FIELDS:
            run(f"CREATE INDEX bench_keys_{obj}_{name} ON bench_keys ({keyed(name)}, id) WHERE object_id = {obj}")
    rows = []
    for pk, obj, data in records:
        keys = {name: key(name, data[name]) if name in FIELDS else data[name] for name in data}
        rows.append((pk, obj, json.dumps(data), json.dumps(keys)))
    start = time.perf_counter()
    many("INSERT INTO bench_keys VALUES (%s, %s, %s, %s)", rows)
    return time.perf_counter() - start


def questions_one_table(table, left, right):
    base = f"SELECT id, data FROM {table} WHERE object_id = 1"
    return {
        "text equal": (f"{base} AND {left('Name')} = %s", [right("Name", "Account 77")]),
        "number range, 100": (
            f"{base} AND {left('Amount')} >= %s AND {left('Amount')} < %s",
            [right("Amount", "500"), right("Amount", "600")],
        ),
        "two fields": (
            f"{base} AND {left('Status')} = %s AND {left('AccountId')} = %s",
            [right("Status", "Open"), right("AccountId", "001000042")],
        ),
        "first page of 50 by date": (
            f"{base} AND {left('CloseDate')} >= %s ORDER BY {left('CloseDate')}, id LIMIT 50",
            [right("CloseDate", "2026-06-01")],
        ),
    }


def questions_typed():
    base = "SELECT r.id, r.data FROM bench_typed r JOIN bench_value a ON a.record_id = r.id"
    return {
        "text equal": (f"{base} WHERE a.field = 10 AND a.t = %s", ["account 77"]),
        "number range, 100": (f"{base} WHERE a.field = 12 AND a.n >= %s AND a.n < %s", [500, 600]),
        "two fields": (
            f"{base} JOIN bench_value b ON b.record_id = r.id"
            " WHERE a.field = 11 AND a.t = %s AND b.field = 14 AND b.t = %s",
            ["open", "001000042"],
        ),
        "first page of 50 by date": (
            f"{base} WHERE a.field = 13 AND a.t >= %s ORDER BY a.t, a.record_id LIMIT 50",
            ["2026-06-01"],
        ),
    }


def median_ms(act, times=15):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[1:])


def update_one(way):
    pk = f"r{random.randrange(1000) * 2:08d}"
    amount = str(random.randrange(1000))
    with transaction.atomic():
        found = "data, keys" if way == "keys" else "data"
        row = run(f"SELECT {found} FROM bench_{way} WHERE id = %s", [pk])[0]
        data = {**json.loads(row[0]), "Amount": amount}
        if way == "keys":
            keys = {**json.loads(row[1]), "Amount": key("Amount", amount)}
            run("UPDATE bench_keys SET data = %s, keys = %s WHERE id = %s", [json.dumps(data), json.dumps(keys), pk])
        else:
            run(f"UPDATE bench_{way} SET data = %s WHERE id = %s", [json.dumps(data), pk])
        if way == "typed":
            run("UPDATE bench_value SET n = %s WHERE record_id = %s AND field = 12", [amount, pk])


def size_mb(prefix):
    if POSTGRES:
        sql = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE c.relkind = 'r' AND c.relname = ANY(%s)"
        tables = ["bench_typed", "bench_value"] if prefix == "typed" else [f"bench_{prefix}"]
        return float(run(sql, [tables])[0][0]) / 1e6
    [[pages]], [[free]], [[size]] = (run(f"PRAGMA {name}") for name in ("page_count", "freelist_count", "page_size"))
    return (pages - free) * size / 1e6


def drop():
    for table in ("bench_typed", "bench_value", "bench_json", "bench_keys"):
        run(f"DROP TABLE IF EXISTS {table}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    records = make_records(parser.parse_args().records)
    ways = {
        "typed": (build_typed, questions_typed()),
        "json": (build_json, questions_one_table("bench_json", cast, lambda name, value: value.lower()
                                                 if FIELDS[name] == "text" else Decimal(value))),
        "keys": (build_keys, questions_one_table("bench_keys", keyed, key)),
    }  # fmt: skip
    print(f"{connection.vendor}, 2 objects of {len(records) // 2} records")
    for way, (build, questions) in ways.items():
        drop()
        before = 0 if POSTGRES else size_mb(way)
        with transaction.atomic():
            filling = build(records)
        run("ANALYZE")
        print(f"  {way:6} filled in {filling:6.1f} s, {size_mb(way) - before:6.0f} MB")
        for name, (sql, params) in questions.items():
            values = [float(p) if isinstance(p, Decimal) and not POSTGRES else p for p in params]
            found = len(run(sql, values))
            print(f"         {name:26} {median_ms(lambda s=sql, v=values: run(s, v)):8.2f} ms  {found} rows")
        print(f"         {'update one':26} {median_ms(lambda w=way: update_one(w), 100):8.2f} ms")
    drop()


if __name__ == "__main__":
    main()
