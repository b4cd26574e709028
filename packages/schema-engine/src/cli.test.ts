// oxlint-disable unicorn/consistent-function-scoping, typescript/no-unsafe-type-assertion, vitest/valid-expect -- small words of the tests stand beside them; the message is the output of the CLI
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { dropDatabase, temporaryDatabaseName, withConnection, withDatabase } from '@agora/postgres';
import { createTestRole, type TestRole, useTestDatabase, withTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildPackage,
  makeProject,
  schemaHead,
  type ThrowawayProject,
} from './testing/throwaway-project.fixture.ts';

const user = `
model User {
  id    Int     @id @default(autoincrement())
  email String
  name  String?

  @@unique([email], where: raw("name IS NOT NULL"), map: "user_email_named")
}
`;

/** The ordinary CLI, verb by verb, as a user of another project runs it. The order of the tests is the story. */
describe('the Prisma CLI in a project outside the workspace', () => {
  const database = useTestDatabase();
  /** Who makes the databases of these tests: others on the server make theirs. */
  let role: TestRole;
  let project: ThrowawayProject;
  const query = (sql: string): Promise<Record<string, unknown>[]> =>
    withConnection(database.url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
  const migrations = () =>
    readdirSync(path.join(project.directory, 'prisma/migrations')).filter((name) => /^\d/.test(name));
  const succeed = async (args: string[], env?: Record<string, string>) => {
    const result = await project.prisma(args, env);
    expect(result, result.output).toMatchObject({ code: 0 });
    return result;
  };

  beforeAll(async () => {
    await buildPackage();
    role = await createTestRole(database.url, 'LOGIN SUPERUSER');
    project = await makeProject(role.url);
    await project.write('prisma/schema.prisma', schemaHead + user);
  });
  afterAll(async () => {
    await project.remove();
    await role.drop();
  });

  it('validates, formats and generates', async () => {
    expect((await succeed(['validate'])).output).toContain('is valid');
    await succeed(['format']);
    await succeed(['generate']);
    expect(readdirSync(path.join(project.directory, 'generated'))).toContain('client.ts');
  });

  it('names the WASM engine in its version', async () => {
    const { output } = await succeed(['version']);
    expect(output).toMatch(
      /schema-engine-cli 0edf323efd1d98336f3f0a68684b56f689b900d3 .*PRISMA_SCHEMA_ENGINE_BINARY/,
    );
  });

  it('makes and applies the first migration, and then finds nothing, even with a partial index', async () => {
    await succeed(['migrate', 'dev', '--name', 'init']);
    expect(migrations()).toEqual([expect.stringMatching(/^\d{14}_init$/)]);
    const again = await succeed(['migrate', 'dev']);
    expect(again.output).toContain('Already in sync');
    expect(migrations()).toHaveLength(1);
  });

  it('keeps quiet about hand-written SQL in a migration', async () => {
    await project.write(
      'prisma/migrations/20990101000000_rules/migration.sql',
      `ALTER TABLE "User" ADD CONSTRAINT "email_has_at" CHECK (email LIKE '%;%' OR email LIKE '%@%');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.name := coalesce(NEW.name, ';'); RETURN NEW; END; $body$;
CREATE TRIGGER touch BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION touch();
DO $$ BEGIN PERFORM 1; PERFORM 2; END $$;
CREATE INDEX lower_email ON "User" (lower(email));
`,
    );
    await succeed(['migrate', 'dev']);
    expect((await succeed(['migrate', 'dev'])).output).toContain('Already in sync');
  });

  it('replays, diffs, resets and deploys a migration that no transaction can hold', async () => {
    const directory = 'prisma/migrations/20990101500000_concurrently';
    await project.write(
      `${directory}/migration.sql`,
      `SET lock_timeout = '10s';
CREATE TYPE mood AS ENUM ('sad');
ALTER TYPE mood ADD VALUE 'glad';
CREATE FUNCTION a_mood() RETURNS mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'glad'::mood; $$;
CREATE INDEX CONCURRENTLY a ON "User" ((id + 1)); -- a name; with a semicolon
CREATE INDEX CONCURRENTLY b ON "User" ((id + 2));
DROP INDEX CONCURRENTLY a;
VACUUM "User";
`,
    );
    const schema = await project.read('prisma/schema.prisma');
    await project.write('prisma/schema.prisma', `${schema}\nenum mood {\n  sad\n  glad\n}\n`);
    await succeed(['migrate', 'dev']);
    expect((await succeed(['migrate', 'dev'])).output).toContain('Already in sync');
    await succeed(['migrate', 'reset', '--force']);
    expect(await query(`SELECT to_regclass('a') AS a, to_regclass('b') AS b`)).toEqual([{ a: null, b: 'b' }]);
    expect((await succeed(['migrate', 'deploy'])).output).toContain('No pending migrations');
    const diff = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema'];
    await withTestDatabase((shadow) =>
      succeed([...diff, 'prisma/schema.prisma', '--exit-code'], { SHADOW_URL: shadow }),
    );
    await rm(path.join(project.directory, directory), { recursive: true });
    await project.write('prisma/schema.prisma', schema);
    await succeed(['migrate', 'reset', '--force']);
  });

  it('stops at data loss where nobody can be asked', async () => {
    await query(`INSERT INTO "User" (email, name) VALUES ('a@b', 'Ann')`);
    await project.write(
      'prisma/schema.prisma',
      `${schemaHead}${user.replace('  name  String?\n', '').replace(/\n {2}@@unique.*\n/, '\n')}`,
    );
    const refused = await project.prisma(['migrate', 'dev', '--name', 'drop_name']);
    expect(refused.code).not.toBe(0);
    expect(migrations()).toHaveLength(2);
    await project.write('prisma/schema.prisma', schemaHead + user);
  });

  it('tells status, deploys, and reports a failing migration as P3018 with nothing half applied', async () => {
    expect((await succeed(['migrate', 'status'])).output).toContain('up to date');
    await project.write(
      'prisma/migrations/20990102000000_bad/migration.sql',
      'CREATE TABLE half (id int);\nINSERT INTO nowhere VALUES (1);\n',
    );
    const failed = await project.prisma(['migrate', 'deploy']);
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('P3018');
    expect(failed.output).toContain('Migration name: 20990102000000_bad');
    expect(failed.output).toContain('Database error code: 42P01');
    expect(failed.output).toMatch(/line 2: INSERT INTO nowhere/);
    expect(await query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
    expect((await project.prisma(['migrate', 'deploy'])).output).toContain('P3009');
  });

  it('resolves, deploys again, and diffs', async () => {
    await succeed(['migrate', 'resolve', '--rolled-back', '20990102000000_bad']);
    await project.write('prisma/migrations/20990102000000_bad/migration.sql', 'SELECT 1;\n');
    await succeed(['migrate', 'deploy']);
    const same = await project.prisma([
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      'prisma/schema.prisma',
      '--exit-code',
    ]);
    expect(same).toMatchObject({ code: 0 });
    const script = await succeed([
      'migrate',
      'diff',
      '--from-empty',
      '--to-schema',
      'prisma/schema.prisma',
      '--script',
    ]);
    expect(script.stdout).toContain('CREATE TABLE "User"');
  });

  it('diffs schemas while the server is away, and refuses a broken schema with a non-zero exit', async () => {
    const away = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
    const diff = ['migrate', 'diff', '--from-empty', '--to-schema', 'prisma/schema.prisma', '--script'];
    expect((await succeed(diff, away)).stdout).toContain('CREATE TABLE "User"');
    await project.write('prisma/broken.prisma', 'model {');
    expect((await project.prisma([...diff.slice(0, 4), 'prisma/broken.prisma'], away)).code).not.toBe(0);
  });

  it('resets, seeds, pushes, pulls and executes', async () => {
    await project.write('seed.js', `console.log('seeded');\n`);
    await succeed(['migrate', 'reset', '--force']);
    expect(await query('SELECT count(*)::int AS n FROM "User"')).toEqual([{ n: 0 }]);
    expect((await succeed(['db', 'seed'])).output).toContain('seeded');
    await project.write('prisma/schema.prisma', `${schemaHead}${user}\nmodel Tag {\n  id Int @id\n}\n`);
    await succeed(['db', 'push']);
    await project.write(
      'x.sql',
      `DO $$ BEGIN INSERT INTO "Tag" VALUES (1); INSERT INTO "Tag" VALUES (2); END $$;`,
    );
    await succeed(['db', 'execute', '--file', 'x.sql']);
    expect(await query('SELECT count(*)::int AS n FROM "Tag"')).toEqual([{ n: 2 }]);
    await succeed(['db', 'pull', '--print']).then(({ stdout }) => expect(stdout).toContain('model Tag'));
  });

  it('generates typed SQL', async () => {
    await project.write(
      'prisma/sql/findUser.sql',
      '-- @param {Int} $1:id\nSELECT id, email, name FROM "User" WHERE id = $1\n',
    );
    await succeed(['generate', '--sql']);
    const code = await project.read('generated/sql/findUser.ts');
    expect(code).toMatch(/id: number/);
    expect(code).toMatch(/name: string \| null/);
    expect(code).toMatch(/email: string(?! \| null)/);
  });

  it('makes a database that is missing (P1003), and says P1001 of a server that is away', async () => {
    const name = temporaryDatabaseName('engine');
    const url = withDatabase(role.url, name);
    try {
      expect((await succeed(['migrate', 'deploy'], { DATABASE_URL: url })).output).toContain(
        `database ${name} created`,
      );
    } finally {
      await withConnection(database.url, (client) => dropDatabase(client, name));
    }
    const away = await project.prisma(['migrate', 'deploy'], {
      DATABASE_URL: 'postgresql://u@127.0.0.1:1/none',
    });
    expect(away.code).toBe(1);
    expect(away.output).toContain('P1001');
  });

  it('never takes a panic for success', async () => {
    const panic = await project.prisma(['migrate', 'dev'], { FORCE_PANIC_SCHEMA_ENGINE: '1' });
    expect(panic.code).not.toBe(0);
    expect(panic.output).toContain('artificial panic');
  });

  it('never takes a killed engine for success', async () => {
    await project.write('prisma/migrations/20990201000000_slow/migration.sql', 'SELECT pg_sleep(100);');
    const deploy = project.prisma(['migrate', 'deploy']);
    const sleeping = `SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep(100)%'`;
    await expect.poll(() => query(sleeping)).toHaveLength(1);
    const pid = Number((await query(sleeping))[0]?.['application_name']?.toString().split(' ').at(-1));
    process.kill(pid, 'SIGKILL');
    const result = await deploy;
    expect(result.output).toContain('schema_engine.died');
    expect(result.code).toBe(1);
    await query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep(100)%'`,
    );
    await rm(path.join(project.directory, 'prisma/migrations/20990201000000_slow'), { recursive: true });
  });

  it("leaves the user's own engine alone", async () => {
    const own = await project.prisma(['version'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
    // Prisma prints it from the project's folder where the two share one.
    const [, engine = ''] = /at (.+), resolved by PRISMA_SCHEMA_ENGINE_BINARY/.exec(own.output) ?? [];
    expect(path.resolve(project.directory, engine)).toBe(process.execPath);
    const native = await project.prisma(['version'], {
      AGORA_ENGINE: 'native',
      PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:1',
    });
    expect(native.output).not.toContain('schema-engine.js');
  });

  it('leaves no shadow database behind', async () => {
    // The engine drops its own when the CLI is done with it and may have ended already.
    const left = () => query(`SELECT datname FROM pg_database WHERE datdba = '${role.name}'::regrole`);
    await expect.poll(left).toEqual([]);
  });
});
