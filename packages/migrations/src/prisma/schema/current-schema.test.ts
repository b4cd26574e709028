import { beforeAll, expect, it } from 'vitest';

import { readSchema, toCurrentSchema } from './current-schema.ts';
import { loadSchemaParser, type SchemaParser } from './schema-parser.ts';

let parser: SchemaParser;
beforeAll(async () => {
  parser = await loadSchemaParser();
});

const current = (text: string): string => toCurrentSchema(parser, [['s.prisma', text]])[0]?.[1] ?? '';

const old = `/// é 😀
generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["metrics", "multiSchema", "nonsense", "postgresqlExtensions", "views", "alsoGone"]
  binaryTargets   = ["native", "rhel-openssl-1.0.x"]
}

datasource db {
  provider          = "postgresql"
  url               = env("DATABASE_URL") // ours
  directUrl         = env("DIRECT_URL")
  shadowDatabaseUrl = "postgresql://h/s"
  extensions        = [pgcrypto]
  schemas           = ["public", "audit"]
}

view V {
  id Int
  a  Int
  @@index([id])
  @@schema("audit")
}

model A {
  id Int @id
  @@schema("public")
}
`;

it.each(['\n', '\r\n'])('takes out what is gone, and nothing moves (%j)', (end) => {
  const text = old.replaceAll('\n', end);
  const now = current(text);
  expect(parser.remarks([['s.prisma', now]]).filter((remark) => !remark.is_warning)).toEqual([]);
  expect(now).toHaveLength(text.length);
  expect(now.split(end)).toHaveLength(text.split(end).length);
  expect(now).not.toMatch(/url|URL|nonsense|metrics|alsoGone/);
  expect(now).toContain('["multiSchema","postgresqlExtensions","views"]');
  expect(now).toMatch(/model A \{\s+id Int @id/);
});

it('keeps a key of a view as a unique one, on which a relation may count', () => {
  const now = current(`generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["views"]
}

datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model A {
  id Int @id
  n  Int
  v  V?
  w  W?
  @@unique([id, n])
}

view V {
  id Int @id(map: "gone")
  a  A   @relation(fields: [id], references: [id])
}

view W {
  id Int
  n  Int
  a  A   @relation(fields: [id, n], references: [id, n])
  @@id([id, n], name: "kept", map: "gone")
}
`);
  expect(parser.remarks([['s.prisma', now]]).filter((remark) => !remark.is_warning)).toEqual([]);
  expect(now).toContain('id Int @unique\n');
  expect(now).toContain('@@unique([id, n], name: "kept")\n');
});

it('leaves a schema of 7, and the faults of any other, as they are', () => {
  const good = 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id\n}\n';
  const broken = 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Wrong @id\n';
  expect(current(good)).toBe(good);
  expect(current(broken)).toBe(broken);
});

it('may leave a list empty', () => {
  const text = 'generator c {\n  provider = "x"\n  previewFeatures = ["metrics","gone"]\n}\n';
  expect(current(text)).toBe(text.replace('["metrics","gone"]', '[]                '));
});

it('is asked for by name where there is none', async () => {
  await expect(readSchema([])).rejects.toMatchObject({
    code: 'migrations.no_schema',
    fix: expect.stringContaining('--schema'),
  });
});
