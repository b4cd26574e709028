import { isAgoraError } from '@agora/core';
import { describe, expect, it } from 'vitest';

import { B, back, deployed, lost, type RollbackCase, withoutAndWithConsent } from './rollback.fixture.ts';

/** As `withoutAndWithConsent` finds it: refused with these reasons, in order, and nothing done. */
const refused = (why: readonly (string | RegExp)[]) => ({
  code: 'migrations.data_loss',
  why: why.map((one) => expect.stringMatching(one)),
  stood: 2,
  outcomes: ['succeeded'],
});

describe('what nobody consented to is refused, and nothing is done', () => {
  it('what only running it would tell', async () => {
    const project = await deployed({
      before: 'CREATE TABLE person (id int PRIMARY KEY, name text);',
      up: 'CREATE TABLE extra (id int); CREATE SCHEMA vault; CREATE TABLE vault.gem (id int); CREATE DOMAIN mood AS text; ALTER TABLE person ADD COLUMN mood mood;',
      down: `CREATE TEMPORARY TABLE doomed AS SELECT id FROM person WHERE name LIKE 'a%';
        DELETE FROM person WHERE id IN (SELECT id FROM doomed);
        DROP SCHEMA vault CASCADE;
        DROP DOMAIN mood CASCADE;
        DO $$ BEGIN EXECUTE 'DROP TABLE extra'; END $$;`,
      rows: `INSERT INTO person SELECT n, 'a' || n, 'fine' FROM generate_series(1, 100) n; INSERT INTO person VALUES (0, 'b');
        INSERT INTO vault.gem VALUES (1), (2); INSERT INTO extra VALUES (3)`,
    });
    const found = await withoutAndWithConsent(project);
    expect(found).toMatchObject(
      refused([
        /at most 101 rows of person/,
        /2 rows of vault\.gem, through schema vault/,
        /100 values of person\.mood, through domain mood/,
        /an unknown loss: line 5 a DO block runs SQL that it puts together as text/,
      ]),
    );
    expect(found.gone).toEqual([
      'lost an unknown number of rows of extra (they went through something that cannot be read)',
      'lost 2 rows of vault.gem',
      'lost 100 values of person.mood',
      'lost 100 rows of person',
    ]);
  });

  const tables =
    'CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (id int, a int REFERENCES a ON DELETE CASCADE);';
  const rows =
    'INSERT INTO a SELECT n, n FROM generate_series(1, 5) n; INSERT INTO b SELECT n, 1 + n % 5 FROM generate_series(1, 20) n';
  const cases: readonly (RollbackCase & {
    readonly it: string;
    readonly why: readonly (string | RegExp)[];
    readonly gone?: readonly string[];
  })[] = [
    {
      it: 'a DELETE, with the rows that refer to those it takes',
      down: 'DELETE FROM a WHERE id < 3;',
      why: [
        ': 2 rows of a where id < 3$',
        ': 8 rows of b, through its foreign key to a \\(ON DELETE CASCADE\\)',
      ].map((one) => new RegExp(one, 'm')),
      gone: ['lost 2 rows of a', 'lost 8 rows of b'],
    },
    {
      it: 'a DELETE by another table',
      down: 'DELETE FROM b USING a WHERE a.id = b.a AND a.n = 1;',
      why: [/4 rows of b where a\.id = b\.a AND a\.n = 1 \(using a\)/],
      gone: ['lost 4 rows of b'],
    },
    {
      it: 'a DELETE below a CTE',
      down: 'WITH gone AS (DELETE FROM b WHERE id < 3 RETURNING id) SELECT count(*) FROM gone;',
      why: [/at most 20 rows of b/],
      gone: ['lost 2 rows of b'],
    },
    {
      it: 'a DELETE after something that changes what it reads',
      down: 'UPDATE b SET id = 100; DELETE FROM b WHERE id = 100;',
      why: [/: 20 values of b\.id$/, /at most 20 rows of b/],
      gone: ['lost 20 rows of b', 'lost 20 values of b.id'],
    },
    {
      it: 'a MERGE that deletes',
      down: 'MERGE INTO b USING a ON a.id = b.a WHEN MATCHED AND a.n = 1 THEN DELETE;',
      why: [/at most 20 rows of b/],
      gone: ['lost 4 rows of b'],
    },
    {
      it: 'TRUNCATE CASCADE, with the table it does not name',
      down: 'TRUNCATE a CASCADE;',
      why: [/: 5 rows of a$/m, /: 20 rows of b, through TRUNCATE \.\.\. CASCADE of a/],
      gone: ['lost 5 rows of a', 'lost 20 rows of b'],
    },
    {
      it: 'references that are set to NULL',
      before:
        'CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (id int, a int REFERENCES a ON DELETE SET NULL);',
      down: 'DELETE FROM a WHERE id = 1;',
      why: [/: 1 row of a where/, /4 values of b\.a, through its foreign key to a \(ON DELETE SET NULL\)/],
    },
    {
      it: 'rows that refer to each other in a circle',
      before:
        'CREATE TABLE a (id int PRIMARY KEY, n int REFERENCES a ON DELETE CASCADE); CREATE TABLE b (id int, a int);',
      down: 'DELETE FROM a WHERE id = 1;',
      why: [
        /: 1 row of a where/,
        /an unknown number of rows of a, through its foreign key to a .*in a circle/,
      ],
    },
    {
      it: 'the columns of a type that goes with CASCADE',
      up: `CREATE TYPE mood AS ENUM ('x'); ALTER TABLE a ADD COLUMN mood mood DEFAULT 'x', ADD COLUMN moods mood[];`,
      down: 'DROP TYPE mood CASCADE;',
      why: [/5 values of a\.mood, through type mood/],
      gone: ['lost 5 values of a.mood'],
    },
    {
      it: 'the columns of an extension that goes',
      up: 'CREATE EXTENSION citext; ALTER TABLE a ADD COLUMN c citext;',
      down: 'DROP EXTENSION citext CASCADE;',
      rows: `INSERT INTO a VALUES (1, 1, 'x'), (2, 2, NULL)`,
      why: [/1 value of a\.c, through extension citext/],
      gone: ['lost 1 value of a.c'],
    },
    {
      it: 'a table whose view goes with it, and the one that inherits',
      up: 'CREATE TABLE p (id int); CREATE TABLE c () INHERITS (p); CREATE VIEW v AS SELECT * FROM p;',
      down: 'DROP TABLE p CASCADE;',
      rows: 'INSERT INTO p VALUES (1); INSERT INTO c VALUES (2), (3)',
      why: [/: 1 row of p$/m, /2 rows of c, through CASCADE of p/],
      gone: ['lost 2 rows of c', 'lost 1 row of p'],
    },
    {
      it: 'a partitioned table, once',
      up: 'CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p DEFAULT;',
      down: 'DROP TABLE p;',
      rows: 'INSERT INTO p VALUES (1), (2)',
      why: [/: 2 rows of p$/m],
      gone: ['lost 2 rows of p'],
    },
    {
      it: 'a function that deletes',
      up: `CREATE FUNCTION purge() RETURNS void LANGUAGE sql AS 'DELETE FROM b';`,
      down: 'SELECT purge(); DROP FUNCTION purge();',
      why: [/unknown loss: line 1 purge\(\) is called, and it deletes rows of b/],
      gone: ['lost 20 rows of b'],
    },
    {
      it: 'a function that calls one that runs text',
      up: `CREATE FUNCTION inner_one() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''DELETE FROM b''; END';
        CREATE FUNCTION outer_one() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM inner_one(); END';`,
      down: 'SELECT outer_one();',
      why: [/inner_one\(\) is called, and it runs SQL that it puts together as text/],
      gone: ['lost 20 rows of b'],
    },
    {
      it: 'a function called in a DO block',
      up: `CREATE FUNCTION purge() RETURNS void LANGUAGE sql AS 'DELETE FROM b';`,
      down: 'DO $$ BEGIN PERFORM purge(); END $$;',
      why: [/purge\(\) is called/],
    },
    {
      it: 'a procedure',
      up: `CREATE PROCEDURE purge() LANGUAGE plpgsql AS 'BEGIN TRUNCATE b; END';`,
      down: 'CALL purge();',
      why: [/purge\(\) is called, and it drops or empties something/],
      gone: ['lost an unknown number of rows of b (they went through something that cannot be read)'],
    },
    {
      it: 'a trigger that deletes',
      up: `CREATE FUNCTION sweep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM b WHERE a = NEW.id; RETURN NEW; END';
        CREATE TRIGGER sweeping BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION sweep();`,
      down: 'UPDATE a SET n = n WHERE id = 1;',
      why: [/UPDATE on a fires sweeping: sweep\(\) is called, and it deletes rows of b/],
      gone: ['lost 4 rows of b'],
    },
    {
      it: 'a rule',
      up: 'CREATE RULE instead AS ON UPDATE TO a DO ALSO DELETE FROM b;',
      down: 'UPDATE a SET n = n WHERE id = 1;',
      why: [/UPDATE on a fires instead: it deletes rows/],
    },
    {
      it: 'a DO block that drops under a condition',
      down: 'DO $$ BEGIN IF false THEN DROP TABLE b; END IF; END $$;',
      why: [/at most 20 rows of b/],
      gone: [],
    },
    {
      it: 'an attribute of a type',
      up: 'CREATE TYPE pair AS (x int, y int); ALTER TABLE a ADD COLUMN pair pair;',
      down: 'ALTER TYPE pair DROP ATTRIBUTE y CASCADE;',
      rows: `INSERT INTO a VALUES (1, 1, '(1,2)'), (2, 2, NULL)`,
      why: [/1 value of a\.pair, through attribute y of the type pair/],
    },
    {
      it: 'numbers and instants that a change of type rounds, said or not',
      up: 'ALTER TABLE a ADD COLUMN price numeric, ADD COLUMN at timestamptz, ADD COLUMN whole numeric DEFAULT 3;',
      down: 'ALTER TABLE a ALTER price TYPE numeric(9, 2), ALTER at TYPE date USING at::date, ALTER whole TYPE int;',
      rows: `INSERT INTO a VALUES (1, 1, 1.005, '2024-02-01 10:00'), (2, 2, 1.50, '2024-02-01'), (3, 3, NULL, NULL)`,
      why: [
        /1 value of a\.price where "price"::numeric\(9,2\)::numeric IS DISTINCT FROM "price"/,
        /[12] values? of a\.at where "at"::date::timestamp with time zone/,
      ],
    },
    {
      it: 'texts that a cast makes shorter',
      up: `ALTER TABLE a ADD COLUMN t text DEFAULT 'longer';`,
      down: 'ALTER TABLE a ALTER COLUMN t TYPE varchar(3) USING t::varchar(3);',
      why: [/5 values of a\.t where length\("t"::text\) > 3/],
    },
    ...(
      [
        ['an UPDATE', `UPDATE a SET n = 0 WHERE id < 3;`, [/: 2 values of a\.n where id < 3$/]],
        ['two columns at once', 'UPDATE a AS x SET (id, n) = (x.id, x.n + 1);', [/: 5 values of a\.n$/]],
        [
          'an UPDATE from another table',
          'UPDATE a SET n = -1 FROM b WHERE b.a = a.id AND b.id < 3;',
          [/: 2 values of a\.n$/],
        ],
        [
          'a query that gives several',
          'UPDATE b SET (id, a) = (SELECT id, a);',
          [/at most 20 values of b\.id$/, /at most 20 values of b\.a$/],
        ],
        [
          'an upsert',
          'INSERT INTO a VALUES (1, 9) ON CONFLICT (id) DO UPDATE SET n = 9;',
          [/: at most 5 values of a\.n$/],
        ],
        [
          'a MERGE',
          'MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET n = 9;',
          [/: at most 5 values of a\.n$/],
        ],
        ['a block', 'DO $$ BEGIN UPDATE a SET n = 0; END $$;', [/: at most 5 values of a\.n$/]],
        [
          'an UPDATE after a rename',
          'ALTER TABLE a RENAME n TO m; UPDATE a SET m = 0;',
          [/: at most 5 values of a\.n$/],
        ],
        [
          'an expression in a change of type',
          `ALTER TABLE a ALTER n TYPE text USING left((n + 10)::text, 1);`,
          [/: 4 values of a\.n$/],
        ],
        [
          'one whose values cannot be read back',
          'ALTER TABLE a ALTER n TYPE boolean USING n > 2;',
          [/: at most 5 values of a\.n$/],
        ],
        [
          'a cast to a type of the script',
          'CREATE DOMAIN one AS varchar(1); ALTER TABLE a ALTER n TYPE one USING (n + 10)::text::one;',
          [/: 4 values of a\.n$/],
        ],
      ] as const
    ).map(([it, down, why]) => ({ it: `values that are overwritten: ${it}`, down, why })),
    {
      it: 'references whose key becomes another',
      before:
        'CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (id int, a int REFERENCES a ON UPDATE SET NULL);',
      up: 'UPDATE a SET id = id - 100;',
      down: 'UPDATE a SET id = id + 100;',
      why: [/at most 20 values of b\.a, through its foreign key to a \(ON UPDATE SET NULL\)/],
    },
    {
      it: 'what a trigger sets, the time of now aside',
      up: `ALTER TABLE a ADD at timestamptz, ADD t text; CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := now(); NEW.t = NULL; RETURN NEW; END';
        CREATE TRIGGER touching BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION touch();`,
      down: 'UPDATE a SET n = n;',
      rows: 'INSERT INTO a VALUES (1, 1)',
      why: [/UPDATE on a fires touching, which sets t$/],
    },
    {
      it: 'rows of a table that is attached before its parent goes',
      up: 'CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE TABLE q (id int);',
      down: 'ALTER TABLE q RENAME TO p1; ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1); DROP TABLE p;',
      rows: 'INSERT INTO q VALUES (1), (1)',
      why: [/: 2 rows of q$/],
    },
    {
      it: 'values that are overwritten by a function',
      up: `CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS 'UPDATE a SET n = NULL';`,
      down: 'SELECT wipe();',
      why: [/wipe\(\) is called, and it overwrites values of a\.n/],
    },
    {
      it: 'values that came later and that the way forward makes no more',
      before: 'CREATE TABLE a (id int PRIMARY KEY, n text); CREATE TABLE b (id int, a int);',
      up: `UPDATE a SET n = 'u-' || n;`,
      down: 'UPDATE a SET n = substr(n, 3);',
      rows: `INSERT INTO a VALUES (1, 'u-x'), (2, 'other'), (3, NULL)`,
      why: [/: 1 value of a\.n$/],
      gone: ['lost 1 value of a.n'],
    },
    {
      it: 'values of another table of that name than the one which the way forward changes',
      up: 'CREATE SCHEMA z; CREATE TABLE z.a (id int, n int); UPDATE public.a SET n = n + 1;',
      down: 'UPDATE z.a SET n = n - 1;',
      rows: 'INSERT INTO z.a VALUES (1, 1)',
      why: [/: 1 value of z\.a\.n$/],
    },
    {
      it: 'numbers rounded to whole ones',
      up: 'ALTER TABLE a ADD p numeric; ALTER TABLE a ADD at timestamptz;',
      down: 'ALTER TABLE a ALTER p TYPE numeric(9,0), ALTER at TYPE timestamptz(0);',
      rows: `INSERT INTO a VALUES (1, 1, 1.5, '2024-01-01 00:00:00.5'), (2, 2, 2, '2024-01-01')`,
      why: [/: 1 value of a\.p where/, /: 1 value of a\.at where/],
    },
    {
      it: 'what a directive declares',
      down: '-- agora: loses column a.n where n > 3\nUPDATE a SET n = NULL WHERE n > 3;',
      why: [/2 values of a\.n where n > 3/],
    },
  ];
  it.each(cases)('$it', async ({ why, gone, ...one }) => {
    const found = await withoutAndWithConsent(await deployed({ before: tables, rows, ...one }));
    expect(found).toMatchObject({ ...refused(why), ...(gone ? { gone } : {}) });
  });

  it('syntax that the parser does not know', async () => {
    const project = await deployed({ before: tables, down: 'REPACK TABLE a;', rows });
    await expect(back(project)).rejects.toMatchObject({
      code: 'migrations.data_loss',
      why: expect.stringMatching(/unknown loss: line 1 holds what the parser does not know/),
    });
  });

  it('a count that fails is unknown, never none', async () => {
    const project = await deployed({ before: tables, down: 'DROP TABLE nowhere;', rows });
    await expect(back(project)).rejects.toMatchObject({
      code: 'migrations.data_loss',
      why: `${B}: an unknown number of rows of nowhere (there is no such table now)`,
    });
  });

  it('a script that runs statement by statement, before its first', async () => {
    const project = await deployed({
      before: tables,
      down: '-- agora: no-transaction\nALTER TABLE a ADD COLUMN more int;\nDROP TABLE b;',
      rows,
    });
    await expect(back(project)).rejects.toMatchObject({ code: 'migrations.data_loss' });
    expect(await project.query('SELECT * FROM a LIMIT 1')).toEqual([{ id: 1, n: 1 }]);
    const report = await back(project, { acceptDataLoss: true });
    expect(lost(report)).toEqual(['lost 20 rows of b']);
  });
});

const inZone = (zone: string): string =>
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), '${zone}'); END $$`;

describe('what depends on the zone of the session', () => {
  const up = 'ALTER TABLE a ALTER COLUMN at TYPE timestamptz';
  const down = 'ALTER TABLE a ALTER COLUMN at TYPE timestamp';
  // The first of two hours that look alike in Berlin.
  const rows = "INSERT INTO a VALUES (1, '2024-10-27 00:30+00'), (2, '2024-07-01 12:00+00')";
  const before = 'CREATE TABLE a (id int PRIMARY KEY, at timestamp)';

  it.each<[string, string, number, string]>([
    ['UTC', down, 0, up],
    ['Europe/Berlin', `${down} USING at AT TIME ZONE 'UTC'`, 0, `SET timezone = 'UTC'; ${up}`],
    ['Europe/Berlin', down, 1, up],
    ['Europe/Berlin', `SET LOCAL timezone = 'UTC'; ${down}`, 0, up],
    ['UTC', `SET TIME ZONE 'Europe/Berlin'; ${down}`, 1, up],
    ['UTC', `SET TIME ZONE 'Europe/Berlin'; RESET timezone; ${down}`, 0, up],
  ])('under %s: %s takes %i', async (zone, script, count, forward) => {
    const project = await deployed({ before, up: forward, down: script, rows });
    await project.query(inZone(zone));
    const outcome = await back(project).then(
      ({ results }) => results.map((one) => one.outcome),
      (error: unknown) => (isAgoraError(error) ? (error.why ?? '').split('\n').slice(0, 1) : [String(error)]),
    );
    expect(outcome.join()).toMatch(count === 0 ? /^succeeded$/ : /: 1 value of a\.at/);
  });
});
