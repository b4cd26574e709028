import { loadParser } from '@agora/postgres/parser';

import { directivesOf } from '../project/directives.ts';
import type { Migration } from '../project/folder.ts';
import type { Category, Finding } from './finding.ts';
import { gatherHazards, type Hazard } from './hazard.ts';
import { lintHistory } from './lint-history.ts';

interface Pending {
  /** All migrations, in order. */
  readonly migrations: readonly Migration[];
  /** Names of those that are about to run, together. */
  readonly pending: ReadonlySet<string>;
  /** Schema of unqualified names. */
  readonly defaultSchema: string;
  /** Rules that the environment or the caller allows, besides the directives of the files. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * What pending migrations would do to a live database and nobody has allowed: errors of the linter that lose data,
 * break running code or keep it waiting. What happens to a table that one of them makes harms nobody.
 */
export async function pendingHazards(input: Pending): Promise<readonly Finding[]> {
  const { migrations, pending, defaultSchema, allowed } = input;
  await loadParser();
  const linted = lintHistory({
    root: '',
    migrations,
    chosen: pending,
    directions: ['up'],
    defaultSchema,
    severities: {},
    together: true,
  });
  return linted.flatMap(({ target, findings }) => {
    const named = directivesOf(target.script.directives, 'allow').map(({ rule }) => rule);
    const meant = new Set([...allowed, ...named]);
    return gatherHazards(findings.filter(({ rule }) => !meant.has(rule)))
      .flatMap((hazard) => graveOf(hazard) ?? [])
      .toSorted((a, b) => a.line - b.line || a.column - b.column);
  });
}

/**
 * What of a hazard a deploy asks for: of one that is told as a failure, what it would do if it did not fail. A table that
 * no migration makes may be in the database all the same.
 */
function graveOf({ finding, silent }: Hazard): Finding | undefined {
  return [finding, ...silent].find(
    ({ severity, category, guess }) => (severity === 'error' || guess) && GRAVE.has(category),
  );
}

const GRAVE: ReadonlySet<Category> = new Set(['data-loss', 'breaks-code', 'blocks']);
