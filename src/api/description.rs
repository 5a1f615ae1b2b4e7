//! The OpenAPI description, made from what is served.

use serde_json::{Value, json};

/// OpenAPI 3.1 of everything below `/api/v1` that this version serves.
pub fn description() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "invest-crm",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "paths": {
            "/api/v1/openapi.json": {
                "get": {
                    "operationId": "describe",
                    "summary": "This description",
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "OpenAPI 3.1",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        "default": {"$ref": "#/components/responses/Error"},
                    },
                },
            },
        },
        "components": {
            "responses": {
                "Error": {
                    "description": "Every answer of 400 and above",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                },
            },
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {
                        "error": {
                            "type": "object",
                            "required": ["code", "message"],
                            "properties": {
                                "code": {"type": "string"},
                                "message": {"type": "string"},
                                "fields": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["field", "code", "message"],
                                        "properties": {
                                            "field": {"type": "string"},
                                            "code": {"type": "string"},
                                            "message": {"type": "string"},
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    })
}
