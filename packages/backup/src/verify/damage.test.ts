import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withConnection } from '@agora/postgres';
import { testServerUrl, useTestDatabase } from '@agora/testkit';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BackupKey, createBackup, folderStore, listBackups, parseKey, verifyBackup } from '../index.ts';
import {
  add,
  append,
  both,
  cut,
  edit,
  flip,
  forge,
  lines,
  lose,
  mend,
  type Patient,
  rewrite,
  swap,
  takeFrom,
  withoutStatement,
} from './damage.fixture.ts';

const database = useTestDatabase();
const other = useTestDatabase();
let identity: BackupKey;
let folder = '';
const plain = { folder: '', stranger: '', later: '', key: undefined as BackupKey | undefined };
const sealed = { folder: '', stranger: '', later: '', key: undefined as BackupKey | undefined };
let server = '';

const FILL = `
CREATE TABLE items (id int PRIMARY KEY, name text, note text);
CREATE TABLE twins (id int PRIMARY KEY, name text, note text);
CREATE TABLE parts (id serial PRIMARY KEY, item int NOT NULL REFERENCES items, size int CHECK (size > 0));
CREATE INDEX parts_item ON parts (item);
COMMENT ON TABLE items IS 'what is sold';
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER quiet BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION nothing();
INSERT INTO items SELECT n, 'item ' || n, CASE WHEN n % 3 = 0 THEN NULL ELSE 'note' END FROM generate_series(1, 300) n;
INSERT INTO twins SELECT n, 'twin ' || n, '' FROM generate_series(1, 300) n;
INSERT INTO parts (item, size) SELECT n, n FROM generate_series(1, 100) n;`;

const run = (url: string, sql: string): Promise<unknown> =>
  withConnection(url, (client) => client.query(sql));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora damage '));
  server = await testServerUrl();
  identity = parseKey(await generateX25519Identity());
  sealed.key = identity;
  await run(database.url, FILL);
  await run(
    other.url,
    "CREATE TABLE things (id int PRIMARY KEY, name text); INSERT INTO things VALUES (1, 'x')",
  );
  const make = async (url: string, place: string, key: BackupKey | undefined): Promise<string> =>
    (await createBackup({ url, store: folderStore(path.join(folder, place)), key, toolVersion: '1' })).backup
      .location;
  for (const [backups, place] of [
    [plain, 'plain'],
    [sealed, 'sealed'],
  ] as const) {
    backups.folder = await make(database.url, place, backups.key);
    backups.stranger = await make(other.url, place, backups.key);
  }
  await run(database.url, "UPDATE items SET name = 'another' WHERE id = 7");
  plain.later = await make(database.url, 'plain', undefined);
  sealed.later = await make(database.url, 'sealed', identity);
});
afterAll(() => rm(folder, { recursive: true }));

const nothing = (): Promise<void> => Promise.resolve();

let number = 0;
/** What verify says of a copy that was harmed. */
async function verdict(
  whole: Patient,
  harm: (patient: Patient) => Promise<void>,
  key = whole.key,
): Promise<string> {
  number += 1;
  const store = folderStore(path.join(folder, `case ${number}`));
  const name = path.basename(whole.folder);
  const copy = path.join(folder, `case ${number}`, name);
  await cp(whole.folder, copy, { recursive: true });
  await harm({ ...whole, folder: copy });
  try {
    await verifyBackup({ backup: await store.open(name), key, server });
    return 'whole';
  } catch (error) {
    return `${Reflect.get(Object(error), 'code')} ${Reflect.get(Object(error), 'why')}`;
  }
}

test('both are whole before they are harmed', async () => {
  expect(await verdict(plain, nothing)).toBe('whole');
  expect(await verdict(sealed, nothing)).toBe('whole');
});

const CASES: readonly (readonly [string, (patient: Patient) => Promise<void>, RegExp])[] = [
  // A bit.
  ['a bit of the manifest, at its beginning', flip('manifest', 0), /damaged manifest\.json/],
  ['a bit in the middle of the manifest', flip('manifest', 0.5), /damaged manifest\.json/],
  ['a bit near the end of the manifest', flip('manifest', 0.97), /damaged manifest\.json/],
  ['a bit of the structure', flip('structure', 0.5), /damaged structure\S+ was changed/],
  ['a bit of the catalog', flip('catalog', 0.5), /damaged catalog\S+ was changed/],
  ['the first bit of a file of rows', flip('rows', 0), /damaged rows-\S+ was changed/],
  ['a bit in the middle of rows', flip('rows', 0.5), /damaged rows-\S+ was changed/],
  ['the last byte of a file of rows', flip('rows', 1), /damaged rows-\S+ was changed/],
  ['a bit of rows, its hash mended', both(flip('rows', 0.5), mend), /damaged .*rows-|restore_failed/s],
  ['the checksum in the trailer of rows, its hash mended', both(flip('rows', 1), mend), /damaged rows-/],
  ['the head of the compression, its hash mended', both(flip('rows', 0), mend), /damaged rows-/],
  ['a bit of the structure, its hash mended', both(flip('structure', 0.5), mend), /damaged|restore_failed/],
  ['a bit of the catalog, its hash mended', both(flip('catalog', 0.5), mend), /damaged catalog/],
  // Truncated.
  ['the manifest without its last bytes', cut('manifest', (size) => size - 3), /damaged manifest\.json/],
  ['half a manifest', cut('manifest', (size) => Math.floor(size / 2)), /damaged manifest\.json/],
  ['an empty manifest', cut('manifest', () => 0), /damaged manifest\.json/],
  ['rows without their last byte', cut('rows', (size) => size - 1), /damaged rows-\S+ has \d+ bytes/],
  ['half of the rows', cut('rows', (size) => Math.floor(size / 2)), /damaged rows-\S+ has \d+ bytes/],
  ['an empty file of rows', cut('rows', () => 0), /damaged rows-\S+ has 0 bytes/],
  [
    'half of the rows, hash mended',
    both(
      cut('rows', (size) => Math.floor(size / 2)),
      mend,
    ),
    /damaged rows-/,
  ],
  [
    'an empty file of rows, hash mended',
    both(
      cut('rows', () => 0),
      mend,
    ),
    /damaged/,
  ],
  ['half a structure', cut('structure', (size) => Math.floor(size / 2)), /damaged structure/],
  ['half a catalog', cut('catalog', (size) => Math.floor(size / 2)), /damaged catalog/],
  // Missing, added, longer.
  ['no file of rows', lose('rows'), /damaged rows-\S+ is missing/],
  ['no structure', lose('structure'), /damaged structure\S+ is missing/],
  ['no catalog', lose('catalog'), /damaged catalog\S+ is missing/],
  ['no manifest', lose('manifest'), /not_found/],
  ['a file too many', add('rows-000099.copy.gz'), /damaged rows-000099\S+ does not belong/],
  ['a file of somebody else', add('notes.txt'), /damaged notes\.txt does not belong/],
  ['bytes behind the rows', append('rows', '\0\0'), /damaged rows-\S+ has \d+ bytes/],
  ['words behind the manifest', append('manifest', '{}'), /damaged manifest\.json/],
  // Swapped.
  ['two files of rows under each other’s name', swap('rows', 'twins'), /damaged rows-/],
  [
    'structure and catalog under each other’s name',
    swap('structure', 'catalog'),
    /damaged (?:catalog|structure)/,
  ],
  ['rows of two tables of one form, hashes mended', both(swap('rows', 'twins'), mend), /content hash/],
  [
    'rows of two tables of other forms, hashes mended',
    both(swap('rows', 'parts'), mend),
    /damaged|restore_failed/,
  ],
  ['rows of another database', takeFrom('stranger', 'rows'), /damaged rows-/],
  [
    'rows of another database, hash mended',
    both(takeFrom('stranger', 'rows'), mend),
    /damaged|restore_failed/,
  ],
  ['rows of a later backup', takeFrom('later', 'rows'), /damaged rows-/],
  ['the manifest of another database', takeFrom('stranger', 'manifest'), /damaged/],
  ['the manifest of a later backup', takeFrom('later', 'manifest'), /damaged/],
  // Rows.
  [
    'a row is missing',
    rewrite(
      'rows',
      lines((rows) => rows.slice(1)),
    ),
    /has 299 rows; there should be 300/,
  ],
  ['all rows are missing', rewrite('rows', () => ''), /has 0 rows; there should be 300/],
  [
    'a row twice',
    rewrite(
      'rows',
      lines((rows) => [...rows, ...rows.slice(-1)]),
    ),
    /has 301 rows/,
  ],
  [
    'a row more',
    rewrite(
      'rows',
      lines((rows) => [...rows, '999\tnew\t\\N']),
    ),
    /has 301 rows/,
  ],
  [
    'a row in the place of another',
    rewrite(
      'rows',
      lines((rows) => ['999\tnew\t\\N', ...rows.slice(1)]),
    ),
    /content hash/,
  ],
  ['a letter', rewrite('rows', (text) => text.replace('item 42\t', 'item 43\t')), /content hash/],
  [
    'NULL instead of an empty text',
    rewrite('twins', (text) => text.replace('twin 5\t', 'twin 5\t\\N')),
    /content hash/,
  ],
  [
    'two values exchanged',
    rewrite('rows', (text) =>
      text.replace('1\titem 1\t', '1\titem 2\t').replace('2\titem 2\t', '2\titem 1\t'),
    ),
    /content hash/,
  ],
  ['a row cut off', rewrite('rows', (text) => text.slice(0, -2)), /middle of a row/],
  [
    'a row and its count',
    both(
      rewrite(
        'rows',
        lines((rows) => rows.slice(1)),
      ),
      forge(({ tables }) => {
        for (const table of tables) if (table.name === 'items') table.rows = 299;
      }),
    ),
    /content hash/,
  ],
  // The manifest, its checksum as it was.
  [
    'another name of the database',
    edit((text) => text.replace(/"database": "[^"]+"/, '"database": "forum"')),
    /checksum/,
  ],
  ['another time', edit((text) => text.replace(/"completed": "\d+/, '"completed": "2001')), /checksum/],
  [
    'another migration',
    edit((text) =>
      text.replace('"history": []', '"history": [{"schema":"public","migration":"x","applied":1}]'),
    ),
    /checksum/,
  ],
  ['another size', edit((text) => text.replace(/"size": (\d)/, '"size": 9$1')), /checksum/],
  ['another form', edit((text) => text.replace('"agora-backup"', '"tar"')), /not that of a backup/],
  ['no JSON', edit(() => 'PGDMP'), /damaged manifest\.json/],
  ['null', edit(() => 'null'), /damaged manifest\.json/],
  // The manifest, with a checksum that fits.
  [
    'a table left out of the manifest',
    forge((manifest) => {
      manifest.tables = manifest.tables.filter(({ name }) => name !== 'twins');
    }),
    /"twins" was not backed up/,
  ],
  [
    'a file left out of the manifest',
    forge((manifest) => {
      manifest.files.shift();
    }),
    /does not belong/,
  ],
  [
    'a sequence left out of the structure',
    rewrite('structure', withoutStatement(/parts_id_seq/)),
    /restore_failed|damaged/,
  ],
  [
    'two files of rows exchanged in the manifest',
    forge(({ tables }) => {
      const [a, b] = [
        tables.find(({ name }) => name === 'items')!,
        tables.find(({ name }) => name === 'twins')!,
      ];
      [a.file, b.file] = [b.file, a.file];
    }),
    /content hash/,
  ],
  [
    'a column left out of the manifest',
    forge(({ tables }) => {
      tables.find(({ name }) => name === 'items')!.columns.pop();
    }),
    /damaged|restore_failed/,
  ],
  // The structure.
  ['an index', rewrite('structure', withoutStatement(/CREATE INDEX parts_item/)), /missing: index/],
  ['a primary key', rewrite('structure', withoutStatement(/twins_pkey/)), /missing: constraint/],
  ['a foreign key', rewrite('structure', withoutStatement(/FOREIGN KEY/)), /missing: constraint/],
  ['a check', rewrite('structure', withoutStatement(/CHECK/)), /missing: constraint/],
  ['a trigger', rewrite('structure', withoutStatement(/CREATE TRIGGER/)), /missing: trigger/],
  ['a comment', rewrite('structure', withoutStatement(/COMMENT ON TABLE/)), /comment is nothing/],
  ['a table', rewrite('structure', withoutStatement(/"twins"/)), /restore_failed|damaged/],
];

describe('damage is found and named', () => {
  test.each(CASES)('%s', async (_name, harm, expected) => {
    expect(await verdict(plain, harm)).toMatch(expected);
  });

  test('a newer format is refused as such, whatever else it holds', async () => {
    const newer = edit((text) => text.replace('"version": 1', '"version": 2'));
    expect(await verdict(plain, newer)).toMatch(/backup\.newer_format/);
  });
});

describe('an encrypted backup', () => {
  const SEALED: typeof CASES = [
    [
      'a bit of the seal',
      edit((text) =>
        text.replace(
          /("sealed": ".{300})(.)/,
          (_all, head: string, one: string) => head + (one === 'A' ? 'B' : 'A'),
        ),
      ),
      /checksum/,
    ],
    ['a bit of rows', flip('rows', 0.5), /rows-\S+ was changed/],
    ['a bit of rows, hash mended by who has the key', both(flip('rows', 0.9), mend), /damaged rows-/],
    [
      'rows cut off, hash mended',
      both(
        cut('rows', (size) => size - 20),
        mend,
      ),
      /damaged rows-/,
    ],
    [
      'rows of a later backup with the same key, hash mended',
      both(takeFrom('later', 'rows'), mend),
      /damaged rows-/,
    ],
    [
      'a row is missing',
      rewrite(
        'rows',
        lines((rows) => rows.slice(1)),
      ),
      /has 299 rows/,
    ],
    ['no catalog', lose('catalog'), /catalog\S+ is missing/],
  ];
  test.each(SEALED)('%s', async (_name, harm, expected) => {
    expect(await verdict(sealed, harm)).toMatch(expected);
  });

  test('does not open without its key, or with another', async () => {
    const recipient = parseKey(await identityToRecipient(identity.text));
    expect(await verdict({ ...sealed, key: undefined }, nothing)).toMatch(/backup\.key_needed/);
    expect(await verdict(sealed, nothing, parseKey('correct horse battery'))).toMatch(/backup\.wrong_key/);
    expect(await verdict(sealed, nothing, parseKey(await generateX25519Identity()))).toMatch(
      /backup\.wrong_key/,
    );
    expect(await verdict(sealed, nothing, recipient)).toMatch(/backup\.key_needed/);
  });

  test('a head of another moment is found behind a checksum that fits', async () => {
    const { createHash } = await import('node:crypto');
    const relabel = edit((text) => {
      const { checksum: _old, ...body }: Record<string, unknown> = JSON.parse(text);
      body['completed'] = '2030-01-01T00:00:00.000Z';
      const checksum = createHash('sha256').update(JSON.stringify(body)).digest('hex');
      return JSON.stringify({ ...body, checksum });
    });
    expect(await verdict(sealed, relabel)).toMatch(/head is that of another backup/);
  });
});

test('a note of verification counts for its own backup alone', async () => {
  const store = folderStore(path.join(folder, 'noted'));
  const name = path.basename(plain.later);
  await cp(plain.later, path.join(folder, 'noted', name), { recursive: true });
  await verifyBackup({ backup: await store.open(name), server });
  expect(await listBackups(store)).toMatchObject([{ name, verifiedAt: expect.any(String) }]);
  const backup = await store.open(name);
  await backup.writeText('verified.json', '{"id":"another","verifiedAt":"2026-01-01T00:00:00Z"}');
  expect(await listBackups(store)).toMatchObject([{ name, verifiedAt: undefined }]);
  await backup.writeText('verified.json', 'half a no');
  expect(await listBackups(store)).toMatchObject([{ name, verifiedAt: undefined }]);
});
