import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { testServerUrl } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { migration } from '../lint/lint.fixture.ts';
import { replayedCatalog } from './load-catalog.ts';
import { MOST_TABLES } from './model/split-domains.ts';
import { splitGraph } from './model/split.ts';
import { renderDocs } from './render-docs.ts';

/** Three stars of 25 tables in one schema file, their hubs in a row, and two tables that point nowhere. */
const hubs = ['Shop', 'Blog', 'Game'];
const leaves = hubs.flatMap((hub) =>
  Array.from({ length: 25 }, (_, place) => ({ name: `${hub}${place}`, hub })),
);
const schema = `
datasource db {
  provider     = "postgresql"
  relationMode = "prisma"
}
${hubs
  .map(
    (hub, place) => `model ${hub} {
  id Int @id
  ${place === 0 ? '' : `before ${hubs[place - 1]} @relation(fields: [beforeId], references: [id])\n  beforeId Int @unique`}
  ${place === hubs.length - 1 ? '' : `after ${hubs[place + 1]}?`}
  ${leaves.flatMap((leaf) => (leaf.hub === hub ? `${leaf.name.toLowerCase()} ${leaf.name}[]` : [])).join('\n  ')}
  ${place === 0 ? 'labels Label[]' : ''}
}`,
  )
  .join('\n')}
${leaves.map(({ name, hub }) => `model ${name} {\n  id Int @id\n  hubId Int\n  hub ${hub} @relation(fields: [hubId], references: [id])\n}`).join('\n')}
model Label {
  id    Int    @id
  shops Shop[]
}
model Lonely {
  id Int @id
}
`;
const sql = [
  ...hubs.map(
    (hub, place) =>
      `CREATE TABLE "${hub}" (id int PRIMARY KEY${place === 0 ? '' : ', "beforeId" int NOT NULL UNIQUE'});`,
  ),
  ...leaves.map(({ name }) => `CREATE TABLE "${name}" (id int PRIMARY KEY, "hubId" int NOT NULL);`),
  'CREATE TABLE "Label" (id int PRIMARY KEY); CREATE TABLE "Lonely" (id int PRIMARY KEY);',
  'CREATE TABLE "_LabelToShop" ("A" int NOT NULL, "B" int NOT NULL, PRIMARY KEY ("A", "B"));',
].join('\n');

let folder = '';
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora docs '));
  const file = path.join(folder, 'schema.prisma');
  await writeFile(file, schema);
  const catalog = await replayedCatalog(await testServerUrl(), [migration('1_init', sql)]);
  files = await renderDocs({ project: { root: folder, schemaFiles: [file] }, migrations: [], catalog });
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const domains = (): readonly string[] => [...files.keys()].filter((file) => file.startsWith('domains/'));

describe('a database too large for one picture', () => {
  it('is a map that leads to pictures of bounded size', () => {
    const map = files.get('er-diagram.svg') ?? '';
    for (const file of domains()) expect(map).toContain(`xlink:href="${encodeURI(file)}"`);
    expect(domains()).toContain('domains/around Shop.svg');
    expect(domains().length).toBeLessThanOrEqual(7);
    for (const file of domains()) {
      const drawn = (files.get(file) ?? '').match(/class="node"/g) ?? [];
      expect(drawn.length).toBeGreaterThan(1);
      expect(drawn.length).toBeLessThanOrEqual(MOST_TABLES + 12);
    }
  });

  it('has every table in just one of them', () => {
    const readme = files.get('README.md') ?? '';
    for (const { name } of [...leaves, { name: 'Lonely' }, { name: '_LabelToShop' }])
      expect(readme.split(`[${name}](`)).toHaveLength(2);
  });

  it('shows relations that only the Prisma schema has, dashed, and says so', () => {
    const shop = files.get('domains/around Shop.svg') ?? '';
    expect(shop).toContain('stroke-dasharray');
    const dictionary = files.get('dictionary.md') ?? '';
    expect(dictionary).toContain('- `hubId` → [Shop](#shop): no foreign key; the Prisma schema says so');
    expect(dictionary).toContain('- `A` → [Label](#label): no foreign key');
    expect(dictionary).toContain('- `B` → [Shop](#shop): no foreign key');
  });
});

const ring = (from: number, size: number): readonly (readonly [number, number])[] =>
  Array.from({ length: size }, (_, place) => [from + place, from + ((place + 1) % size)] as const);

const star = (hub: number, size: number): readonly (readonly [number, number])[] =>
  Array.from({ length: size - 1 }, (_, place) => [hub + 1 + place, hub] as const);

describe('splitGraph', () => {
  it('finds what belongs together, and leaves the bridge', () => {
    expect(splitGraph(10, [...star(0, 5), ...star(5, 5), [0, 5]], 10)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ]);
  });

  it('makes no group larger than asked, and loses no node', () => {
    const groups = splitGraph(40, ring(0, 39), 7);
    expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(7);
    expect(groups.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, node) => node));
  });
});
