import { confirmDatabase, defineCommand, EXIT, flag, openDatabase, text } from '@agora/cli';

/** `agora media collect` */
export const collect = defineCommand({
  name: 'collect',
  summary: 'Remove stored bytes that no post needs any more',
  description:
    'Media that were deleted, or whose post was, leave their bytes in the store; so do uploads that failed at the ' +
    'last step. Uploads may go on meanwhile. A store belongs to one database: with another one, all of it looks ' +
    'unneeded. That is why it wants the name of the database, by --confirm or typed at the prompt.',
  destroys: true,
  options: {
    dryRun: flag('only say what would be removed; exits 2 when there is anything'),
    confirm: text('name', 'the name of the database that the store belongs to', { destroys: true }),
  },
  environment: {
    DATABASE_URL: 'the database of the forum; unset: agora on the embedded server',
    MEDIA_STORE: 'the store; unset: the folder .agora/media',
  },
  examples: [
    { command: 'agora media collect --dry-run', does: 'what would be removed' },
    { command: 'agora media collect --confirm agora', does: 'remove it' },
  ],
  next: [],
  async run({ context, options: { dryRun, confirm } }) {
    const { out } = context;
    const database = await openDatabase(context, out.detail);
    const { collectMedia, openStore, parseConfig } = await import('@agora/api');
    const store = await openStore(
      parseConfig({ ...context.env, DATABASE_URL: database.url, AGORA_ENV: 'development' }).media.store,
    );
    if (!dryRun) {
      await confirmDatabase(context, {
        database: database.name,
        given: confirm,
        destruction: `What no row of ${database.name} (${database.redacted}) names will be removed from ${store.name}.`,
        command: 'agora media collect',
      });
    }
    const found = await collectMedia({ url: database.url, store, rehearse: dryRun });
    const { stored, orphans, leftovers } = found;
    out.data(found, () =>
      [
        ...orphans,
        `${orphans.length} of ${stored} stored files and ${leftovers} leftovers of uploads ${dryRun ? 'would be' : 'were'} removed.`,
      ].join('\n'),
    );
    return dryRun && orphans.length + leftovers > 0 ? EXIT.found : EXIT.ok;
  },
});
