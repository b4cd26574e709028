import { expect, test } from 'vitest';
import * as z from 'zod';

import { agoraConfigSchema } from './config-schema.ts';

// Brought up to date by: npx vitest run src/config/json-schema.test.ts -u
test('the JSON schema for editors says what the configuration may hold', async () => {
  const schema = z.toJSONSchema(agoraConfigSchema, { io: 'input' });
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../agora.config.schema.json',
  );
});
