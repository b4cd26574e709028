import { parseAgoraConfig } from '@agora/core/config';
import { expect, test } from 'vitest';

import type { Answering, Database, Examined, HistoryFacts } from '../examined.ts';
import { checks } from './index.ts';

const { environments } = parseAgoraConfig({});

const historyFacts: HistoryFacts = {
  initialized: true,
  applied: 2,
  pending: [],
  halfApplied: [],
  violations: [],
};

const answering: Answering & { answers: true; redacted: string } = {
  answers: true,
  redacted: 'postgresql://me@here/shop',
  server: {
    versionNumber: 170_004,
    version: '17.4',
    inRecovery: false,
    readOnly: false,
    maxConnections: 97,
    connections: 4,
    idleInTransactionMs: 0,
  },
  rights: {
    role: 'me',
    superuser: false,
    createDatabase: true,
    createInSchema: true,
    schema: 'public',
    foreignTables: [],
  },
  pooler: undefined,
  available: ['plpgsql', 'citext'],
  invalidIndexes: [],
  history: historyFacts,
  tables: { missing: [], unknown: [] },
};

const healthy: Examined = {
  machine: { node: '22.1.0', freeBytes: 10 ** 11 },
  environment: { name: 'development', why: '--env', named: true },
  policy: environments.development,
  files: {
    prisma: '7.0.0',
    client: '7.0.0',
    engine: undefined,
    migrations: ['1_a', '2_b'],
    withoutDown: [],
    unproven: [],
    extensions: ['citext'],
    hasShadowUrl: false,
    git: { ignoredWrongly: [], agoraIgnored: true },
  },
  database: answering,
  drift: undefined,
};

/** code -> whether it stands in the way */
const judge = (found: Examined): Record<string, boolean> =>
  Object.fromEntries(
    checks.flatMap((check) => check.judge(found)?.findings ?? []).map(({ code, blocks }) => [code, blocks]),
  );
const withDatabase = (more: Partial<Answering>): Examined => ({
  ...healthy,
  database: { ...answering, ...more },
});
const withRights = (more: Partial<Answering['rights']>): Examined =>
  withDatabase({ rights: { ...answering.rights, ...more } });
const withServer = (more: Partial<Answering['server']>): Examined =>
  withDatabase({ server: { ...answering.server, ...more } });
const withFiles = (more: Partial<Examined['files']>): Examined => ({
  ...healthy,
  files: { ...healthy.files, ...more },
});
const silent: Database = {
  answers: false,
  redacted: 'postgresql://me@here/shop',
  fault: { code: 'postgres.host_unreachable', message: 'Nobody answers.' },
};

test('a healthy project has nothing in its way, and every check says what it saw', () => {
  expect(judge(healthy)).toEqual({});
  for (const check of checks) expect(check.judge(healthy)?.saw).toMatch(/\S/);
});

test.each<[string, Examined, Record<string, boolean>]>([
  [
    'an old Node',
    { ...healthy, machine: { ...healthy.machine, node: '20.18.3' } },
    { 'doctor.node_version': true },
  ],
  ['Node 20.19', { ...healthy, machine: { ...healthy.machine, node: '20.19.0' } }, {}],
  ['a full disk', { ...healthy, machine: { ...healthy.machine, freeBytes: 1000 } }, { 'doctor.disk': false }],
  ['no Prisma', withFiles({ prisma: undefined }), { 'doctor.prisma_version': false }],
  [
    'an engine that is not there',
    withFiles({ engine: { message: 'It is not installed.', why: 'a', fix: 'b' } }),
    { 'doctor.no_engine': false },
  ],
  ['Prisma 4', withFiles({ prisma: '4.16.2', client: '4.16.2' }), { 'doctor.prisma_version': true }],
  ['another client', withFiles({ client: '6.19.0' }), { 'doctor.prisma_version': false }],
  ['missing ways back', withFiles({ withoutDown: ['1_a'] }), { 'doctor.missing_down': false }],
  ['unproven ways back', withFiles({ unproven: ['2_b'] }), { 'doctor.unproven_down': false }],
  [
    'agora.lock ignored',
    withFiles({ git: { ignoredWrongly: ['agora.lock'], agoraIgnored: true } }),
    { 'doctor.ignored': true },
  ],
  [
    '.agora not ignored',
    withFiles({ git: { ignoredWrongly: [], agoraIgnored: false } }),
    { 'doctor.not_ignored': false },
  ],
  ['no git', withFiles({ git: undefined }), {}],
  [
    'no URL',
    { ...healthy, database: { ...silent, redacted: undefined } },
    { 'postgres.host_unreachable': true },
  ],
  ['no answer', { ...healthy, database: silent }, { 'postgres.host_unreachable': true }],
  ['an old server', withServer({ versionNumber: 130_010 }), { 'doctor.server_version': true }],
  ['a newer server', withServer({ versionNumber: 190_000 }), { 'doctor.server_version': false }],
  ['a replica', withServer({ inRecovery: true }), { 'doctor.read_only': true }],
  ['a database without writes', withServer({ readOnly: true }), { 'doctor.read_only': true }],
  ['no connection left', withServer({ connections: 95 }), { 'doctor.no_connections_left': true }],
  ['an impatient server', withServer({ idleInTransactionMs: 500 }), { 'doctor.idle_timeout': false }],
  ['a patient server', withServer({ idleInTransactionMs: 60_000 }), {}],
  ['a pooler', withDatabase({ pooler: { message: 'm', why: 'w', fix: 'f' } }), { 'doctor.pooler': true }],
  ['no CREATE', withRights({ createInSchema: false }), { 'doctor.no_create': true }],
  ['no schema yet', withRights({ createInSchema: undefined }), {}],
  ['tables of others', withRights({ foreignTables: ['public.a'] }), { 'doctor.not_owner': true }],
  ['no CREATEDB here', withRights({ createDatabase: false }), { 'doctor.no_create_database': true }],
  [
    'no CREATEDB in production',
    { ...withRights({ createDatabase: false }), policy: environments.production },
    { 'doctor.no_create_database': false },
  ],
  [
    'no CREATEDB, and a shadow database',
    { ...withRights({ createDatabase: false }), files: { ...healthy.files, hasShadowUrl: true } },
    {},
  ],
  [
    'a superuser in production',
    { ...withRights({ superuser: true }), policy: environments.production },
    { 'doctor.superuser': false },
  ],
  [
    'an extension that is not there',
    withFiles({ extensions: ['vector'] }),
    { 'doctor.missing_extension': true },
  ],
  ['an invalid index', withDatabase({ invalidIndexes: ['public.i'] }), { 'doctor.invalid_index': false }],
  [
    'a table that is gone',
    withDatabase({ tables: { missing: ['public.a'], unknown: [] } }),
    { 'doctor.drift': true },
  ],
  ['drift, looked at deeply', { ...healthy, drift: ['column a.b'] }, { 'doctor.drift': true }],
  [
    'no drift, looked at deeply',
    { ...withDatabase({ tables: { missing: [], unknown: ['x'] } }), drift: [] },
    {},
  ],
  ['an unreadable history', withDatabase({ history: undefined }), { 'doctor.history_unreadable': true }],
  [
    'half applied',
    withDatabase({ history: { ...historyFacts, halfApplied: ['2_b'] } }),
    { 'doctor.half_applied': true },
  ],
])('%s', (_, found, expected) => {
  expect(judge(found)).toEqual(expected);
});

test('tells many migrations that are missing in one finding', () => {
  const violations = Array.from({ length: 163 }, (_, at) => ({
    kind: 'missing-on-disk' as const,
    migration: `${at}_gone`,
    code: 'migrations.missing_on_disk' as const,
    message: `${at}_gone is applied in the database and is not in the migrations folder.`,
    why: 'It was deleted.',
    fix: 'Restore it.',
  }));
  const found = withDatabase({ history: { ...historyFacts, violations } });
  const findings = checks.flatMap((check) => check.judge(found)?.findings ?? []);
  expect(findings.map(({ message }) => message)).toEqual([expect.stringMatching(/^163 times: /)]);
  expect(findings[0]?.why).toMatch(/^0_gone is applied[^]*and 151 more/);
});
