//! The contract of `/api/v1`, sentence by sentence.

mod auth;
mod basics;
mod contacts;
mod deals;
mod description;
mod every;
mod guide;
mod imports;
mod organizations;
mod program;
mod projects;
mod register;
mod roles;
mod schema;
mod tasks;
mod world;
