"""Who the random requests come from: somebody registered for the purpose, with a token that is made anew in time."""

import json
import os
import urllib.request
import uuid

import schemathesis

BASE = os.environ["CRM"] + "/api/v1"
EMAIL, PASSWORD = f"fuzz-{uuid.uuid4().hex}@example.org", "correct horse"


def post(path, body):
    request = urllib.request.Request(
        BASE + path, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


session = post(
    "/auth/register",
    {"email": EMAIL, "password": PASSWORD, "name": "Fuzz", "organization_name": "Fuzz"},
)
ORGANIZATION = session["organization"]["id"]


@schemathesis.auth(refresh_interval=600)
class Token:
    def get(self, case, context):
        return post("/auth/login", {"email": EMAIL, "password": PASSWORD})["access_token"]

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def map_headers(context, headers):
    # Half of the requests are of the organization that there is: the others would all be answered 404.
    if headers and "X-Organization-Id" in headers and uuid.uuid4().int % 8:
        headers["X-Organization-Id"] = ORGANIZATION
    return headers
