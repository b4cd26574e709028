import { agora, type Program, verbs } from '@agora/cli';

/** `agora` of the forum, whose seeds are its own, in the order of the help. A new verb: its file or folder, and a line here. */
export const forumAgora: Program = {
  ...agora,
  summary: 'a forum database: migrate it forwards and backwards, prove it, fill it, serve it',
  verbs: [
    { name: 'up', load: async () => (await import('./verbs/up.ts')).up },
    ...verbs.filter(({ name }) => name !== 'seed'),
    { name: 'seed', load: async () => (await import('./verbs/seed/index.ts')).seed },
    { name: 'user', load: async () => (await import('./verbs/user/index.ts')).user },
    { name: 'maintenance', load: async () => (await import('./verbs/maintenance.ts')).maintenance },
    { name: 'archive', load: async () => (await import('./verbs/archive.ts')).archive },
    { name: 'levels', load: async () => (await import('./verbs/levels/index.ts')).levels },
    { name: 'secrets', load: async () => (await import('./verbs/secrets/index.ts')).secrets },
    { name: 'media', load: async () => (await import('./verbs/media/index.ts')).media },
  ],
  environment: {
    DATABASE_URL: 'the server to use; unset: an embedded PostgreSQL, started on demand',
    AGORA_ENV: 'the environment: development, staging, production, or one of agora.config.ts',
    NO_COLOR: 'when set, no colours',
  },
  examples: [
    { command: 'agora up', does: 'database, migrations, demo data and API in one go' },
    { command: 'agora db status', does: 'which database is used, and whether it answers' },
    { command: 'agora migrate deploy --help', does: 'every command explains itself' },
  ],
};
