//! HTML handlers of the room.

mod field;
pub mod history;
mod moves;
mod new;
pub mod people;
mod record;

pub use field::{change_field, field};
pub use moves::{create_move, undo_move};
pub use moves::{in_words as move_in_words, request as move_request};
pub use new::{create, new_form};
pub use record::show;
