DROP INDEX decisions_meeting;
ALTER TABLE decisions DROP CONSTRAINT decisions_organization_id_meeting_id_fkey;
-- Under FORCE the owner sees no rows either.
ALTER TABLE decisions NO FORCE ROW LEVEL SECURITY;
UPDATE decisions SET meeting_id = NULL WHERE meeting_id IS NOT NULL;
ALTER TABLE decisions FORCE ROW LEVEL SECURITY;
DROP TABLE meeting_items, meeting_members, meetings, commission_members, commissions;
