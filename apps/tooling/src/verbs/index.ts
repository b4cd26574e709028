import type { Command, Group, Teaching } from '../command.ts';
import { defineGroup } from '../command.ts';

interface Entry {
  readonly name: string;
  /** On demand: what only one command needs must not slow the others. */
  load(): Promise<Command | Group>;
}

/** The whole command line, in the order of the help. A new command: one file, and one line here. */
const entries: readonly Entry[] = [
  { name: 'up', load: async () => (await import('./up.ts')).up },
  { name: 'db', load: async () => (await import('./db/index.ts')).db },
  { name: 'seed', load: async () => (await import('./seed/index.ts')).seed },
  { name: 'user', load: async () => (await import('./user/index.ts')).user },
  { name: 'maintenance', load: async () => (await import('./maintenance.ts')).maintenance },
  { name: 'media', load: async () => (await import('./media/index.ts')).media },
  { name: 'migrate', load: async () => (await import('./migrate/index.ts')).migrate },
];

const teaching: Teaching = {
  name: 'agora',
  summary: 'a forum database: migrate it forwards and backwards, prove it, fill it, serve it',
  environment: {
    DATABASE_URL: 'the server to use; unset: an embedded PostgreSQL, started on demand',
    AGORA_ENV: 'development, staging or production',
    NO_COLOR: 'when set, no colours',
  },
  examples: [
    { command: 'agora up', does: 'database, migrations, demo data and API in one go' },
    { command: 'agora db status', does: 'which database is used, and whether it answers' },
    { command: 'agora migrate deploy --help', does: 'every command explains itself' },
  ],
};

/** `agora` with all its commands. */
export function loadRoot(): Promise<Group> {
  return load(entries);
}

/** `agora` with no more commands than these words can mean; undefined when that may be any. */
export async function loadNamed(words: readonly string[]): Promise<Group | undefined> {
  const named = entries.filter((entry) => words.includes(entry.name));
  const asksVersion = words.includes('--version') || words.includes('-V');
  return named.length === 0 && !asksVersion ? undefined : load(named);
}

async function load(chosen: readonly Entry[]): Promise<Group> {
  const commands = await Promise.all(chosen.map((entry) => entry.load()));
  return defineGroup({ ...teaching, commands });
}
