import { AgoraError, ENVIRONMENTS } from '@agora/core';
import * as z from 'zod';

// Whether a URL can be used is for whoever connects with it: the prisma.config.ts of a project may read another
// variable, and keep a URL of Prisma's services, or of another database, in this one.
const settingsSchema = z.object({
  AGORA_ENV: z.enum(ENVIRONMENTS).optional(),
  DATABASE_URL: z.string().optional(),
});

/** The environment variables that the command line heeds, parsed. */
export type Settings = Readonly<z.output<typeof settingsSchema>>;

/**
 * Parses the environment once; an empty variable counts as unset, as in a shell.
 * @throws AgoraError `cli.invalid_settings` naming every fault, not only the first
 */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = settingsSchema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name} is ${JSON.stringify(given[name])}: ${issue.message.replace(/^Invalid option: /, '')}`;
  });
  throw new AgoraError({
    code: 'cli.invalid_settings',
    message:
      faults.length === 1 ? 'One setting cannot be used.' : `${faults.length} settings cannot be used.`,
    why: faults.join('\n'),
    fix: 'Correct them in the environment or in .env.',
  });
}
