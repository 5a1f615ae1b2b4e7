//! Projects by forms: a new one with its client, facts changed in place, moves of the state.

mod card;
mod moves;
mod new;
mod past;
mod people;
mod walks;
