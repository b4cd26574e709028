import { defineCommand } from '../../command/command.ts';
import { flag, integer, optionalArgument, text } from '../../command/option.ts';
import { placeEnvironment, placeOptions, watched } from '../../project/backup/place.ts';

/** `agora backup restore` */
export const restore = defineCommand({
  name: 'restore',
  summary: 'Restore a backup as a new database, or in the place of one',
  description:
    'Builds the database under a temporary name, compares it with what was backed up, and renames it at the end: the ' +
    'wanted name never means half a database. With --over the one that has the name is renamed and kept; that wants its ' +
    'name, by --confirm or typed. With --table only its rows are restored, all or none, into a table that is there and empty or a new one. What backups.purges knows to be purged ' +
    'since is purged again first. Sequences and statistics are right afterwards, the history stands where it stood, and the ' +
    'project’s checks run: exit 2 when they find something.',
  destroys: true,
  arguments: {
    backup: optionalArgument('its name, as list shows it; the newest of the database unless given'),
  },
  options: {
    ...placeOptions,
    database: text('name', 'of the database to make; by default that of the backup and _restored'),
    over: flag('put it in the place of the database of that name, which is renamed', { destroys: true }),
    confirm: text('name', 'with --over: the name of the database that gives way', { destroys: true }),
    table: text('schema.table', 'the rows of this table alone, into the project’s database', {
      excludes: ['over', 'database', 'noOwner', 'server'],
    }),
    into: text('schema.table', 'with --table: another table, which is made unless it is there and empty'),
    toMigration: text('migration', 'the newest backup whose history stands there'),
    server: text('url', 'the server; by default the project’s own'),
    noOwner: flag('all belongs to who restores; roles of the backup need not be there'),
    jobs: integer('n', 'tables that are restored at once; by default 2', { min: 1, max: 64 }),
  },
  environment: { DATABASE_URL: 'the database whose server is used', ...placeEnvironment },
  examples: [
    { command: 'agora backup restore', does: 'the newest, beside the database it is of' },
    { command: 'agora backup restore shop-20261130T081500Z --over --database shop', does: 'in its place' },
    { command: 'agora backup restore --to-migration 20261121093000_add_bans', does: 'as it was then' },
  ],
  next: [{ command: 'agora migrate status', does: 'where the history stands' }],
  run: ({ context, arguments: { backup: name }, options }) =>
    watched(context, async (watch) => {
      const { runRestore } = await import('./run-restore.ts');
      return runRestore(context, name, options, watch);
    }),
});
