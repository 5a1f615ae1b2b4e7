DROP TABLE jobs, password_resets, invitations, sessions;
-- The policies of organizations and users read memberships.
DROP POLICY of_user ON organizations;
DROP POLICY colleague ON users;
DROP TABLE memberships, users, organizations;
DROP FUNCTION app_email(), app_user(), app_org();
