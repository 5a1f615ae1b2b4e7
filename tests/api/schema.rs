//! As much of JSON Schema as the description uses, for holding answers against it.

use serde_json::Value;

/// What of the value is not as the schema says, by place.
pub fn faults(description: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(description, schema, value, "", &mut found);
    found
}

fn is_of_type(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        other => panic!("a type that the description does not use: {other}"),
    }
}

fn check(description: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(pointer) = schema["$ref"].as_str() {
        let target = description
            .pointer(&pointer[1..])
            .expect("a reference leads somewhere");
        return check(description, target, value, at, found);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|k| is_of_type(k, value)) {
        found.push(format!("{at}: {value} is no {kinds:?}"));
        return;
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{at}: {value} is none of {words:?}"));
    }
    for (bound, is_out) in [("minimum", -1), ("maximum", 1)] {
        if let (Some(limit), Some(n)) = (schema[bound].as_i64(), value.as_i64())
            && (n - limit).signum() == is_out
        {
            found.push(format!("{at}: {n} is beyond {limit}"));
        }
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(name.as_str().unwrap_or_default()) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
        let properties = &schema["properties"];
        for (name, inner) in object {
            match properties.get(name) {
                Some(schema) => check(description, schema, inner, &format!("{at}.{name}"), found),
                None if properties.is_object() => {
                    found.push(format!("{at}: {name} is not described"));
                }
                None => {}
            }
        }
    }
    if let Some(items) = schema.get("items") {
        for (n, inner) in value.as_array().into_iter().flatten().enumerate() {
            check(description, items, inner, &format!("{at}[{n}]"), found);
        }
    }
}
