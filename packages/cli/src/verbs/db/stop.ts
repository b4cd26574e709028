import { stopEmbedded } from '@agora/postgres';

import { defineCommand } from '../../command/command.ts';
import { embeddedDirectory } from '../../context/database.ts';
import { EXIT } from '../../command/exit-codes.ts';

/** `agora db stop` */
export const stop = defineCommand({
  name: 'stop',
  summary: 'Stop the embedded PostgreSQL',
  description:
    'Connections are closed and their open transactions rolled back; the data stays. A server named by ' +
    'DATABASE_URL is never stopped.',
  examples: [{ command: 'agora db stop', does: 'stops the server; a second call finds nothing to do' }],
  next: [{ command: 'agora db start', does: 'start it again' }],
  async run({ context }) {
    const { out } = context;
    const stopped = await stopEmbedded({ directory: embeddedDirectory(context) });
    if (stopped) out.success('The embedded PostgreSQL was stopped.');
    else out.note('The embedded PostgreSQL was not running.');
    if (out.json) out.data({ stopped }, () => '');
    return EXIT.ok;
  },
});
