import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';
import * as z from 'zod';

import { agoraConfigSchema } from './config-schema.ts';

interface Schema {
  description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

const words = (comment: string): string => comment.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim();

/** The comments of the schema's source, by property: editors show them for TypeScript, and here for JSON. */
function comments(): ReadonlyMap<string, string> {
  const source = ['watch-schema.ts', 'config-schema.ts']
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
    .join('\n');
  const found = source.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+([$\w]+):/g);
  return new Map([...found].map(([, comment = '', name = '']) => [name, words(comment)]));
}

function describeAll(schema: Schema, meanings: ReadonlyMap<string, string>): string[] {
  const { properties = {}, additionalProperties: others } = schema;
  const nameless = Object.entries(properties).flatMap(([name, child]) => {
    const meaning = meanings.get(name);
    // What a setting says of itself goes before: two may have one name.
    if (meaning !== undefined) child.description ??= meaning;
    return [...(meaning === undefined ? [name] : []), ...describeAll(child, meanings)];
  });
  return typeof others === 'object' ? [...nameless, ...describeAll(others, meanings)] : nameless;
}

// Brought up to date by: npx vitest run src/config/json-schema.test.ts -u
test('the JSON schema for editors says what the configuration may hold, and what each setting means', async () => {
  const schema: Schema = JSON.parse(JSON.stringify(z.toJSONSchema(agoraConfigSchema, { io: 'input' })));
  expect(describeAll(schema, comments())).toEqual([]);
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../agora.config.schema.json',
  );
});
