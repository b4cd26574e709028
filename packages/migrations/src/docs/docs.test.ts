import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Catalog } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import { testServerUrl } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { migration } from '../lint/lint.fixture.ts';
import { replayedCatalog } from './load-catalog.ts';
import { MARK, renderDocs } from './render-docs.ts';
import { readSchemaDocs } from './model/schema-docs.ts';
import { compareDocs, writeDocs } from './write-docs.ts';

const people = `/// Who uses it | with a bar.
/// Second line.
model User {
  id    Int    @id @default(autoincrement())
  /// Lower case.
  email String @unique @map("email_address")
  role  Role   @default(USER)
  posts Post[]

  @@map("users")
}

/// What one may do.
enum Role {
  /// Nothing much.
  USER
  ADMIN
}
`;
const content = `model Post {
  id       Int   @id
  authorId Int?
  author   User? @relation(fields: [authorId], references: [id])
}
`;
const migrations = [
  migration(
    '20260101093000_init',
    `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "users" ("id" SERIAL PRIMARY KEY, "email_address" TEXT NOT NULL UNIQUE, "role" "Role" NOT NULL DEFAULT 'USER');
CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "authorId" INTEGER, CONSTRAINT "author" FOREIGN KEY ("authorId") REFERENCES "users"("id") ON DELETE CASCADE);`,
    'DROP TABLE "Post";\nDROP TABLE "users";\nDROP TYPE "Role";',
  ),
  migration(
    '20260215000000_more_sql',
    `CREATE TABLE "Audit" ("note" TEXT, "size" INTEGER GENERATED ALWAYS AS (length("note")) STORED);
COMMENT ON TABLE "Audit" IS 'Made by hand';
CREATE INDEX "Post_author" ON "Post"("authorId");
CREATE VIEW "Authors" AS SELECT * FROM "users";
CREATE FUNCTION "one"() RETURNS INT LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "mine" ON "users" USING ("id" = 1);
CREATE POLICY "narrow" ON "users" AS RESTRICTIVE FOR DELETE USING (false);`,
  ),
];

let folder: string;
let catalog: Catalog;
let project: { root: string; schemaFiles: readonly string[] };
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora docs '));
  const schemaFiles = ['content.prisma', 'people.prisma'].map((name) => path.join(folder, name));
  await writeFile(schemaFiles[0]!, content);
  await writeFile(schemaFiles[1]!, people);
  project = { root: folder, schemaFiles };
  catalog = await replayedCatalog(await testServerUrl(), migrations);
  files = await renderDocs({ project, migrations, catalog });
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('renderDocs', () => {
  it('gives the same bytes for the same input, however often', async () => {
    const again = await renderDocs({ project, migrations, catalog });
    const fresh = await renderDocs({
      project,
      migrations,
      catalog: await replayedCatalog(await testServerUrl(), migrations),
    });
    expect([...again]).toEqual([...files]);
    expect([...fresh]).toEqual([...files]);
    expect([...files.values()].join('')).not.toMatch(/\b20[2-9]\d-\d\d-\d\dT/);
  });

  it('writes a file for each part', () => {
    expect([...files.keys()].toSorted()).toEqual([
      'README.md',
      'dictionary.md',
      'domains/content.svg',
      'domains/other.svg',
      'domains/people.svg',
      'er-diagram.svg',
      'migrations/20260101093000_init.md',
      'migrations/20260215000000_more_sql.md',
      'timeline.svg',
    ]);
  });

  it('joins the words of the schema to the columns of the database', () => {
    const text = files.get('dictionary.md') ?? '';
    expect(text).toContain('Who uses it | with a bar.\nSecond line.');
    expect(text).toContain('| `email_address` | `text` | yes |  | Lower case. |');
    expect(text).toContain('| `role` | `public."Role"` | yes | `\'USER\'::public."Role"` |  |');
    expect(text).toContain('- `authorId` → [users](#users): `ON DELETE CASCADE`');
    expect(text).toContain('- [Post](#post) `authorId`');
    expect(text).toContain('- `USER`: Nothing much.');
    expect(text).toMatch(/Made by hand\n\nUnknown to the Prisma schema/);
    expect(text).toMatch(/`size` \| `integer` \|  \| `generated stored: length\(note\)`/);
    expect(text).toMatch(/A view\. Unknown to the Prisma schema/);
    expect(text).toContain('- `mine`: `FOR ALL TO PUBLIC USING (id = 1)`');
    expect(text).toContain('- `narrow`: `AS RESTRICTIVE FOR DELETE TO PUBLIC USING false`');
    expect(text).toMatch(/### one\(\)\n\n```sql\nCREATE OR REPLACE FUNCTION/);
  });

  it('has no link that leads nowhere', () => {
    for (const [file, text] of files) {
      for (const [, link = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
        const [target = '', heading] = link.split('#');
        const found =
          target === '' ? file : path.posix.join(path.posix.dirname(file), decodeURIComponent(target));
        expect(files.has(found) || `${file}: ${link}`).toBe(true);
        if (heading === undefined) continue;
        const anchors = [...(files.get(found) ?? '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
          title
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
            .replaceAll(' ', '-'),
        );
        expect(anchors).toContain(heading);
      }
    }
  });

  it('draws tables, keys and domains', () => {
    const svg = files.get('er-diagram.svg') ?? '';
    expect(svg).toMatch(/^<\?xml[\s\S]*<svg role="img"[\s\S]*<\/svg>\s*$/);
    for (const word of ['content', 'people', 'other', 'users', 'Post', 'Audit', 'authorId']) {
      expect(svg).toContain(`>${word}</text>`);
    }
    expect(svg.match(/class="edge"/g)).toHaveLength(1);
    expect(files.get('domains/people.svg')).toContain('>email_address</text>');
    expect(svg).not.toContain('>email_address</text>');
  });

  it('tells of each migration what it changes, its hazards and both ways', () => {
    const text = files.get('migrations/20260215000000_more_sql.md') ?? '';
    expect(text).toContain('# more sql');
    expect(text).toContain('- create table Audit (2 columns)');
    expect(text).toContain('- create index Post_author on Post');
    expect(text).toContain('| error | `index-not-concurrent` | migration.sql:3 | Writes to Post wait');
    expect(text).toContain('← [20260101093000_init](20260101093000_init.md)');
    expect(text).toContain('There is no down.sql.');
    const first = files.get('migrations/20260101093000_init.md') ?? '';
    expect(first).toContain('| written | 2026-01-01 09:30 |');
    expect(first).toMatch(/## Back\n\n```sql\nDROP TABLE "Post";/);
    expect(files.get('timeline.svg')).toContain('>more sql</text>');
  });

  it('says how long a migration took where that is known', async () => {
    const durations = new Map([['20260101093000_init', 42]]);
    const rendered = await renderDocs({ project, migrations, catalog, durations });
    expect(rendered.get('migrations/20260101093000_init.md')).toContain(
      '| took | 42 ms where it was deployed last |',
    );
  });
});

describe('readSchemaDocs', () => {
  it('tells files of the same name apart by their folders', async () => {
    const names = ['shop', 'blog'];
    const schemaFiles = names.map((name) => path.join(folder, name, 'models.prisma'));
    for (const [index, file] of schemaFiles.entries()) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, `model M${index} {\n  id Int @id\n}\n`);
    }
    const domains = await readSchemaDocs({ schemaFiles });
    expect(domains.map(({ name, models }) => [name, models[0]?.name])).toEqual([
      ['shop-models', 'M0'],
      ['blog-models', 'M1'],
    ]);
  });

  it("passes on Prisma's own words about a schema that it cannot read", async () => {
    const file = path.join(folder, 'broken.prisma');
    await writeFile(file, 'model X {\n  id Strin @id\n}\n');
    const failure: unknown = await readSchemaDocs({ schemaFiles: [file] }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'docs.invalid_schema' });
    expect(failure instanceof AgoraError ? failure.why : '').toMatch(/Strin[\s\S]*broken\.prisma:2/);
  });
});

describe('writing and checking', () => {
  it('tells missing, changed and superfluous files, and writes only those', async () => {
    const target = path.join(folder, 'docs', 'database');
    expect((await compareDocs(target, files)).every(({ kind }) => kind === 'missing')).toBe(true);
    expect(await writeDocs(target, files)).toHaveLength(files.size);
    expect(await compareDocs(target, files)).toEqual([]);

    const dictionary = path.join(target, 'dictionary.md');
    await writeFile(dictionary, `${files.get('dictionary.md')}edited`);
    await rm(path.join(target, 'timeline.svg'));
    await writeFile(path.join(target, 'migrations', '2025_gone.md'), 'old');
    await writeFile(path.join(target, 'notes.txt'), 'mine');
    const expected = [
      { path: 'dictionary.md', kind: 'changed' },
      { path: 'migrations/2025_gone.md', kind: 'superfluous' },
      { path: 'timeline.svg', kind: 'missing' },
    ];
    expect(await compareDocs(target, files)).toEqual(expected);
    expect(await writeDocs(target, files)).toEqual(expected);
    expect(await compareDocs(target, files)).toEqual([]);
    expect(await readFile(path.join(target, 'notes.txt'), 'utf8')).toBe('mine');

    await writeFile(dictionary, (files.get('dictionary.md') ?? '').replaceAll('\n', '\r\n'));
    expect(await compareDocs(target, files)).toEqual([]);
  });

  it('overwrites no README.md of somebody else', async () => {
    const target = await mkdtemp(path.join(folder, 'foreign'));
    await writeFile(path.join(target, 'README.md'), '# Mine');
    await expect(writeDocs(target, files)).rejects.toMatchObject({ code: 'docs.foreign_folder' });
    expect(files.get('README.md')?.startsWith(MARK)).toBe(true);
  });
});
