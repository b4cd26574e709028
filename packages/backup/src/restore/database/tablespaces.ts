import type { Catalog } from '@agora/catalog';

/** What to know of tables and indexes that lay in tablespaces: where files lie belongs to a machine, and is in no backup. */
export function tablespaceNotes({ objects }: Pick<Catalog, 'objects'>): readonly string[] {
  const names = new Set(
    [...objects.values()].flatMap(({ definition: { tablespace } }) =>
      typeof tablespace === 'string' ? [tablespace] : [],
    ),
  );
  if (names.size === 0) return [];
  return [
    `Tables or indexes of the backup lay in the tablespace ${[...names].toSorted().join(', ')}; all is restored into that of the database. To move one back: ALTER TABLE ... SET TABLESPACE`,
  ];
}
