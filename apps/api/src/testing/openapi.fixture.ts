import { createRequire } from 'node:module';
import { buildApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { Database } from '../database/database.ts';

/** The document as it is committed. */
export const openapiFile = createRequire(import.meta.url).resolve('@agora/api-client/openapi.json');

/** The API's OpenAPI document as a file holds it; needs no database. */
export async function openapiDocument(): Promise<string> {
  const config = parseConfig({ DATABASE_URL: 'postgresql://127.0.0.1:1/none', LOG_LEVEL: 'silent' });
  const database = new Database(config.database);
  const app = await buildApp({ config, database });
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), undefined, 2)}\n`;
  } finally {
    await app.close();
    await database.close();
  }
}
