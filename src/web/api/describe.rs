//! OpenAPI 3.1 made from the tables of fields and the list of endpoints that each room keeps beside its
//! routes. The tables read the bodies, so the description says what is served.

use serde_json::{Map, Value, json};

use super::fields::{Field, Kind};

/// A parameter of a query.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
    pub repeats: bool,
}

impl Parameter {
    pub const fn new(name: &'static str, kind: Kind) -> Parameter {
        Parameter {
            name,
            kind,
            repeats: false,
        }
    }

    pub const fn repeated(name: &'static str, kind: Kind) -> Parameter {
        Parameter {
            name,
            kind,
            repeats: true,
        }
    }
}

/// What an answer shows.
#[derive(Debug, Clone, Copy)]
pub enum Shown {
    Nothing,
    /// A row of a resource, named.
    Row(&'static str),
    List(&'static str),
    /// Another object.
    Object,
    /// A file of this type.
    File(&'static str),
}

/// One method of one path.
#[derive(Debug, Clone)]
pub struct Endpoint {
    pub method: &'static str,
    /// With `{names}`, from `/api/v1` on.
    pub path: String,
    pub summary: String,
    pub tag: &'static str,
    pub body: Option<&'static [Field]>,
    /// A form with a file instead of JSON.
    pub takes_file: bool,
    /// All fields may be left out.
    pub is_patch: bool,
    pub parameters: Vec<Parameter>,
    pub answers: Vec<(u16, Shown)>,
    pub needs_token: bool,
    pub needs_organization: bool,
    /// A list that can be read to its end by cursor.
    pub has_cursor: bool,
}

impl Endpoint {
    pub fn new(
        method: &'static str,
        path: impl Into<String>,
        summary: impl Into<String>,
    ) -> Endpoint {
        Endpoint {
            method,
            path: path.into(),
            summary: summary.into(),
            tag: "",
            body: None,
            takes_file: false,
            is_patch: method == "PATCH",
            parameters: Vec::new(),
            answers: Vec::new(),
            needs_token: true,
            needs_organization: true,
            has_cursor: false,
        }
    }

    pub fn tag(mut self, tag: &'static str) -> Endpoint {
        self.tag = tag;
        self
    }

    pub fn body(mut self, fields: &'static [Field]) -> Endpoint {
        self.body = Some(fields);
        self
    }

    pub fn parameters(mut self, parameters: &[Parameter]) -> Endpoint {
        self.parameters.extend_from_slice(parameters);
        self
    }

    pub fn answers(mut self, status: u16, shown: Shown) -> Endpoint {
        self.answers.push((status, shown));
        self
    }

    pub fn without_organization(mut self) -> Endpoint {
        self.needs_organization = false;
        self
    }

    pub fn open(mut self) -> Endpoint {
        self.needs_organization = false;
        self.needs_token = false;
        self
    }

    pub fn by_cursor(mut self) -> Endpoint {
        self.has_cursor = true;
        self
    }

    pub fn file(mut self) -> Endpoint {
        self.takes_file = true;
        self
    }
}

fn kind_schema(kind: Kind) -> Value {
    match kind {
        Kind::Text(0) => json!({"type": "string"}),
        Kind::Text(most) => json!({"type": "string", "minLength": 1, "maxLength": most}),
        Kind::LongText(most) => json!({"type": "string", "maxLength": most}),
        Kind::Email => json!({"type": "string", "format": "email", "maxLength": 254}),
        Kind::Password => {
            json!({"type": "string", "format": "password", "minLength": 8, "maxLength": 200})
        }
        Kind::Id => json!({"type": "string", "format": "uuid"}),
        Kind::Amount => json!({"type": "string", "pattern": "^[0-9]{1,16}(\\.[0-9]{1,2})?$"}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Whole(least, i64::MAX) => json!({"type": "integer", "minimum": least}),
        Kind::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Kind::Word(words) => json!({"type": "string", "enum": words}),
        Kind::Words(words) => json!({"type": "array", "items": {"type": "string", "enum": words}}),
        Kind::Currency => json!({"type": "string", "pattern": "^[A-Z]{3}$"}),
        Kind::Digits(n) => json!({"type": "string", "pattern": format!("^[0-9]{{{n}}}$")}),
        Kind::Object => json!({"type": "object"}),
        Kind::Texts => {
            json!({"type": "array", "maxItems": 200, "items": {"type": "string", "minLength": 1, "maxLength": 200}})
        }
        Kind::Time => json!({"type": "string", "format": "date-time"}),
        Kind::Any => json!({}),
    }
}

fn or_null(mut schema: Value, nullable: bool) -> Value {
    if nullable {
        if let Some(kind) = schema["type"].as_str().map(str::to_owned) {
            schema["type"] = json!([kind, "null"]);
        }
        if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
            words.push(Value::Null);
        }
    }
    schema
}

/// The schema of a body.
fn input_schema(fields: &[Field], is_patch: bool) -> Value {
    let mut properties = Map::new();
    for field in fields.iter().filter(|f| f.is_input) {
        // Nothing and null are the same where something new is made.
        let is_nullable = field.nullable || !(field.required || is_patch);
        let mut schema = or_null(kind_schema(field.kind), is_nullable);
        if let Some(default) = field
            .default
            .and_then(|d| serde_json::from_str::<Value>(d).ok())
        {
            schema["default"] = default;
        }
        properties.insert(field.name.to_owned(), schema);
    }
    let required: Vec<&str> = fields
        .iter()
        .filter(|f| f.is_input && f.required && !is_patch)
        .map(|f| f.name)
        .collect();
    let mut schema =
        json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if is_patch {
        schema["minProperties"] = json!(1);
    }
    if is_patch || fields.iter().any(|f| f.keeps) {
        schema["properties"]["version"] = json!({"type": ["integer", "null"], "minimum": 1});
    }
    schema
}

/// The schema of a row.
pub fn output_schema(fields: &[Field]) -> Value {
    let mut properties = Map::new();
    for field in fields.iter().filter(|f| f.is_output) {
        // What was stored before a rule was made may break it; readers must take it.
        let schema = match field.kind {
            Kind::Text(_) | Kind::LongText(_) | Kind::Email | Kind::Digits(_) => {
                json!({"type": "string"})
            }
            kind => kind_schema(kind),
        };
        properties.insert(field.name.to_owned(), or_null(schema, field.nullable));
    }
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// Parameters that every list has.
fn list_parameters() -> Vec<Parameter> {
    vec![
        Parameter::new("page", Kind::Whole(1, i64::MAX)),
        Parameter::new("page_size", Kind::Whole(1, 100)),
        Parameter::new("order", Kind::Word(&["asc", "desc"])),
    ]
}

fn parameters(endpoint: &Endpoint) -> Vec<Value> {
    let mut all: Vec<Value> = endpoint
        .path
        .split('{')
        .skip(1)
        .filter_map(|p| p.split('}').next())
        .map(|name| {
            json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}})
        })
        .collect();
    if endpoint.needs_organization {
        all.push(
            json!({"name": "X-Organization-Id", "in": "header", "required": true,
            "schema": {"type": "string", "format": "uuid"}}),
        );
    }
    let is_list = endpoint
        .answers
        .iter()
        .any(|(_, s)| matches!(s, Shown::List(_)));
    let mut query = endpoint.parameters.clone();
    if is_list {
        query.extend(list_parameters());
    }
    if endpoint.has_cursor {
        query.push(Parameter::new("cursor", Kind::LongText(2000)));
    }
    all.extend(query.into_iter().map(|p| {
        let one = kind_schema(p.kind);
        let schema = if p.repeats {
            json!({"type": "array", "items": one})
        } else {
            one
        };
        json!({"name": p.name, "in": "query", "schema": schema})
    }));
    all
}

fn answer(status: u16, shown: Shown) -> Value {
    let said = match status {
        200 => "Done",
        201 => "Made",
        202 => "Begun",
        204 => "Done; nothing to show",
        _ => "Refused",
    };
    let content = |schema: Value| json!({"description": said, "content": {"application/json": {"schema": schema}}});
    match shown {
        Shown::Nothing => json!({"description": said}),
        Shown::Row(name) => content(json!({"$ref": format!("#/components/schemas/{name}")})),
        Shown::List(name) => content(json!({
            "type": "object",
            "required": ["items", "total", "page_size"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": format!("#/components/schemas/{name}")}},
                "total": {"type": "integer", "minimum": 0},
                "page": {"type": "integer", "minimum": 1},
                "page_size": {"type": "integer", "minimum": 1, "maximum": 100},
                "next_cursor": {"type": ["string", "null"]},
            },
        })),
        Shown::Object => content(json!({"type": "object"})),
        Shown::File(kind) => json!({"description": said, "content": {kind: {}}}),
    }
}

fn operation(endpoint: &Endpoint) -> Value {
    let mut answers = Map::new();
    for (status, shown) in &endpoint.answers {
        answers.insert(status.to_string(), answer(*status, *shown));
    }
    answers.insert(
        "default".to_owned(),
        json!({"$ref": "#/components/responses/Error"}),
    );
    let name: String = format!("{} {}", endpoint.method.to_lowercase(), endpoint.path)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let mut operation = json!({
        "operationId": name, "summary": endpoint.summary, "tags": [endpoint.tag],
        "parameters": parameters(endpoint), "responses": answers,
    });
    if !endpoint.needs_token {
        operation["security"] = json!([]);
    }
    if endpoint.takes_file {
        operation["requestBody"] = json!({"required": true, "content": {"multipart/form-data": {
            "schema": {"type": "object", "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}}}}}});
    } else if let Some(fields) = endpoint.body {
        operation["requestBody"] = json!({"required": true, "content": {"application/json":
            {"schema": input_schema(fields, endpoint.is_patch)}}});
    }
    operation
}

/// The whole description: the endpoints, and the rows by their names.
pub fn openapi(endpoints: &[Endpoint], rows: &[(&'static str, Value)]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in endpoints {
        let path = paths
            .entry(endpoint.path.clone())
            .or_insert_with(|| json!({}));
        path[endpoint.method.to_lowercase()] = operation(endpoint);
    }
    let mut schemas: Map<String, Value> = rows
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    schemas.insert("Error".to_owned(), error_schema());
    json!({
        "openapi": "3.1.0",
        "info": {"title": "invest-crm", "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"}},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "responses": {"Error": {
                "description": "Every answer of 400 and above",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }},
            "schemas": schemas,
        },
    })
}

fn error_schema() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    json!({"type": "object", "required": ["error"], "properties": {"error": {
        "type": "object", "required": ["code", "message"],
        "properties": {
            "code": text, "message": text,
            "allowed": {"type": "array", "items": {"type": "string"}},
            "fields": {"type": "array", "items": {"type": "object", "required": ["field", "code", "message"],
                "properties": {"field": {"type": "string"}, "code": text, "message": text}}},
        },
    }}})
}
