DROP INDEX changes_of_import, import_problems_row;
DROP TABLE import_memory, import_differences;
