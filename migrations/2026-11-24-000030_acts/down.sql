DROP TABLE bulk_rows, bulk_changes, act_changes, acts;
