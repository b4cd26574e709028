import { AgoraError, isAgoraError, parseDatabaseUrl } from '@agora/postgres';
import { z } from 'zod';

import { ENVIRONMENTS } from './environments.ts';

const postgresUrl = z.string().superRefine((text, check) => {
  try {
    parseDatabaseUrl(text);
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    check.addIssue({ code: 'custom', message: error.why ?? error.message });
  }
});

const settingsSchema = z.object({
  AGORA_ENV: z.enum(ENVIRONMENTS).optional(),
  DATABASE_URL: postgresUrl.optional(),
  SHADOW_DATABASE_URL: postgresUrl.optional(),
});

/** The environment variables that the command line heeds, parsed. */
export type Settings = Readonly<z.output<typeof settingsSchema>>;

/**
 * Parses the environment once; an empty variable counts as unset, as in a shell.
 * @throws AgoraError `cli.invalid_settings` naming every fault, not only the first; values that may hold a
 * password are not repeated
 */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = settingsSchema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const value = name.endsWith('_URL') ? '' : ` is ${JSON.stringify(given[name])}`;
    return `${name}${value}: ${issue.message.replace(/^Invalid option: /, '')}`;
  });
  throw new AgoraError({
    code: 'cli.invalid_settings',
    message:
      faults.length === 1 ? 'One setting cannot be used.' : `${faults.length} settings cannot be used.`,
    why: faults.join('\n'),
    fix: 'Correct them in the environment or in .env; .env.example explains each.',
  });
}
