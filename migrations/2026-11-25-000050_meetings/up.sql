-- Commissions: their members, their meetings with agenda, attendance and votes, numbered protocols.
CREATE TABLE commissions (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    kind text NOT NULL CHECK (kind IN ('expert_group', 'interdepartmental_commission')),
    -- A meeting may decide with more than this share of its voting members.
    quorum_percent integer NOT NULL DEFAULT 50 CHECK (quorum_percent BETWEEN 0 AND 99),
    -- {n} is the number within the year, {year} the year.
    number_format text NOT NULL DEFAULT '{n}' CHECK (number_format LIKE '%{n}%' AND char_length(number_format) <= 40),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, kind)
);

CREATE TABLE commission_members (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('expert_group', 'interdepartmental_commission')),
    name text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    position text NOT NULL DEFAULT '' CHECK (char_length(position) <= 300),
    email text,
    duty text NOT NULL DEFAULT 'member' CHECK (duty IN ('chair', 'secretary', 'member')),
    has_vote boolean NOT NULL DEFAULT true,
    -- Who sat on the commission on a date: from this day, until the day before the other.
    active_from date NOT NULL,
    active_until date CHECK (active_until >= active_from),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX commission_members_kind ON commission_members (organization_id, kind, name);

CREATE TABLE meetings (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('expert_group', 'interdepartmental_commission')),
    meeting_date date NOT NULL,
    starts_at text NOT NULL DEFAULT '' CHECK (starts_at ~ '^([0-9]{2}:[0-9]{2})?$'),
    place text NOT NULL DEFAULT '' CHECK (char_length(place) <= 300),
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'announced', 'closed')),
    protocol_year integer,
    protocol_value integer,
    protocol_number text,
    agenda_sent_at timestamptz,
    closed_at timestamptz,
    closed_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    -- One protocol, one meeting.
    UNIQUE (organization_id, kind, protocol_year, protocol_number),
    CHECK ((state = 'closed') = (protocol_number IS NOT NULL)),
    CHECK ((protocol_number IS NULL) = (protocol_year IS NULL))
);
CREATE INDEX meetings_date ON meetings (organization_id, meeting_date, id);

-- The members as they were on the day, and who came.
CREATE TABLE meeting_members (
    organization_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    member_id uuid NOT NULL,
    name text COLLATE "ru-x-icu" NOT NULL,
    position text NOT NULL,
    email text,
    duty text NOT NULL CHECK (duty IN ('chair', 'secretary', 'member')),
    has_vote boolean NOT NULL,
    is_present boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organization_id, meeting_id, member_id),
    FOREIGN KEY (organization_id, meeting_id) REFERENCES meetings (organization_id, id)
);

CREATE TABLE meeting_items (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    position integer NOT NULL,
    project_id uuid NOT NULL,
    support_id uuid NOT NULL,
    presenter text NOT NULL DEFAULT '',
    notes text NOT NULL DEFAULT '',
    outcome text CHECK (outcome IN ('granted', 'refused', 'rework', 'postponed', 'withdrawn')),
    decision text NOT NULL DEFAULT '',
    votes_for integer CHECK (votes_for BETWEEN 0 AND 1000),
    votes_against integer CHECK (votes_against BETWEEN 0 AND 1000),
    votes_abstained integer CHECK (votes_abstained BETWEEN 0 AND 1000),
    -- How the chair voted, where the votes are equal.
    chair_for boolean,
    -- Members who take no part in this question.
    recused uuid[] NOT NULL DEFAULT '{}',
    changed_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, meeting_id, support_id),
    FOREIGN KEY (organization_id, meeting_id) REFERENCES meetings (organization_id, id),
    FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
    FOREIGN KEY (organization_id, support_id) REFERENCES supports (organization_id, id)
);
CREATE INDEX meeting_items_project ON meeting_items (organization_id, project_id);
CREATE INDEX meeting_items_support ON meeting_items (organization_id, support_id);

ALTER TABLE decisions ADD FOREIGN KEY (organization_id, meeting_id) REFERENCES meetings (organization_id, id);
CREATE INDEX decisions_meeting ON decisions (organization_id, meeting_id) WHERE meeting_id IS NOT NULL;

ALTER TABLE commissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE commissions FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON commissions USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE commission_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE commission_members FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON commission_members USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE meetings ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON meetings USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE meeting_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_members FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON meeting_members USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE meeting_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_items FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON meeting_items USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON commissions, commission_members, meetings, meeting_members, meeting_items TO crm_app;
