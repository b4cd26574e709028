import { migratedTemplate } from '@agora/testkit';
import { migrationsDirectory } from '../paths.ts';

/** The name of a template database with the forum's schema and no rows. */
export function forumTemplate(): Promise<string> {
  return migratedTemplate(migrationsDirectory);
}
