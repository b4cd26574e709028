import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generateTypes, typesFile } from './generated-types.fixture.ts';

it('the types are those of the document', async () => {
  expect(await readFile(typesFile, 'utf8')).toBe(await generateTypes());
});
