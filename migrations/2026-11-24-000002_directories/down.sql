DROP TABLE custom_fields, directory_entries;
