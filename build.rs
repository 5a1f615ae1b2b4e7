//! A new migration file alone must trigger a rebuild: migrations are embedded in the binary.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=messages");
    println!("cargo:rerun-if-changed=static");
}
