DROP FUNCTION search_drop(text, uuid[]), search_put(text, uuid[], text[]), search_find(text, text[]);
DROP TABLE search_rows, project_counts, project_rows;
