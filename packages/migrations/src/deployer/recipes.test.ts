import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

import { fixtureProject } from '../project.fixture.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const recipes = path.resolve(root, '..', '..', 'docs', 'deploy');
/** Stands for `/` of the image, and for the project's folder on a host. */
let image = '';

beforeAll(async () => {
  image = await mkdtemp(path.join(tmpdir(), 'agora image '));
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'bundle-deployer.mjs')]);
  const bundle = path.join(root, 'dist-deployer', 'agora-deploy.mjs');
  const config = path.join(recipes, 'agora.config.mjs');
  for (const [place, migrations] of [
    ['app', 'migrations'],
    ['host', 'prisma/migrations'],
  ] as const) {
    const folder = path.join(image, place);
    const one = path.join(folder, migrations, '20240101000000_a');
    await mkdir(one, { recursive: true });
    await writeFile(path.join(one, 'migration.sql'), 'CREATE TABLE a (id int);\n');
    await cp(bundle, path.join(folder, 'agora-deploy.mjs'));
    await cp(config, path.join(folder, 'agora.config.mjs'));
  }
  await chmod(image, 0o555);
  for (const entry of await readdir(image, { recursive: true, withFileTypes: true })) {
    await chmod(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
  }
});
afterAll(async () => {
  for (const entry of await readdir(image, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
  }
  await chmod(image, 0o755);
  await rm(image, { recursive: true });
});

const read = (file: string): Promise<string> => readFile(path.join(recipes, file), 'utf8');

/** Every command of the deployer in a recipe: a list of words, or one line. */
function commandsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value === 'string')
    return value.startsWith('node agora-deploy.mjs ') ? [value.split(' ').slice(1)] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value[0] === '/app/agora-deploy.mjs') return [value.map(String)];
  return Object.values(value).flatMap(commandsIn);
}

const asYaml = async (file: string): Promise<unknown> => parse(await read(file));
const quoted = async (file: string, pattern: RegExp): Promise<unknown> =>
  JSON.parse(pattern.exec(await read(file))?.[1] ?? 'null');

test.each([
  ['Dockerfile', () => quoted('Dockerfile', /^CMD (\[.*\])$/m)],
  ['compose.yaml', () => asYaml('compose.yaml')],
  ['kubernetes-job.yaml', () => asYaml('kubernetes-job.yaml')],
  ['helm-hook.yaml', () => asYaml('helm-hook.yaml')],
  ['render.yaml', () => asYaml('render.yaml')],
  ['railway.json', () => asYaml('railway.json')],
  ['fly.toml', () => quoted('fly.toml', /^ *release_command = (".*")$/m)],
])('the commands of %s deploy, read-only and not as root', async (file, recipe) => {
  const commands = commandsIn(await recipe());
  expect(commands).toHaveLength(1);
  const project = await fixtureProject();
  const now = new Date().toISOString();
  const database = new URL(project.url).pathname.slice(1);
  const proof = path.join(project.root, 'proof.json');
  await writeFile(proof, JSON.stringify({ database, finishedAt: now, verifiedAt: now }));
  const secret = path.join(project.root, 'url');
  await writeFile(secret, `${project.url}\n`);
  await chmod(project.root, 0o755);
  const mounted = (word: string): string =>
    word === '/run/backup/proof.json' ? proof : word.replace(/^\/app\//, `${path.join(image, 'app')}/`);
  for (const command of commands) {
    const words = command.map(mounted);
    // What the image's own command lacks, whoever runs it adds.
    if (file === 'Dockerfile') words.push('--backup-proof', proof);
    const onFile = (await read(file)).includes('DATABASE_URL_FILE');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, words, {
      cwd: path.join(image, 'host'),
      env: onFile ? { DATABASE_URL_FILE: secret } : { DATABASE_URL: project.url },
      ...(process.getuid?.() === 0 ? { uid: 65_532, gid: 65_532 } : {}),
    });
    expect(`${stdout}${stderr}`).toMatch(/applied 20240101000000_a|"outcome":"succeeded"/);
  }
});

test('every file that the list names is there, and no other', async () => {
  const text = await read('README.md');
  const named = [...text.matchAll(/\]\(([\w.-]+)\)/g)].map(([, name]) => name ?? '');
  expect(['README.md', ...named].toSorted()).toEqual((await readdir(recipes)).toSorted());
});
