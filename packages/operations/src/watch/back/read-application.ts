import type { WatchSettings } from '@agora/core';

import { sendRequest } from '../../requests/send-request.ts';
import type { Application } from './decide.ts';

/**
 * Asks the application which schema it wants.
 * @param reverted migrations that a way back would take away
 */
export async function readApplication(
  setting: WatchSettings['application'],
  reverted: readonly string[],
): Promise<Application> {
  if (setting === undefined) return { wants: 'unknown', why: 'watch.application does not say' };
  if (setting === 'unchanged') return { wants: 'before' };
  const { url, field, headers } = setting;
  const {
    ok,
    body = '',
    why,
  } = await sendRequest({
    name: 'the application',
    url,
    within: 5000,
    ...(headers === undefined ? {} : { headers }),
  });
  if (!ok) return { wants: 'unknown', why: `its health: ${why ?? 'no answer'}` };
  const migration = valueAt(body, field);
  if (typeof migration !== 'string')
    return { wants: 'unknown', why: `its health names no migration in "${field}"` };
  return reverted.includes(migration) ? { wants: 'after', migration } : { wants: 'before' };
}

function valueAt(text: string, field: string): unknown {
  try {
    let value: unknown = JSON.parse(text);
    for (const key of field.split('.')) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = new Map<string, unknown>(Object.entries(value)).get(key);
    }
    return value;
  } catch {
    return undefined;
  }
}
