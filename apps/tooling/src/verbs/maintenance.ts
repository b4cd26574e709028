import { argument, choice, defineCommand, EXIT, openDatabase, text, UsageError } from '@agora/cli';
import { type Client, withConnection, withTransaction } from '@agora/postgres';

import { describeFault, findCommunity } from '../forum/in-community.ts';

const modes = ['read-only', 'closed', 'off'] as const;
type Mode = (typeof modes)[number];

/** What the command reports. */
interface State {
  readonly community: string;
  readonly mode: Mode;
  readonly message: string | null;
}

/** `agora maintenance` */
export const maintenance = defineCommand({
  name: 'maintenance',
  summary: 'Make a community read-only, close it, or open it again',
  description:
    'The API heeds it within two seconds: read-only refuses what writes, logging in included; closed refuses all. ' +
    'Other communities, /health and /metrics go on. Without --mode it tells the mode and changes nothing.',
  arguments: { community: argument("the community's slug or id") },
  options: {
    mode: choice(modes, 'what is allowed from now on'),
    message: text('text', 'what users are told, at most 300 characters'),
  },
  environment: { DATABASE_URL: 'the database of the communities; unset: the embedded server' },
  examples: [
    { command: 'agora maintenance agora --mode read-only', does: 'nobody writes, everybody reads' },
    {
      command: 'agora maintenance agora --mode closed --message "Back at noon."',
      does: 'every request is answered 503 with these words',
    },
    { command: 'agora maintenance agora --mode off', does: 'open again' },
  ],
  next: [{ command: 'agora maintenance agora', does: 'the mode it is in' }],
  async run({ context, arguments: { community }, options: { mode, message } }) {
    if (message !== undefined && (mode === undefined || mode === 'off' || message.length > 300)) {
      throw new UsageError({
        code: 'cli.invalid_value',
        message: 'A message has at most 300 characters, and goes with --mode read-only or closed.',
        fix: 'agora maintenance <community> --mode read-only --message "Back at noon."',
      });
    }
    const { url, redacted } = await openDatabase(context);
    const state = await withConnection({ url, applicationName: 'agora-maintenance' }, (client) =>
      withTransaction(client, async () => {
        // The role that may write communities; row-level security hides none from it.
        await client.query('SET LOCAL ROLE agora_loader');
        const { id } = await findCommunity(client, community, (slug) =>
          ['agora maintenance', slug, ...(mode === undefined ? [] : ['--mode', mode])].join(' '),
        );
        if (mode !== undefined) await write(client, id, mode, message);
        return read(client, id);
      }),
    ).catch((error: unknown) => {
      throw describeFault(error, redacted, 'agora_loader');
    });
    context.out.data(state, (paint) =>
      [
        `${paint.dim('community'.padEnd(12))}${state.community}`,
        `${paint.dim('mode'.padEnd(12))}${state.mode}`,
        ...(state.message === null ? [] : [`${paint.dim('message'.padEnd(12))}${state.message}`]),
      ].join('\n'),
    );
    if (mode !== undefined) context.out.note('In force at every process of the API within two seconds.');
    return EXIT.ok;
  },
});

async function write(client: Client, id: string, mode: Mode, message: string | undefined): Promise<void> {
  const setting =
    mode === 'off' ? null : JSON.stringify({ mode, ...(message === undefined ? {} : { message }) });
  await client.query(
    `UPDATE communities SET settings = CASE WHEN $2::jsonb IS NULL THEN settings - 'maintenance'
       ELSE settings || jsonb_build_object('maintenance', $2::jsonb) END, updated_at = now()
     WHERE id = $1`,
    [id, setting],
  );
}

async function read(client: Client, id: string): Promise<State> {
  const { rows } = await client.query<State>(
    `SELECT slug AS community, coalesce(settings #>> '{maintenance,mode}', 'off') AS mode,
       settings #>> '{maintenance,message}' AS message
     FROM communities WHERE id = $1`,
    [id],
  );
  return rows[0]!;
}
