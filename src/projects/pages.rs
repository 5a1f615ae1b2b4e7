//! HTML handlers of the room.

mod field;
mod new;
mod record;

pub use field::{change_field, field};
pub use new::{create, new_form};
pub use record::{create_move, show};
