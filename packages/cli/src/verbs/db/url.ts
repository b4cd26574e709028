import { AgoraError } from '@agora/core';
import { embeddedStatus, embeddedUrl } from '@agora/postgres';

import { defineCommand } from '../../command/command.ts';
import { embeddedDirectory } from '../../context/database.ts';
import { EXIT } from '../../command/exit-codes.ts';

/** `agora db url` */
export const url = defineCommand({
  name: 'url',
  summary: 'Print the URL of the database, password included',
  description: 'For other programs. Looks only: the embedded server must run already.',
  environment: { DATABASE_URL: 'printed as it is, when set' },
  examples: [
    { command: 'psql "$(agora db url)"', does: 'a shell of PostgreSQL on it' },
    { command: 'export DATABASE_URL="$(agora db url)"', does: 'for programs that read the variable' },
  ],
  next: [{ command: 'agora db start', does: 'when the server does not run' }],
  async run({ context }) {
    const found = context.settings.DATABASE_URL ?? (await urlOfEmbedded(embeddedDirectory(context)));
    context.out.data({ url: found }, () => found);
    return EXIT.ok;
  },
});

async function urlOfEmbedded(directory: string): Promise<string> {
  const server = await embeddedStatus({ directory });
  if (server.running) return embeddedUrl(server.url, directory);
  throw new AgoraError({
    code: 'cli.server_not_running',
    message: 'The embedded PostgreSQL does not run, so it has no URL.',
    why: 'Its port is chosen when it starts, and this command starts nothing.',
    fix: 'agora db start',
  });
}
