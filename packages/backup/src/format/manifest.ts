import * as z from 'zod';

/** The newest form of a backup that this program writes, and reads. */
export const FORMAT_VERSION = 1;

/** Names of the files of a backup that are not listed in its manifest. */
export const MANIFEST_FILE = 'manifest.json';
/** Written when a backup has been restored and found whole. */
export const VERIFIED_FILE = 'verified.json';

const name = z.string().min(1);
const moment = z.iso.datetime({ offset: true });
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const file = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/),
  /** In bytes, as it is stored. */
  size: z.number().int().min(0),
  /** Of the bytes as they are stored. */
  sha256: hash,
});

const table = z.strictObject({
  schema: name,
  name,
  /** Those whose values are stored, in their order. */
  columns: z.array(z.strictObject({ name, type: z.string() })),
  rows: z.number().int().min(0),
  /** Of the rows in whatever order: see ContentHash. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** Of a dump, its contents. */
  file: z.string(),
  /** Of an extension's own table: which rows it wants kept. */
  condition: z.string().optional(),
});

const sequence = z.strictObject({
  schema: name,
  name,
  /** The column that it is the identity of: its name follows from there. */
  identityOf: z.strictObject({ schema: name, table: name, column: name }).optional(),
  value: z.string().regex(/^-?\d+$/),
  called: z.boolean(),
});

const role = z.strictObject({
  name,
  superuser: z.boolean(),
  bypassRls: z.boolean(),
  login: z.boolean(),
});

/** What is known of the database as a whole. */
const database = z.strictObject({
  name,
  owner: z.string(),
  encoding: z.string(),
  collate: z.string(),
  ctype: z.string(),
  /** `c` libc, `i` ICU, `b` builtin. */
  provider: z.enum(['c', 'i', 'b']),
  locale: z.string().nullable(),
  /** Of ICU, which came with PostgreSQL 16; without them, there are none. */
  rules: z.string().optional(),
  comment: z.string().nullable(),
  /** `name=value`, set for the database. */
  settings: z.array(z.string()),
  /** Null where nobody has changed them. */
  privileges: z
    .array(z.strictObject({ grantee: z.string(), privilege: z.string(), grantable: z.boolean() }))
    .nullable(),
});

/** Whose an unfinished backup is. */
export const OWNER_FILE = 'owner.json';

/** All that a backup says of itself. */
export const manifestSchema = z.strictObject({
  format: z.literal('agora-backup'),
  version: z.literal(FORMAT_VERSION),
  /** Of this backup alone. */
  id: z.uuid(),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  database,
  /** What the database was called before a recovery put it aside: such a backup is of nothing that anybody uses. */
  formerly: name.optional(),
  server: z.strictObject({
    /** `server_version_num`. */
    version: z.number().int(),
    /** Of the cluster, as pg_control has it; null where the role may not see it. */
    systemIdentifier: z.string().nullable(),
    /** Where in its log the snapshot lies. */
    lsn: z.string(),
  }),
  /** Prisma's history tables: where each stands. */
  history: z.array(
    z.strictObject({ schema: name, migration: z.string().nullable(), applied: z.number().int().min(0) }),
  ),
  begun: moment,
  completed: moment,
  compression: z.enum(['gzip', 'zstd']),
  /** The identity that the files are encrypted for. It lies within the seal of this manifest. */
  fileKey: z.string().optional(),
  structure: z.string(),
  /** Where pg_dump made structure and rows: its version, and the files of its directory. `structure` is its contents then. */
  dump: z.strictObject({ version: z.string(), files: z.array(z.string()) }).optional(),
  catalog: z.string(),
  /** What was purged by law; without it, no list of that is kept. */
  purges: z.string().optional(),
  tables: z.array(table),
  sequences: z.array(sequence),
  roles: z.array(role),
  /** What the database has and the backup does not, in words. */
  leftOut: z.array(z.string()),
  files: z.array(file),
});

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestTable = Manifest['tables'][number];
export type ManifestFile = Manifest['files'][number];
export type ManifestSequence = Manifest['sequences'][number];
export type DatabaseFacts = Manifest['database'];

/** What can be said of a backup without its key. */
export type ManifestHead = Pick<
  Manifest,
  'format' | 'version' | 'id' | 'formerly' | 'begun' | 'completed' | 'history'
> & {
  readonly database: string;
  /** Of all files, in bytes. */
  readonly size: number;
  readonly encrypted: boolean;
};
