import { directivesOf } from '../../project/directives.ts';
import type { Migration } from '../../project/folder.ts';
import type { DownStatement } from '../../proof/down/types.ts';

/** What a squashed migration is written from. */
interface SquashDocument {
  readonly replaced: readonly Migration[];
  /** What makes the schema. */
  readonly statements: readonly DownStatement[];
  /** What brings the rows. */
  readonly rows: readonly string[];
  /** Statements that changed no row of an empty database, by their place. */
  readonly leftOut: readonly string[];
}

/** The text of its migration.sql. */
export function renderSquash({ replaced, statements, rows, leftOut }: SquashDocument): string {
  const last = replaced.at(-1)?.name ?? '';
  // Whoever runs it owns what it makes.
  const made = statements.filter(({ sql }) => !sql.endsWith(' OWNER TO CURRENT_USER'));
  const routines = made.some(({ sql }) => /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)/i.test(sql));
  return `${[
    [
      ...replaced.flatMap(({ name, up }) => [
        `-- agora: replaces ${name} sha256:${up.checksum}`,
        // Those of an earlier squash: databases have their rows still.
        ...directivesOf(up.directives, 'replaces').map(
          ({ migration, checksum, within = name }) =>
            `-- agora: replaces ${migration}${checksum === undefined ? '' : ` sha256:${checksum}`} within ${within}`,
        ),
      ]),
      `-- What ${replaced.length} migrations up to ${last} made, in one: generated from the catalog after the last of them, and`,
      '-- compared with it. A database that has them all records this one and does not run it.',
      ...(leftOut.length > 0
        ? [
            '-- Left out, since they change rows that only a database in use has:',
            ...leftOut.map((one) => `--   ${one}`),
          ]
        : []),
    ].join('\n'),
    // A function's body may name what a later statement makes.
    ...(routines ? ['SET LOCAL check_function_bodies = off;'] : []),
    made.map(({ sql }) => `${sql};`).join('\n'),
    ...(rows.length > 0
      ? [
          [
            '-- Rows that they leave in an empty database, as they are there.',
            ...rows.map((sql) => `${sql};`),
          ].join('\n'),
        ]
      : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
