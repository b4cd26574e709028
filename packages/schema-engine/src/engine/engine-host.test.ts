// oxlint-disable unicorn/consistent-function-scoping, typescript/no-unsafe-type-assertion, vitest/valid-expect -- small words of the tests stand beside them; the message is the output of the CLI
import { createHash, randomBytes } from 'node:crypto';
import { sqlState, withConnection, withDatabase } from '@agora/postgres';
import { createTestDatabase, type TestDatabase, withTestRole } from '@agora/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { shadowPrefix } from '../adapter/shadow-database.ts';
import { schemaHead } from '../testing/throwaway-project.fixture.ts';
import { EngineError } from './engine-error.ts';
import { withSchemaEngine } from './with-schema-engine.ts';

const filters = { externalTables: [], externalEnums: [] };
const history = (...scripts: string[]) => ({
  baseDir: '/migrations',
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: scripts.map((value, index) => ({
    path: `2026010100000${index}_m`,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } },
  })),
});
const files = (content: string) => ({ files: [{ path: 'schema.prisma', content }] });
const failureOf = async (work: Promise<unknown>): Promise<EngineError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
};

describe('the engine on a real server', () => {
  const apply = (url: string, ...scripts: string[]) =>
    withSchemaEngine({ url }, (engine) =>
      engine.applyMigrations({ migrationsList: history(...scripts), filters }),
    );
  const query = (url: string, sql: string) =>
    withConnection(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

  describe('scripts', () => {
    const { fresh } = freshDatabases();

    it.each([
      [
        'functions and DO blocks with ; and dollar quotes',
        `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $x$ BEGIN PERFORM 1; RETURN 2; END $x$;\nDO $$ BEGIN PERFORM f(); END; $$;\nCREATE TABLE t (s text DEFAULT ';');`,
      ],
      ['a byte order mark and CRLF', '\uFEFFCREATE TABLE t (\r\n  id int\r\n);\r\n'],
      ['its own BEGIN and COMMIT', 'BEGIN;\nCREATE TABLE t (id int);\nCOMMIT;\n'],
      [
        "a dump's empty search_path",
        `SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.t (id int);`,
      ],
      ['an extension', 'CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE TABLE t (id int);'],
      [
        'CHECK and NOT NULL constraints, which arrive as "char"',
        'CREATE TABLE t (id int PRIMARY KEY CHECK (id > 0), u int NOT NULL UNIQUE);',
      ],
    ])('applies and replays %s', async (_, script) => {
      const url = await fresh();
      await apply(url, script);
      expect(await query(url, `SELECT to_regclass('public.t') IS NOT NULL AS t`)).toEqual([{ t: true }]);
      expect(
        await query(url, 'SELECT checksum, finished_at IS NOT NULL AS done FROM _prisma_migrations'),
      ).toEqual([{ checksum: createHash('sha256').update(script).digest('hex'), done: true }]);
      const action = await withSchemaEngine({ url }, (engine) =>
        engine.devDiagnostic({ migrationsList: history(script), filters }),
      );
      expect(action).toEqual({ action: { tag: 'createMigration' } });
    });

    it('applies CREATE INDEX CONCURRENTLY alone in its file', async () => {
      const url = await fresh();
      await apply(url, 'CREATE TABLE t (id int)', 'CREATE INDEX CONCURRENTLY i ON t (id)');
      expect(await query(url, `SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass`)).toEqual([
        { indisvalid: true },
      ]);
    });

    it.each([
      [
        'CONCURRENTLY beside other statements',
        'CREATE TABLE t (id int, n int);\n-- ; a comment\nCREATE INDEX CONCURRENTLY i ON t (id);\nCREATE UNIQUE INDEX CONCURRENTLY j ON t (n);\nDROP INDEX CONCURRENTLY j;',
      ],
      [
        'CONCURRENTLY after a setting',
        "CREATE TABLE t (id int); SET lock_timeout = '5s'; CREATE INDEX CONCURRENTLY i ON t (id);",
      ],
      ['VACUUM after a load', 'CREATE TABLE t (id int); INSERT INTO t VALUES (1); VACUUM ANALYZE t;'],
      [
        "an enum's value used where it is added",
        "ALTER TYPE mood ADD VALUE 'glad'; CREATE TABLE t (m mood DEFAULT 'glad'); INSERT INTO t DEFAULT VALUES;",
      ],
      [
        'a procedure that commits',
        'CREATE TABLE t (id int); CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$; CALL p();',
      ],
      [
        'its own transaction before CONCURRENTLY',
        'BEGIN; CREATE TABLE t (id int); COMMIT; CREATE INDEX CONCURRENTLY i ON t (id);',
      ],
    ])('applies and replays %s, statement by statement', async (_, script) => {
      const url = await fresh();
      const scripts = ["CREATE TYPE mood AS ENUM ('sad')", script];
      await apply(url, ...scripts);
      expect(await query(url, `SELECT to_regclass('public.t') IS NOT NULL AS t`)).toEqual([{ t: true }]);
      const action = await withSchemaEngine({ url }, (engine) =>
        engine.devDiagnostic({ migrationsList: history(...scripts), filters }),
      );
      expect(action).toEqual({ action: { tag: 'createMigration' } });
    });

    it('says how much of such a script stays when a statement fails, and where', async () => {
      const url = await fresh();
      const error = await failureOf(
        apply(
          url,
          'CREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY i ON t (id);\nSELECT * FROM "Fü" , nowhere;',
        ),
      );
      expect(error).toMatchObject({ engineCode: 'P3018', sqlState: '42P01' });
      expect(error.message).toContain('the first 2 of its 3 statements stay applied');
      expect(error.message).toMatch(/line 3: SELECT/);
      expect(await query(url, `SELECT to_regclass('i') IS NOT NULL AS i`)).toEqual([{ i: true }]);
    });

    it('leaves nothing of a script that could have run in one transaction', async () => {
      const url = await fresh();
      const error = await failureOf(apply(url, 'CREATE TABLE t (id int); CREATE TABLE t (id int);'));
      expect(error).toMatchObject({ engineCode: 'P3018', sqlState: '42P07' });
      expect(error.message).not.toContain('stay applied');
      expect(await query(url, `SELECT to_regclass('t') AS t`)).toEqual([{ t: null }]);
    });

    it('refuses a script that leaves its transaction open, since its history row would be lost with it', async () => {
      const url = await fresh();
      const error = await failureOf(apply(url, 'BEGIN; CREATE TABLE t (id int);'));
      expect(error).toMatchObject({ engineCode: 'P3018', sqlState: '25001' });
      expect(error.message).toContain('does not end it');
      expect(await query(url, `SELECT to_regclass('t') AS t`)).toEqual([{ t: null }]);
    });

    it('records a failure inside an own transaction, so that the next deploy says P3009', async () => {
      const url = await fresh();
      const bad = 'BEGIN; CREATE TABLE t (id int); SELECT 1/0; COMMIT;';
      const error = await failureOf(apply(url, bad));
      expect(error).toMatchObject({ engineCode: 'P3018', sqlState: '22012' });
      expect(error.message).toContain('division by zero');
      expect((await failureOf(apply(url, bad))).engineCode).toBe('P3009');
    });

    it('names the cause and SQLSTATE of a history that does not replay (P3006)', async () => {
      const url = await fresh();
      const dev = withSchemaEngine({ url }, (engine) =>
        engine.devDiagnostic({ migrationsList: history('CREATE TABLE a (id nosuchtype)'), filters }),
      );
      const error = await failureOf(dev);
      expect(error).toMatchObject({ engineCode: 'P3006', sqlState: '42704' });
      expect(error.message).toContain('type "nosuchtype" does not exist (SQLSTATE 42704)');
      expect(error.message).not.toMatch(/External error|external connector error/);
    });

    it('runs an initShadowDb of several statements', async () => {
      const url = await fresh();
      const migrationsList = {
        ...history('CREATE TABLE t (id int DEFAULT two())'),
        shadowDbInitScript:
          "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2';",
      };
      const action = await withSchemaEngine({ url }, (engine) =>
        engine.devDiagnostic({ migrationsList, filters }),
      );
      expect(action.action.tag).toBe('createMigration');
    });
  });

  describe('shadow databases', () => {
    const { fresh } = freshDatabases();
    /** Those of the URL's own role: other processes on the server have theirs. */
    const shadows = (url: string) =>
      query(
        url,
        `SELECT datname FROM pg_database WHERE starts_with(datname, '${shadowPrefix}') AND datdba = current_user::regrole`,
      );
    /** A shadow database that a connection uses. Until there is one, another process may drop it as a leftover. */
    const whileUsed = async (url: string, name: string, use: () => Promise<void>): Promise<void> => {
      for (;;) {
        await query(url, `CREATE DATABASE ${name}`);
        try {
          return await withConnection(withDatabase(url, name), use);
        } catch (error) {
          if (sqlState(error) !== '3D000') throw error;
        }
      }
    };
    const diagnose = (url: string, shadowUrl?: string) =>
      withSchemaEngine({ url, shadowUrl }, (engine) =>
        engine.devDiagnostic({ migrationsList: history('CREATE TABLE t (id int)'), filters }),
      );

    it('are dropped after use, with the leftovers of killed processes that no connection uses', async () => {
      await withTestRole(
        await fresh(),
        async ({ url }) => {
          const [old, used] = [1_000_000_000, 1_000_000_001].map(
            (second) => `${shadowPrefix}${second}_${randomBytes(6).toString('hex')}`,
          ) as [string, string];
          await query(url, `CREATE DATABASE ${old}`);
          // A session ends a moment after the connection to it, and the server's own may look in.
          const afterUse = () => diagnose(url).then(() => shadows(url));
          await whileUsed(url, used, async () => {
            await expect.poll(afterUse).toEqual([{ datname: used }]);
          });
          await expect.poll(afterUse).toEqual([]);
        },
        'LOGIN CREATEDB',
      );
    });

    it('given by URL are emptied and used, and the main database is never taken for one', async () => {
      const [url, shadowUrl] = [await fresh(), await fresh()];
      await query(shadowUrl, 'CREATE SCHEMA rest CREATE TABLE r (id int)');
      await query(url, 'CREATE TABLE precious (id int)');
      await diagnose(url, shadowUrl);
      expect(
        await query(shadowUrl, `SELECT to_regclass('rest.r') AS r, to_regclass('t') IS NOT NULL AS t`),
      ).toEqual([{ r: null, t: true }]);
      await failureOf(diagnose(url, `${url}?connect_timeout=9`));
      expect(await query(url, `SELECT to_regclass('precious') IS NOT NULL AS kept`)).toEqual([
        { kept: true },
      ]);
    });
  });

  describe('the next migration', () => {
    const { fresh } = freshDatabases();
    const model = (fields: string) => `${schemaHead}\nmodel T {\n  id Int @id\n${fields}\n}\n`;
    const base = 'CREATE TABLE "T" (id int NOT NULL, a text, CONSTRAINT "T_pkey" PRIMARY KEY (id));';

    it('warns of lost data and of steps that cannot run, in the file too', async () => {
      const url = await fresh();
      await apply(url, base);
      await query(url, `INSERT INTO "T" VALUES (1, 'x')`);
      const schema = files(model('  b Int'));
      const [loss, created] = await withSchemaEngine(
        { url, datamodels: [['schema.prisma', model('  b Int')]] },
        async (engine) =>
          [
            await engine.evaluateDataLoss({ migrationsList: history(base), schema, filters }),
            await engine.createMigration({
              migrationsList: history(base),
              schema,
              filters,
              draft: false,
              migrationName: 'b',
            }),
          ] as const,
      );
      expect(loss.migrationSteps).toBeGreaterThan(0);
      expect(loss.warnings.map(({ message }) => message).join()).toContain('drop the column `a`');
      expect(loss.unexecutableSteps.map(({ message }) => message).join()).toContain('required column `b`');
      expect(created.generatedMigrationName).toMatch(/^\d{14}_b$/);
      expect(created.migrationScript).toMatch(
        /^\/\*\n {2}Warnings:\n\n {2}- .*drop the column `a`[\s\S]*\*\/\n-- AlterTable/,
      );
    });

    it('is none, again and again, with a partial index (a preview feature)', async () => {
      const url = await fresh();
      const schema = model('  a String?\n  @@unique([a], where: raw("a IS NOT NULL"), map: "a_named")');
      const script = `${base}\nCREATE UNIQUE INDEX a_named ON "T" (a) WHERE (a IS NOT NULL);`;
      await apply(url, script);
      const input = { migrationsList: history(script), schema: files(schema), filters };
      await withSchemaEngine({ url, datamodels: [['schema.prisma', schema]] }, async (engine) => {
        expect((await engine.evaluateDataLoss(input)).migrationSteps).toBe(0);
        expect(
          (await engine.createMigration({ ...input, draft: false, migrationName: 'x' })).migrationScript,
        ).toBeNull();
        expect(
          (await engine.createMigration({ ...input, draft: true, migrationName: 'x' })).migrationScript,
        ).toBe('-- This is an empty migration.');
        expect(await engine.schemaPush({ force: false, schema: files(schema), filters })).toEqual({
          executedSteps: 0,
          warnings: [],
          unexecutable: [],
        });
      });
    });

    it('knows several schemas, and the schema parameter of the URL', async () => {
      const url = await fresh();
      const schema = `${schemaHead.replace('"postgresql"', '"postgresql"\n  schemas = ["one", "two"]')}\nmodel A {\n  id Int @id\n  @@schema("one")\n}\nmodel B {\n  id Int @id\n  @@schema("two")\n}\n`;
      const created = await withSchemaEngine({ url, datamodels: [['schema.prisma', schema]] }, (engine) =>
        engine.createMigration({
          migrationsList: history(),
          schema: files(schema),
          filters,
          draft: false,
          migrationName: 'x',
        }),
      );
      await apply(url, created.migrationScript ?? '');
      expect(
        await query(
          url,
          `SELECT to_regclass('one."A"') IS NOT NULL AND to_regclass('two."B"') IS NOT NULL AS both`,
        ),
      ).toEqual([{ both: true }]);

      const forum = await fresh();
      await query(forum, 'CREATE SCHEMA forum');
      await apply(`${forum}?schema=forum`, 'CREATE TABLE t (id int)');
      expect(
        await query(
          forum,
          `SELECT to_regclass('forum.t') IS NOT NULL AS t, to_regclass('forum._prisma_migrations') IS NOT NULL AS h`,
        ),
      ).toEqual([{ t: true, h: true }]);
    });
  });

  describe('db push', () => {
    const { fresh } = freshDatabases();
    const push = (url: string, schema: string) => {
      const content = `${schemaHead}${schema}`;
      return withSchemaEngine({ url, datamodels: [['schema.prisma', content]] }, (engine) =>
        engine.schemaPush({ force: true, schema: files(content), filters }),
      );
    };
    const BOXES = (thing: string) => `
      model box {\n id Int @id\n things ${thing}[] @relation("inbox")\n }
      model ${thing} {\n id Int @id\n boxes box[] @relation("inbox")\n }`;

    it('is whole or nothing', async () => {
      const url = await fresh();
      await push(url, BOXES('oldthing'));
      await query(
        url,
        'INSERT INTO box VALUES (1); INSERT INTO oldthing VALUES (7); INSERT INTO "_inbox" VALUES (1, 7)',
      );
      const error = await failureOf(push(url, BOXES('newthing')));
      expect(error).toMatchObject({ sqlState: '23503' });
      expect(
        await query(
          url,
          `SELECT to_regclass('newthing') AS new, (SELECT count(*)::int FROM oldthing) AS things,
                  (SELECT count(*)::int FROM pg_constraint WHERE conrelid = '"_inbox"'::regclass AND contype = 'f') AS keys`,
        ),
      ).toEqual([{ new: null, things: 1, keys: 2 }]);
    });

    it('adds a value to an enum and uses it', async () => {
      const url = await fresh();
      const moods = (labels: string, last: string) =>
        `enum mood {\n ${labels}\n }\nmodel person {\n id Int @id\n mood mood @default(${last})\n }`;
      await push(url, moods('sad\n', 'sad'));
      expect(await push(url, moods('sad\n glad\n', 'glad'))).toMatchObject({
        unexecutable: [],
        warnings: [],
      });
      await query(url, 'INSERT INTO person VALUES (1)');
      expect(await query(url, 'SELECT mood FROM person')).toEqual([{ mood: 'glad' }]);
      expect(await push(url, moods('sad\n glad\n', 'glad'))).toMatchObject({ executedSteps: 0 });
    });
  });

  it('turns a panic into an error, at once and for every later call', async () => {
    const error = await failureOf(
      withSchemaEngine({}, async (engine) => {
        const first = await failureOf(engine.debugPanic());
        expect(first.message).toContain('artificial panic');
        return engine.version();
      }),
    );
    expect(error).toMatchObject({ code: 'schema_engine.panicked', isPanic: true });
  });

  it('works on schemas alone without a database, and says so where it cannot', async () => {
    const schema = `${schemaHead}\nmodel T {\n  id Int @id\n}\n`;
    const diff = await withSchemaEngine({}, (engine) =>
      engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', ...files(schema) },
        script: true,
        exitCode: true,
        filters,
      }),
    );
    expect(diff).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('CREATE TABLE "T"') });
    expect(
      (
        await failureOf(
          withSchemaEngine({}, (engine) =>
            engine.dbExecute({ datasourceType: { tag: 'url', url: '' }, script: '' }),
          ),
        )
      ).code,
    ).toBe('schema_engine.no_url');
  });
});

/** A database per call, dropped after the group's tests. */
function freshDatabases(): { fresh: () => Promise<string> } {
  const made: TestDatabase[] = [];
  afterAll(() => Promise.all(made.map((database) => database.drop())));
  const fresh = async () => {
    const database = await createTestDatabase();
    made.push(database);
    return database.url;
  };
  return { fresh };
}
