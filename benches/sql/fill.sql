-- One organization with :projects projects beside small ones, as the owner in a cluster made for the bench. The
-- policies are not forced on the owner here, so that it can fill and so that the limit reads without them; the
-- application's role is bound by them as ever.
ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships NO FORCE ROW LEVEL SECURITY;
ALTER TABLE directory_entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE addresses NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clients NO FORCE ROW LEVEL SECURITY;
ALTER TABLE projects NO FORCE ROW LEVEL SECURITY;
ALTER TABLE project_people NO FORCE ROW LEVEL SECURITY;
ALTER TABLE project_rows NO FORCE ROW LEVEL SECURITY;
ALTER TABLE project_counts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE changes NO FORCE ROW LEVEL SECURITY;

-- Ids in the order of making, as version 7 gives them.
CREATE FUNCTION pg_temp.v7(salt text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(1764000000000 + n), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
    FROM md5(salt || n) AS h $$;
-- A stable number from 0 to below `bound`, without pattern between neighbours.
CREATE FUNCTION pg_temp.pick(salt text, n bigint, bound int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT (('x' || substr(md5(salt || n), 1, 7))::bit(28)::int % bound) $$;

-- Organization 0 is the large one.
CREATE TEMP TABLE o AS SELECT g AS n, pg_temp.v7('organization', g) AS id FROM generate_series(0, 300) g;
INSERT INTO organizations (id, name, region, time_zone, next_project_number)
    SELECT id, CASE n WHEN 0 THEN 'Агентство по развитию инвестиций' ELSE 'Агентство № ' || n END,
        'Сахалинская область', 'Asia/Sakhalin', CASE n WHEN 0 THEN {projects} + 1 ELSE 21 END FROM o;

CREATE TEMP TABLE u AS SELECT g AS n, pg_temp.v7('user', g) AS id FROM generate_series(0, 29) g;
INSERT INTO users (id, email, name, last_name, first_name)
    SELECT id, 'person' || n || '@bench.example', l || ' ' || f, l, f FROM (
        SELECT id, n, (ARRAY['Соколова', 'Петров', 'Ким', 'Григорьева', 'Лебедев', 'Морозова', 'Ан', 'Волков', 'Зайцева', 'Егоров'])[1 + n % 10] AS l,
            (ARRAY['Анастасия', 'Игорь', 'Елена'])[1 + n % 3] AS f FROM u) x;
INSERT INTO memberships (organization_id, user_id, role, hue)
    SELECT o.id, u.id, CASE WHEN u.n = 0 THEN 'owner' ELSE 'manager' END, 1 + u.n % 9 FROM o, u WHERE o.n = 0;
INSERT INTO users (id, email, name)
    SELECT pg_temp.v7('member' || g, o.n), 'member' || g || '.' || o.n || '@bench.example', 'Сотрудник ' || g FROM o, generate_series(1, 5) g WHERE o.n > 0;
INSERT INTO memberships (organization_id, user_id, role)
    SELECT o.id, pg_temp.v7('member' || g, o.n), 'manager' FROM o, generate_series(1, 5) g WHERE o.n > 0;
-- The secret of person n is the SHA-256 of 'n' in hexadecimal digits; the table holds the hash of that text.
INSERT INTO sessions (id, token_hash, user_id, expires_at)
    SELECT gen_random_uuid(), sha256(convert_to(encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), 'UTF8')), id, now() + interval '1 day' FROM u;
INSERT INTO sessions (id, token_hash, user_id, expires_at)
    SELECT gen_random_uuid(), sha256(uuid_send(m.user_id)), m.user_id, now() + interval '1 day' FROM memberships m JOIN o ON o.id = m.organization_id WHERE o.n > 0;

CREATE TEMP TABLE d AS
    SELECT o.id AS organization_id, o.n AS o, k.kind, k.name, k.at - 1 AS n, gen_random_uuid() AS id FROM o, (
        SELECT 'district' AS kind, name, at FROM unnest(ARRAY['Анивский городской округ', 'Долинский городской округ', 'Корсаковский городской округ',
            'Курильский городской округ', 'Макаровский городской округ', 'Невельский городской округ', 'Ногликский городской округ',
            'Охинский городской округ', 'Поронайский городской округ', 'Северо-Курильский городской округ', 'Смирныховский городской округ',
            'Томаринский городской округ', 'Тымовский городской округ', 'Углегорский городской округ', 'Холмский городской округ',
            'Южно-Курильский городской округ', 'Александровск-Сахалинский район', 'Южно-Сахалинск']) WITH ORDINALITY AS x (name, at)
        UNION ALL
        SELECT 'industry', name, at FROM unnest(ARRAY['Сельское хозяйство', 'Рыболовство и переработка', 'Туризм', 'Строительство', 'Добыча угля',
            'Лесное хозяйство', 'Транспорт и логистика', 'Торговля', 'Энергетика', 'Производство стройматериалов', 'Пищевая промышленность',
            'Услуги']) WITH ORDINALITY AS x (name, at)) k;
INSERT INTO directory_entries (organization_id, id, kind, name, name_key)
    SELECT organization_id, id, kind, name, replace(lower(name), 'ё', 'е') FROM d;

CREATE TEMP TABLE c AS
    SELECT o.id AS organization_id, o.n AS o, g AS n, pg_temp.v7('client' || o.n, g) AS id
    FROM o, generate_series(0, greatest({projects} / 5, 1) - 1) g WHERE o.n = 0 OR g < 10;
INSERT INTO clients (organization_id, id, kind, name, short_name, name_key, inn)
    SELECT organization_id, id, 'legal_entity',
        'Общество с ограниченной ответственностью «' || w || ' ' || n || '»', 'ООО «' || w || ' ' || n || '»', lower(w) || ' ' || n,
        (6500000000 + n)::text FROM (
        SELECT *, (ARRAY['Тепличный комбинат', 'Островной рыбзавод', 'Сахалинские недра', 'Морской берег', 'Северная звезда', 'Дальневосточный лес',
            'Курильский рассвет', 'Агропром'])[1 + pg_temp.pick('w', n, 8)] AS w FROM c) x;

-- One address for each district.
CREATE TEMP TABLE a AS SELECT organization_id, o, n, id AS district_id, gen_random_uuid() AS id FROM d WHERE kind = 'district';
INSERT INTO addresses (organization_id, id, district_id) SELECT organization_id, id, district_id FROM a;

CREATE TEMP TABLE p AS
    SELECT o.id AS organization_id, o.n AS o, g AS n, pg_temp.v7('project' || o.n, g) AS id,
        pg_temp.pick('people', g, 3) AS people, pg_temp.pick('lead', g, 30) AS lead
    FROM o, generate_series(1, {projects}) g WHERE o.n = 0 OR g <= 20;
ANALYZE o, u, d, c, a, p;
BEGIN;
INSERT INTO projects (organization_id, id, number_value, number, client_id, name, industry_id, address_id, own_amount, requested_amount,
        total_amount, tax_amount, jobs, description, application_date, state, lead_id, updated_at)
    SELECT p.organization_id, p.id, p.n, 'ИП-' || lpad(p.n::text, greatest(4, length(p.n::text)), '0'), c.id,
        (ARRAY['Строительство тепличного комплекса', 'Модернизация рыбоперерабатывающего цеха', 'Создание туристической базы отдыха',
            'Приобретение сельскохозяйственной техники', 'Реконструкция причала и складов', 'Организация производства тротуарной плитки',
            'Развитие молочного животноводства', 'Открытие придорожного кафе'])[1 + pg_temp.pick('name', p.n, 8)] || ', очередь ' || p.n,
        i.id, a.id, x.own, CASE WHEN p.n % 11 > 0 THEN round(x.own * 0.4, 2) END, x.own * 1.4, CASE WHEN p.n % 3 > 0 THEN round(x.own * 0.06, 2) END,
        CASE WHEN p.n % 7 > 0 THEN 1 + pg_temp.pick('jobs', p.n, 250) END,
        'Проект предусматривает закупку оборудования, подключение к сетям и набор персонала; заявка подана вместе с бизнес-планом и расчётом окупаемости.',
        DATE '2019-01-01' + pg_temp.pick('date', p.n, 2500),
        (ARRAY['application_short', 'application_full', 'in_commission', 'on_support', 'on_support', 'ended', 'archived', 'frozen'])[1 + pg_temp.pick('state', p.n, 8)],
        CASE WHEN p.o = 0 THEN u.id END, now() - p.n * interval '1 minute'
    FROM p
    CROSS JOIN LATERAL (SELECT (50000 + pg_temp.pick('own', p.n, 4000000))::numeric * 100 + pg_temp.pick('kopecks', p.n, 3) * 0.25 AS own) x
    JOIN c ON c.o = p.o AND c.n = CASE p.o WHEN 0 THEN pg_temp.pick('client', p.n, greatest({projects} / 5, 1)) ELSE p.n % 10 END
    JOIN d i ON i.o = p.o AND i.kind = 'industry' AND i.n = pg_temp.pick('industry', p.n, 12)
    JOIN a ON a.o = p.o AND a.n = pg_temp.pick('district', p.n, 18)
    JOIN u ON u.n = p.lead
    ORDER BY p.o, p.n;
INSERT INTO project_people (organization_id, project_id, user_id, position)
    SELECT p.organization_id, p.id, u.id, g + 1 FROM p, generate_series(0, 2) g, u
    WHERE p.o = 0 AND g <= p.people AND u.n = (p.lead + g) % 30;
COMMIT;
