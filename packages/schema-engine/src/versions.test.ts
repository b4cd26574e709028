// oxlint-disable unicorn/consistent-function-scoping, typescript/no-unsafe-type-assertion, vitest/valid-expect -- small words of the tests stand beside them; the message is the output of the CLI
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngineModule } from './engine/load-wasm.ts';
import { enginePath, register } from './register-engine.ts';
import { checkVersions, engineCommit, engineVersion } from './versions.ts';

describe('versions', () => {
  let project: string;
  const install = async (name: string, version: string) => {
    await mkdir(path.join(project, 'node_modules', name), { recursive: true });
    await writeFile(
      path.join(project, 'node_modules', name, 'package.json'),
      JSON.stringify({ name, version }),
    );
  };
  const right = engineVersion().split('-')[0] as string;

  beforeAll(async () => {
    project = await mkdtemp(path.join(tmpdir(), 'agora-versions-'));
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  it('names the commit that the engine was built from', async () => {
    expect(engineCommit()).toBe((await loadEngineModule()).version());
  });

  it('accepts a project whose versions agree, and names each one where they do not', async () => {
    await install('prisma', right);
    await install('@prisma/client', right);
    expect(() => checkVersions(project)).not.toThrow();
    await install('@prisma/client', '7.9.0');
    expect(() => checkVersions(project)).toThrow(
      expect.objectContaining({
        code: 'schema_engine.version_mismatch',
        message: `Versions disagree: prisma ${right}, @prisma/client 7.9.0, schema engine ${right}.`,
        fix: expect.stringContaining(`npm install prisma@${right} @prisma/client@${right}`),
      }),
    );
    expect(() => register({}, project)).toThrow(/7\.9\.0[\s\S]*npm install/);
  });

  it("leaves the user's engine and AGORA_ENGINE=native alone", () => {
    const own = { PRISMA_SCHEMA_ENGINE_BINARY: '/own/engine' };
    register(own, project);
    expect(own.PRISMA_SCHEMA_ENGINE_BINARY).toBe('/own/engine');
    const native: Record<string, string | undefined> = { AGORA_ENGINE: 'native' };
    register(native, project);
    expect(native['PRISMA_SCHEMA_ENGINE_BINARY']).toBeUndefined();
  });

  it('registers the executable', async () => {
    await install('@prisma/client', right);
    const env: Record<string, string | undefined> = {};
    register(env, project);
    expect(env['PRISMA_SCHEMA_ENGINE_BINARY']).toBe(enginePath);
  });
});
