import { AgoraError } from '../errors/agora-error.ts';

import { type AgoraConfigInput, agoraConfigSchema } from './config-schema.ts';
import { type AgoraConfig, makeConfig } from './make-config.ts';

/** Types the object that agora.config.ts exports. */
export function defineAgoraConfig(config: AgoraConfigInput): AgoraConfigInput {
  return config;
}

/**
 * Checks a configuration and fills in the defaults.
 * @param file where it stands, for messages and for relative paths
 * @throws AgoraError `config.invalid` with every fault at once
 */
export function parseAgoraConfig(value: unknown, file?: string): AgoraConfig {
  const parsed = agoraConfigSchema.safeParse(value);
  if (!parsed.success) {
    throw new AgoraError({
      code: 'config.invalid',
      message: `${file ?? 'The configuration'} has ${parsed.error.issues.length} fault(s).`,
      why: parsed.error.issues
        .map((issue) => `${issue.path.join('.') || '(the export)'}: ${issue.message}`)
        .join('\n'),
      fix: parsed.error.issues.every(({ path }) => path.length > 0)
        ? 'Correct the values that are named; defineAgoraConfig() lets an editor check them.'
        : 'Export an object by default: export default defineAgoraConfig({ environments: { ... } })',
    });
  }
  return makeConfig(parsed.data, file);
}
