-- 100,000 contacts and as many deals in the large organization, as the owner in a cluster made for the bench.
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE deals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_totals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE deal_totals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE deal_days NO FORCE ROW LEVEL SECURITY;
ALTER TABLE activities NO FORCE ROW LEVEL SECURITY;
ALTER TABLE search_rows NO FORCE ROW LEVEL SECURITY;
BEGIN;
CREATE TEMP TABLE m ON COMMIT DROP AS
    SELECT user_id, row_number() OVER (ORDER BY user_id) - 1 AS n FROM memberships WHERE organization_id = '{organization}';
INSERT INTO contacts (organization_id, id, name, email, owner_id, created_at)
    SELECT '{organization}', gen_random_uuid(),
        (ARRAY['Соколова', 'Петров', 'Ким', 'Григорьева', 'Лебедев', 'Морозова', 'Волков', 'Зайцева'])[1 + g % 8] || ' '
            || (ARRAY['Анна', 'Игорь', 'Елена', 'Олег', 'Мария'])[1 + g % 5] || ' ' || g,
        'person' || g || '@contacts.example', m.user_id, now() - g * interval '1 minute'
    FROM generate_series(1, {n}) g JOIN m ON m.n = g % (SELECT count(*) FROM m);
INSERT INTO deals (organization_id, id, contact_id, title, amount, status, stage, owner_id, created_at, updated_at)
    SELECT c.organization_id, gen_random_uuid(), c.id, 'Сделка ' || g, (1 + g % 5000) * 100.25,
        (ARRAY['new', 'in_progress', 'won', 'lost'])[1 + g % 4],
        (ARRAY['qualification', 'proposal', 'negotiation', 'closed'])[1 + (g / 4) % 4], c.owner_id, c.created_at, c.created_at
    FROM (SELECT *, row_number() OVER (ORDER BY created_at) AS g FROM contacts WHERE organization_id = '{organization}') c;
INSERT INTO contact_totals (organization_id, id, owner_id, n)
    SELECT organization_id, gen_random_uuid(), owner_id, count(*) FROM contacts WHERE organization_id = '{organization}' GROUP BY 1, 3;
INSERT INTO deal_totals (organization_id, id, owner_id, status, stage, currency, n, hundredths)
    SELECT organization_id, gen_random_uuid(), owner_id, status, stage, currency, count(*), sum(amount_hundredths)
    FROM deals WHERE organization_id = '{organization}' GROUP BY 1, 3, 4, 5, 6;
INSERT INTO deal_days (organization_id, id, day, status, currency, n, hundredths)
    SELECT organization_id, gen_random_uuid(), (created_at AT TIME ZONE 'UTC')::date, status, currency, count(*), sum(amount_hundredths)
    FROM deals WHERE organization_id = '{organization}' GROUP BY 1, 3, 4, 5;
SET LOCAL app.organization_id = '{organization}';
SELECT search_put('contact', array_agg(id), array_agg(translate(lower(concat_ws(E'\n', name, email)), 'ё', 'е')))
    FROM contacts WHERE organization_id = '{organization}';
COMMIT;
