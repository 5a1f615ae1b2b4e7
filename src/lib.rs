//! invest-crm: the table of contents of the code. The ground floor knows no feature; a room calls
//! down a floor freely, sideways only through actions, and up never (`tests/architecture.rs`).

/// Assembles the server: state, middleware order, routes of every room.
pub mod app;
/// The environment → one typed configuration.
pub mod config;

// — ground floor —
/// The pool, the unit of work, the tables.
pub mod db;
/// Why a thing cannot be done.
pub mod refusal;
/// Files that people bring.
pub mod storage;
/// Messages, numbers, money, dates, phones by locale.
pub mod text;
/// Registry numbers, money, dates, phones, names as people write them. Pure.
pub mod values;
/// Requests and answers: pages, fragments, errors, security headers, assets.
pub mod web;

// — first floor: what every feature leans on —
/// Who changed what, when, through what.
pub mod history;
/// Letters to send, with retries.
pub mod outbox;

/// Organizations, members, sign-in, who may do what.
pub mod accounts;
/// How every resource of the register behaves for programs.
pub mod rest;

/// Working days by year, norms of the states.
pub mod calendar;
/// Districts, cities, industries, programmes, bodies; custom fields.
pub mod directories;
/// The other browsers are told: topics, streams, presence.
pub mod live;
/// What a member is told in the application.
pub mod notices;
/// Other servers are told what changed: signed, tried again, with a log.
pub mod webhooks;

// — second floor: feature rooms —
/// Companies, sole proprietors, persons, non-profits; their addresses.
pub mod clients;
/// What people say of a client or project: comments, calls, letters.
pub mod comments;
/// Files of projects, clients and deals.
pub mod files;

/// People to talk to.
pub mod contacts;
/// Deals of the pipeline: status, stage, counters.
pub mod deals;
/// Measures of support, and what was decided about them.
pub mod supports;

/// Investment projects and their lifecycle.
pub mod projects;

/// Commissions: agenda, attendance, outcomes, protocols; decisions that move projects.
pub mod meetings;

/// What is to be done of a deal, a project or a client.
pub mod tasks;

// — roof: screens across features —
/// Sums and conversion of the pipeline.
pub mod analytics;
/// Clients that were entered twice become one.
pub mod duplicates;
/// The grid that replaces Excel: rows, filters, cell edits, export.
pub mod register;

/// One field in all rows of a filter: tried first, then written.
pub mod bulk;
/// All that a colleague has in work goes to another.
pub mod handover;
/// A workbook becomes clients and projects.
pub mod imports;
/// Sums, funnel, workload and what is late, for those who lead.
pub mod overview;
/// One box over everything.
pub mod search;
/// The last acts of a person, taken back and done again.
pub mod undo;

/// Who a person was is erased; what was decided stays.
pub mod erasures;
/// The bin, and asking for a removal.
pub mod removals;

/// Cards by state, dragged where the lifecycle lets them.
pub mod board;
/// The client's card: a client with all that hangs on it.
pub mod cards;
/// Tasks on cards, and a person's own day.
pub mod days;

/// The JSON API: its description.
pub mod api;

/// Commands: serve, migrate, demo, import and the others.
pub mod cli;
