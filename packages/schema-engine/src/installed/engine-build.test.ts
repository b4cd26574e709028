// oxlint-disable unicorn/consistent-function-scoping -- small words of the tests stand beside them
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEngineModule } from '../engine/load-wasm.ts';
import { engineCommit, findEngineBuild } from './engine-build.ts';
import { glueFits } from './glue-fits.ts';
import { knownEngine, triedVersions } from './tried-versions.ts';

const here = path.resolve(import.meta.dirname, '..', '..');
const ours = findEngineBuild(here);
let project: string;

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'agora builds '));
});
afterEach(() => rm(project, { recursive: true, force: true }));

const install = async (name: string, version: string, at = project) => {
  const folder = path.join(at, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name, version }));
  return folder;
};

/** Prisma as npm lays it out, with an engine whose bytes are changed by `change`. */
const installPrisma = async (version: string, engine: string, change = (text: string) => text) => {
  const prisma = await install('prisma', version);
  await install('@prisma/engines', version);
  await install('@prisma/engines-version', engine);
  await mkdir(path.join(prisma, 'build'));
  const file = path.join(prisma, 'build', 'schema_engine_bg.wasm');
  await writeFile(file, Buffer.from(change(await readFile(ours.engineFile, 'latin1')), 'latin1'));
  return file;
};

describe('the build that runs', () => {
  it('is the one that our own Prisma carries, of the commit that it names', async () => {
    expect(ours.version).toBe(knownEngine);
    expect(ours.engineFile).toContain(`${path.sep}prisma${path.sep}build${path.sep}`);
    expect((await loadEngineModule(here)).version()).toBe(engineCommit(ours));
  });

  it('is the one that the installed Prisma carries, where glue code fits it', async () => {
    const engineFile = await installPrisma('7.10.1', '8.1.0-1.abc');
    expect(findEngineBuild(project)).toMatchObject({ version: '8.1.0-1.abc', engineFile });
  });

  it('is the nearest package where the carried one speaks another way', async () => {
    const engineFile = await installPrisma('7.0.0', '6.20.0-16.abc', (text) =>
      text.replace(/__wbindgen_cast_[0-9a-f]{16}/, `__wbindgen_cast_${'0'.repeat(16)}`),
    );
    expect(glueFits(engineFile, await readFile(ours.glueFile, 'utf8'))).toBe(false);
    expect(findEngineBuild(project)).toMatchObject({ version: knownEngine, glueFile: ours.glueFile });
  });

  it('is the package of the named build before any other', async () => {
    await installPrisma('7.0.0', '6.20.0-16.abc', () => '');
    const exact = await install('@prisma/schema-engine-wasm', '6.20.0-16.abc');
    await copyFile(ours.glueFile, path.join(exact, 'schema_engine_bg.js'));
    expect(findEngineBuild(project)).toMatchObject({
      version: '6.20.0-16.abc',
      engineFile: path.join(exact, 'schema_engine_bg.wasm'),
    });
  });

  it('is never that of a Prisma whose schemas have another form', async () => {
    await installPrisma('6.19.3', '7.1.1-3.abc');
    expect(findEngineBuild(project)).toMatchObject({ version: knownEngine, prisma: { version: '6.19.3' } });
  });

  it('is found where the running Prisma lies, which the folder may not see', async () => {
    const engineFile = await installPrisma('7.10.1', '8.1.0-1.abc');
    const script = path.join(path.dirname(engineFile), 'index.js');
    expect(findEngineBuild(tmpdir(), script)).toMatchObject({ version: '8.1.0-1.abc' });
  });
});

it('knows its versions in their order, each once', () => {
  const versions = triedVersions.map(({ prisma }) => prisma);
  const sorted = [...new Set(versions)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  expect(versions).toEqual(sorted);
});
