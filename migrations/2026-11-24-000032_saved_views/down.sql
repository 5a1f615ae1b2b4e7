DROP TABLE register_visits;
DROP TABLE saved_views;
