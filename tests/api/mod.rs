//! The contract of `/api/v1`, sentence by sentence.

mod auth;
mod basics;
mod contacts;
mod deals;
mod description;
mod imports;
mod organizations;
mod program;
mod projects;
mod register;
mod tasks;
