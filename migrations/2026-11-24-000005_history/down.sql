DROP TABLE outbox_messages, activities, changes;
