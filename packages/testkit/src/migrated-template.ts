import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSqlError, withConnection } from '@agora/postgres';
import { templateDatabase, type TemplateOptions } from './template-database.ts';

/** What a migrated template is filled with, once the migrations have run. */
export interface TemplateContent {
  /** Names the content: another key makes another template. */
  key: string;
  fill: (url: string) => Promise<void>;
}

/**
 * The name of a template on which every `migration.sql` below a Prisma migrations folder has run, in order. Only the
 * SQL: no history is recorded, since who deploys is the subject of other tests.
 *
 * @param directory the migrations folder.
 * @param content rows to add afterwards; none unless given.
 */
export function migratedTemplate(directory: string, content?: TemplateContent): Promise<string> {
  return templateDatabase(migrated(directory, content));
}

/** What `migratedTemplate` makes, for a template elsewhere, as on a cluster. */
export function migrated(directory: string, content?: TemplateContent): TemplateOptions {
  const scripts = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name, 'migration.sql'))
    .toSorted()
    .map((path) => ({ path, sql: readFileSync(path, 'utf8') }));
  const hash = createHash('sha256');
  for (const { path, sql } of scripts) hash.update(path).update('\0').update(sql).update('\0');
  return {
    key: `${hash.digest('hex')} ${content?.key ?? ''}`,
    prepare: async (url) => {
      await withConnection({ url, applicationName: 'agora-testkit' }, async (client) => {
        for (const { sql } of scripts) {
          await client.query(sql).catch((error: unknown) => {
            throw describeSqlError(error, sql);
          });
        }
      });
      await content?.fill(url);
    },
  };
}
