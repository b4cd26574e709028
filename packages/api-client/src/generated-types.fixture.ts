import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const home = path.resolve(import.meta.dirname, '..');

/** Where the types stand. */
export const typesFile = path.join(home, 'src/api-types.ts');

/** The types of the API's document, as `src/api-types.ts` should hold them. */
export async function generateTypes(): Promise<string> {
  const document = new Uint8Array(await readFile(path.join(home, 'openapi.json')));
  const types = astToString(
    await openapiTS(Buffer.from(document), { alphabetize: true, rootTypes: false, transform: bytesAsBlob }),
  );
  return `// Made from openapi.json by \`pnpm --filter @agora/api run generate:client\`; not edited by hand.\n/* oxlint-disable max-lines */\n${types}`;
}

/** Bytes are no string in JavaScript, whatever OpenAPI calls them. */
function bytesAsBlob(schema: { format?: string }): ts.TypeNode | undefined {
  return schema.format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeFile(typesFile, await generateTypes());
