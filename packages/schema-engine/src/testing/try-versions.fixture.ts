// Installs versions of Prisma from the registry, runs its CLI through `register`, or for Prisma 5 and 6 Agora alone, and
// prints what worked: the table of README.md. Slow, and needs a registry: no test.
// Usage: pnpm --filter @agora/schema-engine run try-versions [version...]
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { withTestDatabase } from '@agora/testkit';
import { findEngineBuild } from '../installed/engine-build.ts';
import { majorOf, servedMajor, triedVersions } from '../installed/tried-versions.ts';
import { buildPackage, makeProject, schemaHead, type ThrowawayProject } from './throwaway-project.fixture.ts';

/** Of every version that is tried: partial indexes came later. */
const head = schemaHead.replace(/^ *previewFeatures.*\n/m, '');
const model = `
model Tag {
  id   Int    @id @default(autoincrement())
  name String @unique
}
`;
const column = model.replace('@unique', '@unique\n  note String?');

/** What a verb must say, beside exiting 0. */
type Step = readonly [words: readonly string[], says: RegExp, schema?: string];

const cliSteps: readonly Step[] = [
  [['generate'], /Generated Prisma Client/],
  [['migrate', 'dev', '--name', 'init'], /in sync/],
  [['migrate', 'dev', '--name', 'note'], /in sync/, column],
  [['migrate', 'status'], /up to date/],
  [['migrate', 'deploy'], /No pending migrations/],
  [['db', 'pull', '--print'], /model Tag/],
];

const agoraSteps: readonly Step[] = [
  [['migrate', 'create', '--name', 'init'], /is ready/],
  [['migrate', 'deploy'], /1 applied/],
  [['migrate', 'create', '--name', 'note'], /is ready/, column],
  [['migrate', 'deploy'], /1 applied/],
  [['migrate', 'status'], /2 applied/],
  [['migrate', 'verify'], /proven/],
  [['migrate', 'rollback'], /1 rolled back|rolled back/],
];

const versions = process.argv.length > 2 ? process.argv.slice(2) : triedVersions.map(({ prisma }) => prisma);
await buildPackage();
process.stdout.write('| prisma | through | engine | works | fails |\n|---|---|---|---|---|\n');
for (const version of versions)
  process.stdout.write(`${await withTestDatabase((url) => row(version, url))}\n`);

async function row(version: string, url: string): Promise<string> {
  const project = await makeProject(url, version);
  try {
    const served = majorOf(version) === servedMajor;
    const outcomes = await (served ? tryCli(project) : tryAgora(project, url));
    const { version: engine, engineFile } = findEngineBuild(project.directory);
    const carried = engineFile.includes(`${path.sep}prisma${path.sep}build${path.sep}`);
    const named = (worked: boolean) =>
      outcomes.flatMap(([words, output]) => ((output === undefined) === worked ? [words] : [])).join(', ');
    for (const [words, output] of outcomes)
      if (output !== undefined) process.stderr.write(`prisma ${version}: ${words}\n${output}\n`);
    if (named(false) !== '') process.exitCode = 1;
    return `| ${version} | ${served ? "Prisma's CLI" : 'agora'} | ${carried ? 'carried' : 'package'} ${engine.slice(0, 16)} | ${named(true)} | ${named(false)} |`;
  } finally {
    await project.remove();
  }
}

type Outcome = readonly [words: string, output: string | undefined];

async function tryCli(project: ThrowawayProject): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await project.write('prisma/schema.prisma', head + model);
  for (const [words, says, schema] of cliSteps) {
    if (schema !== undefined) await project.write('prisma/schema.prisma', head + schema);
    const { code, output } = await project.prisma(words);
    outcomes.push([words.slice(0, 2).join(' '), code === 0 && says.test(output) ? undefined : output]);
  }
  return outcomes;
}

/** A project of Prisma 5 or 6: the URL in the schema, no configuration. */
async function tryAgora(project: ThrowawayProject, url: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const older = `generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n`;
  await rm(path.join(project.directory, 'prisma.config.ts'));
  await project.write('prisma/schema.prisma', older + model);
  for (const [words, says, schema] of agoraSteps) {
    if (schema !== undefined) await project.write('prisma/schema.prisma', older + schema);
    const { code, output } = await agora(project.directory, words, url);
    outcomes.push([words.slice(0, 2).join(' '), code === 0 && says.test(output) ? undefined : output]);
  }
  return outcomes;
}

/** The command line; it stands above this package, which knows its file and nothing else. */
async function agora(cwd: string, words: readonly string[], url: string) {
  const main = path.resolve(import.meta.dirname, '../../../../scripts/agora.mjs');
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...words],
      { cwd, env: { ...process.env, DATABASE_URL: url, NO_COLOR: '1' } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    );
    child.stdin?.end();
  });
}
