//! Projects, support measures and decisions as programs see them.

use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use super::super::lifecycle::Decided;
use crate::db::rows::{Cast, Shape};
use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

pub const PROJECTS: Shape = Shape {
    table: "projects",
    columns: &[
        ("name", "name", Cast::Text),
        ("client_id", "client_id", Cast::Uuid),
        ("address_id", "address_id", Cast::Uuid),
        ("industry_id", "industry_id", Cast::Uuid),
        ("application_own_amount", "own_amount", Cast::Numeric),
        (
            "application_support_amount",
            "requested_amount",
            Cast::Numeric,
        ),
        ("total_amount", "total_amount", Cast::Numeric),
        ("tax_amount", "tax_amount", Cast::Numeric),
        ("application_date", "application_date", Cast::Date),
        ("work_place_count", "jobs", Cast::Integer),
        ("description", "description", Cast::Text),
        ("custom", "custom", Cast::Jsonb),
    ],
    written: &[
        ("number", "number", Cast::Text),
        ("number_value", "number_value", Cast::Integer),
    ],
    computed: &[
        ("number", "t.number", Cast::Text),
        ("lead_id", "t.lead_id", Cast::Uuid),
        ("state", "t.state", Cast::Text),
        ("state_changed_at", "t.state_changed_at", Cast::Time),
        (
            "sources",
            "(SELECT coalesce(json_agg(json_build_object('import_id', s.import_id, \
                'sheet', coalesce(i.sheets -> s.sheet ->> 'name', ''), 'row', s.row) \
                ORDER BY i.created_at, s.import_id, s.sheet, s.row), '[]'::json) \
              FROM (SELECT m.import_id, m.sheet, m.row FROM import_sources m WHERE m.organization_id = t.organization_id \
                    AND m.subject_kind = 'project' AND m.subject_id = t.id \
                UNION ALL SELECT t.import_id, (r >> 32)::integer, (r & 4294967295)::integer FROM unnest(t.source_rows) r) s \
              JOIN imports i ON i.organization_id = t.organization_id AND i.id = s.import_id)",
            Cast::Jsonb,
        ),
    ],
    joins: "",
    only: "",
};

pub const SUPPORTS: Shape = Shape {
    table: "supports",
    columns: &[
        ("project_id", "project_id", Cast::Uuid),
        ("support_program_id", "programme_id", Cast::Uuid),
        ("granting_body_id", "body_id", Cast::Uuid),
        ("type", "type", Cast::Text),
        ("amount", "amount", Cast::Numeric),
        ("unit", "unit", Cast::Text),
        ("date_start", "date_start", Cast::Date),
        ("date_end", "date_end", Cast::Date),
        ("description", "description", Cast::Text),
        ("custom", "custom", Cast::Jsonb),
    ],
    written: &[],
    computed: &[],
    joins: "",
    only: "",
};

pub const DECISIONS: Shape = Shape {
    table: "decisions",
    columns: &[
        ("support_id", "support_id", Cast::Uuid),
        ("decision_type", "decision_type", Cast::Text),
        ("decision_date", "decision_date", Cast::Date),
        ("protocol_number", "protocol_number", Cast::Text),
        ("outcome", "outcome", Cast::Text),
        ("decision", "decision", Cast::Text),
    ],
    written: &[("project_id", "project_id", Cast::Uuid)],
    computed: &[],
    joins: "",
    only: "",
};

/// Whether a person is assigned to a project.
pub fn is_assigned(work: &mut Work, project: Uuid, user: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT EXISTS (SELECT 1 FROM project_people WHERE organization_id = $1 AND project_id = $2 AND user_id = $3)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(project)
        .bind::<SqlUuid, _>(user)
        .by_place::<Bool>()
        .get_result(work.conn())?)
}

/// The project of a support measure.
pub fn project_of(work: &mut Work, support: Uuid) -> Result<Option<Uuid>, DbError> {
    let organization = work.organization();
    Ok(
        sql("SELECT project_id FROM supports WHERE organization_id = $1 AND id = $2")
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(support)
            .by_place::<SqlUuid>()
            .get_result(work.conn())
            .optional()?,
    )
}

/// What the decisions on a project's supports say, whenever they were made: what the contract of programs asks.
pub fn ever_decided(work: &mut Work, project: Uuid) -> Result<Decided, DbError> {
    let organization = work.organization();
    let (granted, returned): (bool, bool) =
        sql("SELECT coalesce(bool_or(outcome = 'granted'), false), \
         coalesce(bool_or(outcome IN ('rework', 'refused', 'withdrawn')), false) \
         FROM decisions WHERE organization_id = $1 AND project_id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(project)
        .by_place::<(Bool, Bool)>()
        .get_result(work.conn())?;
    Ok(Decided { granted, returned })
}

/// The district that an address lies in.
pub fn district_of(work: &mut Work, address: Uuid) -> Result<Option<(Uuid, String)>, DbError> {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let organization = work.organization();
    let found: Option<Named> = sql(
        "SELECT d.id, d.name FROM addresses a JOIN directory_entries d ON d.organization_id = $1 AND d.id = a.district_id \
         WHERE a.organization_id = $1 AND a.id = $2",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(address)
    .get_result(work.conn())
    .optional()?;
    Ok(found.map(|n| (n.id, n.name)))
}
