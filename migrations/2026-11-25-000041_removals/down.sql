DROP INDEX clients_in_bin;
DROP INDEX projects_in_bin;
DROP TABLE removal_requests;
