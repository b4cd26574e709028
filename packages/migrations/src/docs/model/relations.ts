import type { ForeignKey, TableFacts } from '@agora/catalog';

import type { Domain, ModelDocs } from './schema-docs.ts';

/** A foreign key of the database, or a relation that only the Prisma schema has (`relationMode = "prisma"`). */
export interface Relation extends ForeignKey {
  /** Whether the database has no foreign key for it. */
  readonly declared: boolean;
}

/** The columns of one end of a relation, and where they point. */
type End = Pick<Relation, 'columns' | 'targetColumns' | 'optional' | 'unique'> & { readonly target: string };

/** Finds the relations of tables: those of the database, and those of the schema that it lacks. */
export class Relations {
  readonly #tableOf: ReadonlyMap<string, TableFacts>;
  readonly #joins: ReadonlyMap<string, readonly End[]>;

  /** @param tableOf the table of each model, by the model's name */
  constructor(tableOf: ReadonlyMap<string, TableFacts>, schema: readonly Domain[]) {
    this.#tableOf = tableOf;
    const joins = schema.flatMap(({ models }) => models).flatMap((model) => model.joins);
    this.#joins = new Map(joins.map(({ table, a, b }) => [table, [this.#side('A', a), this.#side('B', b)]]));
  }

  of(table: TableFacts, model: ModelDocs | undefined): readonly Relation[] {
    const keys = table.foreignKeys.map((key) => ({ ...key, declared: false }));
    const ends = model?.relations ?? this.#joins.get(table.name) ?? [];
    const more = ends
      .filter(({ columns }) => !keys.some((key) => sameColumns(key.columns, columns)))
      .flatMap((end): Relation[] => {
        const target = this.#tableOf.get(end.target);
        if (target === undefined) return [];
        return [
          {
            ...end,
            name: '',
            definition: '',
            targetSchema: target.schema,
            target: target.name,
            declared: true,
          },
        ];
      });
    return [...keys, ...more];
  }

  #side(column: 'A' | 'B', target: string): End {
    const targetColumns = this.#tableOf.get(target)?.primaryKey ?? [];
    return { columns: [column], target, targetColumns, optional: false, unique: false };
  }
}

const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));
