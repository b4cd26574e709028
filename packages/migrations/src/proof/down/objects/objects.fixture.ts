/** A migration of one kind, and what of its rows does not come back. */
export interface Step {
  readonly up: string;
  readonly loses?: readonly string[];
}

/** A small history whose every step after the first must have a way back. */
export interface SmallHistory {
  readonly title: string;
  /** The major release that knows the syntax; any unless given. */
  readonly since?: number;
  readonly before: string;
  readonly steps: readonly (string | Step)[];
}

export const SMALL_HISTORIES: readonly SmallHistory[] = [
  {
    title: 'a label added to an enum below generated columns, a function, a partial index',
    before: `CREATE TYPE k AS ENUM ('a', 'b');
      CREATE FUNCTION label_of(k) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT CASE $1 WHEN 'a'::k THEN 'A' ELSE 'X' END $$;
      CREATE TABLE t (id int PRIMARY KEY, v k NOT NULL DEFAULT 'a',
        is_a boolean GENERATED ALWAYS AS (v = 'a'::k) STORED, l text GENERATED ALWAYS AS (label_of(v)) STORED);
      CREATE INDEX only_a ON t (v) WHERE v = 'a';`,
    steps: [`ALTER TYPE k ADD VALUE 'c' AFTER 'a'`],
  },
  {
    title: 'a label added to an enum below a domain, a list of it, composite types',
    before: `CREATE TYPE k AS ENUM ('a', 'b');
      CREATE DOMAIN dk AS k DEFAULT 'a' CONSTRAINT no_b CHECK (VALUE <> 'b');
      CREATE TYPE pair AS (x k, y dk);
      CREATE TABLE t (id int PRIMARY KEY, v dk NOT NULL, w dk[], c pair, d k NOT NULL DEFAULT 'b');
      CREATE FUNCTION f(x dk) RETURNS k LANGUAGE sql AS 'SELECT x';`,
    steps: [`ALTER TYPE k ADD VALUE 'c'`],
  },
  {
    title: 'domains that are not null, by a constraint with a name',
    before: `CREATE DOMAIN needed AS text CONSTRAINT "must be" NOT NULL CHECK (VALUE <> '');
      CREATE DOMAIN plain AS int NOT NULL; CREATE TABLE t (id int PRIMARY KEY, a needed);`,
    steps: ['DROP DOMAIN plain', 'ALTER DOMAIN needed DROP NOT NULL', 'ALTER DOMAIN needed SET NOT NULL'],
  },
  {
    title: 'ranges with multiranges, difference functions and collations',
    before: `CREATE TYPE floatrange AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = floats);
      CREATE FUNCTION apart(a time, b time) RETURNS float8 IMMUTABLE LANGUAGE sql AS 'SELECT EXTRACT(EPOCH FROM (a - b))::float8';
      CREATE TYPE timerange AS RANGE (subtype = time, subtype_diff = apart);
      CREATE TABLE t (id int PRIMARY KEY, r floatrange, m floats, tr timerange);
      CREATE TYPE textr AS RANGE (subtype = text, collation = "C", multirange_type_name = texts);
      CREATE TABLE u (id int PRIMARY KEY, r textr, m texts);`,
    steps: [
      { up: 'ALTER TABLE t DROP COLUMN tr; DROP TYPE timerange;', loses: ['public.t.tr'] },
      { up: 'DROP TABLE t; DROP TYPE floatrange;', loses: ['public.t'] },
      'ALTER TYPE texts RENAME TO text_ranges',
      'ALTER TYPE textr RENAME TO text_range',
      { up: 'DROP TABLE u; DROP TYPE text_range;', loses: ['public.u'] },
    ],
  },
  {
    title: 'indexes on partitions that are attached to the one of the whole',
    before: `CREATE TABLE pt (id int NOT NULL, v text) PARTITION BY LIST (id);
      CREATE TABLE pt_1 PARTITION OF pt FOR VALUES IN (1);
      CREATE TABLE pt_2 PARTITION OF pt FOR VALUES IN (2);`,
    steps: [
      'CREATE INDEX pv ON ONLY pt (v); CREATE INDEX pv_1 ON pt_1 (v); ALTER INDEX pv ATTACH PARTITION pv_1;',
      'CREATE INDEX pv_2 ON pt_2 (v); ALTER INDEX pv ATTACH PARTITION pv_2;',
      'DROP INDEX pv',
      'CREATE INDEX own_1 ON pt_1 (v)',
      'CREATE INDEX whole ON pt (v)',
      'ALTER TABLE pt ADD CONSTRAINT pt_pkey PRIMARY KEY (id)',
      'ALTER TABLE pt DROP CONSTRAINT pt_pkey',
      'DROP INDEX whole',
    ],
  },
  {
    title: 'partitions with defaults and NOT NULL of their own, detached and attached',
    before: `CREATE TABLE pt (id int NOT NULL, v text DEFAULT 'p', w int) PARTITION BY LIST (id);
      CREATE TABLE pt_1 PARTITION OF pt (v DEFAULT 'q') FOR VALUES IN (1);
      CREATE TABLE pt_2 PARTITION OF pt FOR VALUES IN (2);`,
    steps: [
      `ALTER TABLE pt_1 ALTER v SET DEFAULT 'r'`,
      'ALTER TABLE pt_1 ALTER v DROP DEFAULT',
      `ALTER TABLE ONLY pt ALTER v SET DEFAULT 's'`,
      'ALTER TABLE pt_2 ALTER w SET NOT NULL',
      'ALTER TABLE pt DETACH PARTITION pt_2',
      'ALTER TABLE pt_2 ADD CHECK (id = 2); ALTER TABLE pt ATTACH PARTITION pt_2 FOR VALUES IN (2);',
    ],
  },
  {
    title: 'options of columns, tables and what is stored beside them',
    before: `CREATE TABLE t (id int PRIMARY KEY, n int, x text);
      ALTER TABLE t ALTER n SET (n_distinct = 100), ALTER n SET STATISTICS 500, ALTER x SET STORAGE EXTERNAL, ALTER x SET COMPRESSION pglz;`,
    steps: [
      'ALTER TABLE t ALTER n SET (n_distinct = -0.5, n_distinct_inherited = 3)',
      'ALTER TABLE t ALTER n RESET (n_distinct, n_distinct_inherited)',
      'ALTER TABLE t ALTER n SET STATISTICS -1, ALTER x SET STORAGE MAIN, ALTER x SET COMPRESSION default',
      'ALTER TABLE t SET (fillfactor = 70), SET (toast.autovacuum_enabled = false)',
      'ALTER TABLE t RESET (fillfactor), SET (toast.vacuum_truncate = false), RESET (toast.autovacuum_enabled)',
    ],
  },
  {
    title: 'views: defaults and grants of their columns, options, checks, names, comments',
    before: 'CREATE TABLE t (id int PRIMARY KEY, n int); CREATE VIEW v AS SELECT id, n FROM t;',
    steps: [
      'ALTER VIEW v ALTER COLUMN n SET DEFAULT 3',
      'ALTER VIEW v ALTER COLUMN n DROP DEFAULT',
      'GRANT SELECT (id), UPDATE (n) ON v TO PUBLIC',
      'REVOKE SELECT (id) ON v FROM PUBLIC',
      'ALTER VIEW v SET (security_barrier = true)',
      'CREATE OR REPLACE VIEW v AS SELECT id, n, id + 1 AS m FROM t WITH CHECK OPTION',
      'ALTER VIEW v RENAME COLUMN m TO mm',
      `COMMENT ON VIEW v IS 'a'; COMMENT ON COLUMN v.id IS 'b';`,
      'DROP VIEW v',
    ],
  },
  {
    title: 'foreign tables, servers and user mappings with options',
    before: `CREATE EXTENSION postgres_fdw;
      CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd');
      CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'u');
      CREATE FOREIGN TABLE ft (a int, b text OPTIONS (column_name 'bb')) SERVER far OPTIONS (table_name 'x');`,
    steps: [
      `ALTER FOREIGN TABLE ft OPTIONS (SET table_name 'y', ADD schema_name 's')`,
      'ALTER FOREIGN TABLE ft ALTER COLUMN b OPTIONS (DROP column_name)',
      'ALTER FOREIGN TABLE ft OPTIONS (DROP schema_name)',
      `ALTER SERVER far OPTIONS (SET host 'h2', ADD port '5433')`,
      'DROP USER MAPPING FOR PUBLIC SERVER far',
      'ALTER FOREIGN TABLE ft ADD COLUMN c int',
      'DROP FOREIGN TABLE ft',
      'DROP SERVER far',
    ],
  },
  {
    title: 'generated columns, VIRTUAL and STORED',
    since: 18,
    before: `CREATE TABLE g (id int PRIMARY KEY, a int NOT NULL, b int GENERATED ALWAYS AS (a * 2) VIRTUAL,
        "c STORED" int GENERATED ALWAYS AS (a + 1) STORED);
      CREATE VIEW gv AS SELECT id, b FROM g;`,
    steps: [
      'ALTER TABLE g ALTER COLUMN "c STORED" SET EXPRESSION AS (a + 5)',
      `DROP VIEW gv; ALTER TABLE g DROP COLUMN b; ALTER TABLE g ADD COLUMN b int GENERATED ALWAYS AS (a * 2) STORED;
       CREATE INDEX gb ON g (b);`,
      'ALTER TABLE g ALTER COLUMN b DROP EXPRESSION',
      { up: 'DROP TABLE g', loses: ['public.g'] },
    ],
  },
  {
    title: 'NOT NULL that is not valid, not inherited, renamed',
    since: 18,
    before: 'CREATE TABLE n (id int PRIMARY KEY, x text, y text);',
    steps: [
      'ALTER TABLE n ADD CONSTRAINT nx NOT NULL x NOT VALID',
      'ALTER TABLE n VALIDATE CONSTRAINT nx',
      'ALTER TABLE n ALTER COLUMN x DROP NOT NULL',
      'ALTER TABLE n ADD CONSTRAINT ny NOT NULL y NO INHERIT',
      'ALTER TABLE n ALTER CONSTRAINT ny INHERIT',
      'ALTER TABLE n ALTER CONSTRAINT ny NO INHERIT',
      'ALTER TABLE n RENAME CONSTRAINT ny TO ny_2',
    ],
  },
  {
    title: 'constraints that are not valid, not enforced, not inherited, deferred',
    since: 18,
    before: `CREATE TABLE n (id int PRIMARY KEY, x int, CONSTRAINT cx CHECK (x > 0) NO INHERIT);
      CREATE TABLE o (id int PRIMARY KEY, n_id int, CONSTRAINT o_n FOREIGN KEY (n_id) REFERENCES n (id) NOT VALID);`,
    steps: [
      'ALTER TABLE n DROP CONSTRAINT cx',
      'ALTER TABLE n ADD CONSTRAINT cx CHECK (x > 0) NOT ENFORCED',
      'ALTER TABLE n DROP CONSTRAINT cx',
      'ALTER TABLE o VALIDATE CONSTRAINT o_n',
      'ALTER TABLE o ALTER CONSTRAINT o_n NOT ENFORCED',
      'ALTER TABLE o ALTER CONSTRAINT o_n ENFORCED',
      'ALTER TABLE o ALTER CONSTRAINT o_n DEFERRABLE INITIALLY DEFERRED',
    ],
  },
  {
    title: 'keys over time (WITHOUT OVERLAPS, PERIOD)',
    since: 18,
    before: `CREATE EXTENSION btree_gist;
      CREATE TABLE room (id int, during daterange, CONSTRAINT room_pk PRIMARY KEY (id, during WITHOUT OVERLAPS));
      CREATE TABLE booking (id int, room_id int, during daterange, CONSTRAINT b_pk PRIMARY KEY (id, during WITHOUT OVERLAPS),
        CONSTRAINT b_fk FOREIGN KEY (room_id, PERIOD during) REFERENCES room (id, PERIOD during));`,
    steps: [
      'ALTER TABLE booking DROP CONSTRAINT b_fk',
      'ALTER TABLE room DROP CONSTRAINT room_pk',
      'ALTER TABLE room ADD CONSTRAINT room_u UNIQUE (id, during WITHOUT OVERLAPS)',
      'ALTER TABLE booking ADD CONSTRAINT b_fk FOREIGN KEY (room_id, PERIOD during) REFERENCES room (id, PERIOD during)',
      { up: 'DROP TABLE booking', loses: ['public.booking'] },
    ],
  },
  {
    title: 'an enum in the key of partitions, with all that stands on them',
    before: `CREATE TYPE k AS ENUM ('a', 'b'); CREATE TABLE o (id int PRIMARY KEY);
      CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TABLE p (id bigserial, k k NOT NULL DEFAULT 'a', o int CONSTRAINT p_o REFERENCES o, v text DEFAULT 'x' CONSTRAINT short CHECK (v <> 'long'), PRIMARY KEY (id, k)) PARTITION BY LIST (k);
      CREATE TABLE pa PARTITION OF p FOR VALUES IN ('a', 'b'); CREATE TABLE pd PARTITION OF p DEFAULT;
      CREATE INDEX p_v ON p (v); CREATE INDEX pa_own ON pa (o); ALTER TABLE pa ALTER v SET DEFAULT 'own';
      CREATE TRIGGER keep BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION keep(); COMMENT ON TABLE p IS 'parts'; GRANT SELECT ON p TO PUBLIC;
      ALTER TABLE p ENABLE ROW LEVEL SECURITY; CREATE POLICY seen ON p USING (v IS NOT NULL);
      CREATE TABLE c (id int PRIMARY KEY, pid bigint, pk k, CONSTRAINT c_p FOREIGN KEY (pid, pk) REFERENCES p); CREATE VIEW w AS SELECT id, k FROM p;`,
    steps: [`ALTER TYPE k ADD VALUE 'c'`],
  },
  {
    title: 'an enum in the key of parts of a partition, and a partition for its new label',
    before: `CREATE TYPE k AS ENUM ('a', 'b'); CREATE TABLE p (d date NOT NULL, k k NOT NULL) PARTITION BY RANGE (d);
      CREATE TABLE p20 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') PARTITION BY LIST (k);
      CREATE TABLE p20a PARTITION OF p20 FOR VALUES IN ('a'); CREATE TABLE p20b PARTITION OF p20 FOR VALUES IN ('b');`,
    steps: [
      `-- agora: no-transaction\nALTER TYPE k ADD VALUE 'c';\nCREATE TABLE p20c PARTITION OF p20 FOR VALUES IN ('c');`,
    ],
  },
  {
    title: 'what a table and a sequence are kept as',
    since: 15,
    before: `CREATE SEQUENCE s; CREATE TYPE row_of AS (a int, b text); CREATE TABLE typed OF row_of (PRIMARY KEY (a));
      CREATE ACCESS METHOD heap_2 TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t (id int PRIMARY KEY);`,
    steps: [
      'ALTER SEQUENCE s SET UNLOGGED',
      'ALTER TABLE typed NOT OF',
      'ALTER TABLE t SET ACCESS METHOD heap_2',
    ],
  },
  {
    title: 'a table on an access method of the same script, shells of types',
    before: 'CREATE TYPE hollow; CREATE TABLE b (id int PRIMARY KEY);',
    steps: [
      `CREATE ACCESS METHOD own TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t (id int PRIMARY KEY, a text) USING own`,
      'CREATE TYPE shell',
      'DROP TYPE hollow',
    ],
  },
  {
    title: 'a schema that is dropped once its tables, types and functions have moved away',
    before: `CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id serial PRIMARY KEY, v text); CREATE TYPE a.e AS ENUM ('x');
      CREATE FUNCTION a.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON SCHEMA a IS 'old'; GRANT USAGE ON SCHEMA a TO PUBLIC;`,
    steps: [
      'ALTER TABLE a.t SET SCHEMA b; ALTER TYPE a.e SET SCHEMA b; ALTER FUNCTION a.f() SET SCHEMA b; DROP SCHEMA a;',
    ],
  },
  {
    title: 'what indexes, checks and views stand on and the planner does not know',
    before: `CREATE TEXT SEARCH CONFIGURATION words (COPY = simple); CREATE TABLE t (id int PRIMARY KEY, v text);
      CREATE INDEX t_words ON t USING gin (to_tsvector('words', v));
      CREATE FUNCTION alike(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
      CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = alike);
      ALTER TABLE t ADD CHECK (v === v); CREATE VIEW w AS SELECT id, v === 'a' AS is_a FROM t;
      CREATE TYPE c AS (a int); CREATE FUNCTION number_of(c) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a';
      CREATE CAST (c AS int) WITH FUNCTION number_of(c); CREATE VIEW x AS SELECT (ROW(id)::c)::int AS n FROM t;`,
    steps: [
      'DROP INDEX t_words; DROP TEXT SEARCH CONFIGURATION words;',
      'DROP VIEW x; DROP CAST (c AS int); DROP FUNCTION number_of; DROP TYPE c; DROP FUNCTION alike CASCADE;',
    ],
  },
  {
    title: 'a table that takes the name of an enum, and the other way round',
    before: `CREATE TYPE role AS ENUM ('a', 'b'); CREATE TYPE span AS RANGE (subtype = int4);
      CREATE TABLE m (id int PRIMARY KEY, role role NOT NULL DEFAULT 'a', s span);`,
    steps: [
      {
        up: 'ALTER TABLE m DROP role; DROP TYPE role; CREATE TABLE role (id int PRIMARY KEY, name text); ALTER TABLE m ADD role_id int REFERENCES role',
        loses: ['public.m.role'],
      },
      "ALTER TABLE role RENAME TO roles; CREATE TYPE role AS ENUM ('c'); CREATE TABLE n (id int PRIMARY KEY, r role)",
      'ALTER TYPE role RENAME TO role_kind; CREATE VIEW role AS SELECT id, r AS kind FROM n',
      {
        up: 'ALTER TABLE m DROP s; DROP TYPE span; CREATE TABLE span (id int PRIMARY KEY)',
        loses: ['public.m.s'],
      },
    ],
  },
  {
    title: 'a domain and a table that take the names of enums',
    before: `CREATE TYPE a AS ENUM ('x', 'y'); CREATE TYPE b AS ENUM ('x', 'y');
      CREATE TABLE m (id int PRIMARY KEY, a a NOT NULL, b b NOT NULL DEFAULT 'x');`,
    steps: [
      'ALTER TABLE m ALTER a TYPE text USING a::text; DROP TYPE a; CREATE DOMAIN a AS text; ALTER TABLE m ADD other a',
      "ALTER TABLE m ALTER b DROP DEFAULT, ALTER b TYPE text USING b::text, ALTER b SET DEFAULT 'x'; DROP TYPE b; CREATE TABLE b (id int PRIMARY KEY)",
    ],
  },
];
