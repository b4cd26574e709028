import { describe } from 'vitest';

import { proveSteps, type Step } from './steps.fixture.ts';

const TABLES = 'abcdefghijklmnopqrst'.split('');
const BEFORE = `${TABLES.map((name) => `CREATE TABLE ${name} (id int PRIMARY KEY, x text, n int);`).join('\n')}
CREATE TYPE tone AS ENUM ('LOW', 'HIGH');
CREATE TABLE turned (id int PRIMARY KEY, prefix text, suffix varchar, tone tone, hex bytea, twice int, more bigint, minus numeric(8, 2), flag boolean, real double precision, meta jsonb, label text);
CREATE TABLE renamed (id int PRIMARY KEY, x text);
CREATE TABLE renamed1 (id int PRIMARY KEY, x text);
CREATE TABLE packed (id int PRIMARY KEY, parts text, word text, word2 text, n int);
CREATE TABLE turned2 (id int PRIMARY KEY, a text, b text, c text, d text[], e int, f boolean);
CREATE TABLE moved (id int PRIMARY KEY, key text NOT NULL, flag boolean NOT NULL);
CREATE FUNCTION marked(t text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN t LIKE 'q%' THEN 'q' ELSE 'p' || t END; END $$;
CREATE FUNCTION fill_l() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE l SET y = left(x, 70000); END $$;`;

const LOSES = 'proven with data loss';

/** A way back that takes values out of a new column of the table, under the key that they had. */
const backFrom = (table: string, value: string, type = 'text', column = 'x'): string =>
  `ALTER TABLE ${table} ADD ${column} ${type}; UPDATE ${table} SET ${column} = ${value}; ALTER TABLE ${table} DROP y;`;
/** The same out of a new table. */
const backOut = (table: string, copy: string): string =>
  `ALTER TABLE ${table} ADD x text; UPDATE ${table} SET x = c.y FROM ${copy} AS c WHERE c.id = ${table}.id; DROP TABLE ${copy};`;

const STEPS: readonly Step[] = [
  {
    title: 'a copy by a function of PostgreSQL that changes no made-up row',
    up: 'CREATE TABLE a2 (id int PRIMARY KEY, y text); INSERT INTO a2 SELECT id, left(x, 70000) FROM a; ALTER TABLE a DROP x;',
    down: backOut('a', 'a2'),
    outcome: LOSES,
    lost: ['public.a.x'],
    says: /line 1 makes other values in a way that no made-up row shows in full/,
  },
  {
    title: 'a table made anew by it',
    up: `CREATE TABLE b_new (LIKE b INCLUDING ALL); INSERT INTO b_new SELECT id, normalize(x), n FROM b; DROP TABLE b; ALTER TABLE b_new RENAME TO b; ALTER INDEX b_new_pkey RENAME TO b_pkey;`,
    outcome: LOSES,
    lost: ['public.b.x'],
  },
  {
    title: 'a function within another expression, which does change rows',
    up: `UPDATE c SET x = 'u-' || left(x, 70000);`,
    down: 'UPDATE c SET x = substr(x, 3);',
    outcome: LOSES,
    lost: ['public.c.x'],
  },
  {
    title: 'that expression without the function',
    up: `UPDATE d SET x = 'u-' || x;`,
    down: 'UPDATE d SET x = substr(x, 3);',
    outcome: 'proven',
  },
  {
    title: 'a branch of a CASE that takes no made-up row',
    up: `ALTER TABLE e ADD y text; UPDATE e SET y = CASE WHEN n IS NULL THEN 'none' WHEN mod(n, 100003) = 7 THEN 'band' ELSE n::text END; ALTER TABLE e DROP n;`,
    down: backFrom('e', `CASE WHEN y ~ '^-?[0-9]+$' THEN y::int END`, 'int', 'n'),
    outcome: LOSES,
    lost: ['public.e.n'],
  },
  {
    title: 'the same within a cast',
    up: `ALTER TABLE q ALTER n TYPE text USING (CASE WHEN mod(n, 100003) = 99999 THEN 'band' ELSE n::text END)::text;`,
    down: `ALTER TABLE q ALTER n TYPE int USING (CASE WHEN n <> 'band' THEN n END)::int;`,
    outcome: LOSES,
    lost: ['public.q.n'],
  },
  {
    title: 'the same within a branch of another',
    up: `UPDATE r SET x = upper(CASE WHEN n IS NOT NULL THEN CASE WHEN length(x) > 70000 THEN 'Q' ELSE x || '.' END ELSE x || '.' END) || '';`,
    down: `UPDATE r SET x = left(x, -1);`,
    outcome: LOSES,
    lost: ['public.r.x'],
  },
  {
    title: 'a branch that takes a row made for it, and comes back',
    up: `ALTER TABLE s ADD y text; UPDATE s SET y = CASE WHEN n = 4711 AND x = 'odd one' THEN 'p' || x ELSE 'q' || x END; ALTER TABLE s DROP x;`,
    down: backFrom('s', 'substr(y, 2)'),
    outcome: 'proven',
  },
  {
    title: 'an ELSE that no row takes',
    up: `ALTER TABLE t ADD y text; UPDATE t SET y = CASE WHEN length(x) < 70000 OR x IS NULL THEN 'p' || x ELSE 'q' END; ALTER TABLE t DROP x;`,
    down: backFrom('t', 'substr(y, 2)'),
    outcome: 'unproven on rows',
    says: /no made-up row takes an ELSE that makes other values of public\.t\.x/,
  },
  {
    title: 'a function below WITH',
    up: `CREATE TABLE f2 (id int PRIMARY KEY, y text); WITH k AS (SELECT id, left(x, 70000) AS y FROM f) INSERT INTO f2 SELECT * FROM k; ALTER TABLE f DROP x;`,
    down: backOut('f', 'f2'),
    outcome: LOSES,
    lost: ['public.f.x'],
  },
  {
    title: 'a function in a query that stands for a value',
    up: 'ALTER TABLE g ADD y text; UPDATE g SET y = (SELECT left(other.x, 70000) FROM h AS other WHERE other.id = g.id); ALTER TABLE h DROP x;',
    down: 'ALTER TABLE h ADD x text; UPDATE h SET x = g.y FROM g WHERE g.id = h.id; ALTER TABLE g DROP y;',
    outcome: LOSES,
    lost: ['public.h.x'],
  },
  {
    title: 'a function in one of two queries that are put together',
    up: `CREATE TABLE u (id int, y text); INSERT INTO u SELECT id, x FROM i UNION ALL SELECT -id, left(x, 70000) FROM j; ALTER TABLE j DROP x;`,
    down: 'ALTER TABLE j ADD x text; UPDATE j SET x = u.y FROM u WHERE u.id = -j.id; DROP TABLE u;',
    outcome: LOSES,
    lost: ['public.j.x'],
  },
  {
    title: 'a function in a text that a block runs',
    up: `ALTER TABLE k ADD y text; DO $$ BEGIN EXECUTE 'UPDATE k SET y = left(x, 70000)'; END $$; ALTER TABLE k DROP x;`,
    down: backFrom('k', 'y'),
    outcome: LOSES,
    lost: ['public.k.x'],
  },
  {
    title: 'a function in one of the project’s own that is called',
    up: 'ALTER TABLE l ADD y text; SELECT fill_l(); ALTER TABLE l DROP x;',
    down: backFrom('l', 'y'),
    outcome: LOSES,
    lost: ['public.l.x'],
  },
  {
    title: 'a copy by a function of the project’s own that changes every made-up row',
    up: 'ALTER TABLE m ADD y text; UPDATE m SET y = marked(x); ALTER TABLE m DROP x;',
    down: backFrom('m', 'substr(y, 2)'),
    outcome: 'unproven on rows',
    says: /public\.m\.x is converted by public\.marked\(\)/,
  },
  {
    title: 'a way back by a function that changes no made-up row',
    up: 'ALTER TABLE o RENAME x TO y;',
    down: backFrom('o', 'left(y, 70000)'),
    outcome: LOSES,
    lost: ['public.o.x'],
    says: /the way back: line 1 makes other values/,
  },
  {
    title: 'a way back that changes what it then renames, on rows that nobody made',
    up: 'ALTER TABLE renamed RENAME x TO y;',
    down: `UPDATE renamed SET y = CASE WHEN length(y) = 70000 THEN 'q' ELSE y END; ALTER TABLE renamed RENAME y TO x;`,
    outcome: LOSES,
    lost: ['public.renamed.x'],
  },
  {
    title: 'one that puts it into a column which it then renames, in a table that it renames',
    up: 'ALTER TABLE renamed1 RENAME x TO y; ALTER TABLE renamed1 RENAME TO renamed2;',
    down: `ALTER TABLE renamed2 ADD z text; UPDATE renamed2 SET z = left(y, 70000); ALTER TABLE renamed2 DROP y; ALTER TABLE renamed2 RENAME z TO x; ALTER TABLE renamed2 RENAME TO renamed1;`,
    outcome: LOSES,
    lost: ['public.renamed1.x'],
  },
  {
    title: 'expressions that can be turned round, in the place of the values',
    up: `UPDATE turned SET prefix = 'ü-' || prefix, suffix = suffix || '.bak', twice = twice / 4; UPDATE turned SET minus = -minus, flag = NOT flag;`,
    outcome: LOSES,
    lost: ['public.turned.twice'],
  },
  {
    title: 'the same in changes of type',
    up: `ALTER TABLE turned ALTER tone TYPE text USING lower(tone::text), ALTER hex TYPE text USING encode(hex, 'hex'), ALTER more TYPE numeric USING more + 5;`,
    outcome: 'proven',
  },
  {
    title: 'the same in new columns',
    up: `ALTER TABLE moved ADD code text, ADD off boolean; UPDATE moved SET code = 'u-' || key; UPDATE moved SET off = NOT flag; ALTER TABLE moved DROP key, DROP flag; ALTER TABLE moved ALTER off SET NOT NULL;`,
    outcome: 'proven',
  },
  {
    title: 'sums of numbers that are not exact',
    up: 'UPDATE turned SET real = real + 1;',
    outcome: LOSES,
    lost: ['public.turned.real'],
  },
  {
    title: 'what is joined to JSON, beside what comes back',
    up: `ALTER TABLE turned RENAME label TO name; UPDATE turned SET meta = meta || '{"a": 1}';`,
    outcome: LOSES,
    lost: ['public.turned.meta'],
  },
  {
    title: 'lists joined and texts split in new columns, values as JSON',
    up: `ALTER TABLE packed ADD c text[], ADD d jsonb, ADD f jsonb, ADD g json;
UPDATE packed SET c = string_to_array(parts, '; '), d = to_jsonb(word), f = jsonb_build_object('it', word2), g = json_build_array(n);
ALTER TABLE packed DROP parts, DROP word, DROP word2, DROP n;`,
    outcome: 'proven',
  },
  {
    title: 'the same in changes of type',
    up: `ALTER TABLE turned2 ALTER a TYPE jsonb USING jsonb_build_object('it', a), ALTER b TYPE jsonb USING to_jsonb(b), ALTER c TYPE text[] USING string_to_array(c, '|'), ALTER e TYPE jsonb USING to_jsonb(e), ALTER f TYPE jsonb USING to_jsonb(f);`,
    outcome: 'proven',
  },
  {
    title: 'a list that is joined: where the separator stands in an element, it does not come back',
    up: `ALTER TABLE turned2 ALTER d TYPE text USING array_to_string(d, '|');`,
    outcome: LOSES,
    lost: ['public.turned2.d'],
  },
  {
    title: 'values packed into JSON',
    up: `ALTER TABLE p ADD y jsonb; UPDATE p SET y = jsonb_build_object('x', x, 'n', n); ALTER TABLE p DROP x, DROP n;`,
    outcome: 'proven',
  },
];

describe('values that a script makes others of', () => {
  proveSteps(BEFORE, STEPS);
});
