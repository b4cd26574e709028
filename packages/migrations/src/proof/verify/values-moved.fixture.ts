import type { RoundTrip } from './round-trips.fixture.ts';

/** Values that the way forward translates, moves or replaces, and says so. */
export const VALUES_MOVED: readonly RoundTrip[] = [
  {
    title: 'labels renamed by CASE with conditions, the old type dropped',
    before: `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN'); CREATE TABLE p (id int PRIMARY KEY, role "Role" NOT NULL DEFAULT 'USER');`,
    up: `ALTER TYPE "Role" RENAME TO "Role_old"; CREATE TYPE "Role" AS ENUM ('MEMBER', 'BOSS');
ALTER TABLE p ALTER COLUMN role DROP DEFAULT;
ALTER TABLE p ALTER COLUMN role TYPE "Role" USING CASE WHEN role = 'USER' THEN 'MEMBER'::"Role" WHEN role::text = 'ADMIN' THEN 'BOSS'::"Role" END;
DROP TYPE "Role_old"; ALTER TABLE p ALTER COLUMN role SET DEFAULT 'MEMBER';`,
  },
  {
    title: 'labels that nobody may use any more, and new ones, as Prisma writes it',
    before: `CREATE TYPE st AS ENUM ('email', 'link', 'mobile', 'web'); CREATE TABLE s (id int PRIMARY KEY, type st NOT NULL DEFAULT 'web');`,
    up: `BEGIN; CREATE TYPE st_new AS ENUM ('link', 'web', 'website', 'app'); ALTER TABLE s ALTER type DROP DEFAULT;
ALTER TABLE s ALTER type TYPE st_new USING (type::text::st_new); ALTER TYPE st RENAME TO st_old; ALTER TYPE st_new RENAME TO st;
DROP TYPE st_old; ALTER TABLE s ALTER type SET DEFAULT 'web'; COMMIT;`,
  },
  {
    title: 'labels of which several become one',
    before: `CREATE TYPE s AS ENUM ('NEW', 'OPEN', 'DONE', 'CLOSED'); CREATE TABLE p (id int PRIMARY KEY, s s NOT NULL);`,
    up: `CREATE TYPE s_new AS ENUM ('ACTIVE', 'ENDED');
ALTER TABLE p ALTER COLUMN s TYPE s_new USING (CASE s::text WHEN 'NEW' THEN 'ACTIVE' WHEN 'OPEN' THEN 'ACTIVE' ELSE 'ENDED' END)::s_new;
DROP TYPE s; ALTER TYPE s_new RENAME TO s;`,
    loses: ['public.p.s'],
  },
  {
    title: 'labels that become one, in an enum that takes the name of the old',
    before: `CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE p (id int PRIMARY KEY, m mood NOT NULL);`,
    up: `ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TABLE p ALTER m TYPE mood USING (CASE m::text WHEN 'ok' THEN 'happy' ELSE m::text END)::mood; DROP TYPE mood_old;`,
    loses: ['public.p.m'],
  },
  {
    title: 'a label that rows get in the migration that makes it',
    before: `CREATE TYPE sev AS ENUM ('ok', 'bad'); CREATE TABLE p (id int PRIMARY KEY, status text NOT NULL, sev sev NOT NULL DEFAULT 'ok');`,
    up: `ALTER TYPE sev RENAME TO sev_old; CREATE TYPE sev AS ENUM ('paused', 'ok', 'bad');
ALTER TABLE p ALTER sev DROP DEFAULT, ALTER sev TYPE sev USING sev::text::sev, ALTER sev SET DEFAULT 'ok'; DROP TYPE sev_old;
UPDATE p SET sev = 'paused' WHERE status <> 'ACTIVE';`,
    loses: ['public.p.sev'],
    writes: /-- agora: loses column public\.p\.sev/,
  },
  {
    title: 'an enum of another name in the place of one, in two columns',
    before: `CREATE TYPE plan AS ENUM ('FREE', 'PRO'); CREATE TABLE p (id int PRIMARY KEY, a plan NOT NULL, b plan);`,
    up: `CREATE TYPE tier AS ENUM ('BASIC', 'PLUS');
ALTER TABLE p ALTER a TYPE tier USING (CASE a::text WHEN 'FREE' THEN 'BASIC' WHEN 'PRO' THEN 'PLUS' END)::tier,
  ALTER b TYPE tier USING (CASE b::text WHEN 'FREE' THEN 'BASIC' WHEN 'PRO' THEN 'PLUS' END)::tier;
DROP TYPE plan;`,
  },
  {
    title: 'a new column translated from an enum that is dropped, and given its name',
    before: `CREATE TYPE kind AS ENUM ('A', 'B'); CREATE TABLE p (id int PRIMARY KEY, kind kind NOT NULL DEFAULT 'A', n int);`,
    up: `ALTER TABLE p ADD kind_new text; UPDATE p SET kind_new = CASE WHEN kind = 'A' THEN 'alpha' WHEN kind = 'B' THEN 'beta' END;
ALTER TABLE p DROP kind; ALTER TABLE p RENAME kind_new TO kind; ALTER TABLE p ALTER kind SET NOT NULL; DROP TYPE kind;`,
  },
  {
    title: 'yes or no that becomes an enum in its place',
    before: 'CREATE TABLE p (id int PRIMARY KEY, active boolean NOT NULL DEFAULT true);',
    up: `CREATE TYPE status AS ENUM ('ACTIVE', 'OFF'); ALTER TABLE p ALTER active DROP DEFAULT;
ALTER TABLE p ALTER active TYPE status USING CASE WHEN active THEN 'ACTIVE'::status ELSE 'OFF'::status END;
ALTER TABLE p RENAME active TO status; ALTER TABLE p ALTER status SET DEFAULT 'ACTIVE';`,
  },
  {
    title: 'yes or no that becomes an enum beside it',
    before: 'CREATE TABLE p (id int PRIMARY KEY, active boolean NOT NULL DEFAULT true);',
    up: `CREATE TYPE status AS ENUM ('ACTIVE', 'OFF'); ALTER TABLE p ADD status status NOT NULL DEFAULT 'ACTIVE';
UPDATE p SET status = 'OFF' WHERE active = false; ALTER TABLE p DROP active;`,
  },
  {
    title: 'yes or no that becomes the time since when',
    before: 'CREATE TABLE p (id int PRIMARY KEY, is_deleted boolean NOT NULL DEFAULT false);',
    up: `ALTER TABLE p ADD deleted_at timestamptz; UPDATE p SET deleted_at = now() WHERE is_deleted; ALTER TABLE p DROP is_deleted;`,
  },
  {
    title: 'words in the place of numbers, one for all the rest',
    before: 'CREATE TABLE p (id int PRIMARY KEY, level int NOT NULL DEFAULT 1);',
    up: `ALTER TABLE p ALTER level DROP DEFAULT;
ALTER TABLE p ALTER level TYPE text USING CASE level WHEN 1 THEN 'low' WHEN 2 THEN 'middle' ELSE 'high' END;`,
    loses: ['public.p.level'],
    writes: /WHEN 'middle' THEN '2'/,
  },
  {
    title: 'words written into a column that was a number',
    before: 'CREATE TABLE p (id int PRIMARY KEY, level int NOT NULL);',
    up: `ALTER TABLE p ALTER level TYPE text; UPDATE p SET level = 'low' WHERE level = '1'; UPDATE p SET level = 'high' WHERE level <> 'low';`,
    loses: ['public.p.level'],
    writes: /-- agora: loses column public\.p\.level/,
  },
  {
    title: 'columns moved to a table of their own',
    before: `CREATE TABLE u (id int PRIMARY KEY, bio text, avatar text NOT NULL DEFAULT '');`,
    up: `CREATE TABLE profile (user_id int PRIMARY KEY REFERENCES u ON DELETE CASCADE, bio text, avatar text NOT NULL DEFAULT '');
INSERT INTO profile (user_id, bio, avatar) SELECT id, bio, avatar FROM u; ALTER TABLE u DROP bio, DROP avatar;`,
  },
  {
    title: 'a table between two others moved to one with more columns',
    before: `CREATE TABLE post (id int PRIMARY KEY); CREATE TABLE tag (id int PRIMARY KEY);
CREATE TABLE "_PostToTag" ("A" int NOT NULL REFERENCES post ON DELETE CASCADE, "B" int NOT NULL REFERENCES tag ON DELETE CASCADE);
CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag" ("A", "B");`,
    up: `CREATE TABLE post_tag (post_id int REFERENCES post ON DELETE CASCADE, tag_id int REFERENCES tag ON DELETE CASCADE, at timestamptz DEFAULT now(), PRIMARY KEY (post_id, tag_id));
INSERT INTO post_tag (post_id, tag_id) SELECT "A", "B" FROM "_PostToTag"; DROP TABLE "_PostToTag";`,
  },
  {
    title: 'an enum that becomes a table of its labels',
    before: `CREATE TYPE color AS ENUM ('red', 'green'); CREATE TABLE a (id int PRIMARY KEY, color color NOT NULL DEFAULT 'red');`,
    up: `CREATE TABLE colors (id serial PRIMARY KEY, name text NOT NULL UNIQUE); INSERT INTO colors (name) VALUES ('red'), ('green');
ALTER TABLE a ADD color_id int REFERENCES colors; UPDATE a SET color_id = c.id FROM colors c WHERE c.name = a.color::text;
ALTER TABLE a ALTER color_id SET NOT NULL, DROP color; DROP TYPE color;`,
  },
  {
    title: 'a text that becomes a list of one',
    before: 'CREATE TABLE t (id int PRIMARY KEY, x text);',
    up: 'ALTER TABLE t ALTER x TYPE text[] USING ARRAY[x];',
  },
  {
    title: 'hundredths that become whole ones',
    before: 'CREATE TABLE t (id int PRIMARY KEY, x int);',
    up: 'ALTER TABLE t ALTER x TYPE numeric(12, 2) USING x / 100.0;',
  },
  {
    title: 'a column moved to rows that point at its own, where there are any',
    before: `CREATE TABLE account (id int PRIMARY KEY, seats int);
CREATE TABLE sub (id int PRIMARY KEY, account_id int NOT NULL UNIQUE REFERENCES account);`,
    up: `ALTER TABLE sub ADD seats int; UPDATE sub SET seats = a.seats FROM account a WHERE a.id = sub.account_id; ALTER TABLE account DROP seats;`,
    loses: ['public.account.seats'],
    writes: /SELECT b\."seats" FROM "public"\."sub"/,
  },
  {
    title: 'a required reference that goes over another table',
    before: `CREATE TABLE project (id int PRIMARY KEY); CREATE TABLE env (id int PRIMARY KEY, project_id int NOT NULL UNIQUE REFERENCES project);
CREATE TABLE reply (id int PRIMARY KEY, project_id int NOT NULL REFERENCES project);`,
    up: `ALTER TABLE reply ADD env_id int REFERENCES env;
UPDATE reply SET env_id = (SELECT id FROM env WHERE env.project_id = reply.project_id LIMIT 1);
ALTER TABLE reply DROP project_id; ALTER TABLE reply ALTER env_id SET NOT NULL;`,
    writes: /SELECT b\."project_id" FROM "public"\."env"/,
  },
  {
    title: 'a required reference turned to another table under its name',
    before: `CREATE TABLE project (id int PRIMARY KEY); CREATE TABLE team (id int PRIMARY KEY, project_id int NOT NULL UNIQUE REFERENCES project);
CREATE TABLE reply (id int PRIMARY KEY, owner_id int NOT NULL CONSTRAINT reply_owner REFERENCES project);`,
    up: `ALTER TABLE reply DROP CONSTRAINT reply_owner;
UPDATE reply SET owner_id = team.id FROM team WHERE team.project_id = reply.owner_id;
ALTER TABLE reply ADD CONSTRAINT reply_owner FOREIGN KEY (owner_id) REFERENCES team;`,
  },
  {
    title: 'a pair that is unique among what is not deleted',
    before:
      'CREATE TABLE p (id int PRIMARY KEY, org int NOT NULL, slug text NOT NULL, CONSTRAINT one UNIQUE (org, slug));',
    up: `ALTER TABLE p ADD deleted_at timestamptz; ALTER TABLE p DROP CONSTRAINT one; CREATE UNIQUE INDEX one ON p (org, slug) WHERE deleted_at IS NULL;`,
  },
  {
    title: 'all columns of a table, into one with partitions under its name',
    before: 'CREATE TABLE visit (id int NOT NULL, day date NOT NULL, page text);',
    up: `ALTER TABLE visit RENAME TO visit_old; CREATE TABLE visit (id int NOT NULL, day date NOT NULL, page text) PARTITION BY RANGE (day);
CREATE TABLE visit_all PARTITION OF visit DEFAULT; INSERT INTO visit SELECT * FROM visit_old; DROP TABLE visit_old;`,
  },
  {
    title: 'a table into one with partitions that takes its name, and its numbers go on',
    before:
      'CREATE TABLE visit (id serial PRIMARY KEY, day date NOT NULL, page text); CREATE INDEX by_day ON visit (day);',
    up: `CREATE TABLE visit_new (id serial, day date NOT NULL, page text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE visit_all PARTITION OF visit_new DEFAULT; INSERT INTO visit_new (id, day, page) SELECT id, day, page FROM visit;
DROP TABLE visit; ALTER TABLE visit_new RENAME TO visit; CREATE INDEX by_day ON visit (day);`,
    writes: /setval\(/,
  },
  {
    title: 'columns packed into an object of JSON',
    before: 'CREATE TABLE item (id int PRIMARY KEY, width int NOT NULL, label text, since timestamptz);',
    up: `ALTER TABLE item ADD more jsonb; UPDATE item SET more = jsonb_build_object('width', width, 'label', label, 'since', since);
ALTER TABLE item DROP width, DROP label, DROP since;`,
  },
  {
    title: 'some texts packed into an object of JSON: those come back',
    before: 'CREATE TABLE place (id int PRIMARY KEY, address text);',
    up: `ALTER TABLE place ADD more jsonb; UPDATE place SET more = jsonb_build_object('kind', 'own', 'address', address) WHERE address IS NOT NULL AND address <> '';
ALTER TABLE place DROP address; ALTER TABLE place RENAME more TO address;`,
    loses: ['public.place.address'],
    writes: /->> 'address'/,
  },
  {
    title: 'a reference moved to a table between two others, without naming its columns',
    before:
      'CREATE TABLE tag (id int PRIMARY KEY); CREATE TABLE note (id int PRIMARY KEY, tag_id int REFERENCES tag);',
    up: `CREATE TABLE note_tag (note int REFERENCES note, tag int REFERENCES tag, PRIMARY KEY (note, tag));
INSERT INTO note_tag SELECT id, tag_id FROM note WHERE tag_id IS NOT NULL; ALTER TABLE note DROP tag_id;`,
  },
  {
    title: 'a table of words that becomes an enum: its rows come back under other keys',
    before: `CREATE TABLE hue (id serial PRIMARY KEY, name text NOT NULL UNIQUE, code text NOT NULL); CREATE TABLE hat (id int PRIMARY KEY, hue_id int NOT NULL REFERENCES hue);
INSERT INTO hue (name, code) VALUES ('red', 'f00'), ('blue', '00f');`,
    up: `CREATE TYPE hue_kind AS ENUM ('red', 'blue'); ALTER TABLE hat ADD hue hue_kind; UPDATE hat SET hue = h.name::hue_kind FROM hue h WHERE h.id = hat.hue_id;
ALTER TABLE hat DROP hue_id; DROP TABLE hue;`,
    loses: ['public.hat.hue_id', 'public.hue'],
    writes: /unnest\(pg_catalog\.enum_range\(NULL::"public"\."hue_kind"\)\)/,
  },
  {
    title: 'a relation turned round, whose table then gets rows that it could not have before',
    before: `CREATE TABLE image (id int PRIMARY KEY); CREATE TABLE deploy (id int PRIMARY KEY, env text);
CREATE TABLE config (id uuid PRIMARY KEY, name text NOT NULL, image_id int NOT NULL UNIQUE REFERENCES image);`,
    up: `ALTER TABLE image ADD config_id uuid; UPDATE image SET config_id = c.id FROM config c WHERE c.image_id = image.id;
ALTER TABLE config DROP image_id, ALTER name DROP NOT NULL;
ALTER TABLE deploy ADD config_id uuid; UPDATE deploy SET config_id = gen_random_uuid();
INSERT INTO config (id) SELECT config_id FROM deploy; ALTER TABLE deploy ALTER config_id SET NOT NULL;
ALTER TABLE image ADD FOREIGN KEY (config_id) REFERENCES config ON DELETE SET NULL;
ALTER TABLE deploy ADD FOREIGN KEY (config_id) REFERENCES config ON DELETE SET NULL;`,
    writes: /DELETE FROM "public"\."config" WHERE "image_id" IS NULL/,
  },
];

/** Tables that come back empty while rows must point at them. */
export const EMPTY_AGAIN: readonly RoundTrip[] = [
  {
    title: 'a required reference to a table that is dropped, and what that one points at',
    before: `CREATE TABLE org (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE team (id text PRIMARY KEY, org_id int NOT NULL REFERENCES org, name text NOT NULL, kind int NOT NULL DEFAULT 1);
CREATE TABLE u (id int PRIMARY KEY, team_id text NOT NULL CONSTRAINT u_team REFERENCES team);`,
    up: 'ALTER TABLE u DROP team_id; DROP TABLE team; DROP TABLE org;',
    loses: ['public.org', 'public.team', 'public.u.team_id'],
  },
  {
    title: 'a reference of which each row needs its own',
    before: `CREATE TABLE settings (id text PRIMARY KEY, theme text NOT NULL);
CREATE TABLE u (id int PRIMARY KEY, settings_id text NOT NULL UNIQUE CONSTRAINT u_settings REFERENCES settings);`,
    up: 'ALTER TABLE u DROP settings_id; DROP TABLE settings;',
    loses: ['public.settings', 'public.u.settings_id'],
  },
  {
    title: 'rows of a table that is dropped, put into one without its required reference',
    before: `CREATE TABLE doc (id int PRIMARY KEY); CREATE TABLE tpl (id int PRIMARY KEY);
CREATE TABLE tpl_meta (id text PRIMARY KEY, subject text, tpl int NOT NULL UNIQUE REFERENCES tpl);
CREATE TABLE doc_meta (id text PRIMARY KEY, subject text, doc int NOT NULL UNIQUE REFERENCES doc);`,
    up: `ALTER TABLE doc_meta ADD tpl int UNIQUE REFERENCES tpl, ALTER doc DROP NOT NULL;
INSERT INTO doc_meta (id, subject, tpl) SELECT gen_random_uuid()::text, subject, tpl FROM tpl_meta; DROP TABLE tpl_meta;`,
    loses: ['public.tpl_meta'],
    writes: /DELETE FROM "public"."doc_meta" WHERE "doc" IS NULL/,
  },
  {
    title: 'rows put in without a value in a column that was required',
    before: `CREATE TABLE team (id int PRIMARY KEY); CREATE TABLE settings (id text PRIMARY KEY, lang text NOT NULL DEFAULT 'en');`,
    up: `ALTER TABLE settings ALTER lang DROP NOT NULL, ALTER lang DROP DEFAULT;
INSERT INTO settings (id) SELECT gen_random_uuid()::text FROM team;`,
    notes: /settings/,
    writes: /UPDATE "public"."settings" SET "lang" = 'en'::text WHERE "lang" IS NULL/,
  },
  {
    title: 'a required reference of which only some rows were put elsewhere',
    before: `CREATE TABLE person (id int PRIMARY KEY); CREATE TABLE team (id int PRIMARY KEY, owner int NOT NULL REFERENCES person);`,
    up: `CREATE TABLE org (team int PRIMARY KEY, owner int NOT NULL REFERENCES person);
INSERT INTO org (team, owner) SELECT id, owner FROM team WHERE id % 2 = 0; ALTER TABLE team DROP owner;`,
    loses: ['public.team.owner'],
  },
  {
    title: 'a table that rows still point at: they keep what they hold',
    before: `CREATE TABLE happening (id text PRIMARY KEY, name text NOT NULL, code text NOT NULL UNIQUE);
CREATE TABLE poll (id int PRIMARY KEY, happening_id text CONSTRAINT p_h REFERENCES happening ON DELETE SET NULL);`,
    up: 'ALTER TABLE poll DROP CONSTRAINT p_h; DROP TABLE happening;',
    loses: ['public.happening'],
  },
  {
    title: 'a table of keys alone, of which each row has one that points at it',
    before:
      'CREATE TABLE happening (id int PRIMARY KEY); CREATE TABLE poll (id int PRIMARY KEY, happening_id int NOT NULL UNIQUE REFERENCES happening);',
    up: 'DROP TABLE happening CASCADE;',
    loses: ['public.happening'],
  },
];

/** Keys that are made anew as another type, with the references to them. */
export const KEYS_RETYPED: readonly RoundTrip[] = [
  {
    title: 'in their place, in several tables',
    before: `CREATE TABLE org (id serial PRIMARY KEY); CREATE TABLE member (id serial PRIMARY KEY, org_id int NOT NULL CONSTRAINT m_o REFERENCES org);
CREATE TABLE bill (id serial PRIMARY KEY, org_id int CONSTRAINT b_o REFERENCES org);`,
    up: `ALTER TABLE member DROP CONSTRAINT m_o; ALTER TABLE bill DROP CONSTRAINT b_o;
ALTER TABLE org DROP CONSTRAINT org_pkey, ALTER id DROP DEFAULT, ALTER id TYPE text, ADD CONSTRAINT org_pkey PRIMARY KEY (id); DROP SEQUENCE org_id_seq;
ALTER TABLE member ALTER org_id TYPE text; ALTER TABLE bill ALTER org_id TYPE text;
ALTER TABLE member ADD CONSTRAINT m_o FOREIGN KEY (org_id) REFERENCES org; ALTER TABLE bill ADD CONSTRAINT b_o FOREIGN KEY (org_id) REFERENCES org;`,
  },
  {
    title: 'as new columns filled from each other: each row still points at its own',
    before: `CREATE TABLE org (id int PRIMARY KEY); CREATE TABLE member (id int PRIMARY KEY, org_id int NOT NULL CONSTRAINT m_o REFERENCES org);`,
    up: `ALTER TABLE org ADD new_id uuid NOT NULL DEFAULT gen_random_uuid(); ALTER TABLE member ADD new_org uuid;
UPDATE member SET new_org = org.new_id FROM org WHERE org.id = member.org_id;
ALTER TABLE member DROP CONSTRAINT m_o, DROP org_id; ALTER TABLE org DROP CONSTRAINT org_pkey, DROP id;
ALTER TABLE org RENAME new_id TO id; ALTER TABLE org ADD CONSTRAINT org_pkey PRIMARY KEY (id);
ALTER TABLE member RENAME new_org TO org_id; ALTER TABLE member ALTER org_id SET NOT NULL;
ALTER TABLE member ADD CONSTRAINT m_o FOREIGN KEY (org_id) REFERENCES org;`,
    loses: ['public.member.org_id', 'public.org.id'],
    writes:
      /UPDATE "public"\."member" AS a SET agora_back_2 = b\.agora_back_1 FROM "public"\."org" AS b WHERE b\."id" = a\."org_id"/,
  },
  {
    title: 'of two columns',
    before: `CREATE TABLE a (x int, y int, z text, CONSTRAINT a_pkey PRIMARY KEY (x, y));
CREATE TABLE b (id int PRIMARY KEY, ax int NOT NULL, ay int NOT NULL, CONSTRAINT b_a FOREIGN KEY (ax, ay) REFERENCES a);`,
    up: `ALTER TABLE b DROP CONSTRAINT b_a;
ALTER TABLE a DROP CONSTRAINT a_pkey, DROP x, ADD x uuid NOT NULL DEFAULT gen_random_uuid(), DROP y, ADD y uuid NOT NULL DEFAULT gen_random_uuid(), ADD CONSTRAINT a_pkey PRIMARY KEY (x, y);
ALTER TABLE b DROP ax, ADD ax uuid NOT NULL, DROP ay, ADD ay uuid NOT NULL; ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (ax, ay) REFERENCES a;`,
    loses: ['public.a.x', 'public.a.y', 'public.b.ax', 'public.b.ay'],
  },
  {
    title: 'that are keys of a table between two others, as Prisma writes it',
    before: `CREATE TABLE u (id int, CONSTRAINT u_pkey PRIMARY KEY (id)); CREATE TABLE g (id int, CONSTRAINT g_pkey PRIMARY KEY (id));
CREATE TABLE ug (u_id int, g_id int, role text, CONSTRAINT ug_pkey PRIMARY KEY (u_id, g_id), CONSTRAINT ug_u FOREIGN KEY (u_id) REFERENCES u, CONSTRAINT ug_g FOREIGN KEY (g_id) REFERENCES g);`,
    up: `ALTER TABLE ug DROP CONSTRAINT ug_u, DROP CONSTRAINT ug_g;
ALTER TABLE u DROP CONSTRAINT u_pkey, DROP id, ADD id text NOT NULL, ADD CONSTRAINT u_pkey PRIMARY KEY (id);
ALTER TABLE g DROP CONSTRAINT g_pkey, DROP id, ADD id text NOT NULL, ADD CONSTRAINT g_pkey PRIMARY KEY (id);
ALTER TABLE ug DROP CONSTRAINT ug_pkey, DROP u_id, ADD u_id text NOT NULL, DROP g_id, ADD g_id text NOT NULL, ADD CONSTRAINT ug_pkey PRIMARY KEY (u_id, g_id);
ALTER TABLE ug ADD CONSTRAINT ug_u FOREIGN KEY (u_id) REFERENCES u, ADD CONSTRAINT ug_g FOREIGN KEY (g_id) REFERENCES g;`,
    loses: ['public.g.id', 'public.u.id', 'public.ug.g_id', 'public.ug.u_id'],
  },
];
