import type { Client } from '../connection/connection.ts';

/** What became of a query that was sent with others. */
export type Answer =
  | {
      readonly command: string;
      /** Rows that it returned or changed. */
      readonly rows: number;
    }
  | { readonly error: unknown };

/**
 * Sends queries in one write, without waiting for each answer, and gives back the answers in order. The
 * server runs them one after the other; inside a transaction it refuses all that follow one that fails, so
 * nothing is lost by having sent them.
 *
 * @param onAnswer called as each answer arrives, in order
 */
export async function sendTogether(
  client: Client,
  queries: readonly string[],
  onAnswer?: (answer: Answer, index: number) => void,
): Promise<readonly Answer[]> {
  // pg can send ahead when asked to; switched on for these queries alone.
  Reflect.set(client, 'pipeline', true);
  const stream = socketOf(client);
  stream?.cork();
  try {
    const answers = queries.map(async (text, index) => {
      const answer = await client.query(text).then(
        ({ command, rowCount }): Answer => ({ command, rows: rowCount ?? 0 }),
        (error: unknown): Answer => ({ error }),
      );
      onAnswer?.(answer, index);
      return answer;
    });
    stream?.uncork();
    return await Promise.all(answers);
  } finally {
    Reflect.set(client, 'pipeline', false);
  }
}

interface Corkable {
  cork(): void;
  uncork(): void;
}

/** The socket of a connection: pg writes a message at a time, and each write would wake the server. */
function socketOf(client: Client): Corkable | undefined {
  const connection: unknown = Reflect.get(client, 'connection');
  const stream: unknown =
    typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : undefined;
  return isCorkable(stream) ? stream : undefined;
}

function isCorkable(value: unknown): value is Corkable {
  return typeof value === 'object' && value !== null && 'cork' in value && 'uncork' in value;
}
