import { parseConfig } from '../config.ts';
import { Database } from '../database/database.ts';

/**
 * Does what a start does, but for the database, which is not there: so that what V8 compiled on the way can be kept.
 * Listens nowhere.
 */
export async function rehearse(): Promise<void> {
  const config = parseConfig({ DATABASE_URL: 'postgresql://127.0.0.1:1/none', LOG_LEVEL: 'silent' });
  const database = new Database(config.database);
  const { buildApp } = await import('../app.ts');
  const app = await buildApp({ config, database });
  try {
    for (const url of ['/health/live', '/communities']) await app.inject(url);
  } finally {
    await app.close();
    await database.close();
  }
}
