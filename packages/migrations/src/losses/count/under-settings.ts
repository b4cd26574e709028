import type { Client } from '@agora/postgres';

import type { ScriptSetting } from '../read/script-settings.ts';
import { queryAside, textOf } from './query-aside.ts';

/** Does something under the settings that a script has made by then, and takes them back; locks stay. */
export async function underSettings<T>(
  client: Client,
  settings: readonly ScriptSetting[],
  use: () => Promise<T>,
): Promise<T> {
  if (settings.length === 0) return use();
  const names = [...new Set(settings.map(({ name }) => name))];
  const values = `SELECT ${names.map((name) => `pg_catalog.current_setting('${name}') AS ${name}`).join(', ')}`;
  const [old] = await queryAside(client, [], values);
  const [own] = await queryAside(client, [], [...settings.map(({ sql }) => sql), values].join(';\n'));
  const set = async (row: typeof own): Promise<void> => {
    for (const name of names)
      await client.query('SELECT pg_catalog.set_config($1, $2, true)', [name, textOf(row, name)]);
  };
  await set(own);
  const result = await use();
  // After an error the transaction is over, and its settings with it.
  await set(old);
  return result;
}
