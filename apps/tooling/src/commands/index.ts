import { defineGroup } from '../command.ts';
import { db } from './db/index.ts';
import { migrate } from './migrate/index.ts';
import { up } from './up.ts';

/** The whole command line. A new command: one file, and one line here. */
export const root = defineGroup({
  name: 'agora',
  summary: 'a forum database: migrate it forwards and backwards, prove it, fill it, serve it',
  commands: [up, db, migrate],
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
});
