//! HTML handlers: the board and the list, the card, the form.

pub mod card;
pub mod form;
pub mod list;

use uuid::Uuid;

use super::model::Deal;
use super::queries;
use crate::contacts;
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::AppError;

fn deal(work: &mut Work, id: Uuid) -> Result<Deal, AppError> {
    queries::find(work, id)?.ok_or_else(|| Refusal::NotFound.into())
}

fn contact_of(work: &mut Work, deal: &Deal) -> Result<String, AppError> {
    Ok(contacts::name_of(work, deal.contact_id)?.unwrap_or_default())
}
