DROP TABLE contact_totals, deal_days, deal_totals, deals;
DROP INDEX contacts_newest, contacts_name;
