DROP FUNCTION custom_date(text, text);
DROP FUNCTION custom_number(text, text);
DROP TABLE custom_values;
DROP TABLE client_rows;
