"""Is the open data what is stored, described as it is, cached, open to every page, and silent about persons?"""

import csv
import io
import json
import zipfile
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import OPEN_DATA_LICENCE, Settings
from bot.token_bucket import TokenBuckets
from bot.web import limits, shares
from bot.web.api.description import description
from bot.web.api.records import feedback_counts
from db.case_counts import Tally
from knowledge.plan_view import load_view

V1 = "/api/v1"


@pytest.fixture(name="client")
def _client(dispatcher: Dispatcher) -> TestClient:
    return TestClient(create_app(Settings(), dispatcher))


def get(client: TestClient, path: str) -> Any:
    return client.get(V1 + path).json()


def test_a_project_is_told_whole(client: TestClient) -> None:
    assert get(client, "/projects/5.3.6") == {
        "code": "5.3.6",
        "name": "โครงการ Free Wi-Fi, Free internet",
        "name_en": get(client, "/projects/5.3.6")["name_en"],
        "issue": "5.3",
        "tactic": "5.3.T2",
        "agencies": ["สำนักงานจังหวัดขอนแก่น"],
        "funding": "จังหวัด",
        "budgets": [
            {"year": 2554, "baht": None, "spent": None},
            {"year": 2555, "baht": "5000000.00", "spent": None},
            {"year": 2556, "baht": "5000000.00", "spent": None},
            {"year": 2557, "baht": "5000000.00", "spent": None},
        ],
        "baht_total": "15000000.00",
        "source": {
            "document": "khon-kaen-plan-2554-2557-strategy-5.txt",
            "line": 89,
            "quote": "โครงการ Free Wi-Fi, Free internet",
        },
    }


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/plans", 1), ("/issues", 6), ("/tactics", 16), ("/projects", 28), ("/budgets", 112), ("/agencies", 7),
        ("/indicators", 17), ("/projects?issue=5.1", 3), ("/budgets?issue=5.1", 12), ("/projects?issue=9.9", 0),
        ("/projects?agency=คลังจังหวัด", 1), ("/projects?year=2600", 0), ("/projects?q=wi-fi", 1),
    ],
)  # fmt: skip
def test_a_list_has_so_many(client: TestClient, path: str, count: int) -> None:
    told = get(client, path)

    assert (told["count"], min(count, told["limit"])) == (count, len(told["rows"]))


def test_a_list_goes_on_where_it_says(client: TestClient) -> None:
    path, codes = "/projects?limit=10", []
    while path:
        told = get(client, path)
        codes += [row["code"] for row in told["rows"]]
        path = (told["next"] or "").removeprefix(V1)

    assert (len(codes), len(set(codes))) == (28, 28)


def test_an_indicator_has_its_target_as_a_number(client: TestClient) -> None:
    targets = {row["code"]: (row["target"], row["target_unit"]) for row in get(client, "/indicators")["rows"]}

    assert targets["5.1.G1.K1"] == (80, "ร้อยละ")
    assert sum(target is not None for target, _ in targets.values()) == 8


def test_the_sums_are_the_plans(client: TestClient) -> None:
    assert get(client, "/plans")["rows"][0]["baht_total"] == "110300000.00"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "limit=-1", "offset=-1", "sort=no", "year=1", "q=" + "x" * 201]
)
def test_what_is_not_as_described_is_refused(client: TestClient, query: str) -> None:
    refused = client.get(f"{V1}/projects?{query}")

    assert (refused.status_code, list(refused.json())) == (400, ["error"])


@pytest.mark.parametrize("path", ["/projects/9.9.9", "/projects/5.3", "/nothing"])
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    assert client.get(V1 + path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    assert client.request(method, f"{V1}/projects").status_code == 405


@pytest.mark.parametrize("path", ["/", "/projects", "/feedback-counts", "/openapi.json", "/datapackage.zip"])
def test_what_is_unchanged_is_not_sent_again(client: TestClient, path: str) -> None:
    etag = client.get(V1 + path).headers["etag"]

    assert client.get(V1 + path, headers={"if-none-match": etag}).status_code == 304
    assert client.get(V1 + path, headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_another_piece_has_another_etag(client: TestClient) -> None:
    assert client.get(f"{V1}/projects?limit=1").headers["etag"] != client.get(f"{V1}/projects?limit=2").headers["etag"]


def test_every_page_may_read_it(client: TestClient) -> None:
    there = {"origin": "https://else.example"}
    asked = there | {"access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}

    assert client.get(f"{V1}/projects", headers=there).headers["access-control-allow-origin"] == "*"
    assert client.options(f"{V1}/projects", headers=asked).status_code == 200
    assert "access-control-allow-origin" not in client.get("/plan", headers=there).headers


def test_who_asks_too_often_waits(dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (limits, shares):
        monkeypatch.setattr(module, "TokenBuckets", partial(TokenBuckets, clock=lambda: 0.0))
    client = TestClient(create_app(Settings(), dispatcher))

    responses = [client.get(f"{V1}/plans") for _ in range(60)]

    assert {response.status_code for response in responses} == {200, 429}
    assert int(responses[-1].headers["retry-after"]) >= 1


def _fits(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value has the fields and types that the description gives it."""
    if "$ref" in schema:
        return _fits(description(OPEN_DATA_LICENCE)["components"]["schemas"][schema["$ref"].rpartition("/")[2]], value)
    if "anyOf" in schema:
        return any(_fits(each, value) for each in schema["anyOf"])
    names = {dict: "object", list: "array", str: "string", int: "integer", bool: "boolean", type(None): "null"}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if names.get(type(value), "number") not in kinds and not ("number" in kinds and names[type(value)] == "integer"):
        return False
    if isinstance(value, dict):
        fields = schema["properties"]
        return value.keys() == fields.keys() and all(_fits(fields[key], each) for key, each in value.items())
    return not isinstance(value, list) or all(_fits(schema["items"], each) for each in value)


@pytest.mark.parametrize(
    "path", [path for path in description(OPEN_DATA_LICENCE)["paths"] if not path.endswith(".zip")]
)
def test_each_response_is_as_described(client: TestClient, path: str) -> None:
    schema = description(OPEN_DATA_LICENCE)["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]

    assert _fits(schema, get(client, path.replace("{code}", "5.3.6")))


@pytest.mark.parametrize("path", list(description(OPEN_DATA_LICENCE)["paths"]))
def test_how_to_ask_for_what_changed_is_described(client: TestClient, path: str) -> None:
    told = description(OPEN_DATA_LICENCE)["paths"][path]["get"]
    response = client.get(V1 + path.replace("{code}", "5.3.6"))

    assert "If-None-Match" in [each["name"] for each in told["parameters"]]
    assert {*told["responses"]["200"]["headers"]} <= {name.title().replace("Etag", "ETag") for name in response.headers}


def test_every_address_is_described(client: TestClient) -> None:
    links = {link.removeprefix(V1) for link in get(client, "/")["links"].values()}

    assert links - {"/openapi.json"} | {"/projects/{code}"} == set(description(OPEN_DATA_LICENCE)["paths"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["limit", "offset", "year", "issue", "agency", "q", "sort", "page"]),
    value=st.text(max_size=30),
)
def test_no_parameter_is_a_fault_of_ours(dispatcher: Dispatcher, name: str, value: str) -> None:
    client = TestClient(create_app(Settings(), dispatcher))

    assert client.get(f"{V1}/projects", params={name: value}).status_code in (200, 400)
    assert client.get("/plan/projects", params={name: value}).status_code == 200


def test_small_counts_of_feedback_are_withheld(session: Session) -> None:
    tallies = [
        Tally(("5.3.6",), "", "received", None, 3),
        Tally(("5.3.T1", "5.3.6"), "", "answered", None, 2),
        Tally(("5.1",), "", "received", None, 4),
        Tally((), "", "received", None, 7),
    ]

    counts = {row["issue"]: row["cases"] for row in feedback_counts(load_view(session), tallies)}

    assert counts == {"5.1": None, "5.2": None, "5.3": 5, "5.4": None, "5.5": None, "5.6": None, "": 7}


def test_the_licence_of_the_settings_is_named_everywhere(dispatcher: Dispatcher) -> None:
    closed = TestClient(create_app(Settings(open_data_licence="other-closed"), dispatcher))

    with zipfile.ZipFile(io.BytesIO(closed.get(f"{V1}/datapackage.zip").content)) as whole:
        package = json.loads(whole.read("datapackage.json"))
    named = (get(closed, "/")["licence"], package["licenses"][0])

    assert [each["name"] for each in named] == ["other-closed", "other-closed"]
    assert get(closed, "/openapi.json")["info"]["license"] == {"name": named[0]["title"]}


def test_the_package_holds_every_table_as_it_describes(client: TestClient) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"{V1}/datapackage.zip").content)) as whole:
        described = json.loads(whole.read("datapackage.json"))
        tables = {
            each["name"]: list(csv.reader(io.StringIO(whole.read(each["path"]).decode("utf-8"))))
            for each in described["resources"]
        }

    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert {name: len(rows) - 1 for name, rows in tables.items()} == {
        "projects": 28, "budgets": 112, "issues": 6, "tactics": 16, "indicators": 17, "agencies": 7, "years": 4,
        "progress": 75, "results": 0, "summary": 0, "feedback-counts": 7,
    }  # fmt: skip
    for each in described["resources"]:
        head, *rows = tables[each["name"]]
        fields = [field["name"] for field in each["schema"]["fields"]]
        keys = [tuple(row[fields.index(name)] for name in each["schema"]["primaryKey"]) for row in rows]
        assert (head, len(set(keys))) == (fields, len(rows))
        for foreign in each["schema"].get("foreignKeys", ()):
            other = tables[foreign["reference"]["resource"]]
            known = {row[other[0].index(foreign["reference"]["fields"])] for row in other[1:]}
            assert {row[fields.index(foreign["fields"])] for row in rows} <= known
