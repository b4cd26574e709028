import { defineCommand } from '../../command/command.ts';
import { openDatabase } from '../../context/database.ts';
import { EXIT } from '../../command/exit-codes.ts';

/** `agora db start` */
export const start = defineCommand({
  name: 'start',
  summary: 'Start the embedded PostgreSQL, unless it runs',
  description:
    'The server keeps running after this command and is shared by all others. When DATABASE_URL is set, that ' +
    'server is used instead and nothing is started.',
  environment: { DATABASE_URL: 'when set, nothing is started' },
  examples: [{ command: 'agora db start', does: 'makes the server on the first call, then only starts it' }],
  next: [
    { command: 'agora migrate deploy', does: 'apply what is pending' },
    { command: 'agora db stop', does: 'stop it again' },
  ],
  async run({ context }) {
    const { out } = context;
    if (context.settings.DATABASE_URL !== undefined) {
      out.note('DATABASE_URL is set, so that server is used; nothing was started.');
      const { redacted, name } = await openDatabase(context);
      out.data({ url: redacted, database: name, embedded: false, startedNow: false }, () => redacted);
      return EXIT.ok;
    }
    const database = await out.step('Embedded PostgreSQL', (step) => openDatabase(context, step.note));
    if (!database.startedNow) out.note('It was running already.');
    const { redacted, name, startedNow } = database;
    out.data({ url: redacted, database: name, embedded: true, startedNow }, () => redacted);
    return EXIT.ok;
  },
});
