# deals: what people read about deals.

deal-won-amount = Amount must be positive to win a deal.
