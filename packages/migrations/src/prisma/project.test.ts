import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadProject, type LoadProjectOptions, type Project } from './project.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora it’s a project '));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes files below the root; a package.json keeps the search inside. */
async function lay(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

const load = (options: Partial<LoadProjectOptions> = {}): Promise<Project> =>
  loadProject({ cwd: root, env: {}, ...options });

const at = (...names: readonly string[]): string => path.join(root, ...names);

const block = (lines: string): string => `datasource db {\n  provider = "postgresql"\n${lines}}\n`;
const urls = block('  url = env("DATABASE_URL") // ours\n  directUrl = env("DIRECT")\n');

describe('without a configuration', () => {
  it('is a schema with its migrations beside it, and .env, with CRLF', async () => {
    await lay({
      'prisma/schema.prisma': urls.replaceAll('\n', '\r\n'),
      '.env': 'DATABASE_URL="postgresql://pooler/x"\r\nHOST=direct\r\nDIRECT="postgresql://${HOST}/x"\r\n',
    });
    for (const cwd of [root, at('prisma')]) {
      expect(await load({ cwd })).toMatchObject({
        root,
        schemaPath: at('prisma', 'schema.prisma'),
        migrationsDirectory: at('prisma', 'migrations'),
        url: 'postgresql://direct/x',
        urlVariable: 'DIRECT',
      });
    }
  });

  it('reads .env beside the schema too, below that of the root, and the environment above both', async () => {
    const schema = urls.replace('}', '  shadowDatabaseUrl = env("SHADOW")\n}');
    await lay({
      'prisma/schema.prisma': schema,
      'prisma/.env': 'DIRECT=postgresql://beside/x\nSHADOW=postgresql://beside/s',
      '.env': 'DIRECT=postgresql://root/x',
    });
    expect(await load()).toMatchObject({ url: 'postgresql://root/x', shadowUrl: 'postgresql://beside/s' });
    expect((await load({ env: { DIRECT: 'postgresql://env/x' } })).url).toBe('postgresql://env/x');
  });

  it('takes what a variable holds as it is, whatever it looks like', async () => {
    await lay({ 'schema.prisma': urls, '.env': String.raw`DIRECT=postgresql://u:a\$b@h/x` });
    expect((await load({ env: { DIRECT: 'postgresql://u:$HOME@h/x' } })).url).toBe(
      'postgresql://u:$HOME@h/x',
    );
    expect((await load()).url).toBe('postgresql://u:a$b@h/x');
  });

  it('does not mind a variable that is not set, and names it', async () => {
    await lay({ 'schema.prisma': urls, '.env': 'DATABASE_URL=postgresql://pooler/x' });
    const project = await load();
    expect(project.url).toBeUndefined();
    expect(project).toMatchObject({ urlVariable: 'DIRECT', migrationsDirectory: at('migrations') });
  });

  it('reads a literal with an escape, and text in comments and strings is none', async () => {
    await lay({
      'schema.prisma':
        '// url = "no"\n/// é 😀 漢\n' +
        block('  url = "postgresql://u:a\\"b@h/x"\n') +
        'model A {\n id Int @id\n}',
    });
    expect((await load()).url).toBe('postgresql://u:a"b@h/x');
  });

  it('is what package.json names, with its seeds', async () => {
    await lay({
      'package.json': '{"prisma": {"schema": "./db/main.prisma", "seed": "tsx seed.ts"}}',
      'db/main.prisma': urls,
      'prisma/schema.prisma': 'not this',
    });
    expect(await load({ cwd: at('db') })).toMatchObject({
      root,
      schemaPath: at('db', 'main.prisma'),
      migrationsDirectory: at('db', 'migrations'),
      seedCommand: 'tsx seed.ts',
    });
  });

  it('is a folder of schemas, with migrations beside the one that has the datasource', async () => {
    await lay({
      'prisma/schema/models/a.prisma': 'model A {\n  id Int @id\n}\n',
      'prisma/schema/main.prisma': urls,
      '.env': 'DIRECT=postgresql://h/x',
    });
    const project = await load();
    expect(project).toMatchObject({
      schemaPath: at('prisma', 'schema'),
      migrationsDirectory: at('prisma', 'schema', 'migrations'),
      url: 'postgresql://h/x',
    });
    expect(project.schemaFiles).toHaveLength(2);
    await mkdir(at('prisma', 'migrations'));
    expect((await load()).migrationsDirectory).toBe(at('prisma', 'migrations'));
  });

  it('is found in the package that one stands in, else in the one around', async () => {
    await lay({
      'prisma/schema.prisma': urls,
      'packages/db/package.json': '{}',
      'packages/db/schema.prisma': urls,
      'packages/web/package.json': '{}',
      'packages/web/src/a.ts': '',
    });
    expect((await load({ cwd: at('packages', 'db') })).root).toBe(at('packages', 'db'));
    expect((await load({ cwd: at('packages', 'web', 'src') })).root).toBe(root);
  });
});

describe('a configuration', () => {
  it.each([
    [
      'prisma.config.ts',
      "import { defineConfig, env, type PrismaConfig } from 'prisma/config';\nexport default",
      '',
    ],
    ['.config/prisma.ts', "import { defineConfig, env } from 'prisma/config';\nexport default", '../'],
    ['prisma.config.mjs', "import { defineConfig, env } from 'prisma/config';\nexport default", ''],
    ['prisma.config.cjs', "const { defineConfig, env } = require('prisma/config');\nmodule.exports =", ''],
    [
      'prisma.config/index.js',
      "const { defineConfig, env } = require('prisma/config');\nmodule.exports =",
      '../',
    ],
  ])('%s is read without an installed Prisma', async (name, head, up) => {
    await lay({
      [name]: `${head} defineConfig({ schema: '${up}db/schema.prisma', migrations: { path: '${up}db/m', seed: 'x' }, datasource: { url: env('OUR_URL'), shadowDatabaseUrl: env('NOT_SET') } });`,
      'db/schema.prisma': block(''),
    });
    const project = await load({ env: { OUR_URL: 'postgresql://h/x' } });
    expect(project).toMatchObject({
      root,
      configPath: at(name),
      schemaPath: at('db', 'schema.prisma'),
      migrationsDirectory: at('db', 'm'),
      url: 'postgresql://h/x',
      seedCommand: 'x',
    });
    expect(project.shadowUrl).toBeUndefined();
    const unset = await load();
    expect([unset.url, unset.urlVariable]).toEqual([undefined, 'OUR_URL']);
  });

  it('of Prisma 6 may leave the URL to the schema', async () => {
    await lay({
      'prisma.config.ts':
        "import 'dotenv/config';\nexport default { earlyAccess: true, schema: 'schema.prisma' };",
      'node_modules/dotenv/config.js': '',
      'schema.prisma': urls,
    });
    expect((await load({ env: { DIRECT: 'postgresql://h/x' } })).url).toBe('postgresql://h/x');
  });

  it('that wants a variable for a path says so', async () => {
    await lay({
      'prisma.config.ts':
        "import { env } from 'prisma/config';\nexport default { schema: env('WHERE') + '/schema.prisma' };",
    });
    await expect(load()).rejects.toMatchObject({
      code: 'migrations.no_url',
      message: expect.stringContaining('WHERE'),
    });
  });

  it('of another shape is told with every fault', async () => {
    await lay({ 'prisma.config.ts': 'export default { schema: 1, migrations: { path: [] } };' });
    await expect(load()).rejects.toMatchObject({
      code: 'migrations.bad_config',
      why: expect.stringMatching(/^schema: .*\nmigrations\.path: /),
    });
  });

  it('whose packages are not installed is told to install them, and not that it is wrong', async () => {
    await lay({ 'prisma.config.ts': "import 'dotenv-of-nobody/config';\nexport default {};" });
    await expect(load()).rejects.toMatchObject({
      code: 'migrations.bad_config',
      fix: expect.stringMatching(/npm install.*dotenv-of-nobody\/config/),
    });
    await lay({ 'prisma.config.ts': "import './missing.ts';\nexport default {};" });
    await expect(load()).rejects.toMatchObject({ fix: expect.stringContaining('Correct the file') });
  });
});

describe('options', () => {
  it('alone make a project, with no schema where nothing needs one', async () => {
    await lay({});
    expect(await load({ migrations: 'm', url: 'postgresql://h/x' })).toMatchObject({
      root,
      schemaFiles: [],
      migrationsDirectory: at('m'),
      url: 'postgresql://h/x',
    });
    await expect(load({ url: 'postgresql://h/x' })).rejects.toMatchObject({ code: 'migrations.no_config' });
  });

  it('each win over what is found', async () => {
    await lay({
      'prisma/schema.prisma': urls,
      'other/schema.prisma': block('  url = "postgresql://other/x"\n'),
      '.env': 'DIRECT=postgresql://h/x',
    });
    expect(await load({ schema: 'other/schema.prisma' })).toMatchObject({
      root,
      migrationsDirectory: at('other', 'migrations'),
      url: 'postgresql://other/x',
    });
    expect(await load({ migrations: 'm' })).toMatchObject({
      migrationsDirectory: at('m'),
      url: 'postgresql://h/x',
    });
    expect((await load({ url: 'postgresql://given/x' })).url).toBe('postgresql://given/x');
    await expect(load({ schema: 'nowhere' })).rejects.toMatchObject({ code: 'migrations.no_schema' });
  });
});

describe('where none can be worked on', () => {
  it.each(['sqlite', 'mysql', 'mongodb'])(
    'a schema for %s is refused, whatever its URL',
    async (provider) => {
      await lay({
        'prisma/schema.prisma': `// provider = "postgresql"\ngenerator c {\n  provider = "prisma-client-js"\n}\n\ndatasource db { // one\n  url = env("X")\n  provider = "${provider}"\n}\n`,
      });
      await expect(load({ url: 'postgresql://h/x' })).rejects.toMatchObject({
        code: 'migrations.other_database',
        message: expect.stringContaining(provider),
      });
    },
  );

  it('those of the folders below are named, with the way there', async () => {
    const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
    await lay({
      'package.json': '{}',
      "apps/bob's web/package.json": '{}',
      "apps/bob's web/prisma/schema.prisma": datasource,
      'prisma/pg-schema.prisma': datasource,
      'prisma/mysql-schema.prisma': datasource.replace('postgresql', 'mysql'),
      'node_modules/x/prisma/schema.prisma': datasource,
    });
    await expect(load()).rejects.toMatchObject({
      code: 'migrations.no_config',
      fix: expect.stringMatching(
        /its schema: --schema prisma\/pg-schema\.prisma, cd 'apps\/bob'\\''s web'\. --migrations/,
      ),
    });
  });
});
