import { defineCommand, EXIT, openDatabase } from '@agora/cli';

/** `agora seed status` */
export const status = defineCommand({
  name: 'status',
  summary: 'Show which seeds have been applied, and what is unfinished',
  description:
    'Reads only. Exits 2 when a load is unfinished, or when a table or column of the schema is filled by no factory.',
  environment: { DATABASE_URL: 'the database to look at; unset: the embedded server' },
  examples: [
    { command: 'agora seed status', does: 'seeds, their versions and rows' },
    { command: 'agora seed status --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora seed validate', does: 'check every invariant' }],
  async run({ context }) {
    const { out } = context;
    const database = await openDatabase(context, out.detail);
    const { seedStatus } = await import('@agora/db/seed');
    const found = await seedStatus(database.url);
    out.data(found, () =>
      found.seeds.length === 0
        ? 'No seed has been applied.'
        : out.table(found.seeds, [
            { heading: 'seed', cell: ({ name }) => name },
            { heading: 'version', cell: ({ version }) => version, align: 'right' },
            { heading: 'hash', cell: ({ hash }) => hash.slice(0, 12) },
            { heading: 'rows', cell: ({ rows }) => rows, align: 'right' },
            { heading: 'applied', cell: ({ executedAt }) => executedAt.toISOString() },
            { heading: 'environment', cell: ({ environment }) => environment },
          ]),
    );
    if (found.load?.advice) out.warn(found.load.advice);
    for (const { table, column, problem, fix } of found.gaps) {
      out.warn(`${column === undefined ? table : `${table}.${column}`}: ${problem}. ${fix}`);
    }
    return found.load?.advice || found.gaps.length > 0 ? EXIT.found : EXIT.ok;
  },
});
