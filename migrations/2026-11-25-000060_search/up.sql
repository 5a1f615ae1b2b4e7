-- What people changed, newest first: recent things of the search box, what changed in a period, the audit log.
-- Entries of an import are left out: they are many, and the import itself says when it was.
CREATE INDEX changes_by_time ON changes (organization_id, at) WHERE door <> 'import';
