//! What may become of a deal. Pure.

use super::model::{Deal, STAGES};
use crate::refusal::Refusal;

/// A deal is won only with an amount over zero.
pub fn check_won(deal: &Deal) -> Result<(), Refusal> {
    let is_zero = !deal.amount.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if deal.status == "won" && is_zero {
        return Err(Refusal::field(
            "amount",
            "not_positive",
            "deal-won-amount".into(),
        ));
    }
    Ok(())
}

/// Whether the stage goes back.
pub fn is_back(from: &str, to: &str) -> bool {
    let place = |stage: &str| STAGES.iter().position(|s| *s == stage);
    place(to) < place(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Utc;
    use uuid::Uuid;

    fn deal(status: &str, amount: &str) -> Deal {
        Deal {
            id: Uuid::nil(),
            contact_id: Uuid::nil(),
            title: "Теплицы".into(),
            amount: amount.into(),
            currency: "RUB".into(),
            status: status.into(),
            stage: "qualification".into(),
            owner_id: Uuid::nil(),
            created_at: Utc::now(),
            updated_at: Utc::now(),
            version: 1,
        }
    }

    #[test]
    fn a_deal_is_won_only_with_an_amount_over_zero() {
        for (status, amount, may_be) in [
            ("won", "0.00", false),
            ("won", "0.01", true),
            ("won", "100.00", true),
            ("new", "0.00", true),
            ("lost", "0.00", true),
        ] {
            assert_eq!(
                check_won(&deal(status, amount)).is_ok(),
                may_be,
                "{status} {amount}"
            );
        }
    }

    #[test]
    fn stages_have_an_order() {
        for (from, to, back) in [
            ("qualification", "closed", false),
            ("closed", "negotiation", true),
            ("proposal", "proposal", false),
            ("negotiation", "qualification", true),
        ] {
            assert_eq!(is_back(from, to), back, "{from} {to}");
        }
    }
}
