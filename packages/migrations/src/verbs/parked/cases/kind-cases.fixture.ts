import type { ParkingCase } from './parking-case.fixture.ts';

/** Kinds of tables, columns and of what stands on them that the other lists do not have. */
export const kindCases: readonly ParkingCase[] = [
  {
    title: 'a column of a table from which others inherit',
    before: "CREATE TABLE base (id int, v text DEFAULT 'd'); CREATE TABLE more (extra int) INHERITS (base);",
    rows: "INSERT INTO base VALUES (1, 'x'); INSERT INTO more VALUES (2, 'y', 7)",
    up: 'ALTER TABLE base DROP COLUMN v;',
    down: "ALTER TABLE base ADD COLUMN v text DEFAULT 'd';",
    written: 'INSERT INTO more (id, extra) VALUES (3, 8)',
    old: [
      'SELECT id, v FROM base ORDER BY id',
      [
        [1, 'x'],
        [2, 'y'],
        [3, 'd'],
      ],
    ],
    again: ['SELECT id FROM base ORDER BY id', [[1], [2], [3]]],
  },
  {
    title: 'columns of a domain, a range and an array of an enum',
    before: `CREATE DOMAIN code AS text CHECK (VALUE ~ '^[A-Z]+$'); CREATE TYPE mood AS ENUM ('a', 'b');
      CREATE TABLE t (id int PRIMARY KEY, c code NOT NULL, m mood[] NOT NULL DEFAULT '{a}', r int4range);`,
    rows: `INSERT INTO t VALUES (1, 'AB', '{b,a}', '[1,5)')`,
    up: 'ALTER TABLE t DROP COLUMN c, DROP COLUMN m, DROP COLUMN r;',
    down: `ALTER TABLE t ADD COLUMN c code NOT NULL DEFAULT 'X', ADD COLUMN m mood[] NOT NULL DEFAULT '{a}', ADD COLUMN r int4range; ALTER TABLE t ALTER c DROP DEFAULT;`,
    written: 'INSERT INTO t VALUES (2)',
    old: [
      'SELECT id, c, m::text, r::text FROM t ORDER BY id',
      [
        [1, 'AB', '{b,a}', '[1,5)'],
        [2, 'X', '{a}', null],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[1], [2]]],
  },
  {
    title: 'a computed column alone',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED);',
    rows: 'INSERT INTO t VALUES (1, 4)',
    up: 'ALTER TABLE t DROP COLUMN b;',
    down: 'ALTER TABLE t ADD COLUMN b int GENERATED ALWAYS AS (a * 2) STORED;',
    written: 'INSERT INTO t VALUES (2, 5); UPDATE t SET a = 3 WHERE id = 1',
    old: [
      'SELECT id, b FROM t ORDER BY id',
      [
        [1, 6],
        [2, 10],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[1], [2]]],
  },
  {
    title: 'a column that a policy, a rule and a trigger need, by CASCADE',
    before: `CREATE TABLE t (id int PRIMARY KEY, owner text, n int DEFAULT 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON t USING (owner = current_user);
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := NEW.n + 1; RETURN NEW; END $$;
      CREATE TRIGGER touch BEFORE UPDATE OF owner ON t FOR EACH ROW EXECUTE FUNCTION touch();`,
    rows: "INSERT INTO t VALUES (1, 'ann')",
    up: 'ALTER TABLE t DROP COLUMN owner CASCADE;',
    down: `ALTER TABLE t ADD COLUMN owner text; CREATE POLICY own ON t USING (owner = current_user);
      CREATE TRIGGER touch BEFORE UPDATE OF owner ON t FOR EACH ROW EXECUTE FUNCTION touch();`,
    written: 'INSERT INTO t VALUES (2); UPDATE t SET n = 5 WHERE id = 1',
    old: [
      'SELECT id, owner, n FROM t ORDER BY id',
      [
        [1, 'ann', 5],
        [2, null, 0],
      ],
    ],
    rewritten: "UPDATE t SET owner = 'bob' WHERE id = 2",
    again: [
      'SELECT id, n FROM t ORDER BY id',
      [
        [1, 5],
        [2, 1],
      ],
    ],
  },
  {
    title: 'a column with statistics, a comment, grants, a compression and an exclusion',
    before: `CREATE TABLE t (id int PRIMARY KEY, a int, during int4range, CONSTRAINT apart EXCLUDE USING gist (during WITH &&));
      CREATE STATISTICS s (ndistinct) ON id, a FROM t; COMMENT ON COLUMN t.a IS 'mine'; GRANT SELECT (a) ON t TO PUBLIC; ALTER TABLE t ALTER a SET STATISTICS 500;`,
    rows: "INSERT INTO t VALUES (1, 4, '[1,2)')",
    up: 'ALTER TABLE t DROP COLUMN a, DROP COLUMN during;',
    down: `ALTER TABLE t ADD COLUMN a int, ADD COLUMN during int4range; ALTER TABLE t ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&);
      CREATE STATISTICS s (ndistinct) ON id, a FROM t; COMMENT ON COLUMN t.a IS 'mine'; GRANT SELECT (a) ON t TO PUBLIC; ALTER TABLE t ALTER a SET STATISTICS 500;`,
    written: 'INSERT INTO t VALUES (2), (3)',
    old: [
      'SELECT id, a, during::text FROM t ORDER BY id',
      [
        [1, 4, '[1,2)'],
        [2, null, null],
        [3, null, null],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[1], [2], [3]]],
  },
  {
    title: 'columns of a key of several that refers to another schema',
    before: `CREATE SCHEMA far; CREATE TABLE far.teams (tenant int, id int, PRIMARY KEY (tenant, id));
      CREATE TABLE t (id int PRIMARY KEY, tenant int, team int, CONSTRAINT of_team FOREIGN KEY (tenant, team) REFERENCES far.teams ON DELETE CASCADE);`,
    rows: 'INSERT INTO far.teams VALUES (1, 1), (1, 2); INSERT INTO t VALUES (1, 1, 2)',
    up: 'ALTER TABLE t DROP COLUMN team;',
    down: 'ALTER TABLE t ADD COLUMN team int; ALTER TABLE t ADD CONSTRAINT of_team FOREIGN KEY (tenant, team) REFERENCES far.teams ON DELETE CASCADE;',
    written: 'INSERT INTO t VALUES (2, 1)',
    old: [
      'SELECT id, tenant, team FROM t ORDER BY id',
      [
        [1, 1, 2],
        [2, 1, null],
      ],
    ],
    again: [
      'SELECT id, tenant FROM t ORDER BY id',
      [
        [1, 1],
        [2, 1],
      ],
    ],
  },
  {
    title: 'a column that refers to its own table',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, parent int CONSTRAINT up REFERENCES t DEFERRABLE INITIALLY DEFERRED);',
    rows: 'INSERT INTO t VALUES (1, NULL), (2, 1)',
    up: 'ALTER TABLE t DROP COLUMN parent;',
    down: 'ALTER TABLE t ADD COLUMN parent int CONSTRAINT up REFERENCES t DEFERRABLE INITIALLY DEFERRED;',
    written: 'INSERT INTO t VALUES (3)',
    old: [
      'SELECT id, parent FROM t ORDER BY id',
      [
        [1, null],
        [2, 1],
        [3, null],
      ],
    ],
    again: ['SELECT id FROM t ORDER BY id', [[1], [2], [3]]],
  },
  {
    title: 'a column to which another table refers, by CASCADE',
    before: `CREATE TABLE u (id int PRIMARY KEY, code text NOT NULL CONSTRAINT u_code UNIQUE); CREATE TABLE p (id int PRIMARY KEY, code text CONSTRAINT p_code REFERENCES u (code));`,
    rows: "INSERT INTO u VALUES (1, 'a'), (2, 'b'); INSERT INTO p VALUES (1, 'a')",
    up: 'ALTER TABLE u DROP COLUMN code CASCADE;',
    down: "ALTER TABLE u ADD COLUMN code text CONSTRAINT u_code UNIQUE; UPDATE u SET code = 'id' || id; ALTER TABLE u ALTER code SET NOT NULL; ALTER TABLE p ADD CONSTRAINT p_code FOREIGN KEY (code) REFERENCES u (code);",
    written: "INSERT INTO u VALUES (3); UPDATE p SET code = 'b'",
    old: [
      'SELECT u.code, p.code FROM u LEFT JOIN p USING (code) ORDER BY u.id',
      [
        ['a', null],
        ['b', 'b'],
        ['id3', null],
      ],
    ],
    again: ['SELECT id FROM u ORDER BY id', [[1], [2], [3]]],
  },
  {
    title: 'a table without a key, unlogged, with a comment, grants, a rule and options',
    before: `CREATE UNLOGGED TABLE t (a int, b text) WITH (fillfactor = 70); COMMENT ON TABLE t IS 'mine'; GRANT SELECT ON t TO PUBLIC;
      CREATE RULE twice AS ON DELETE TO t WHERE OLD.a = 0 DO INSTEAD NOTHING;`,
    rows: "INSERT INTO t VALUES (1, 'x'), (1, 'x')",
    up: 'DROP TABLE t;',
    down: `CREATE UNLOGGED TABLE t (a int, b text) WITH (fillfactor = 70); COMMENT ON TABLE t IS 'mine'; GRANT SELECT ON t TO PUBLIC;
      CREATE RULE twice AS ON DELETE TO t WHERE OLD.a = 0 DO INSTEAD NOTHING;`,
    written: 'SELECT 1',
    old: [
      'SELECT a, b FROM t',
      [
        [1, 'x'],
        [1, 'x'],
      ],
    ],
    rewritten: "INSERT INTO t VALUES (2, 'y')",
    again: ['SELECT 1', [[1]]],
  },
  {
    title: 'a table that a materialized view reads, by CASCADE',
    before: `CREATE TABLE t (id int PRIMARY KEY, v text); CREATE MATERIALIZED VIEW m AS SELECT v FROM t; CREATE VIEW w AS SELECT v FROM m;`,
    rows: "INSERT INTO t VALUES (1, 'x'); REFRESH MATERIALIZED VIEW m",
    up: 'DROP TABLE t CASCADE;',
    down: `CREATE TABLE t (id int PRIMARY KEY, v text); CREATE MATERIALIZED VIEW m AS SELECT v FROM t; CREATE VIEW w AS SELECT v FROM m;`,
    written: 'SELECT 1',
    old: ['SELECT t.v, w.v FROM t, w', [['x', 'x']]],
    again: ['SELECT 1', [[1]]],
  },
  {
    title: 'a table of keys that are text and several, and one that refers to it by both',
    before: `CREATE TABLE a (tenant uuid, code text COLLATE "C", PRIMARY KEY (tenant, code)); CREATE TABLE b (id int PRIMARY KEY, tenant uuid, code text, FOREIGN KEY (tenant, code) REFERENCES a ON UPDATE CASCADE);`,
    rows: `INSERT INTO a VALUES ('00000000-0000-0000-0000-000000000001', 'x'); INSERT INTO b VALUES (1, '00000000-0000-0000-0000-000000000001', 'x')`,
    up: 'DROP TABLE b; DROP TABLE a;',
    down: `CREATE TABLE a (tenant uuid, code text COLLATE "C", PRIMARY KEY (tenant, code)); CREATE TABLE b (id int PRIMARY KEY, tenant uuid, code text, FOREIGN KEY (tenant, code) REFERENCES a ON UPDATE CASCADE);`,
    written: 'SELECT 1',
    old: ['SELECT b.id, a.code FROM a JOIN b USING (tenant, code)', [[1, 'x']]],
    rewritten: "UPDATE a SET code = 'y'",
    again: ['SELECT 1', [[1]]],
  },
  {
    title: 'an enum that becomes text, under a view',
    before: `CREATE TYPE k AS ENUM ('a', 'b'); CREATE TABLE t (id int PRIMARY KEY, v k NOT NULL DEFAULT 'a'); CREATE VIEW w AS SELECT id, v FROM t;`,
    rows: "INSERT INTO t VALUES (1, 'b')",
    up: `DROP VIEW w; ALTER TABLE t ALTER v DROP DEFAULT, ALTER v TYPE text USING v::text, ALTER v SET DEFAULT 'a'; DROP TYPE k; CREATE VIEW w AS SELECT id, v FROM t;`,
    down: `DROP VIEW w; CREATE TYPE k AS ENUM ('a', 'b'); ALTER TABLE t ALTER v DROP DEFAULT, ALTER v TYPE k USING (CASE v WHEN 'b' THEN 'b' ELSE 'a' END)::k, ALTER v SET DEFAULT 'a'; CREATE VIEW w AS SELECT id, v FROM t;`,
    written: "INSERT INTO t VALUES (2, 'other')",
    old: [
      'SELECT id, v::text FROM w ORDER BY id',
      [
        [1, 'b'],
        [2, 'a'],
      ],
    ],
    again: [
      'SELECT id, v FROM w ORDER BY id',
      [
        [1, 'b'],
        [2, 'other'],
      ],
    ],
  },
  {
    title: 'an array cut to its first value, and a domain to its base',
    before: `CREATE DOMAIN small AS int CHECK (VALUE < 100); CREATE TABLE t (id int PRIMARY KEY, tags text[], n small);`,
    rows: "INSERT INTO t VALUES (1, '{x,y}', 7), (2, '{z}', 8)",
    up: 'ALTER TABLE t ALTER tags TYPE text USING tags[1], ALTER n TYPE int;',
    down: 'ALTER TABLE t ALTER tags TYPE text[] USING ARRAY[tags], ALTER n TYPE small USING least(n, 99);',
    written: "UPDATE t SET tags = 'w', n = 500 WHERE id = 2",
    old: [
      'SELECT id, tags::text, n FROM t ORDER BY id',
      [
        [1, '{x,y}', 7],
        [2, '{w}', 99],
      ],
    ],
    again: [
      'SELECT id, tags, n FROM t ORDER BY id',
      [
        [1, 'x', 7],
        [2, 'w', 500],
      ],
    ],
  },
  {
    title: 'a number cut under a self reference',
    before: `CREATE TABLE t (id bigint PRIMARY KEY, parent bigint REFERENCES t);`,
    rows: 'INSERT INTO t VALUES (1, NULL), (2, 1)',
    up: 'ALTER TABLE t DROP CONSTRAINT t_parent_fkey; ALTER TABLE t ALTER parent TYPE text; ',
    down: "ALTER TABLE t ALTER parent TYPE bigint USING CASE WHEN parent ~ '^[0-9]+$' THEN parent::bigint END; ALTER TABLE t ADD CONSTRAINT t_parent_fkey FOREIGN KEY (parent) REFERENCES t;",
    written: "INSERT INTO t VALUES (3, 'none')",
    old: [
      'SELECT id::int, parent::int FROM t ORDER BY id',
      [
        [1, null],
        [2, 1],
        [3, null],
      ],
    ],
    again: [
      'SELECT id::int, parent FROM t ORDER BY id',
      [
        [1, null],
        [2, '1'],
        [3, 'none'],
      ],
    ],
  },
  {
    title: 'a column renamed while another is parked',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a text, b text); CREATE INDEX ab ON t (a, b);',
    rows: "INSERT INTO t VALUES (1, 'x', 'y')",
    up: 'ALTER TABLE t DROP COLUMN a; ALTER TABLE t RENAME COLUMN b TO a;',
    down: 'ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t ADD COLUMN a text; CREATE INDEX ab ON t (a, b);',
    written: "INSERT INTO t (id, a) VALUES (2, 'new b')",
    old: [
      'SELECT id, a, b FROM t ORDER BY id',
      [
        [1, 'x', 'y'],
        [2, null, 'new b'],
      ],
    ],
    again: [
      'SELECT id, a FROM t ORDER BY id',
      [
        [1, 'y'],
        [2, 'new b'],
      ],
    ],
  },
  {
    title: 'a column that a unique index includes, and one without equal NULLs',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, a text, b text, c int); CREATE UNIQUE INDEX ta ON t (a) INCLUDE (b); CREATE UNIQUE INDEX tc ON t (c) WHERE c > 0;',
    rows: "INSERT INTO t VALUES (1, 'x', 'y', 3)",
    up: 'ALTER TABLE t DROP COLUMN b, DROP COLUMN c;',
    down: 'ALTER TABLE t ADD COLUMN b text, ADD COLUMN c int; CREATE UNIQUE INDEX ta ON t (a) INCLUDE (b); CREATE UNIQUE INDEX tc ON t (c) WHERE c > 0;',
    written: "INSERT INTO t VALUES (2, 'w'), (3, 'v')",
    old: [
      'SELECT id, a, b, c FROM t ORDER BY id',
      [
        [1, 'x', 'y', 3],
        [2, 'w', null, null],
        [3, 'v', null, null],
      ],
    ],
    again: [
      'SELECT id, a FROM t ORDER BY id',
      [
        [1, 'x'],
        [2, 'w'],
        [3, 'v'],
      ],
    ],
  },
  {
    title: 'a table of a partitioned one that is partitioned itself',
    before:
      'CREATE TABLE t (a int, b int, v text) PARTITION BY LIST (a); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE t_1_1 PARTITION OF t_1 FOR VALUES IN (1); CREATE TABLE t_1_d PARTITION OF t_1 DEFAULT; CREATE TABLE t_d PARTITION OF t DEFAULT;',
    rows: "INSERT INTO t VALUES (1, 1, 'x'), (1, 2, 'y'), (2, 1, 'z')",
    up: 'ALTER TABLE t DROP COLUMN v;',
    down: "ALTER TABLE t ADD COLUMN v text NOT NULL DEFAULT 'none'; ALTER TABLE t ALTER v DROP NOT NULL, ALTER v DROP DEFAULT;",
    written: 'INSERT INTO t VALUES (1, 3)',
    old: [
      'SELECT a, b, v FROM t ORDER BY 1, 2',
      [
        [1, 1, 'x'],
        [1, 2, 'y'],
        [1, 3, 'none'],
        [2, 1, 'z'],
      ],
    ],
    again: [
      'SELECT a, b FROM t ORDER BY 1, 2',
      [
        [1, 1],
        [1, 2],
        [1, 3],
        [2, 1],
      ],
    ],
  },
];
