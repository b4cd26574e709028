import type { ParkingCase } from './parking-case.fixture.ts';

/** Types that change, and the values with them. */
export const typeCases: readonly ParkingCase[] = [
  {
    title: 'a text read as a number',
    before: 'CREATE TABLE orders (id int PRIMARY KEY, code text NOT NULL);',
    rows: `INSERT INTO orders VALUES (1, '007'), (2, '8'), (3, '0x')`,
    up: `ALTER TABLE orders ALTER COLUMN code TYPE int USING coalesce(substring(code FROM '^[0-9]+')::int, 0);`,
    down: 'ALTER TABLE orders ALTER COLUMN code TYPE text USING code::text;',
    written: 'UPDATE orders SET code = 9 WHERE id = 2; INSERT INTO orders VALUES (4, 12)',
    old: [
      'SELECT id, code FROM orders ORDER BY id',
      [
        [1, '007'],
        [2, '9'],
        [3, '0x'],
        [4, '12'],
      ],
    ],
    again: [
      'SELECT id, code FROM orders ORDER BY id',
      [
        [1, 7],
        [2, 9],
        [3, 0],
        [4, 12],
      ],
    ],
  },
  {
    title: 'a time that becomes a day',
    before: 'CREATE TABLE t (id int PRIMARY KEY, at timestamp);',
    rows: `INSERT INTO t VALUES (1, '2024-05-05 10:30'), (2, NULL)`,
    up: 'ALTER TABLE t ALTER at TYPE date;',
    down: 'ALTER TABLE t ALTER at TYPE timestamp;',
    written: `UPDATE t SET at = '2024-06-06' WHERE id = 2`,
    old: [
      'SELECT id, at::text FROM t ORDER BY id',
      [
        [1, '2024-05-05 10:30:00'],
        [2, '2024-06-06 00:00:00'],
      ],
    ],
    again: [
      'SELECT id, at::text FROM t ORDER BY id',
      [
        [1, '2024-05-05'],
        [2, '2024-06-06'],
      ],
    ],
  },
  {
    title: 'a number that is rounded, under an index and a default',
    before:
      'CREATE TABLE t (id int PRIMARY KEY, n numeric(10,2) NOT NULL DEFAULT 1.5); CREATE INDEX tn ON t (n);',
    rows: 'INSERT INTO t VALUES (1, 9.99), (2, 3)',
    up: 'ALTER TABLE t ALTER n DROP DEFAULT, ALTER n TYPE int, ALTER n SET DEFAULT 1;',
    down: 'ALTER TABLE t ALTER n DROP DEFAULT, ALTER n TYPE numeric(10,2), ALTER n SET DEFAULT 1.5;',
    written: 'INSERT INTO t (id) VALUES (3)',
    old: [
      'SELECT id, n::text FROM t ORDER BY id',
      [
        [1, '9.99'],
        [2, '3.00'],
        [3, '1.00'],
      ],
    ],
    again: [
      'SELECT id, n FROM t ORDER BY id',
      [
        [1, 10],
        [2, 3],
        [3, 1],
      ],
    ],
  },
  {
    title: 'labels that become one',
    before: `CREATE TABLE pad (id int); CREATE TYPE lvl AS ENUM ('low', 'mid', 'high'); CREATE TABLE t (id int PRIMARY KEY, l lvl NOT NULL DEFAULT 'low');`,
    rows: `INSERT INTO t VALUES (1, 'mid'), (2, 'high')`,
    up: `CREATE TYPE lvl_new AS ENUM ('low', 'high'); ALTER TABLE t ALTER l DROP DEFAULT; ALTER TABLE t ALTER l TYPE lvl_new USING (CASE l::text WHEN 'mid' THEN 'high' ELSE l::text END)::lvl_new; ALTER TYPE lvl RENAME TO lvl_old; ALTER TYPE lvl_new RENAME TO lvl; DROP TYPE lvl_old; ALTER TABLE t ALTER l SET DEFAULT 'low';`,
    down: `ALTER TYPE lvl RENAME TO lvl_new; CREATE TYPE lvl_old AS ENUM ('low', 'mid', 'high'); ALTER TABLE t ALTER l DROP DEFAULT; ALTER TABLE t ALTER l TYPE lvl_old USING l::text::lvl_old; DROP TYPE lvl_new; ALTER TYPE lvl_old RENAME TO lvl; ALTER TABLE t ALTER l SET DEFAULT 'low';`,
    written: `UPDATE t SET l = 'low' WHERE id = 2; INSERT INTO t VALUES (3, 'high')`,
    old: [
      'SELECT id, l::text FROM t ORDER BY id',
      [
        [1, 'mid'],
        [2, 'low'],
        [3, 'high'],
      ],
    ],
    again: [
      'SELECT id, l::text FROM t ORDER BY id',
      [
        [1, 'high'],
        [2, 'low'],
        [3, 'high'],
      ],
    ],
  },
  {
    title: 'a text cut to a length',
    before: 'CREATE TABLE t (id int PRIMARY KEY, v varchar(50) NOT NULL);',
    rows: `INSERT INTO t VALUES (1, 'a long text'), (2, 'b')`,
    up: 'ALTER TABLE t ALTER v TYPE varchar(5) USING left(v, 5);',
    down: 'ALTER TABLE t ALTER v TYPE varchar(50);',
    written: `UPDATE t SET v = 'bb' WHERE id = 2`,
    old: [
      'SELECT id, v FROM t ORDER BY id',
      [
        [1, 'a long text'],
        [2, 'bb'],
      ],
    ],
    again: [
      'SELECT id, v FROM t ORDER BY id',
      [
        [1, 'a lon'],
        [2, 'bb'],
      ],
    ],
  },
  {
    title: 'NULL that becomes a value',
    before: 'CREATE TABLE t (id int PRIMARY KEY, v text);',
    rows: `INSERT INTO t VALUES (1, NULL), (2, '5')`,
    up: 'ALTER TABLE t ALTER v TYPE int USING coalesce(v::int, 0), ALTER v SET NOT NULL;',
    down: 'ALTER TABLE t ALTER v DROP NOT NULL, ALTER v TYPE text USING v::text;',
    written: 'INSERT INTO t VALUES (3, 0)',
    old: [
      'SELECT id, v FROM t ORDER BY id',
      [
        [1, null],
        [2, '5'],
        [3, '0'],
      ],
    ],
    again: [
      'SELECT id, v FROM t ORDER BY id',
      [
        [1, 0],
        [2, 5],
        [3, 0],
      ],
    ],
  },
  {
    title: 'a document that becomes one of its values',
    before: 'CREATE TABLE t (id int PRIMARY KEY, doc json);',
    rows: `INSERT INTO t VALUES (1, '{"a": 1, "b" : 2}')`,
    up: `ALTER TABLE t ALTER doc TYPE int USING (doc->>'a')::int;`,
    down: `ALTER TABLE t ALTER doc TYPE json USING json_build_object('a', doc);`,
    written: 'INSERT INTO t VALUES (2, 4)',
    old: [
      'SELECT id, doc::text FROM t ORDER BY id',
      [
        [1, '{"a": 1, "b" : 2}'],
        [2, '{"a" : 4}'],
      ],
    ],
    again: [
      'SELECT id, doc FROM t ORDER BY id',
      [
        [1, 1],
        [2, 4],
      ],
    ],
  },
  {
    title: 'two types changed by one statement, of a partitioned table',
    before:
      'CREATE TABLE t (id int, a text, b real) PARTITION BY LIST (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t_2 PARTITION OF t DEFAULT;',
    rows: `INSERT INTO t VALUES (1, ' 1', 1.5), (2, '2', 2)`,
    up: 'ALTER TABLE t ALTER a TYPE int USING trim(a)::int, ALTER b TYPE int USING round(b), ADD COLUMN c int;',
    down: 'ALTER TABLE t DROP COLUMN c, ALTER b TYPE real USING b, ALTER a TYPE text USING a::text;',
    written: 'UPDATE t SET b = 7, c = 1 WHERE id = 2',
    old: [
      'SELECT id, a, b FROM t ORDER BY id',
      [
        [1, ' 1', 1.5],
        [2, '2', 7],
      ],
    ],
    again: [
      'SELECT id, a, b, c FROM t ORDER BY id',
      [
        [1, 1, 2, null],
        [2, 2, 7, 1],
      ],
    ],
  },
  {
    title: 'a wider number, and back',
    before: 'CREATE TABLE t (id int PRIMARY KEY, n int);',
    rows: 'INSERT INTO t VALUES (1, 1)',
    up: 'ALTER TABLE t ALTER n TYPE bigint;',
    down: 'ALTER TABLE t ALTER n TYPE int;',
    written: 'UPDATE t SET n = 2',
    old: ['SELECT n FROM t', [[2]]],
    again: ['SELECT n::int FROM t', [[2]]],
  },
  {
    title: 'lengths that grow, and shrink on the way back',
    before: 'CREATE TABLE t (id int PRIMARY KEY, a numeric(10,2), b varchar(5), c timestamp(0));',
    rows: `INSERT INTO t VALUES (1, 1.25, 'b', '2024-01-01 10:00:00')`,
    up: 'ALTER TABLE t ALTER a TYPE numeric(12,4), ALTER b TYPE varchar(9), ALTER c TYPE timestamp(3);',
    down: 'ALTER TABLE t ALTER a TYPE numeric(10,2), ALTER b TYPE varchar(5), ALTER c TYPE timestamp(0);',
    written: `UPDATE t SET a = 1.2345, c = '2024-01-01 10:00:00.123'`,
    old: ['SELECT a::text, b, c::text FROM t', [['1.23', 'b', '2024-01-01 10:00:00']]],
    again: ['SELECT a::text, b, c::text FROM t', [['1.2345', 'b', '2024-01-01 10:00:00.123']]],
  },
];
