DROP FUNCTION erase_history(text, uuid[]);
DROP TABLE erasures;
DROP TABLE notices;
