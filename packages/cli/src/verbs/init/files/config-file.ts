/** What the configuration is written as: TypeScript needs the package in the project for its types. */
export type ConfigFormat = 'ts' | 'json';

/** Where an editor finds the JSON schema, from the project’s folder. */
const SCHEMA = './node_modules/agora-db/dist/agora.config.schema.json';

/**
 * The text of a new configuration.
 * @param last the newest migration: those up to it ran before anybody linted them
 */
export function configFile(format: ConfigFormat, last: string | undefined): string {
  if (format === 'json') {
    const config = { $schema: SCHEMA, ...(last === undefined ? {} : { lint: { since: last } }) };
    return `${JSON.stringify(config, undefined, 2)}\n`;
  }
  const lint =
    last === undefined
      ? []
      : [
          '  // The history up to here was applied before anybody linted it.',
          `  lint: { since: ${JSON.stringify(last)} },`,
        ];
  return [
    "import { defineAgoraConfig } from 'agora-db/config';",
    '',
    '// What is not said here keeps its default: environments, backups, lint, drift.',
    ...(lint.length === 0
      ? ['export default defineAgoraConfig({});']
      : ['export default defineAgoraConfig({', ...lint, '});']),
    '',
  ].join('\n');
}
