// oxlint-disable vitest/valid-expect -- the message is the output of the CLI
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  buildPackage,
  makeProject,
  schemaHead,
  type ThrowawayProject,
} from '../testing/throwaway-project.fixture.ts';

const database = useTestDatabase();
let project: ThrowawayProject;

beforeAll(async () => {
  await buildPackage();
  project = await makeProject(database.url);
  await project.write('prisma/schema.prisma', `${schemaHead}\nmodel Tag {\n  id Int @id\n}\n`);
  await chmod(path.join(project.directory, 'node_modules/@agora/schema-engine/bin/schema-engine.js'), 0o644);
});
afterAll(() => project.remove());

it("lets Prisma's CLI start an engine that the system takes for no program, as Windows does not", async () => {
  expect((await project.prisma(['migrate', 'status'])).output).toContain('EACCES');

  const dist = './node_modules/@agora/schema-engine/dist';
  await project.write(
    'prisma.config.ts',
    `import { enginePath } from '${dist}/register-engine.js';
import { redirectSpawn } from '${dist}/register/redirect-spawn.js';
redirectSpawn(enginePath);
${await project.read('prisma.config.ts')}`,
  );
  const dev = await project.prisma(['migrate', 'dev', '--name', 'init']);
  expect(dev, dev.output).toMatchObject({ code: 0 });
  expect((await project.prisma(['migrate', 'status'])).output).toContain('up to date');
  expect((await project.prisma(['db', 'pull', '--print'])).stdout).toContain('model Tag');
});
