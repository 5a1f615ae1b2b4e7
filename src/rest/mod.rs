//! How every resource of the register behaves for programs: the order of the checks, versions, PUT that
//! may be repeated, changes of a whole collection. A room says what its resource is; the rules stand here once.

mod collection;
mod described;
mod resource;
mod row;

pub use collection::{delete_all, patch_all, put_all};
pub use described::{endpoints, path_of};
pub use resource::{Reference, Resource, amended, check_references, created_row, removed};
pub use row::{create, list, list_where, make, patch, put, remove, shown};

pub use row::show;
