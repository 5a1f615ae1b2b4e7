DROP INDEX contacts_email, contacts_phone;
DROP TABLE merges, aliases, client_pairs;
