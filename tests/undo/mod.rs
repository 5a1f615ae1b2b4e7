//! Ctrl+Z on the server: acts are taken back and done again, across sign-ins, and never over others' work.

mod large;
mod moves;
mod stack;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Caller, TestApp};

/// Presses Ctrl+Z (or Ctrl+Shift+Z) as the script of the grid does.
fn press(caller: &Caller, path: &str) -> Value {
    let caller = caller.asking_for_fragment();
    caller.post(path, &[("tab", "one")]).expect(200).json()
}

fn undo(caller: &Caller) -> Value {
    press(caller, "/undo")
}

fn redo(caller: &Caller) -> Value {
    press(caller, "/redo")
}

/// A value of a project, as text.
fn value(app: &TestApp, id: Uuid, column: &str) -> String {
    let query =
        format!("SELECT coalesce({column}::text, '') AS line FROM projects WHERE id = '{id}'");
    app.in_agency(|work| crate::support::sql::lines(work.conn(), &query))
        .remove(0)
}

fn edit(caller: &Caller, id: Uuid, column: &str, value: &str, version: i64) {
    let version = version.to_string();
    let fields = [
        ("value", value),
        ("base", ""),
        ("version", version.as_str()),
        ("tab", "one"),
    ];
    caller
        .post(&format!("/register/cells/{id}/{column}"), &fields)
        .expect(200);
}

fn send(caller: &Caller, sent: &Value) -> Value {
    let request = caller.request(reqwest::Method::POST, "/register/cells");
    caller
        .send(request.header("x-fragment", "row").json(sent))
        .expect(200)
        .json()
}

fn paste(columns: &[&str], rows: &[(Uuid, i64, &[&str])]) -> Value {
    let rows: Vec<Value> = rows
        .iter()
        .map(|(id, version, values)| json!({"id": id, "version": version, "values": values}))
        .collect();
    json!({"key": Uuid::new_v4(), "kind": "paste", "tab": "one", "columns": columns, "rows": rows})
}
