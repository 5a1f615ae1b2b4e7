DROP TABLE import_problems, import_sources, import_rows, imports;
