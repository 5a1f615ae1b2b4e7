-- Addresses, clients and the people to talk to.
CREATE TABLE addresses (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    district_id uuid,
    district_kind text NOT NULL GENERATED ALWAYS AS ('district') STORED,
    city_id uuid,
    city_kind text NOT NULL GENERATED ALWAYS AS ('city') STORED,
    post_code text CHECK (post_code ~ '^[0-9]{6}$'),
    street text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, district_kind, district_id) REFERENCES directory_entries (organization_id, kind, id),
    FOREIGN KEY (organization_id, city_kind, city_id) REFERENCES directory_entries (organization_id, kind, id)
);
CREATE INDEX addresses_district ON addresses (organization_id, district_id);
CREATE INDEX addresses_city ON addresses (organization_id, city_id);

CREATE TABLE clients (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('legal_entity', 'sole_proprietor', 'person', 'nonprofit')),
    name text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 500),
    short_name text,
    last_name text,
    first_name text,
    middle_name text,
    -- Other spellings and former names.
    other_names text[] NOT NULL DEFAULT '{}',
    -- Normal form of the name, for finding the same client.
    name_key text NOT NULL,
    inn text,
    kpp text,
    ogrn text,
    address_id uuid,
    responsible_id uuid,
    custom jsonb NOT NULL DEFAULT '{}',
    -- What could not be read from a file, as it stood: {"inn": "6,59E+09"}.
    unread jsonb NOT NULL DEFAULT '{}',
    import_id uuid,
    -- Rows of that import's workbook which it was made from: sheet * 2^32 + row.
    source_rows bigint[],
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, address_id) REFERENCES addresses (organization_id, id),
    FOREIGN KEY (organization_id, responsible_id) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX clients_name ON clients (organization_id, name, id);
CREATE INDEX clients_inn ON clients (organization_id, inn);
CREATE INDEX clients_ogrn ON clients (organization_id, ogrn);
CREATE INDEX clients_name_key ON clients (organization_id, name_key);
CREATE INDEX clients_address ON clients (organization_id, address_id);
CREATE INDEX clients_responsible ON clients (organization_id, responsible_id);

CREATE TABLE contacts (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    client_id uuid,
    owner_id uuid NOT NULL,
    -- Empty: the client's common phones and addresses, nobody's own.
    name text COLLATE "ru-x-icu" NOT NULL DEFAULT '',
    position text,
    -- Other spellings of name and position in an imported file.
    other_names text[] NOT NULL DEFAULT '{}',
    other_positions text[] NOT NULL DEFAULT '{}',
    email text,
    -- E.164, an extension as ";ext=12".
    phone text,
    -- The same as a program wrote it, where it did: programs get back what they sent.
    phone_text text,
    more_emails text[] NOT NULL DEFAULT '{}',
    more_phones text[] NOT NULL DEFAULT '{}',
    notify boolean NOT NULL DEFAULT false,
    import_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
    FOREIGN KEY (organization_id, owner_id) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX contacts_client ON contacts (organization_id, client_id);
CREATE INDEX contacts_owner ON contacts (organization_id, owner_id);

ALTER TABLE addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON addresses USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE clients ENABLE ROW LEVEL SECURITY;
ALTER TABLE clients FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON clients USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON contacts USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON addresses, clients, contacts TO crm_app;
