DROP FUNCTION search_forget_lost(uuid), search_drop(text, uuid[]), search_add(text, uuid[], text[], text[], integer), search_put(text, uuid[], text[]), search_find(text, text[]);
DROP TABLE search_blocks, search_rows, project_counts, project_rows;
