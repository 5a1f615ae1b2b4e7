//! The one test binary; every folder and file here is a module of it. What a room promises is tested in the
//! folder of its name, what holds for the whole house in the files beside this one.

// What a room's tests may use is there before the room is.
#[allow(dead_code)]
mod support;

#[allow(dead_code)]
mod fixtures {
    pub mod agency;
    pub mod many;
}

mod accounts;
mod api;
mod architecture;
mod board;
mod browser;
mod bulk;
mod catalogue;
mod cli;
mod clients;
mod comments;
mod contacts;
mod db {
    mod backup;
    mod killed_while_editing;
    mod private_server;
}
mod deals;
mod dependencies;
mod directories;
mod duplicates;
mod erasures;
mod files;
mod glossary;
mod handover;
mod house_rules;
mod imports;
mod licences;
mod meetings;
mod messages;
mod metrics;
mod migrations;
mod notices;
mod overview;
mod projects;
mod register;
mod routes;
mod search;
mod settings;
mod supports;
mod undo;
mod vendor;
mod webhooks;
