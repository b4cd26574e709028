import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enginePath, register } from '../register-engine.ts';

let project: string;
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'agora register '));
});
afterAll(() => rm(project, { recursive: true, force: true }));

const install = async (name: string, version: string) => {
  const folder = path.join(project, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name, version }));
};
const tried = (env: Record<string, string | undefined>) => {
  const notes: string[] = [];
  const serves = register({ env, projectDirectory: project, note: (line) => notes.push(line) });
  return { serves, notes, binary: env['PRISMA_SCHEMA_ENGINE_BINARY'] };
};

it('leaves a given engine and AGORA_ENGINE=native alone', () => {
  expect(tried({ PRISMA_SCHEMA_ENGINE_BINARY: '/own/engine' })).toEqual({
    serves: false,
    notes: [],
    binary: '/own/engine',
  });
  expect(tried({ AGORA_ENGINE: 'native' })).toEqual({ serves: false, notes: [], binary: undefined });
});

it.each([
  ['7.10.0', '7.10.0-4.0edf323efd1d98336f3f0a68684b56f689b900d3', []],
  [
    '7.0.0',
    '6.20.0-16.next-abc',
    [/^prisma 7\.0\.0 names schema engine 6\.20\.0-16\.next-abc, .*: 7\.10\.0-4\./],
  ],
  [
    '7.99.0',
    '7.99.0-1.abc',
    [/^prisma 7\.99\.0 is newer than what was tried: 7\.0\.0 to 7\./, /names schema engine/],
  ],
])('serves prisma %s and says what is to be known', async (version, engine, expected) => {
  await install('prisma', version);
  await install('@prisma/engines', version);
  await install('@prisma/engines-version', engine);
  const { serves, notes, binary } = tried({});
  expect({ serves, binary }).toEqual({ serves: true, binary: enginePath });
  expect(notes).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  // A command that the CLI starts registers again, and says it no more.
  expect(tried({ PRISMA_SCHEMA_ENGINE_BINARY: enginePath })).toMatchObject({ serves: true, notes: [] });
});

it.each(['5.22.0', '6.19.3', '8.0.0-rc.19'])(
  'leaves the CLI of prisma %s its own engine',
  async (version) => {
    await install('prisma', version);
    expect(tried({})).toEqual({
      serves: false,
      notes: [expect.stringContaining(`prisma ${version}: \`register\` serves the CLI of Prisma 7 alone`)],
      binary: undefined,
    });
  },
);
