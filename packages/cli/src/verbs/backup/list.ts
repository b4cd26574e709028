import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { bytes } from '../../terminal/text.ts';
import { openPlace, placeOptions } from '../../project/backup/place.ts';

/** `agora backup list` */
export const list = defineCommand({
  name: 'list',
  summary: 'List the backups there are, the oldest first',
  description: 'Reads manifests only, and needs no key. One whose manifest is damaged is named, and exits 2.',
  options: { store: placeOptions.store },
  examples: [
    { command: 'agora backup list', does: 'name, database, migration, size, and when it was verified' },
    { command: 'agora backup list --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora backup verify', does: 'the newest one' }],
  async run({ context, options }) {
    const { out } = context;
    const { listBackups } = await import('@agora/backup');
    const { store } = await openPlace({ ...context, env: withoutKey(context.env) }, options);
    const backups = await listBackups(store);
    out.data({ store: store.name, backups }, (paint) =>
      out.table(backups, [
        { heading: 'backup', cell: ({ name }) => paint.bold(name) },
        { heading: 'database', cell: ({ head }) => head?.database ?? '' },
        {
          heading: 'migration',
          cell: ({ head }) => head?.history.map(({ migration }) => migration ?? '').join(', ') ?? '',
        },
        { heading: 'size', cell: ({ head }) => (head === undefined ? '' : bytes(head.size)) },
        { heading: 'encrypted', cell: ({ head }) => (head?.encrypted === true ? 'yes' : '') },
        { heading: 'verified', cell: ({ verifiedAt }) => verifiedAt ?? '' },
      ]),
    );
    if (backups.length === 0) out.note(`No backups in ${store.name}.`);
    const faulty = backups.filter(({ fault }) => fault !== undefined);
    for (const { fault } of faulty) out.warn(fault ?? '');
    return faulty.length > 0 ? EXIT.found : EXIT.ok;
  },
});

const withoutKey = (env: Readonly<Record<string, string | undefined>>): typeof env => ({
  ...env,
  AGORA_BACKUP_KEY: undefined,
});
