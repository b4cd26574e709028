// Writes the document that packages/api-client is made from. Run by `pnpm --filter @agora/api run generate:client`.
import { writeFile } from 'node:fs/promises';
import { openapiDocument, openapiFile } from '../src/testing/openapi.fixture.ts';

await writeFile(openapiFile, await openapiDocument());
