import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readServerVersion, withConnection } from '@agora/postgres';
import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { rules } from '../lint/rules/index.ts';
import { makeScript, type Migration } from '../project/folder.ts';
import { traceMigrations } from './trace-migrations.ts';

/** What the examples of the rules are about, where they do not say it. */
const BEFORE = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE DOMAIN "Email" AS TEXT;
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" "Email" NOT NULL, "name" TEXT NOT NULL DEFAULT '', "nickname" TEXT, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
ALTER TABLE "User" ALTER "name" DROP NOT NULL;
CREATE TABLE "Post" ("id" TEXT NOT NULL, "title" TEXT NOT NULL, "body" TEXT, "authorId" TEXT);
CREATE INDEX "Post_title_idx" ON "Post" ("title");
CREATE TABLE "Product" ("id" TEXT PRIMARY KEY, "price" NUMERIC(10,2) NOT NULL);
CREATE TABLE "Session" ("id" TEXT PRIMARY KEY, "data" JSONB);
CREATE TABLE "Event" ("id" BIGINT PRIMARY KEY, "payload" JSONB NOT NULL);
CREATE SCHEMA legacy; CREATE TABLE legacy.invoice (id INT PRIMARY KEY);
CREATE TABLE log (id INT, day DATE NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE log_2020 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`;

const migration = (name: string, up: string): Migration => ({
  name,
  directory: `/project/${name}`,
  up: makeScript(`/project/${name}/migration.sql`, up),
});

/** Where {@link STATEMENTS} begin. */
const TABLES = `CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN plain AS text; CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE posts (id int PRIMARY KEY, title text, author int);
CREATE TABLE users (id int PRIMARY KEY, email varchar(60) NOT NULL, age int, score numeric(10,2), at timestamp, tags text, mood mood, nick plain, points positive, flag char(3));
CREATE INDEX by_tags ON users (tags);
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TABLE odd (id int PRIMARY KEY, span interval(3), doc xml, ref oid, word citext, name citext UNIQUE);
CREATE TABLE log (id int, day date NOT NULL, word text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE log_rest PARTITION OF log DEFAULT;
CREATE TABLE log_2 (id int NOT NULL, day date NOT NULL, word text);
CREATE TABLE alone (id int PRIMARY KEY, word text); CREATE VIEW seen AS SELECT id FROM posts; CREATE SEQUENCE numbers;
CREATE FUNCTION same(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE ev (id int NOT NULL, day date NOT NULL, post int, PRIMARY KEY (id, day), FOREIGN KEY (post) REFERENCES posts) PARTITION BY RANGE (day);
CREATE INDEX by_post ON ev (post);
CREATE TABLE ev_1 (id int NOT NULL, day date NOT NULL, post int REFERENCES posts, PRIMARY KEY (id, day), CHECK (day >= '2026-01-01' AND day < '2027-01-01')); CREATE INDEX ON ev_1 (day);
CREATE TABLE ev_2 (id int NOT NULL, day date NOT NULL, post int, PRIMARY KEY (id, day), CHECK (day >= '2027-01-01' AND day < '2028-01-01')); CREATE INDEX ON ev_2 (post);
CREATE TABLE ev_3 (id int NOT NULL, day date NOT NULL, post int REFERENCES posts, PRIMARY KEY (id, day), CHECK (day >= '2028-01-01' AND day < '2029-01-01')); CREATE INDEX ON ev_3 (post);
CREATE TABLE ev_4 (id int NOT NULL, day date NOT NULL, post int REFERENCES posts, PRIMARY KEY (id, day), CHECK (id > 0)); CREATE INDEX ON ev_4 (post);
CREATE TABLE ev_5 (id int NOT NULL, day date NOT NULL, post int REFERENCES posts, CHECK (day >= '2030-01-01' AND day < '2031-01-01')); CREATE INDEX ON ev_5 (post); CREATE UNIQUE INDEX ON ev_5 (id, day);
CREATE TABLE kv (k text, v int) PARTITION BY LIST (k); CREATE TABLE kv_a (k text, v int, CHECK (k IS NOT NULL AND k = 'a')); CREATE TABLE kv_b (k text, v int, CHECK (k = 'b'));
CREATE TABLE hashed (k int NOT NULL) PARTITION BY HASH (k); CREATE TABLE hashed_1 (k int NOT NULL, CHECK (k > 0));
CREATE TABLE grows (id int NOT NULL, day date NOT NULL); CREATE TABLE rest (id int NOT NULL, day date NOT NULL);
CREATE TABLE seen_by (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE seeing (w int REFERENCES seen_by); CREATE TABLE seen_1 (id int PRIMARY KEY, CHECK (id >= 0 AND id < 9));
CREATE MATERIALIZED VIEW top AS SELECT id FROM posts; CREATE UNIQUE INDEX by_top ON top (id);`;

/** Successive migrations. */
const STATEMENTS: readonly string[] = [
  'ALTER TABLE users ALTER age TYPE bigint',
  'ALTER TABLE users ALTER age TYPE bigint USING age + 1',
  'ALTER TABLE users ALTER email TYPE varchar(90)',
  'ALTER TABLE users ALTER email TYPE text',
  'ALTER TABLE users ALTER email TYPE varchar(100)',
  'ALTER TABLE users ADD half varchar(5)',
  'ALTER TABLE posts ADD odd varchar(5) CHECK (odd <> $$-$$)',
  'CREATE INDEX by_half ON users (lower(half)); CREATE INDEX by_half2 ON users (id) WHERE half IS NULL',
  'ALTER TABLE users ALTER half TYPE varchar(9)',
  'ALTER TABLE posts ALTER odd TYPE varchar(9)',
  'ALTER TABLE users ALTER score TYPE numeric(12,2)',
  'ALTER TABLE users ALTER score TYPE numeric(14,4)',
  'ALTER TABLE users ALTER score TYPE numeric',
  'ALTER TABLE users ALTER at TYPE timestamptz',
  'ALTER TABLE users ALTER at TYPE timestamptz(3)',
  'ALTER TABLE users ALTER at TYPE timestamptz(6)',
  'ALTER TABLE odd ALTER span TYPE interval',
  'ALTER TABLE odd ALTER span TYPE interval(3)',
  'ALTER TABLE odd ALTER doc TYPE text USING doc::text',
  'ALTER TABLE odd ALTER ref TYPE int USING ref::int',
  'ALTER TABLE odd ALTER word TYPE text',
  'ALTER TABLE odd ALTER name TYPE text',
  'ALTER TABLE users ALTER flag TYPE char(5)',
  'ALTER TABLE users ALTER flag TYPE text',
  'ALTER TABLE users ALTER tags TYPE text COLLATE "C"',
  'ALTER TABLE users ALTER nick TYPE text',
  'ALTER TABLE users ALTER mood TYPE text',
  'ALTER TABLE users ALTER mood TYPE plain',
  'ALTER TABLE users ALTER points TYPE int',
  'ALTER TABLE users ALTER points TYPE positive',
  'ALTER TABLE users ADD note text, ADD note2 text NOT NULL DEFAULT $$x$$, ADD at2 timestamptz DEFAULT now()',
  'ALTER TABLE users ADD at3 timestamptz DEFAULT clock_timestamp()',
  'ALTER TABLE users ADD code uuid DEFAULT gen_random_uuid()',
  'ALTER TABLE users ADD n serial',
  'ALTER TABLE users ADD n2 int GENERATED ALWAYS AS IDENTITY',
  'ALTER TABLE users ADD g text GENERATED ALWAYS AS (email || $$x$$) STORED',
  'ALTER TABLE users ALTER g SET EXPRESSION AS (email || $$y$$)',
  'ALTER TABLE users ADD v text GENERATED ALWAYS AS (email || $$x$$) VIRTUAL',
  'ALTER TABLE users ALTER v SET EXPRESSION AS (email || $$z$$)',
  'ALTER TABLE users ALTER g DROP EXPRESSION',
  'ALTER TABLE users ADD checked int CHECK (checked > 0)',
  'ALTER TABLE users ADD checked2 int DEFAULT 1 CHECK (checked2 > 0)',
  'ALTER TABLE users ADD post int REFERENCES posts',
  'ALTER TABLE users ADD post2 int DEFAULT NULL REFERENCES posts',
  'ALTER TABLE users ADD nick2 plain, ADD nick3 plain DEFAULT $$x$$',
  'ALTER TABLE users ADD points2 positive',
  'ALTER TABLE users ADD points3 positive DEFAULT 1',
  'ALTER TABLE users ADD once int UNIQUE',
  'ALTER TABLE users ALTER age SET NOT NULL',
  'ALTER TABLE users ALTER age DROP NOT NULL',
  'ALTER TABLE users ADD CONSTRAINT age_set NOT NULL age NOT VALID',
  'ALTER TABLE users VALIDATE CONSTRAINT age_set',
  'ALTER TABLE users ALTER age SET NOT NULL, ADD CONSTRAINT score_set NOT NULL score',
  'ALTER TABLE users ADD CONSTRAINT old CHECK (age > -5)',
  'ALTER TABLE users ADD CONSTRAINT old2 CHECK (age > -6) NOT VALID',
  'ALTER TABLE users VALIDATE CONSTRAINT old2',
  'ALTER TABLE users ADD CONSTRAINT ref FOREIGN KEY (post) REFERENCES posts',
  'ALTER TABLE users ADD CONSTRAINT ref2 FOREIGN KEY (post) REFERENCES posts NOT VALID',
  'ALTER TABLE users VALIDATE CONSTRAINT ref2',
  'CREATE INDEX by_score ON users (score)',
  'CREATE INDEX CONCURRENTLY by_score2 ON users (score)',
  'CREATE UNIQUE INDEX one_email ON users (id, email)',
  'CREATE INDEX by_word ON log (word)',
  'CREATE INDEX by_word2 ON ONLY log (word)',
  'ALTER TABLE users ADD CONSTRAINT once_more UNIQUE (id, score)',
  'ALTER TABLE users ADD CONSTRAINT apart EXCLUDE (id WITH =)',
  'ALTER TABLE users ADD CONSTRAINT email_key UNIQUE USING INDEX one_email',
  'ALTER TABLE users DROP CONSTRAINT users_pkey, ADD PRIMARY KEY (id)',
  'ALTER TABLE log DETACH PARTITION log_1',
  `ALTER TABLE log ATTACH PARTITION log_2 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')`,
  `CREATE TABLE log_3 PARTITION OF log FOR VALUES FROM ('2029-01-01') TO ('2030-01-01')`,
  'ALTER TABLE log DETACH PARTITION log_rest',
  `CREATE TABLE log_4 PARTITION OF log FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')`,
  `ALTER TABLE log_1 ADD CHECK (day >= '2026-01-01' AND day < '2027-01-01')`,
  `ALTER TABLE log ATTACH PARTITION log_1 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
  'ALTER TABLE alone SET UNLOGGED',
  'ALTER TABLE alone SET LOGGED',
  `CREATE TABLE queue (id int) PARTITION BY RANGE (id); CREATE TABLE queue_1 (id int CHECK (id >= 0 AND id < 5)); CREATE TABLE queue_2 (id int)`,
  'ALTER TABLE queue ATTACH PARTITION queue_2 FOR VALUES FROM (100) TO (200)',
  'ALTER TABLE queue ATTACH PARTITION queue_1 FOR VALUES FROM (0) TO (5)',
  `ALTER TABLE ev ATTACH PARTITION ev_1 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
  `ALTER TABLE ev ATTACH PARTITION ev_2 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')`,
  `ALTER TABLE ev ATTACH PARTITION ev_3 FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')`,
  `ALTER TABLE ev ATTACH PARTITION ev_4 FOR VALUES FROM ('2029-01-01') TO ('2030-01-01')`,
  `ALTER TABLE ev ATTACH PARTITION ev_5 FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')`,
  `ALTER TABLE kv ATTACH PARTITION kv_a FOR VALUES IN ('a')`,
  `ALTER TABLE kv ATTACH PARTITION kv_b FOR VALUES IN ('b')`,
  'ALTER TABLE hashed ATTACH PARTITION hashed_1 FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
  `ALTER TABLE grows RENAME TO grows_old; CREATE TABLE grows (id int NOT NULL, day date NOT NULL) PARTITION BY RANGE (day); ALTER TABLE grows ATTACH PARTITION grows_old DEFAULT`,
  `CREATE TABLE grown (id int NOT NULL, day date NOT NULL) PARTITION BY RANGE (day); CREATE TABLE grown_1 PARTITION OF grown FOR VALUES FROM ('2030-01-01') TO ('2031-01-01'); ALTER TABLE grown ATTACH PARTITION rest DEFAULT`,
  'ALTER TABLE seen_by ATTACH PARTITION seen_1 FOR VALUES FROM (0) TO (9)',
  'CREATE TABLE seen_2 PARTITION OF seen_by FOR VALUES FROM (10) TO (19)',
  'ALTER TABLE seen_by DETACH PARTITION seen_1',
  'ALTER TABLE ev DETACH PARTITION ev_2 CONCURRENTLY',
  'ALTER TABLE posts SET (fillfactor = 50)',
  'ALTER TABLE posts ALTER title SET STATISTICS 200, ALTER title SET STORAGE EXTERNAL',
  'ALTER TABLE posts REPLICA IDENTITY FULL',
  'CLUSTER posts USING posts_pkey',
  'VACUUM FULL posts',
  'VACUUM posts',
  'ANALYZE posts',
  'REINDEX TABLE posts',
  'REINDEX INDEX posts_pkey',
  'REINDEX TABLE CONCURRENTLY posts',
  'REFRESH MATERIALIZED VIEW top',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY top',
  'CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch()',
  'ALTER TABLE posts DISABLE TRIGGER touch',
  'DROP TRIGGER touch ON posts',
  'CREATE POLICY mine ON posts USING (true); ALTER TABLE posts ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE posts DISABLE ROW LEVEL SECURITY',
  'UPDATE users SET note = $$x$$',
  'UPDATE users SET note = $$y$$ WHERE id = 1',
  'WITH gone AS (DELETE FROM posts WHERE title = $$none$$ RETURNING id) SELECT * FROM gone',
  'CREATE TABLE copy AS SELECT * FROM users',
  'CREATE TABLE fresh (id bigint, email text); INSERT INTO fresh SELECT id, email FROM users',
  'INSERT INTO fresh SELECT id, email FROM users',
  'ALTER TABLE users ADD later int; UPDATE users SET later = 1',
  'CREATE INDEX by_later ON users (later); /* one line */ UPDATE users SET later = 2',
  `ALTER TYPE mood ADD VALUE 'glad'`,
  'ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 1000000)',
  'ALTER DOMAIN positive ADD CONSTRAINT small2 CHECK (VALUE < 2000000) NOT VALID',
  'ALTER DOMAIN positive VALIDATE CONSTRAINT small2',
  'ALTER DOMAIN plain SET NOT NULL',
  'LOCK TABLE users IN SHARE MODE',
  'LOCK TABLE users IN EXCLUSIVE MODE',
  'LOCK TABLE users IN ROW EXCLUSIVE MODE',
  'CREATE STATISTICS together ON id, score FROM users',
  'ALTER INDEX by_score RENAME TO by_points',
  'ALTER TABLE users RENAME note TO remark',
  'ALTER TABLE users ALTER remark DROP DEFAULT, DROP note2',
  'DROP INDEX by_points',
  'DROP INDEX CONCURRENTLY by_score2',
  'DROP VIEW seen',
  'DROP SEQUENCE numbers',
  'DROP FUNCTION same(int)',
  'DROP MATERIALIZED VIEW top',
  'TRUNCATE posts CASCADE',
  'DO $$ BEGIN EXECUTE $x$CREATE INDEX hidden ON users (remark)$x$; END $$',
  'DO $$ BEGIN CREATE INDEX shown ON users (remark); END $$',
];

/** What older servers do not know, by the version that brought it. */
const SINCE: readonly (readonly [version: number, words: RegExp])[] = [
  [170_000, /SET EXPRESSION/],
  [180_000, / VIRTUAL$|ALTER v |CONSTRAINT (?:age|score)_set/],
];

/** What a rule's examples need besides. */
const MORE: Readonly<Record<string, string>> = {
  'blocking-maintenance':
    'CREATE MATERIALIZED VIEW "Ranking" AS SELECT "id" AS place FROM "User"; CREATE UNIQUE INDEX by_place ON "Ranking" (place);',
  'drop-in-use': 'CREATE VIEW "Ranking" AS SELECT 2 AS place;',
};

/**
 * Traces and lints scripts, one after another.
 * @param first how many of them are only there before
 */
async function wordOf(texts: readonly string[], first: number, rows = 200): Promise<string[]> {
  const migrations = texts.map((text, index) => migration(`${20_260_101_000_000 + index}_step`, text));
  const chosen = new Set(migrations.slice(first).map(({ name }) => name));
  const traces = await traceMigrations(migrations, {
    adminUrl: await testServerUrl(),
    rows,
    select: ({ name }) => chosen.has(name),
    // What a conversion of times costs depends on the zone of the session: in UTC it may cost nothing.
    timeZone: 'Asia/Kathmandu',
  });
  return traces.flatMap(({ linter }) =>
    linter.map(
      ({ text, predicted, seen }) =>
        `${text} -- seen: ${seen}; predicted: ${predicted.join(' | ') || 'nothing'}`,
    ),
  );
}

describe('the examples of the rules', () => {
  const folder = path.join(import.meta.dirname, '..', 'lint', 'rules');
  for (const { name, lock } of rules) {
    const text = readFileSync(path.join(folder, name, 'README.md'), 'utf8');
    const blocks = [...text.matchAll(/^```sql (before|bad|good)\n([\s\S]*?)\n```$/gm)];
    const of = (kind: string): string[] =>
      blocks
        .filter(([, one]) => one === kind)
        .map(([, , sql]) => sql?.replaceAll('"reporting"', 'PUBLIC') ?? '');
    if (lock === undefined) continue;
    it(`${name}: what they take is what the linter says`, { timeout: 120_000 }, async () => {
      const before = of('before').length > 0 ? of('before') : [`${BEFORE}\n${MORE[name] ?? ''}`];
      expect(await wordOf([...before, ...of('bad')], before.length)).toEqual([]);
      expect(await wordOf([...before, ...of('good')], before.length)).toEqual([]);
    });
  }
});

describe('statements of every kind', () => {
  it('take what the linter says', { timeout: 300_000 }, async () => {
    const version = await withConnection(await testServerUrl(), readServerVersion);
    const known = STATEMENTS.filter(
      (statement) => !SINCE.some(([since, words]) => version < since && words.test(statement)),
    );
    expect(await wordOf([TABLES, ...known], 1, 50)).toEqual([]);
  });
});
