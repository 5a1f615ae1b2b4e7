DROP TABLE idempotency_keys, refresh_tokens;
