DROP TABLE decisions, supports;
ALTER TABLE projects DROP CONSTRAINT projects_organization_id_id_lead_id_fkey;
DROP TABLE project_people, projects;
