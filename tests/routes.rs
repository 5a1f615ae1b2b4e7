//! Every route asked by every role, by a manager of another organization and by nobody. A route that is not in
//! the table fails the first test, so that no door is left unwatched.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;
use uuid::Uuid;

use crate::fixtures::agency::{COMPANY, GREENHOUSE, HOTEL, THEIR_PROJECT};
use crate::support::runtime::wait_for;
use crate::support::source::rust;
use crate::support::{Caller, TestApp};

/// What each of [`callers`] gets: owner, admin, manager, member, viewer, stranger, nobody.
type Statuses = [u16; 7];

/// A page of the organization: its own people see it, a stranger sees the one of their organization.
const PAGE: Statuses = [200, 200, 200, 200, 200, 200, 303];
/// For everybody, signed in or not.
const OPEN: Statuses = [200; 7];
/// For scripts: nobody is answered plainly instead of being led away.
const SCRIPT: Statuses = [200, 200, 200, 200, 200, 200, 401];

/// For administrators; a stranger is a manager elsewhere.
const ADMINISTERED: Statuses = [200, 200, 403, 403, 403, 403, 303];

/// For those who run the register.
const MANAGED: Statuses = [200, 200, 200, 403, 403, 200, 303];

/// A page of a row of the agency.
const SEEN: Statuses = [200, 200, 200, 200, 200, 404, 303];
/// A page of an import of the agency.
const IMPORTED: Statuses = [200, 200, 200, 403, 403, 404, 303];
/// A choice in an import that is over already.
const CHOSEN: Statuses = [409, 409, 409, 403, 403, 404, 401];
/// A form for whoever may make rows; a stranger gets that of their organization.
const MAKERS: Statuses = [200, 200, 200, 200, 403, 200, 303];

struct Route {
    /// Method and pattern as the room's `routes()` has them.
    pattern: &'static str,
    /// What is asked; `{…}` stands for the id of a row of the agency.
    address: &'static str,
    fields: &'static [(&'static str, &'static str)],
    statuses: Statuses,
}

const fn get(pattern: &'static str, address: &'static str, statuses: Statuses) -> Route {
    Route {
        pattern,
        address,
        fields: &[],
        statuses,
    }
}

const fn post(
    pattern: &'static str,
    address: &'static str,
    fields: &'static [(&'static str, &'static str)],
    statuses: Statuses,
) -> Route {
    Route {
        pattern,
        address,
        fields,
        statuses,
    }
}

/// In the order in which they are asked; signing out comes last.
const ROUTES: &[Route] = &[
    get("GET /healthz", "/healthz", OPEN),
    get("GET /readyz", "/readyz", OPEN),
    get("GET /metrics", "/metrics", [404; 7]),
    get("GET /api/docs", "/api/docs", OPEN),
    get("GET /assets/{hash}/{path:.*}", "/assets/0/app.css", OPEN),
    get("GET /sw.js", "/sw.js", OPEN),
    get("GET /", "/", [303; 7]),
    get("GET /sign-in", "/sign-in", OPEN),
    post(
        "POST /sign-in",
        "/sign-in",
        &[("email", "x"), ("password", "x")],
        [422; 7],
    ),
    get("GET /first-organization", "/first-organization", [303; 7]),
    post(
        "POST /first-organization",
        "/first-organization",
        &[
            ("organization_name", "x"),
            ("name", "x"),
            ("email", "x@y.zz"),
            ("password", "eight-or-more"),
        ],
        [409; 7],
    ),
    post(
        "POST /settings/appearance",
        "/settings/appearance",
        &[("theme", "system")],
        [303, 303, 303, 303, 303, 303, 401],
    ),
    get("GET /sign-up", "/sign-up", [404; 7]),
    post("POST /sign-up", "/sign-up", &[], [404; 7]),
    get("GET /organizations", "/organizations", PAGE),
    get("GET /organizations/menu", "/organizations/menu", PAGE),
    post(
        "POST /organizations/{id}/current",
        "/organizations/{greenhouse}/current",
        &[],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get("GET /invitations/{token}", "/invitations/x", [410; 7]),
    post(
        "POST /invitations/{token}",
        "/invitations/x",
        &[("as", "me")],
        [410, 410, 410, 410, 410, 410, 401],
    ),
    get("GET /password/forgot", "/password/forgot", OPEN),
    post(
        "POST /password/forgot",
        "/password/forgot",
        &[("email", "x")],
        [422; 7],
    ),
    get("GET /password/reset/{token}", "/password/reset/x", [410; 7]),
    post(
        "POST /password/reset/{token}",
        "/password/reset/x",
        &[("password", "eight-or-more")],
        [410; 7],
    ),
    get("GET /settings", "/settings", [303; 7]),
    get("GET /settings/profile", "/settings/profile", PAGE),
    post(
        "POST /settings/profile",
        "/settings/profile",
        &[
            ("locale", "ru"),
            ("theme", "system"),
            ("density", "compact"),
        ],
        [422, 422, 422, 422, 422, 422, 401],
    ),
    get("GET /settings/password", "/settings/password", PAGE),
    post(
        "POST /settings/password",
        "/settings/password",
        &[("present", "x"), ("password", "x")],
        [422, 422, 422, 422, 422, 422, 401],
    ),
    get("GET /settings/sessions", "/settings/sessions", PAGE),
    post(
        "POST /settings/sessions/{id}/end",
        "/settings/sessions/{greenhouse}/end",
        &[],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    post(
        "POST /settings/sessions/end-others",
        "/settings/sessions/end-others",
        &[],
        [303, 303, 303, 303, 303, 303, 401],
    ),
    get("GET /settings/api-keys", "/settings/api-keys", ADMINISTERED),
    post(
        "POST /settings/api-keys",
        "/settings/api-keys",
        &[("name", "")],
        [422, 422, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/api-keys/{id}/end",
        "/settings/api-keys/{greenhouse}/end",
        &[],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    get("GET /settings/webhooks", "/settings/webhooks", ADMINISTERED),
    post(
        "POST /settings/webhooks",
        "/settings/webhooks",
        &[("url", "")],
        [422, 422, 403, 403, 403, 403, 401],
    ),
    get(
        "GET /settings/webhooks/{id}",
        "/settings/webhooks/{greenhouse}",
        [404, 404, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /settings/webhooks/{id}",
        "/settings/webhooks/{greenhouse}",
        &[],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/webhooks/{id}/removal",
        "/settings/webhooks/{greenhouse}/removal",
        &[],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/webhooks/{id}/deliveries/{delivery}/replay",
        "/settings/webhooks/{greenhouse}/deliveries/{greenhouse}/replay",
        &[],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    get("GET /settings/members", "/settings/members", PAGE),
    get(
        "GET /settings/members/{id}",
        "/settings/members/{greenhouse}",
        [404, 404, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /settings/members/{id}",
        "/settings/members/{greenhouse}",
        &[("role", "owner"), ("version", "1")],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/members/{id}/end",
        "/settings/members/{greenhouse}/end",
        &[],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/invitations",
        "/settings/invitations",
        &[("role", "member")],
        [200, 200, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/invitations/{id}/withdraw",
        "/settings/invitations/{greenhouse}/withdraw",
        &[],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    get(
        "GET /settings/organization",
        "/settings/organization",
        [200, 200, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /settings/organization",
        "/settings/organization",
        &[("name", "x"), ("time_zone", "x")],
        [422, 422, 403, 403, 403, 403, 401],
    ),
    get("GET /live", "/live?tab=t", SCRIPT),
    post(
        "POST /live/presence",
        "/live/presence",
        &[("tab", "t"), ("place", "register")],
        [204, 204, 204, 204, 204, 204, 401],
    ),
    get("GET /register", "/register", PAGE),
    get("GET /register/rows", "/register/rows", PAGE),
    get(
        "GET /register/rows/by-id",
        "/register/rows/by-id?ids={greenhouse}",
        PAGE,
    ),
    get(
        "GET /register/filters/{name}",
        "/register/filters/district",
        PAGE,
    ),
    get("GET /register/totals", "/register/totals", PAGE),
    get("GET /register/row", "/register/row?id={greenhouse}", SEEN),
    post(
        "POST /register/row",
        "/register/row",
        &[
            ("id", "01990000-0000-7000-8000-0000000000f9"),
            ("v.description", "x"),
            ("v.street", "x"),
            ("version", "1"),
        ],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /register/clients/row",
        "/register/clients/row?id={company}",
        SEEN,
    ),
    post(
        "POST /register/clients/row",
        "/register/clients/row",
        &[
            ("id", "01990000-0000-7000-8000-0000000000f9"),
            ("v.description", "x"),
            ("v.street", "x"),
            ("version", "1"),
        ],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /register/supports/row",
        "/register/supports/row?id={support}",
        SEEN,
    ),
    post(
        "POST /register/supports/row",
        "/register/supports/row",
        &[
            ("id", "01990000-0000-7000-8000-0000000000f9"),
            ("v.description", "x"),
            ("v.street", "x"),
            ("version", "1"),
        ],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get("GET /register/marks", "/register/marks", PAGE),
    get(
        "GET /register/clients/marks",
        "/register/clients/marks",
        PAGE,
    ),
    get(
        "GET /register/supports/marks",
        "/register/supports/marks",
        PAGE,
    ),
    get("GET /register/columns", "/register/columns", PAGE),
    get("GET /register/filter", "/register/filter", PAGE),
    get("GET /register/views", "/register/views", PAGE),
    get("GET /register/views/counts", "/register/views/counts", PAGE),
    post(
        "POST /register/views",
        "/register/views",
        &[("name", "Мой список"), ("query", "state=frozen")],
        [303, 303, 303, 303, 303, 303, 401],
    ),
    post(
        "POST /register/views/{id}",
        "/register/views/{greenhouse}",
        &[("name", "Другой")],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /register/layout.css",
        "/register/layout.css?frozen=1",
        PAGE,
    ),
    get(
        "GET /register/options/{column}",
        "/register/options/lead",
        PAGE,
    ),
    get(
        "GET /register/export.csv",
        "/register/export.csv",
        [200, 200, 200, 403, 403, 200, 303],
    ),
    get(
        "GET /register/export.xlsx",
        "/register/export.xlsx",
        [200, 200, 200, 403, 403, 200, 303],
    ),
    post(
        "POST /register/cells/{id}/{column}",
        "/register/cells/{greenhouse}/jobs",
        &[("value", "24"), ("base", "24"), ("version", "1")],
        [200, 200, 200, 200, 403, 404, 401],
    ),
    get("GET /register/clients/rows", "/register/clients/rows", PAGE),
    get(
        "GET /register/clients/rows/by-id",
        "/register/clients/rows/by-id?ids={company}",
        PAGE,
    ),
    get(
        "GET /register/clients/filters/{name}",
        "/register/clients/filters/district",
        PAGE,
    ),
    get(
        "GET /register/clients/totals",
        "/register/clients/totals",
        PAGE,
    ),
    get(
        "GET /register/clients/columns",
        "/register/clients/columns",
        PAGE,
    ),
    get(
        "GET /register/clients/filter",
        "/register/clients/filter",
        PAGE,
    ),
    get(
        "GET /register/clients/views",
        "/register/clients/views",
        PAGE,
    ),
    get(
        "GET /register/clients/views/counts",
        "/register/clients/views/counts",
        PAGE,
    ),
    post(
        "POST /register/clients/views",
        "/register/clients/views",
        &[("name", "Мой список"), ("query", "q=x")],
        [303, 303, 303, 303, 303, 303, 401],
    ),
    post(
        "POST /register/clients/views/{id}",
        "/register/clients/views/{greenhouse}",
        &[("name", "Другой")],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /register/clients/layout.css",
        "/register/clients/layout.css?frozen=1",
        PAGE,
    ),
    get(
        "GET /register/clients/options/{column}",
        "/register/clients/options/responsible",
        PAGE,
    ),
    get(
        "GET /register/clients/export.csv",
        "/register/clients/export.csv",
        [200, 200, 200, 403, 403, 200, 303],
    ),
    get(
        "GET /register/clients/export.xlsx",
        "/register/clients/export.xlsx",
        [200, 200, 200, 403, 403, 200, 303],
    ),
    post(
        "POST /register/clients/cells/{id}/{column}",
        "/register/clients/cells/{company}/street",
        &[("value", "x"), ("base", ""), ("version", "1")],
        [200, 200, 200, 200, 403, 404, 401],
    ),
    post(
        "POST /register/clients/cells",
        "/register/clients/cells",
        &[],
        [400; 7],
    ),
    get(
        "GET /register/supports/rows",
        "/register/supports/rows",
        PAGE,
    ),
    get(
        "GET /register/supports/rows/by-id",
        "/register/supports/rows/by-id?ids={support}",
        PAGE,
    ),
    get(
        "GET /register/supports/filters/{name}",
        "/register/supports/filters/status",
        PAGE,
    ),
    get(
        "GET /register/supports/totals",
        "/register/supports/totals",
        PAGE,
    ),
    get(
        "GET /register/supports/columns",
        "/register/supports/columns",
        PAGE,
    ),
    get(
        "GET /register/supports/filter",
        "/register/supports/filter",
        PAGE,
    ),
    get(
        "GET /register/supports/views",
        "/register/supports/views",
        PAGE,
    ),
    get(
        "GET /register/supports/views/counts",
        "/register/supports/views/counts",
        PAGE,
    ),
    post(
        "POST /register/supports/views",
        "/register/supports/views",
        &[("name", "Мой список"), ("query", "q=x")],
        [303, 303, 303, 303, 303, 303, 401],
    ),
    post(
        "POST /register/supports/views/{id}",
        "/register/supports/views/{greenhouse}",
        &[("name", "Другой")],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /register/supports/layout.css",
        "/register/supports/layout.css?frozen=1",
        PAGE,
    ),
    get(
        "GET /register/supports/options/{column}",
        "/register/supports/options/programme",
        PAGE,
    ),
    get(
        "GET /register/supports/export.csv",
        "/register/supports/export.csv",
        [200, 200, 200, 403, 403, 200, 303],
    ),
    get(
        "GET /register/supports/export.xlsx",
        "/register/supports/export.xlsx",
        [200, 200, 200, 403, 403, 200, 303],
    ),
    post(
        "POST /register/supports/cells/{id}/{column}",
        "/register/supports/cells/{support}/description",
        &[("value", "x"), ("base", ""), ("version", "1")],
        [200, 200, 200, 200, 403, 404, 401],
    ),
    post(
        "POST /register/supports/cells",
        "/register/supports/cells",
        &[],
        [400; 7],
    ),
    get("GET /supports", "/supports", PAGE),
    get("GET /overview", "/overview", PAGE),
    get(
        "GET /overview/projects",
        "/overview/projects?figure=late",
        PAGE,
    ),
    get("GET /search", "/search?q=тепл", PAGE),
    get("GET /search/hits", "/search/hits?q=тепл", PAGE),
    // JSON, of which a form is none; tests/register/batch.rs asks in earnest.
    post("POST /register/cells", "/register/cells", &[], [400; 7]),
    get("GET /bulk/new", "/bulk/new?field=jobs", MANAGED),
    post(
        "POST /bulk",
        "/bulk",
        &[("field", "jobs"), ("value", "x")],
        [422, 422, 422, 403, 403, 422, 401],
    ),
    get(
        "GET /bulk/{id}",
        "/bulk/{greenhouse}",
        [404, 404, 404, 403, 403, 404, 303],
    ),
    post(
        "POST /bulk/{id}/write",
        "/bulk/{greenhouse}/write",
        &[],
        [404, 404, 404, 403, 403, 404, 401],
    ),
    get("GET /undo", "/undo", PAGE),
    get("GET /undo/next", "/undo/next", [303; 7]),
    post(
        "POST /undo",
        "/undo",
        &[],
        [303, 303, 303, 303, 303, 303, 401],
    ),
    post(
        "POST /redo",
        "/redo",
        &[],
        [303, 303, 303, 303, 303, 303, 401],
    ),
    get("GET /imports", "/imports", MANAGED),
    post(
        "POST /imports",
        "/imports",
        &[],
        [303, 303, 303, 403, 403, 303, 401],
    ),
    get(
        "GET /imports/{id}",
        "/imports/{import}",
        [200, 200, 200, 403, 403, 404, 303],
    ),
    get("GET /imports/{id}/file", "/imports/{import}/file", IMPORTED),
    get(
        "GET /imports/{id}/columns",
        "/imports/{import}/columns",
        IMPORTED,
    ),
    get(
        "GET /imports/{id}/matches",
        "/imports/{import}/matches",
        IMPORTED,
    ),
    get(
        "GET /imports/{id}/result",
        "/imports/{import}/result",
        IMPORTED,
    ),
    get(
        "GET /imports/{id}/problems.xlsx",
        "/imports/{import}/problems.xlsx",
        IMPORTED,
    ),
    get(
        "GET /imports/{id}/rows/{sheet}/{row}",
        "/imports/{import}/rows/0/7",
        SEEN,
    ),
    post(
        "POST /imports/{id}/file",
        "/imports/{import}/file",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/columns",
        "/imports/{import}/columns",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/replace",
        "/imports/{import}/replace",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/words",
        "/imports/{import}/words",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/pairs",
        "/imports/{import}/pairs",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/policies",
        "/imports/{import}/policies",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/values",
        "/imports/{import}/values",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/read",
        "/imports/{import}/read",
        &[],
        CHOSEN,
    ),
    post(
        "POST /imports/{id}/stop",
        "/imports/{import}/stop",
        &[],
        [303, 303, 303, 403, 403, 404, 401],
    ),
    post(
        "POST /imports/{id}/decisions/{sheet}/{row}",
        "/imports/{import}/decisions/0/9",
        &[("project", "")],
        [303, 303, 303, 403, 403, 404, 401],
    ),
    post(
        "POST /imports/{id}/undo",
        "/imports/{greenhouse}/undo",
        &[],
        [404, 404, 404, 403, 403, 404, 401],
    ),
    post(
        "POST /imports/{id}/write",
        "/imports/{import}/write",
        &[],
        [303, 303, 303, 403, 403, 404, 401],
    ),
    get("GET /api/v1/openapi.json", "/api/v1/openapi.json", OPEN),
    get("GET /clients", "/clients", PAGE),
    get("GET /clients/new", "/clients/new", MAKERS),
    get("GET /clients/look", "/clients/look?q=x", PAGE),
    get("GET /clients/alike", "/clients/alike?client_name=x", PAGE),
    get("GET /clients/{id}", "/clients/{company}", SEEN),
    get("GET /duplicates", "/duplicates", PAGE),
    get(
        "GET /settings/directories",
        "/settings/directories",
        [303; 7],
    ),
    get(
        "GET /settings/directories/{kind}",
        "/settings/directories/industry",
        [200, 200, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /settings/directories/{kind}",
        "/settings/directories/industry",
        &[],
        [422, 422, 403, 403, 403, 403, 401],
    ),
    get(
        "GET /settings/directories/{kind}/{id}",
        "/settings/directories/industry/{company}",
        [404, 404, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /settings/directories/{kind}/{id}",
        "/settings/directories/industry/{company}",
        &[("name", "x")],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/directories/{kind}/{id}/merge",
        "/settings/directories/industry/{company}/merge",
        &[],
        [404, 404, 403, 403, 403, 403, 401],
    ),
    get(
        "GET /duplicates/{one}/{other}",
        "/duplicates/{company}/{company}",
        [404, 404, 404, 404, 404, 404, 303],
    ),
    post(
        "POST /duplicates/{one}/{other}/apart",
        "/duplicates/{company}/{company}/apart",
        &[],
        [404, 404, 404, 403, 403, 404, 401],
    ),
    post(
        "POST /duplicates/{one}/{other}/merge",
        "/duplicates/{company}/{company}/merge",
        &[("id", CONTACT)],
        [400, 400, 400, 403, 403, 400, 401],
    ),
    post(
        "POST /merges/{id}/undo",
        "/merges/{company}/undo",
        &[],
        [404, 404, 404, 403, 403, 404, 401],
    ),
    post(
        "POST /clients",
        "/clients",
        &[],
        [422, 422, 422, 422, 403, 422, 401],
    ),
    get(
        "GET /contacts/new",
        "/contacts/new?client={company}",
        [200, 200, 200, 200, 403, 404, 303],
    ),
    post(
        "POST /contacts",
        "/contacts",
        &[("id", CONTACT), ("name", "x")],
        [303, 303, 303, 303, 403, 303, 401],
    ),
    get("GET /contacts", "/contacts", PAGE),
    get(
        "GET /contacts/{id}",
        "/contacts/{contact}",
        [200, 200, 200, 200, 200, 200, 303],
    ),
    get(
        "GET /contacts/{id}/edit",
        "/contacts/{contact}/edit",
        [200, 200, 200, 403, 403, 200, 303],
    ),
    post(
        "POST /contacts/{id}",
        "/contacts/{contact}",
        &[("name", "x"), ("version", "1")],
        [303, 303, 303, 403, 403, 303, 401],
    ),
    post(
        "POST /contacts/{id}/delete",
        "/contacts/{greenhouse}/delete",
        &[],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get("GET /deals", "/deals", PAGE),
    post(
        "POST /deals",
        "/deals",
        &[],
        [422, 422, 422, 422, 403, 422, 401],
    ),
    get("GET /deals/new", "/deals/new", MAKERS),
    get(
        "GET /deals/of/{contact}",
        "/deals/of/{contact}",
        [200, 200, 200, 200, 200, 200, 303],
    ),
    get(
        "GET /deals/{id}",
        "/deals/{greenhouse}",
        [404, 404, 404, 404, 404, 404, 303],
    ),
    get(
        "GET /deals/{id}/edit",
        "/deals/{greenhouse}/edit",
        [404, 404, 404, 404, 404, 404, 303],
    ),
    post(
        "POST /deals/{id}",
        "/deals/{greenhouse}",
        &[],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    post(
        "POST /deals/{id}/moves",
        "/deals/{greenhouse}/moves",
        &[("stage", "closed")],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    post(
        "POST /deals/{id}/comments",
        "/deals/{greenhouse}/comments",
        &[("text", "x")],
        [404, 404, 404, 404, 403, 404, 401],
    ),
    post(
        "POST /deals/{id}/delete",
        "/deals/{greenhouse}/delete",
        &[],
        [404, 404, 404, 403, 403, 404, 401],
    ),
    get("GET /pipeline", "/pipeline", PAGE),
    post(
        "POST /tasks/{id}/delete",
        "/tasks/{greenhouse}/delete",
        &[],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get("GET /projects/new", "/projects/new", MAKERS),
    post(
        "POST /projects",
        "/projects",
        &[],
        [422, 422, 422, 422, 403, 422, 401],
    ),
    get("GET /projects/{id}", "/projects/{greenhouse}", SEEN),
    get("GET /clients/{id}/print", "/clients/{company}/print", SEEN),
    get(
        "GET /projects/{id}/print",
        "/projects/{greenhouse}/print",
        SEEN,
    ),
    get("GET /handover", "/handover", MANAGED),
    post(
        "POST /handover",
        "/handover",
        &[],
        [422, 422, 422, 403, 403, 422, 401],
    ),
    get(
        "GET /register/neighbours/{id}",
        "/register/neighbours/{greenhouse}",
        [303; 7],
    ),
    get(
        "GET /erasures",
        "/erasures",
        [200, 200, 403, 403, 403, 403, 303],
    ),
    get(
        "GET /erasures/{kind}/{id}",
        "/erasures/client/{company}",
        [409, 409, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /erasures/{kind}/{id}",
        "/erasures/client/{company}",
        &[("reason", "x"), ("sure", "1")],
        [409, 409, 403, 403, 403, 403, 401],
    ),
    get("GET /notices", "/notices", PAGE),
    get("GET /notices/bell", "/notices/bell", [303; 7]),
    get(
        "GET /projects/{id}/as-of",
        "/projects/{greenhouse}/as-of",
        SEEN,
    ),
    get(
        "GET /projects/{id}/fields/{field}/history",
        "/projects/{greenhouse}/fields/tax/history",
        SEEN,
    ),
    post(
        "POST /projects/{id}/fields/{field}/history",
        "/projects/{greenhouse}/fields/tax/history",
        &[("of", "{greenhouse}"), ("of_version", "99"), ("side", "to")],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /clients/{id}/fields/{field}/history",
        "/clients/{company}/fields/inn/history",
        SEEN,
    ),
    post(
        "POST /clients/{id}/fields/{field}/history",
        "/clients/{company}/fields/inn/history",
        &[("of", "{company}"), ("of_version", "99"), ("side", "to")],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /projects/{id}/fields/{field}",
        "/projects/{greenhouse}/fields/tax",
        [200, 200, 200, 200, 403, 404, 303],
    ),
    post(
        "POST /projects/{id}/fields/{field}",
        "/projects/{greenhouse}/fields/tax",
        &[("value", "3 100,50"), ("version", "2")],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /projects/{id}/moves",
        "/projects/{greenhouse}/moves",
        &[("to", "on_support"), ("version", "2")],
        [409, 409, 409, 409, 403, 404, 401],
    ),
    post(
        "POST /projects/{id}/moves/{version}/undo",
        "/projects/{greenhouse}/moves/77/undo",
        &[],
        [409, 409, 409, 409, 403, 404, 401],
    ),
    post(
        "POST /projects/{id}/people",
        "/projects/{greenhouse}/people",
        &[("user", "00000000-0000-0000-0000-000000000000")],
        [422, 422, 422, 422, 403, 404, 401],
    ),
    post(
        "POST /projects/{id}/people/take",
        "/projects/{greenhouse}/people/take",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /projects/{id}/people/{user}/remove",
        "/projects/{greenhouse}/people/{company}/remove",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    get(
        "GET /clients/{id}/fields/{field}",
        "/clients/{company}/fields/inn",
        [200, 200, 200, 200, 403, 404, 303],
    ),
    post(
        "POST /clients/{id}/fields/{field}",
        "/clients/{company}/fields/street",
        &[("value", "ул. Мира, 1"), ("version", "99")],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    get(
        "GET /settings/calendar",
        "/settings/calendar",
        [200, 200, 403, 403, 403, 403, 303],
    ),
    get(
        "GET /settings/calendar/{year}",
        "/settings/calendar/2026",
        [200, 200, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /settings/calendar/{year}",
        "/settings/calendar/2026",
        &[("days_off", "31.02")],
        [422, 422, 403, 403, 403, 403, 401],
    ),
    post(
        "POST /settings/calendar/norms",
        "/settings/calendar/norms",
        &[("frozen", "0")],
        [422, 422, 403, 403, 403, 403, 401],
    ),
    get(
        "GET /projects/{id}/supports/new",
        "/projects/{greenhouse}/supports/new",
        [200, 200, 200, 200, 403, 404, 303],
    ),
    post(
        "POST /projects/{id}/supports",
        "/projects/{greenhouse}/supports",
        &[("type", "finance")],
        [422, 422, 422, 422, 403, 404, 401],
    ),
    get(
        "GET /supports/{id}",
        "/supports/{support}",
        [200, 200, 200, 200, 403, 404, 303],
    ),
    post(
        "POST /supports/{id}",
        "/supports/{support}",
        &[("type", "finance"), ("amount", "x"), ("version", "1")],
        [422, 422, 422, 422, 403, 404, 401],
    ),
    post(
        "POST /supports/{id}/removal",
        "/supports/{greenhouse}/removal",
        &[],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get("GET /tasks", "/tasks", PAGE),
    get(
        "GET /tasks/of/{kind}/{id}",
        "/tasks/of/project/{greenhouse}",
        SEEN,
    ),
    post(
        "POST /tasks/of/{kind}/{id}",
        "/tasks/of/project/{greenhouse}",
        &[("title", "Позвонить")],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /tasks/{id}/done",
        "/tasks/{greenhouse}/done",
        &[],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    post(
        "POST /comments/{kind}/{id}",
        "/comments/project/{greenhouse}",
        &[("text", "Позвонили")],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /comments/{kind}/{id}/{comment}",
        "/comments/project/{greenhouse}/{company}",
        &[("text", "x")],
        [404, 404, 404, 404, 403, 404, 401],
    ),
    get("GET /board", "/board", PAGE),
    get(
        "GET /board/columns/{key}",
        "/board/columns/application_short?after=1790000000000000.00000000000000000000000000000000",
        PAGE,
    ),
    get("GET /board/cards", "/board/cards?ids={greenhouse}", PAGE),
    get("GET /board/filters/{name}", "/board/filters/district", PAGE),
    get(
        "GET /board/cards/{id}/moves",
        "/board/cards/{greenhouse}/moves",
        SEEN,
    ),
    post(
        "POST /board/cards/{id}/moves",
        "/board/cards/{greenhouse}/moves",
        &[("to", "on_support"), ("version", "99")],
        [409, 409, 409, 409, 403, 404, 401],
    ),
    get("GET /bin", "/bin", MANAGED),
    post(
        "POST /bin/{kind}/{id}/restore",
        "/bin/client/{company}/restore",
        &[],
        [303, 303, 303, 403, 403, 404, 401],
    ),
    post(
        "POST /removals/{kind}/{id}",
        "/removals/client/{company}",
        &[("reason", "x")],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /removal-requests/{id}/decline",
        "/removal-requests/{greenhouse}/decline",
        &[],
        [404, 404, 404, 403, 403, 404, 401],
    ),
    post(
        "POST /clients/{id}/delete",
        "/clients/{company}/delete",
        &[("reason", "x")],
        [409, 409, 409, 403, 403, 404, 401],
    ),
    get("GET /meetings", "/meetings", PAGE),
    get("GET /meetings/new", "/meetings/new", MAKERS),
    post(
        "POST /meetings",
        "/meetings",
        &[("kind", "expert_group"), ("date", "x")],
        [422, 422, 422, 422, 403, 422, 401],
    ),
    get("GET /meetings/{id}", "/meetings/{meeting}", SEEN),
    post(
        "POST /meetings/{id}/facts",
        "/meetings/{meeting}/facts",
        &[("date", "20.11.2026")],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /meetings/{id}/items",
        "/meetings/{meeting}/items",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /meetings/{id}/items/{item}/place",
        "/meetings/{meeting}/items/{greenhouse}/place",
        &[("to", "up")],
        [404, 404, 404, 404, 403, 404, 401],
    ),
    post(
        "POST /meetings/{id}/sending",
        "/meetings/{meeting}/sending",
        &[],
        [409, 409, 409, 409, 403, 404, 401],
    ),
    post(
        "POST /meetings/{id}/attendance",
        "/meetings/{meeting}/attendance",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /meetings/{id}/draft",
        "/meetings/{meeting}/draft",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    get(
        "GET /meetings/{id}/closing",
        "/meetings/{meeting}/closing",
        [200, 200, 200, 200, 403, 404, 303],
    ),
    post(
        "POST /meetings/{id}/closing",
        "/meetings/{meeting}/closing",
        &[("protocol", "1")],
        [409, 409, 409, 409, 403, 404, 401],
    ),
    get(
        "GET /meetings/{id}/agenda",
        "/meetings/{meeting}/agenda",
        SEEN,
    ),
    get(
        "GET /meetings/{id}/protocol",
        "/meetings/{meeting}/protocol",
        SEEN,
    ),
    get(
        "GET /meetings/{id}/extracts/{project}",
        "/meetings/{meeting}/extracts/{greenhouse}",
        [404, 404, 404, 404, 404, 404, 303],
    ),
    get("GET /commissions/{kind}", "/commissions/expert_group", PAGE),
    post(
        "POST /commissions/{kind}/members",
        "/commissions/expert_group/members",
        &[("name", "")],
        [422, 422, 422, 422, 403, 422, 401],
    ),
    post(
        "POST /commissions/{kind}/members/{id}/end",
        "/commissions/expert_group/members/{greenhouse}/end",
        &[],
        [404, 404, 404, 404, 403, 404, 401],
    ),
    post(
        "POST /commissions/{kind}/rules",
        "/commissions/expert_group/rules",
        &[("percent", "x")],
        [422, 422, 403, 403, 403, 403, 401],
    ),
    get(
        "GET /supports/{id}/decisions/new",
        "/supports/{support}/decisions/new",
        [200, 200, 200, 200, 403, 404, 303],
    ),
    post(
        "POST /supports/{id}/decisions",
        "/supports/{support}/decisions",
        &[("confirmed", "1")],
        [422, 422, 422, 422, 403, 404, 401],
    ),
    get(
        "GET /decisions/{id}/annulment",
        "/decisions/{greenhouse}/annulment",
        [404, 404, 404, 404, 404, 404, 303],
    ),
    post(
        "POST /decisions/{id}/annulment",
        "/decisions/{greenhouse}/annulment",
        &[("confirmed", "1")],
        [404, 404, 404, 404, 404, 404, 401],
    ),
    get(
        "GET /files/of/{kind}/{id}",
        "/files/of/project/{greenhouse}",
        SEEN,
    ),
    post(
        "POST /files/of/{kind}/{id}",
        "/files/of/project/{greenhouse}",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    get(
        "GET /files/of/{kind}/{id}/all.zip",
        "/files/of/project/{greenhouse}/all.zip",
        SEEN,
    ),
    get("GET /files/{id}", "/files/{file}", SEEN),
    get("GET /files/{id}/content", "/files/{file}/content", SEEN),
    post(
        "POST /files/{id}",
        "/files/{file}",
        &[("kind", "scan"), ("name", "")],
        [422, 422, 422, 422, 403, 404, 401],
    ),
    post(
        "POST /files/{id}/versions",
        "/files/{file}/versions",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /files/{id}/erase",
        "/files/{file}/erase",
        &[],
        [409, 409, 403, 403, 403, 404, 401],
    ),
    post(
        "POST /files/{id}/delete",
        "/files/{file}/delete",
        &[],
        [303, 303, 303, 303, 403, 404, 401],
    ),
    post(
        "POST /files/{id}/restore",
        "/files/{file}/restore",
        &[],
        [303, 303, 303, 403, 403, 404, 401],
    ),
    get(
        "GET /settings/files",
        "/settings/files",
        [200, 200, 403, 403, 403, 403, 303],
    ),
    post(
        "POST /settings/files",
        "/settings/files",
        &[("application_full.application", "1")],
        [303, 303, 403, 403, 403, 403, 401],
    ),
    post("POST /sign-out", "/sign-out", &[], [303; 7]),
];

/// Words of the agency that nobody else may ever be shown.
const SECRETS: [&str; 5] = [
    "Рыбоводный",
    "Ветрова",
    "Островные теплицы",
    "Агентство инвестиций",
    "Склад-холодильник",
];

/// Method and pattern of every route that the rooms declare.
pub fn declared() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in rust() {
        let code = source.code_text();
        for piece in code.split(".route(").skip(1) {
            let mut parts = piece.split('"');
            let pattern = parts.nth(1).unwrap_or_default();
            let rest = parts.next().unwrap_or_default();
            let method = rest
                .split("web::")
                .nth(1)
                .and_then(|m| m.split('(').next())
                .unwrap_or_default();
            found.insert(format!("{} {pattern}", method.to_uppercase()));
        }
    }
    assert!(found.len() > 10, "routes are found in the source");
    found
}

/// Addresses without a variable part that may be linked to.
pub fn addresses() -> Vec<String> {
    let declared = declared().into_iter();
    declared
        .filter_map(|r| Some(r.split_once(' ')?.1.to_owned()))
        .collect()
}

fn address(route: &Route) -> String {
    route
        .address
        .replace("{greenhouse}", &GREENHOUSE.to_string())
        .replace("{company}", &COMPANY.to_string())
        .replace("{contact}", CONTACT)
        .replace("{import}", &IMPORT.to_string())
        .replace("{support}", &SUPPORT.to_string())
        .replace("{meeting}", &MEETING.to_string())
        .replace("{file}", &FILE.to_string())
}

/// A file of the greenhouse, brought by the member.
const FILE: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0a01);

fn is_upload(pattern: &str) -> bool {
    pattern == "POST /imports"
        || pattern == "POST /files/of/{kind}/{id}"
        || pattern.ends_with("/versions")
}

/// A contact of the owner, made by the table itself; the stranger's own has the same id.
const CONTACT: &str = "01990000-0000-7000-8000-000000000c01";

/// An import of the agency that is over.
const IMPORT: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0e01);

/// A meeting of the agency without questions.
const MEETING: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0701);

/// A measure of the greenhouse.
const SUPPORT: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0501);

/// The agency with a row of every kind that an address may name.
fn started() -> TestApp {
    let app = TestApp::start();
    let person = app.fixture.agency.people[0].id;
    app.in_agency(|work| {
        let import = format!(
            "INSERT INTO imports (organization_id, id, file_name, file_size, file_sha256, state, made_by) \
             VALUES (app_org(), '{IMPORT}', 'Рыбоводный.xlsx', 1, 'hash', 'done', '{person}'); \
             INSERT INTO import_rows (organization_id, import_id, sheet, first_row, packed) \
             VALUES (app_org(), '{IMPORT}', 0, 7, decode('789c8b36d7a9567254b252bab0e062f7858d17f65dd804c45b2eec05f2762a5cd87e61034440a936960b001da919bd', 'hex'))"
        );
        work.conn().batch_execute(&import).expect("it can be added");
        let support = format!(
            "INSERT INTO supports (organization_id, id, project_id, type, amount, unit, date_start) \
             VALUES (app_org(), '{SUPPORT}', '{GREENHOUSE}', 'finance', 100, 'rub', '2026-12-01')"
        );
        work.conn().batch_execute(&support).expect("it can be added");
        let meeting = format!(
            "INSERT INTO meetings (organization_id, id, kind, meeting_date) \
             VALUES (app_org(), '{MEETING}', 'expert_group', '2026-11-20')"
        );
        work.conn().batch_execute(&meeting).expect("it can be added");
    });
    let scan = crate::files::form(FILE, "scan", &[("Рыбоводный.pdf", crate::files::PDF)]);
    let brought = app.as_member().upload(&crate::files::greenhouse(), scan);
    assert_eq!(brought.status, 303, "a file is there");
    app
}

fn ask(caller: &Caller, route: &Route) -> (u16, String) {
    let address = address(route);
    if route.pattern.starts_with("GET /live") {
        // A stream does not end: its head is all that is waited for.
        let request = caller.request(reqwest::Method::GET, &address);
        let response = wait_for(async { request.send().await }).expect("the server answers");
        return (response.status().as_u16(), String::new());
    }
    let answer = if route.pattern.starts_with("GET") {
        caller.get(&address)
    } else if is_upload(route.pattern) {
        let text = reqwest::multipart::Part::bytes(&b"name;amount\n"[..]).file_name("register.csv");
        caller.upload(&address, reqwest::multipart::Form::new().part("file", text))
    } else {
        caller.post(&address, route.fields)
    };
    (answer.status, answer.text())
}

fn callers(app: &TestApp) -> [(&'static str, Caller); 7] {
    [
        ("owner", app.as_owner()),
        ("admin", app.as_admin()),
        ("manager", app.as_manager()),
        ("member", app.as_member()),
        ("viewer", app.as_viewer()),
        ("stranger", app.as_stranger()),
        ("nobody", app.as_nobody()),
    ]
}

#[test]
fn every_route_is_in_the_table() {
    let listed: BTreeSet<String> = ROUTES.iter().map(|r| r.pattern.to_owned()).collect();
    // What programs ask for is asked by the tests of `/api/v1`, with tokens.
    let declared: BTreeSet<String> = declared()
        .into_iter()
        .filter(|r| !r.contains(" /api/v1/") || r.ends_with("openapi.json"))
        .collect();
    let missing: Vec<_> = declared.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&declared).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in tests/routes.rs: {missing:?}; no longer there: {gone:?}"
    );
}

#[test]
fn every_role_gets_from_every_route_what_the_table_says() {
    let app = started();
    let mut wrong = Vec::new();
    for route in ROUTES {
        for ((who, caller), expected) in callers(&app).iter().zip(route.statuses) {
            let (status, text) = ask(caller, route);
            if status != expected {
                wrong.push(format!(
                    "{} as {who}: {status}, expected {expected}",
                    route.pattern
                ));
            }
            if matches!(*who, "stranger" | "nobody") {
                let leaked = SECRETS.iter().filter(|s| text.contains(**s));
                wrong.extend(leaked.map(|s| format!("{} as {who} shows {s}", route.pattern)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nobody_is_led_to_sign_in_and_scripts_are_told() {
    let app = started();
    for route in ROUTES
        .iter()
        .filter(|r| r.statuses[6] == 303 && r.statuses[2] == 200)
    {
        let nobody = app.as_nobody();
        let location = nobody.get(&address(route)).location().to_owned();
        assert!(
            location.starts_with("/sign-in?to=%2F"),
            "{}: {location}",
            route.pattern
        );
        let told = nobody.asking_for_fragment().get(&address(route));
        assert_eq!(told.status, 401, "{} for a script", route.pattern);
    }
}

/// Addresses that nobody of ours writes: old links, broken ones, and those made to break something.
const STRANGE_QUERIES: [&str; 9] = [
    "?after=nothing",
    "?after=00000000000000000000000000000000.",
    "?sort=own&after=00000000000000000000000000000000.not-a-number",
    "?sort=date&after=00000000000000000000000000000000.99999-99-99",
    "?sort=state&after=00000000000000000000000000000000.9999999999",
    "?sort=jobs&dir=asc&after=00000000000000000000000000000000.99999999999",
    "?q=%25%5C_%27%22%3B--%F0%9F%8C%B1",
    "?q=%FF%FE&district=x&state=x&lead=x",
    "?ids=x,,%2C",
];

#[test]
fn no_address_makes_the_server_fail() {
    let app = TestApp::start();
    let manager = app.as_manager();
    for route in ROUTES
        .iter()
        .filter(|r| r.pattern.starts_with("GET") && !r.pattern.contains("/live"))
    {
        let path = route.address.split('?').next().unwrap_or_default();
        for query in STRANGE_QUERIES {
            let answer = manager.get(&format!("{path}{query}"));
            assert!(answer.status < 500, "{path}{query}: {}", answer.status);
        }
    }
    for path in [
        "/nothing",
        "/register/cells/x/y",
        "/register/filters/nothing",
        "/register/options/nothing",
        "/%00",
        "/assets/x/../../Cargo.toml",
    ] {
        let status = manager.get(path).status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
}

#[test]
fn a_row_of_the_other_organization_is_not_there() {
    let app = TestApp::start();
    for caller in [app.as_owner(), app.as_manager()] {
        let rows = caller.get(&format!("/register/rows/by-id?ids={THEIR_PROJECT},{HOTEL}"));
        let text = rows.expect(200).text();
        assert!(text.contains("Гостиница") && !text.contains("Тайный"));
        for column in ["name", "state", "jobs", "lead", "district"] {
            let path = format!("/register/cells/{THEIR_PROJECT}/{column}");
            caller
                .post(&path, &[("value", "1"), ("base", ""), ("version", "1")])
                .expect(404);
        }
    }
}

#[test]
fn a_form_of_another_site_is_refused_whatever_it_asks() {
    let app = TestApp::start();
    let forged = app.as_owner().with_header("sec-fetch-site", "cross-site");
    for route in ROUTES.iter().filter(|r| r.pattern.starts_with("POST")) {
        let (status, _) = ask(&forged, route);
        assert_eq!(status, 403, "{}", route.pattern);
    }
    app.as_owner().get("/register").expect(200);
}

#[test]
fn every_answer_carries_the_headers_that_protect_it() {
    let app = TestApp::start();
    for (caller, path) in [
        (app.as_manager(), "/register"),
        (app.as_nobody(), "/sign-in"),
        (app.as_nobody(), "/nothing"),
        (app.as_nobody(), "/assets/0/app.css"),
        (app.as_manager(), "/register/export.csv"),
    ] {
        let answer = caller.get(path);
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        if !path.starts_with("/assets") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
}
