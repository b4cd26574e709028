import { createTestDatabase } from '@agora/testkit';
import { forumTemplate } from './forum-template.fixture.ts';

/** Lends a migrated, empty forum, and drops it. */
export async function inForum<T>(use: (url: string) => Promise<T>): Promise<T> {
  const database = await createTestDatabase({ template: await forumTemplate() });
  try {
    return await use(database.url);
  } finally {
    await database.drop();
  }
}
