import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { bytes } from '../../../terminal/text.ts';
import { isCurrent, nameOf, openDevelopment } from './development.ts';

/** `agora db branch list` */
export const list = defineCommand({
  name: 'list',
  summary: 'Show the branches of the development database',
  description:
    'Those that agora has made, by the comment on each database. * is the one that the URL means now.',
  environment: {
    DATABASE_URL: 'the development database; unset: that of the project, else the embedded one',
  },
  examples: [{ command: 'agora db branch list', does: 'name, database, age and size of each' }],
  next: [{ command: 'agora db branch delete try-it', does: 'remove one' }],
  async run({ context }) {
    const { out } = context;
    const { MAIN, readBranches } = await import('@agora/operations');
    const development = await openDevelopment(context);
    const { base, branches } = await readBranches(development.url);
    const meant = development.current?.database ?? nameOf(development.url);
    const rows = [
      { name: MAIN, database: base, from: '', made: '', sizeBytes: undefined, sessions: undefined },
      ...branches,
    ].map((row) => ({ ...row, current: row.database === meant || isCurrent(development, row.database) }));
    out.data({ base, branches: rows.slice(1), current: meant }, () =>
      out.table(rows, [
        { heading: '', cell: ({ current }) => (current ? '*' : '') },
        { heading: 'branch', cell: ({ name }) => name },
        { heading: 'database', cell: ({ database }) => database },
        { heading: 'from', cell: ({ from }) => from },
        { heading: 'made', cell: ({ made }) => made.slice(0, 16).replace('T', ' ') },
        { heading: 'size', cell: ({ sizeBytes }) => (sizeBytes === undefined ? '' : bytes(sizeBytes)) },
        { heading: 'sessions', cell: ({ sessions }) => (sessions === undefined ? '' : String(sessions)) },
      ]),
    );
    return EXIT.ok;
  },
});
