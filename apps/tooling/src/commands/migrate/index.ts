import { defineGroup } from '../../command.ts';

/** The life of a migration. A new verb: one file beside this one, and one line here. */
export const migrate = defineGroup({
  name: 'migrate',
  summary: 'Move a database along its migration history, both ways',
  description:
    'Works in any folder with a Prisma 7 prisma.config.ts on PostgreSQL 14 or newer, or with --config PATH: ' +
    'the schema, the migrations and the URL come from there.',
  commands: [],
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [],
});
