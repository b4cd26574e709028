/* oxlint-disable max-lines -- one table of cases */
/** A migration, and what the proof must find out about its way back. */
export interface RoundTrip {
  readonly title: string;
  readonly before: string;
  readonly up: string;
  /** Generated unless given. */
  readonly down?: string;
  /** What does not come back; nothing unless given. */
  readonly loses?: readonly string[];
  /** The stage at which the proof must fail. */
  readonly fails?: RegExp;
  /** A note that must be there. */
  readonly notes?: RegExp;
  /** Statements that a generated way back must hold. */
  readonly writes?: RegExp;
}

const USERS = `CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, bio text, age int, role text NOT NULL DEFAULT 'guest');`;

export const VALUES_CHANGED: readonly RoundTrip[] = [
  {
    title: 'NULLs filled in',
    before: USERS,
    up: `UPDATE users SET bio = 'none' WHERE bio IS NULL`,
    loses: ['public.users.bio'],
  },
  {
    title: 'NULLs filled in, then forbidden',
    before: USERS,
    up: `UPDATE users SET bio = 'none' WHERE bio IS NULL; ALTER TABLE users ALTER bio SET NOT NULL`,
    down: 'ALTER TABLE users ALTER bio DROP NOT NULL',
    loses: ['public.users.bio'],
  },
  {
    title: 'NULLs of one column filled in while another forbids them',
    before: USERS,
    up: `UPDATE users SET bio = 'none' WHERE bio IS NULL; ALTER TABLE users ALTER age SET NOT NULL`,
    loses: ['public.users.bio'],
    notes: /rows in which public\.users\.age is NULL were left out/,
  },
  {
    title: 'NULLs forbidden in two columns, which harms nothing',
    before: USERS,
    up: 'ALTER TABLE users ALTER age SET NOT NULL, ALTER bio SET NOT NULL',
  },
  {
    title: 'NULLs refused by a new check',
    before: USERS,
    up: 'ALTER TABLE users ADD CHECK (age IS NOT NULL)',
    notes: /of public\.users with NULL were left out/,
  },
  {
    title: 'NULLs refused statement by statement',
    before: USERS,
    up: '-- agora: no-transaction\nCREATE INDEX CONCURRENTLY by_name ON users (name);\nALTER TABLE users ALTER age SET NOT NULL;',
    down: '-- agora: no-transaction\nDROP INDEX CONCURRENTLY by_name;\nALTER TABLE users ALTER age DROP NOT NULL;',
    notes: /proven on ordinary rows only/,
  },
  {
    title: 'empty texts made NULL',
    before: USERS,
    up: `UPDATE users SET bio = NULL WHERE bio = ''`,
    loses: ['public.users.bio'],
  },
  {
    title: 'two columns that change places',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL, c boolean NOT NULL, d boolean NOT NULL);',
    up: 'UPDATE t SET a = b, b = a, c = d, d = c',
    loses: ['public.t.a', 'public.t.b', 'public.t.c', 'public.t.d'],
  },
  {
    title: 'the greater of two columns',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL);',
    up: 'UPDATE t SET a = greatest(a, b)',
    loses: ['public.t.a'],
  },
  {
    title: 'numbers cut off at one of many digits, and a name taken out of JSON',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b jsonb NOT NULL);',
    up: `UPDATE t SET a = least(a, 1000000), b = b - 'legacy'`,
    loses: ['public.t.a', 'public.t.b'],
  },
  {
    title: 'lower case',
    before: USERS,
    up: 'UPDATE users SET name = lower(name)',
    loses: ['public.users.name'],
  },
  {
    title: 'spaces trimmed',
    before: USERS,
    up: 'UPDATE users SET name = trim(name)',
    loses: ['public.users.name'],
  },
  {
    title: 'one value replaced by another',
    before: USERS,
    up: `UPDATE users SET role = 'member' WHERE role = 'user'`,
    loses: ['public.users.role'],
  },
  {
    title: 'one value replaced by another, wrongly taken back since rows may have had the other before',
    before: USERS,
    up: `UPDATE users SET role = 'member' WHERE role = 'user'`,
    down: `UPDATE users SET role = 'user' WHERE role = 'member'`,
    loses: ['public.users.role'],
  },
  {
    title: 'values told apart by two columns and an alias',
    before: USERS,
    up: `UPDATE "users" AS u SET bio = 'senior' WHERE u.role = 'staff' AND u."age" > 64`,
    loses: ['public.users.bio'],
  },
  {
    title: 'a condition that no made-up row meets',
    before: USERS,
    up: `UPDATE users SET name = 'x' WHERE md5(name) = 'd41d8cd98f00b204e9800998ecf8427f' AND name <> ''`,
    loses: ['public.users.name'],
    notes: /line 1 changed no made-up row/,
  },
  {
    title: 'a new column filled from an old one',
    before: USERS,
    up: `ALTER TABLE users ADD slug text; UPDATE users SET slug = lower(name) WHERE role = 'nobody'`,
  },
  {
    title: 'values changed in a block of code',
    before: USERS,
    up: `DO $$ BEGIN UPDATE users SET role = 'member' WHERE role = 'user'; END $$`,
    loses: ['public.users.role'],
  },
  {
    title: 'values swapped between rows without a key',
    before: 'CREATE TABLE pairs (a int, b int);',
    up: 'UPDATE pairs SET b = (SELECT max(b) + min(b) FROM pairs) - b',
    loses: ['public.pairs.b'],
  },
  {
    title: 'keys moved on, and back',
    before: USERS,
    up: 'UPDATE users SET id = id + 100',
    writes: /"id" - 100/,
  },
];

export const ROWS_CHANGED: readonly RoundTrip[] = [
  {
    title: 'an index on a table in a circle of references, which is no loss',
    before: `CREATE TABLE settings (id int PRIMARY KEY, name text);
CREATE TABLE email (id int PRIMARY KEY, settings int NOT NULL REFERENCES settings);
ALTER TABLE settings ADD email int REFERENCES email;`,
    up: 'CREATE INDEX settings_name ON settings (name);',
  },
  { title: 'all rows deleted', before: USERS, up: 'DELETE FROM users', loses: ['public.users'] },
  {
    title: 'some rows deleted',
    before: USERS,
    up: `DELETE FROM users WHERE role = 'spam'`,
    loses: ['public.users'],
  },
  {
    title: 'rows deleted by a number',
    before: USERS,
    up: 'DELETE FROM users WHERE age > 9000 AND name IS NOT NULL',
    loses: ['public.users'],
  },
  { title: 'a table emptied', before: USERS, up: 'TRUNCATE users', loses: ['public.users'] },
  {
    title: 'rows deleted by a cascade',
    before: `${USERS} CREATE TABLE posts (id int PRIMARY KEY, author int NOT NULL REFERENCES users ON DELETE CASCADE);`,
    up: 'DELETE FROM users',
    loses: ['public.users', 'public.posts'],
  },
  {
    title: 'two tables merged',
    before: `${USERS} CREATE TABLE admins (id int PRIMARY KEY, name text NOT NULL);`,
    up: `INSERT INTO users (id, name, role) SELECT id + 1000, name, 'admin' FROM admins; DROP TABLE admins`,
    loses: ['public.admins'],
    notes: /\d rows that the migration put into public\.users stay there/,
  },
  {
    title: 'two tables merged and parted again',
    before: `${USERS} CREATE TABLE admins (id int PRIMARY KEY, name text NOT NULL);`,
    up: `ALTER TABLE users ADD was_admin boolean NOT NULL DEFAULT false;
INSERT INTO users (id, name, was_admin) SELECT id + 1000, name, true FROM admins; DROP TABLE admins`,
    down: `CREATE TABLE admins (id int PRIMARY KEY, name text NOT NULL); INSERT INTO admins SELECT id - 1000, name FROM users WHERE was_admin;
DELETE FROM users WHERE was_admin; ALTER TABLE users DROP was_admin`,
  },
  {
    title: 'a table made anew under its name, rows and all',
    before: USERS,
    up: `CREATE TABLE users_new (id int PRIMARY KEY, name text NOT NULL, bio text, age int, role text NOT NULL DEFAULT 'guest', extra int);
INSERT INTO users_new SELECT id, name, bio, age, role FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;
ALTER TABLE users RENAME CONSTRAINT users_new_pkey TO users_pkey`,
    down: 'ALTER TABLE users DROP extra',
  },
  {
    title: 'rows of reference put in under a key of their own',
    before: 'CREATE TABLE roles (code text PRIMARY KEY, title text NOT NULL);',
    up: `INSERT INTO roles VALUES ('admin', 'Administrator'), ('mod', 'Moderator')`,
    writes: /DELETE FROM roles WHERE/,
  },
  {
    title: 'a row of reference put in only where it is missing, which the way back leaves alone',
    before: 'CREATE TABLE roles (code text PRIMARY KEY, title text NOT NULL);',
    up: `INSERT INTO roles VALUES ('admin', 'Administrator') ON CONFLICT (code) DO NOTHING`,
    writes: /^(?!.*DELETE).*Nothing to do/s,
  },
  {
    title: 'a row of reference put in only where it is missing, and taken away whoever put it in',
    before: 'CREATE TABLE roles (code text PRIMARY KEY, title text NOT NULL);',
    up: `INSERT INTO roles VALUES ('admin', 'Administrator') ON CONFLICT (code) DO NOTHING`,
    down: `DELETE FROM roles WHERE code = 'admin'`,
    loses: ['public.roles'],
  },
  {
    title: 'rows of reference left behind, so that they cannot be put in again',
    before: 'CREATE TABLE roles (code text PRIMARY KEY, title text NOT NULL);',
    up: `INSERT INTO roles VALUES ('admin', 'Administrator')`,
    down: 'SELECT 1',
    fails: /^up again: .*duplicate key/s,
  },
  {
    title: 'rows of reference left behind, and doubled the next time',
    before: 'CREATE TABLE roles (id serial PRIMARY KEY, title text NOT NULL);',
    up: `INSERT INTO roles (title) VALUES ('Administrator'), ('Moderator')`,
    down: 'SELECT 1',
    notes: /2 rows that the migration put into public\.roles stay there/,
  },
  ...(
    [
      [
        'repeated rows left out by way of a temporary table',
        `CREATE TEMP TABLE kept AS SELECT DISTINCT ON (a) * FROM t ORDER BY a, id; TRUNCATE t; INSERT INTO t SELECT * FROM kept; DROP TABLE kept`,
      ],
      [
        'repeated rows left out by way of SELECT INTO and TABLE',
        `SELECT DISTINCT ON (a) * INTO TEMP kept FROM t; DELETE FROM t; INSERT INTO t TABLE kept; DROP TABLE kept`,
      ],
      [
        'repeated rows left out of the table that takes the place of another',
        `CREATE TABLE fresh (id int PRIMARY KEY, a text NOT NULL, b text); INSERT INTO fresh SELECT min(id), a, min(b) FROM t GROUP BY a;
DROP TABLE t; ALTER TABLE fresh RENAME TO t; ALTER TABLE t RENAME CONSTRAINT fresh_pkey TO t_pkey`,
        // A row that stays holds the least of each, which may be another row's.
        ['public.t.id', 'public.t.b'],
      ],
      [
        'repeated rows numbered, and the later ones deleted',
        `CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY a ORDER BY id) AS n FROM t) s WHERE n > 1;
DELETE FROM t USING gone WHERE t.id = gone.id`,
      ],
      [
        'repeated rows deleted by MERGE',
        'MERGE INTO t USING (SELECT a, min(id) AS least FROM t GROUP BY a) s ON t.a = s.a AND t.id > s.least WHEN MATCHED THEN DELETE',
      ],
      ['repeated rows left out by a function of an earlier migration', 'SELECT leave_out()'],
    ] as const
  ).map(([title, up, values = []]) => ({
    title,
    before: `CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b text);
CREATE FUNCTION leave_out() RETURNS void LANGUAGE plpgsql AS
  'BEGIN CREATE TEMP TABLE kept AS SELECT DISTINCT ON (a) * FROM t; TRUNCATE t; INSERT INTO t SELECT * FROM kept; DROP TABLE kept; END';`,
    up,
    loses: ['public.t', ...values],
  })),
  {
    title: 'repeated values that a new key refuses, which is no loss',
    before: `${USERS} CREATE TABLE roles (name text PRIMARY KEY);`,
    up: 'INSERT INTO roles SELECT DISTINCT role FROM users; CREATE UNIQUE INDEX users_name ON users (name)',
  },
  {
    title: 'rows deleted before a key is enforced',
    before: `${USERS} CREATE TABLE notes (id int PRIMARY KEY, author int);`,
    up: 'DELETE FROM notes WHERE author NOT IN (SELECT id FROM users); ALTER TABLE notes ADD FOREIGN KEY (author) REFERENCES users',
    loses: ['public.notes'],
  },
];

const column = (type: string): string => `CREATE TABLE t (id int PRIMARY KEY, x ${type});`;
const converted = (from: string, to: string, using?: string): Omit<RoundTrip, 'title'> => ({
  before: column(from),
  up: `ALTER TABLE t ALTER x TYPE ${to}${using === undefined ? '' : ` USING ${using}`}`,
});

export const TYPES_CHANGED: readonly RoundTrip[] = [
  {
    title: 'text cut to varchar(10)',
    ...converted('text', 'varchar(10)', 'left(x, 10)'),
    loses: ['public.t.x'],
  },
  {
    title: 'text cut by a cast',
    ...converted('text', 'varchar(30)', 'x::varchar(30)'),
    loses: ['public.t.x'],
  },
  { title: 'varchar made longer', ...converted('varchar(20)', 'varchar(200)') },
  {
    title: 'numeric rounded to integer',
    ...converted('numeric', 'integer', 'round(x)::int'),
    loses: ['public.t.x'],
  },
  {
    title: 'numeric with fewer digits',
    ...converted('numeric(20,8)', 'numeric(20,2)'),
    loses: ['public.t.x'],
  },
  { title: 'double to real', ...converted('double precision', 'real'), loses: ['public.t.x'] },
  { title: 'bigint to double', ...converted('bigint', 'double precision'), loses: ['public.t.x'] },
  { title: 'a time of day without its zone', ...converted('timetz', 'time'), loses: ['public.t.x'] },
  { title: 'integer to bigint', ...converted('integer', 'bigint') },
  { title: 'integer to text', ...converted('integer', 'text', 'x::text') },
  { title: 'bigint to integer, where it fits', ...converted('bigint', 'integer') },
  { title: 'instant to day', ...converted('timestamptz', 'date'), loses: ['public.t.x'] },
  { title: 'microseconds cut off', ...converted('timestamp', 'timestamp(3)'), loses: ['public.t.x'] },
  { title: 'local time to instant', ...converted('timestamp', 'timestamptz'), loses: ['public.t.x'] },
  { title: 'the end of a day', ...converted('time', 'interval'), loses: ['public.t.x'] },
  { title: 'text to json', ...converted('text', 'jsonb', 'to_jsonb(x)') },
  { title: 'number to yes or no', ...converted('integer', 'boolean', 'x <> 0'), loses: ['public.t.x'] },
  { title: 'list to its first element', ...converted('text[]', 'text', 'x[1]'), loses: ['public.t.x'] },
  {
    title: 'two texts joined into one',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b text NOT NULL);',
    up: `ALTER TABLE t ADD both_of_them text; UPDATE t SET both_of_them = a || ' ' || b; ALTER TABLE t DROP a, DROP b`,
    loses: ['public.t.a', 'public.t.b'],
  },
  {
    title: 'a label of an enum given up for another',
    before: `CREATE TYPE level AS ENUM ('low', 'middle', 'high', 'huge'); ${column('level NOT NULL')}`,
    up: `CREATE TYPE level_new AS ENUM ('low', 'middle', 'high');
ALTER TABLE t ALTER x TYPE level_new USING (CASE x::text WHEN 'huge' THEN 'high' ELSE x::text END)::level_new;
DROP TYPE level; ALTER TYPE level_new RENAME TO level`,
    loses: ['public.t.x'],
  },
  {
    title: 'a label of an enum that nobody may use any more',
    before: `CREATE TYPE level AS ENUM ('low', 'middle', 'high', 'huge'); ${column('level NOT NULL')}`,
    up: `CREATE TYPE level_new AS ENUM ('low', 'middle', 'high');
ALTER TABLE t ALTER x TYPE level_new USING x::text::level_new; DROP TYPE level; ALTER TYPE level_new RENAME TO level`,
  },
  {
    title: 'a label added',
    before: `CREATE TYPE level AS ENUM ('low', 'high'); ${column('level NOT NULL')}`,
    up: `ALTER TYPE level ADD VALUE 'middle' AFTER 'low'`,
  },
  {
    title: 'texts that may be no longer: spaces at the end are cut off without a word',
    before:
      'CREATE TABLE p (id int PRIMARY KEY, code text NOT NULL UNIQUE, zone varchar(40), a varchar(300), b varchar(9));',
    up: 'ALTER TABLE p ALTER code SET DATA TYPE varchar(4), ALTER zone TYPE char(2), ALTER a TYPE varchar(255), ALTER b TYPE varchar(12);',
    loses: ['public.p.a', 'public.p.code', 'public.p.zone'],
  },
  {
    title: 'texts that may be longer, or of a length no more',
    before: 'CREATE TABLE p (id int PRIMARY KEY, a varchar(3), b varchar(3), c char(3));',
    up: 'ALTER TABLE p ALTER a TYPE varchar(6), ALTER b TYPE text, ALTER c TYPE varchar(9);',
  },
];

/** Conversions that make two values alike, of which no way back can tell which one it was. */
const switchOf = (expression: string): Omit<RoundTrip, 'title'> => ({
  before: `CREATE TYPE switch AS ENUM ('on', 'off'); ${column('text')}`,
  up: `ALTER TABLE t ALTER x TYPE switch USING ${expression}::switch`,
  loses: ['public.t.x'],
});

export const VALUES_MERGED: readonly RoundTrip[] = [
  { title: 'texts in any case read as labels', ...switchOf('lower(x)') },
  { title: 'texts with spaces around read as labels', ...switchOf('trim(x)') },
  { title: 'texts with a mark that is replaced', ...switchOf(`replace(x, '-', '')`) },
  { title: 'texts of which a pattern takes away', ...switchOf(`regexp_replace(x, '[^a-z]', '', 'g')`) },
  { title: 'the first letters read as labels', ...switchOf('left(x, 2)') },
  { title: 'empty texts made NULL', ...switchOf(`nullif(x, '')`) },
  { title: 'labels, which come back', ...switchOf('x'), loses: [] },
  {
    title: 'labels of a type made in the same script, in capitals',
    before: column('text'),
    up: `CREATE TYPE switch AS ENUM ('ON', 'OFF'); ALTER TABLE t ALTER x TYPE switch USING upper(x)::switch`,
    loses: ['public.t.x'],
  },
  {
    title: 'labels that differ in their case',
    before: `CREATE TYPE switch AS ENUM ('on', 'off', 'On'); ${column('switch NOT NULL')}`,
    up: `CREATE TYPE next AS ENUM ('on', 'off'); ALTER TABLE t ALTER x TYPE next USING lower(x::text)::next`,
    loses: ['public.t.x'],
  },
  {
    title: 'texts in any case read as labels into a column beside',
    before: column('text NOT NULL'),
    up: `CREATE TYPE switch AS ENUM ('on', 'off'); ALTER TABLE t ADD y switch; UPDATE t SET y = lower(x)::switch;
ALTER TABLE t DROP x; ALTER TABLE t RENAME y TO x; ALTER TABLE t ALTER x SET NOT NULL`,
    loses: ['public.t.x'],
  },
  { title: 'JSON without its quotes', ...converted('jsonb', 'text', `x #>> '{}'`), loses: ['public.t.x'] },
  { title: 'JSON as text, which comes back', ...converted('jsonb', 'text', 'x::text') },
  {
    title: 'JSON without its quotes in a column beside',
    before: column('jsonb NOT NULL'),
    up: `ALTER TABLE t ADD y text; UPDATE t SET y = x #>> '{}'; ALTER TABLE t DROP x; ALTER TABLE t RENAME y TO x`,
    loses: ['public.t.x'],
  },
  {
    title: 'lists joined at commas',
    ...converted('text[]', 'text', `array_to_string(x, ',')`),
    loses: ['public.t.x'],
  },
  {
    title: 'numbers rounded beside texts that become days',
    before: 'CREATE TABLE t (id int PRIMARY KEY, x numeric, y text);',
    up: 'ALTER TABLE t ALTER x TYPE integer, ALTER y TYPE date USING y::date',
    loses: ['public.t.x', 'public.t.y'],
  },
];

export const SPECIAL_TABLES: readonly RoundTrip[] = [
  {
    title: 'a check by a list of values, which is printed otherwise than it is read',
    before: `CREATE TABLE t (id int PRIMARY KEY, state varchar(9) NOT NULL CONSTRAINT known CHECK (state IN ('on', 'off')));`,
    up: 'ALTER TABLE t DROP CONSTRAINT known',
    writes: /ADD CONSTRAINT "known" CHECK/,
  },
  {
    title: 'serial to identity: the sequence that comes back goes on where the numbers end',
    before: 'CREATE TABLE t (id serial PRIMARY KEY, x text);',
    up: 'ALTER TABLE t ALTER id DROP DEFAULT; DROP SEQUENCE t_id_seq; ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 1000)',
    writes: /setval\('"?public"?\."?t_id_seq"?'/,
  },
  {
    title: 'serial to identity, and a way back whose sequence starts over',
    before: 'CREATE TABLE t (id serial PRIMARY KEY, x text);',
    up: 'ALTER TABLE t ALTER id DROP DEFAULT; DROP SEQUENCE t_id_seq; ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 1000)',
    down: `ALTER TABLE t ALTER id DROP IDENTITY; CREATE SEQUENCE t_id_seq AS integer OWNED BY t.id; ALTER TABLE t ALTER id SET DEFAULT nextval('t_id_seq')`,
    loses: ['public.t_id_seq'],
    notes: /public\.t_id_seq starts over/,
  },
  {
    title: 'identity to serial',
    before: 'CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text);',
    up: `ALTER TABLE t ALTER id DROP IDENTITY; CREATE SEQUENCE t_numbers OWNED BY t.id; ALTER TABLE t ALTER id SET DEFAULT nextval('t_numbers')`,
    writes: /setval\(/,
  },
  {
    title: 'a self-reference and a circle of keys',
    before: `CREATE TABLE hens (id int PRIMARY KEY, mother int REFERENCES hens, note text); CREATE TABLE eggs (id int PRIMARY KEY, hen int NOT NULL REFERENCES hens);
ALTER TABLE hens ADD egg int UNIQUE REFERENCES eggs DEFERRABLE INITIALLY DEFERRED;`,
    up: `UPDATE hens SET note = 'orphan' WHERE mother IS NULL; ALTER TABLE eggs ADD colour text`,
    loses: ['public.hens.note'],
  },
  {
    title: 'a partitioned table',
    before: `CREATE TABLE log (id int, at date NOT NULL, kind text NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');`,
    up: `UPDATE log SET note = '-' WHERE note IS NULL; CREATE INDEX log_kind ON log (kind)`,
    loses: ['public.log.note'],
  },
  {
    title: 'a partition dropped, with its rows',
    before: `CREATE TABLE log (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');`,
    up: 'DROP TABLE log_1',
    loses: ['public.log'],
  },
  {
    title: 'an exclusion constraint',
    before: `CREATE EXTENSION btree_gist; CREATE TABLE booking (id int PRIMARY KEY, room int, during tstzrange NOT NULL, note text, EXCLUDE USING gist (room WITH =, during WITH &&));`,
    up: `UPDATE booking SET note = 'x' WHERE note IS NULL`,
    loses: ['public.booking.note'],
  },
  {
    title: 'checks of a domain, tightened',
    before: `CREATE DOMAIN email AS text CHECK (VALUE ~ '^[a-z]+@[a-z]+$'); CREATE TABLE t (id int PRIMARY KEY, mail email, x text);`,
    up: `UPDATE t SET x = upper(x); ALTER DOMAIN email ADD CHECK (length(VALUE) < 200)`,
    loses: ['public.t.x'],
  },
  {
    title: 'a generated column made ordinary, and back',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, price int NOT NULL, gross int GENERATED ALWAYS AS (price * 2) STORED);',
    up: 'ALTER TABLE t ALTER gross DROP EXPRESSION',
  },
  {
    title: 'an ordinary column made generated',
    before: 'CREATE TABLE t (id int PRIMARY KEY, price int NOT NULL, gross int);',
    up: 'ALTER TABLE t DROP gross, ADD gross int GENERATED ALWAYS AS (price % 7) STORED',
    loses: ['public.t.gross'],
  },
  {
    title: 'a trigger that writes elsewhere',
    before: `CREATE TABLE t (id int PRIMARY KEY, x text); CREATE TABLE audit (id serial PRIMARY KEY, what text NOT NULL);
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit (what) VALUES (TG_OP); RETURN NULL; END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION audit();`,
    up: `UPDATE t SET x = 'y' WHERE x IS NULL`,
    loses: ['public.t.x'],
  },
  {
    title: 'a trigger that writes elsewhere, and a change that loses nothing',
    before: `CREATE TABLE t (id int PRIMARY KEY, x text); CREATE TABLE audit (id serial PRIMARY KEY, what text NOT NULL);
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit (what) VALUES (TG_OP); RETURN NULL; END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION audit();`,
    up: `ALTER TABLE t ADD y text; UPDATE t SET y = lower(x)`,
  },
  {
    title: 'a table that takes rows and gives none up',
    before: `CREATE TABLE ledger (id int PRIMARY KEY, note text); CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$;
CREATE TRIGGER never BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION never();`,
    up: `ALTER TABLE ledger DISABLE TRIGGER never; UPDATE ledger SET note = '' WHERE note IS NULL; ALTER TABLE ledger ENABLE TRIGGER never`,
    loses: ['public.ledger.note'],
  },
  {
    title: 'a trigger that takes no rows',
    before: `CREATE TABLE closed (id int PRIMARY KEY, note text); CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$;
CREATE TRIGGER never BEFORE INSERT ON closed FOR EACH ROW EXECUTE FUNCTION never();`,
    up: `UPDATE closed SET note = '' WHERE note IS NULL`,
    loses: ['public.closed.note'],
  },
  {
    title: 'row security that lets nobody see anything',
    before: `CREATE TABLE secret (id int PRIMARY KEY, note text); ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY; CREATE POLICY none ON secret USING (false);`,
    up: `UPDATE secret SET note = '' WHERE note IS NULL`,
    loses: ['public.secret.note'],
  },
  {
    title: 'a table of 1,500 columns',
    before: `CREATE TABLE wide (id int PRIMARY KEY, ${Array.from({ length: 1499 }, (_, index) => `c${index} text`).join(', ')});`,
    up: `UPDATE wide SET c1200 = 'x' WHERE c1200 IS NULL`,
    loses: ['public.wide.c1200'],
  },
  {
    title: 'a very wide unique key',
    before: `CREATE TABLE t (${Array.from({ length: 32 }, (_, index) => `c${index} text NOT NULL`).join(', ')}, x text, UNIQUE (${Array.from({ length: 32 }, (_, index) => `c${index}`).join(', ')}));`,
    up: `UPDATE t SET x = 'y' WHERE x IS NULL`,
    loses: ['public.t.x'],
  },
  {
    title: 'a key over NULLs that are alike',
    before: 'CREATE TABLE t (id int PRIMARY KEY, x text UNIQUE NULLS NOT DISTINCT, y text);',
    up: `UPDATE t SET y = 'z' WHERE y IS NULL`,
    loses: ['public.t.y'],
  },
  {
    title: 'one of several columns that must be given',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a int, b int, CHECK (num_nonnulls(a, b) = 1), note text);',
    up: 'UPDATE t SET a = coalesce(a, b), b = NULL',
    loses: ['public.t.a', 'public.t.b'],
  },
  {
    title: 'a column renamed, and one dropped in a table that made-up rows had to leave',
    before: 'CREATE TABLE t (id int PRIMARY KEY, flag boolean NOT NULL, note text);',
    up: `ALTER TABLE t ADD CHECK (note LIKE 'https://agora.example/%'), DROP COLUMN flag`,
    loses: ['public.t.flag'],
  },
  {
    title: 'a table that is renamed before a required column is added',
    before: 'CREATE TABLE a (id int PRIMARY KEY);',
    up: 'ALTER TABLE a RENAME TO b; ALTER TABLE b ADD c int NOT NULL',
  },
];
