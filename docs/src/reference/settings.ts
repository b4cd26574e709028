import { ENVIRONMENTS, type EnvironmentPolicy } from '@agora/core';
import { parseAgoraConfig } from '@agora/core/config';

import { cell, table } from './markdown.ts';
import { read } from './repository.ts';

/** What is used of a JSON schema. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

/** What differs between environments, or has a default that one should know. */
const shown: Readonly<Record<string, (policy: EnvironmentPolicy) => unknown>> = {
  runOnAppStart: (policy) => policy.runOnAppStart,
  resetAllowed: (policy) => policy.resetAllowed,
  'backup.required': (policy) => policy.backup.required,
  hazardsMustBeAllowed: (policy) => policy.hazardsMustBeAllowed,
  lockTimeoutMs: (policy) => policy.lockTimeoutMs,
  lockAttempts: (policy) => policy.lockAttempts,
  statementTimeoutMs: (policy) => policy.statementTimeoutMs,
  park: (policy) => (policy.parkMs === 0 ? 'none' : `${policy.parkMs / 3_600_000}h`),
};

/** Every setting of agora.config.ts, and what environments have where it says nothing. */
export function settingsPage(): string {
  const schema: Schema = JSON.parse(read('packages', 'core', 'agora.config.schema.json'));
  const { environments } = parseAgoraConfig({});
  const policies = ENVIRONMENTS.map((name) => environments[name]);
  return [
    '# Settings',
    '`agora.config.ts` (or `.mts`, `.js`, `.mjs`, `.json`) stands beside the Prisma project or above it. All faults of it are listed at once. What is left out is as below.',
    "```ts\nimport { defineAgoraConfig } from 'agora-db/config';\n\nexport default defineAgoraConfig({\n  environments: { production: { lockTimeoutMs: 1000 } },\n});\n```",
    '## agora.config.ts',
    table(['setting', 'type', 'means'], settingsOf(schema, '')),
    '## Where it says nothing',
    table(
      ['', ...ENVIRONMENTS],
      Object.entries(shown).map(([setting, of]) => [`\`${setting}\``, ...policies.map((policy) => String(of(policy)))]),
    ),
    '',
  ].join('\n\n');
}

function settingsOf(schema: Schema, path: string): string[][] {
  const { additionalProperties: others, properties = {} } = schema;
  // Environments of any name take the same settings: these stand once.
  const children: Readonly<Record<string, Schema>> =
    typeof others === 'object' && others.properties !== undefined ? { '<name>': others } : properties;
  return Object.entries(children).flatMap(([key, child]) => {
    const name = path === '' ? key : `${path}.${key}`;
    return child.properties === undefined
      ? [[`\`${name}\``, cell(typeOf(child)), cell(child.description ?? '')]]
      : settingsOf(child, name);
  });
}

function typeOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  if (typeof schema.additionalProperties === 'object')
    return `by name: ${typeOf(schema.additionalProperties)}`;
  return schema.type ?? '';
}
