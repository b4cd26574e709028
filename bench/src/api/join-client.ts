import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const schema = path.resolve(import.meta.dirname, '../../../packages/db/prisma/schema');
/** Where everything made for the measurement alone lies. */
export const generatedDirectory = path.join(import.meta.dirname, 'generated');
const client = path.join(generatedDirectory, 'relation-joins');

/** Generates, for the measurement alone, a client of the forum's schema with Prisma's preview feature `relationJoins`. */
export async function generateJoinClient(): Promise<void> {
  await rm(generatedDirectory, { recursive: true, force: true });
  const copy = path.join(generatedDirectory, 'schema');
  await cp(schema, copy, { recursive: true });
  const main = path.join(copy, 'schema.prisma');
  const text = await readFile(main, 'utf8');
  await writeFile(
    main,
    text
      .replace(/output\s*=.*/, `output = ${JSON.stringify(client.replaceAll('\\', '/'))}`)
      .replace(/runtime\s*=/, 'previewFeatures = ["relationJoins"]\n  runtime ='),
  );
  const config = path.join(generatedDirectory, 'prisma.config.ts');
  await writeFile(
    config,
    `import '@agora/schema-engine/register';\nexport default { schema: ${JSON.stringify(copy)} };\n`,
  );
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
  await promisify(execFile)(process.execPath, [prisma, 'generate', '--config', config], {
    cwd: path.resolve(import.meta.dirname, '../..'),
  });
}

/** The generated module. */
export const joinClientFile = path.join(client, 'client.ts');
