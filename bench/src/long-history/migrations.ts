import { makeScript, type Migration } from '@agora/migrations';

interface Column {
  name: string;
  type: string;
}

interface Table {
  name: string;
  columns: Column[];
  parent: Table | undefined;
}

/** A history, and how many tables there are after each of its migrations. */
interface LongHistory {
  readonly migrations: readonly Migration[];
  readonly tables: readonly number[];
}

/**
 * A random mix of what Prisma writes: tables with foreign keys, columns, enums and their values, indexes, renames,
 * changes of type, drops. The same seed makes the same history.
 *
 * @param mostTables above this, tables are dropped as often as they are made
 * @param standing how many tables the first migration makes; 0 for a history that begins with one
 */
export function makeMigrations(count: number, mostTables: number, seed: number, standing = 0): LongHistory {
  const maker = new Maker(seed, mostTables, standing);
  const tables: number[] = [];
  const migrations = Array.from({ length: count }, (_, index): Migration => {
    const { title, sql } = maker.next(index);
    tables.push(maker.tables.length);
    const name = `2024${String(101_000_000 + index * 100).padStart(10, '0')}_${title}`;
    const directory = `/history/${name}`;
    return { name, directory, up: makeScript(`${directory}/migration.sql`, `${sql.join('\n\n')}\n`) };
  });
  return { migrations, tables };
}

const types = [
  'TEXT',
  'INTEGER',
  'BOOLEAN',
  'TIMESTAMP(3)',
  'JSONB',
  'DOUBLE PRECISION',
  'DECIMAL(65,30)',
  'TEXT[]',
];
const defaults: Readonly<Record<string, string>> = {
  TEXT: "''",
  INTEGER: '0',
  BOOLEAN: 'false',
  'TIMESTAMP(3)': 'CURRENT_TIMESTAMP',
  JSONB: "'{}'",
  'DOUBLE PRECISION': '0',
  'DECIMAL(65,30)': '0',
  'TEXT[]': 'ARRAY[]::TEXT[]',
};

class Maker {
  readonly tables: Table[] = [];
  readonly #enums: { name: string; labels: number }[] = [];
  readonly #mostTables: number;
  #state: number;
  #serial = 0;

  readonly #standing: number;

  constructor(seed: number, mostTables: number, standing: number) {
    this.#state = seed;
    this.#mostTables = mostTables;
    this.#standing = standing;
  }

  next(index: number): { title: string; sql: string[] } {
    if (index === 0 && this.#standing > 0) {
      const made = Array.from({ length: this.#standing }, () => this.#createTable());
      return { title: 'init', sql: made.flatMap(({ sql }) => sql) };
    }
    if (index < 3) return this.#createTable();
    const table = this.#pick(this.tables);
    const plain = table.columns.filter((column) => column.name.startsWith('f'));
    const column = plain.length === 0 ? undefined : this.#pick(plain);
    const dice = this.#random();
    if (dice < 0.25)
      return this.tables.length < this.#mostTables || this.#random() < 0.5
        ? this.#createTable()
        : this.#dropTable();
    if (dice < 0.5) return this.#addColumn(table);
    if (dice < 0.6 && column !== undefined) return this.#addIndex(table, column);
    if (dice < 0.68 && column !== undefined) return this.#renameColumn(table, column);
    if (dice < 0.76 && column !== undefined) return this.#dropColumn(table, column);
    if (dice < 0.82 && column?.type === 'INTEGER') return this.#widen(table, column);
    if (dice < 0.88) return this.#createEnum(table);
    if (dice < 0.92 && this.#enums.length > 0) return this.#addValue();
    if (dice < 0.95 && this.tables.length > 5) return this.#dropTable();
    return this.#renameTable(table);
  }

  #createTable(): { title: string; sql: string[] } {
    const name = this.#name('Model');
    const parent = this.tables.length === 0 ? undefined : this.#pick(this.tables);
    const columns = [1, 2, 3].map((): Column => ({ name: this.#name('f'), type: this.#pick(types) }));
    const lines = [
      '    "id" TEXT NOT NULL',
      '    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP',
      ...columns.map((column) => `    "${column.name}" ${column.type}`),
      ...(parent === undefined ? [] : ['    "parentId" TEXT NOT NULL']),
      `\n    CONSTRAINT "${name}_pkey" PRIMARY KEY ("id")`,
    ];
    this.tables.push({ name, columns: [{ name: 'id', type: 'TEXT' }, ...columns], parent });
    const sql = [`-- CreateTable\nCREATE TABLE "${name}" (\n${lines.join(',\n')}\n);`];
    if (parent !== undefined) {
      sql.push(`-- CreateIndex\nCREATE INDEX "${name}_parentId_idx" ON "${name}"("parentId");`);
      sql.push(
        `-- AddForeignKey\nALTER TABLE "${name}" ADD CONSTRAINT "${name}_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "${parent.name}"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
      );
    }
    return { title: `add_${name.toLowerCase()}`, sql };
  }

  /** One that no other points at. */
  #dropTable(): { title: string; sql: string[] } {
    const table = this.#pick(this.tables.filter((one) => !this.tables.some((other) => other.parent === one)));
    this.tables.splice(this.tables.indexOf(table), 1);
    return { title: 'drop', sql: [`-- DropTable\nDROP TABLE "${table.name}";`] };
  }

  #addColumn(table: Table): { title: string; sql: string[] } {
    const column: Column = { name: this.#name('f'), type: this.#pick(types) };
    table.columns.push(column);
    const rest = this.#random() < 0.5 ? '' : ` NOT NULL DEFAULT ${defaults[column.type] ?? 'NULL'}`;
    return {
      title: 'add_column',
      sql: [
        `-- AlterTable\nALTER TABLE "${table.name}" ADD COLUMN     "${column.name}" ${column.type}${rest};`,
      ],
    };
  }

  #addIndex(table: Table, column: Column): { title: string; sql: string[] } {
    const method = column.type === 'JSONB' || column.type === 'TEXT[]' ? ' USING GIN' : '';
    return {
      title: 'add_index',
      sql: [
        `-- CreateIndex\nCREATE INDEX "${this.#name('idx')}" ON "${table.name}"${method} ("${column.name}");`,
      ],
    };
  }

  #renameColumn(table: Table, column: Column): { title: string; sql: string[] } {
    const before = column.name;
    column.name = this.#name('f');
    return {
      title: 'rename_column',
      sql: [`ALTER TABLE "${table.name}" RENAME COLUMN "${before}" TO "${column.name}";`],
    };
  }

  #dropColumn(table: Table, column: Column): { title: string; sql: string[] } {
    table.columns.splice(table.columns.indexOf(column), 1);
    return {
      title: 'drop_column',
      sql: [`-- AlterTable\nALTER TABLE "${table.name}" DROP COLUMN "${column.name}";`],
    };
  }

  #widen(table: Table, column: Column): { title: string; sql: string[] } {
    column.type = 'BIGINT';
    return {
      title: 'widen',
      sql: [`-- AlterTable\nALTER TABLE "${table.name}" ALTER COLUMN "${column.name}" SET DATA TYPE BIGINT;`],
    };
  }

  #createEnum(table: Table): { title: string; sql: string[] } {
    const name = this.#name('Kind');
    this.#enums.push({ name, labels: 2 });
    const column = this.#name('k');
    table.columns.push({ name: column, type: name });
    return {
      title: 'add_enum',
      sql: [
        `-- CreateEnum\nCREATE TYPE "${name}" AS ENUM ('V0', 'V1');`,
        `-- AlterTable\nALTER TABLE "${table.name}" ADD COLUMN     "${column}" "${name}" NOT NULL DEFAULT 'V0';`,
      ],
    };
  }

  #addValue(): { title: string; sql: string[] } {
    const type = this.#pick(this.#enums);
    type.labels += 1;
    return {
      title: 'add_value',
      sql: [`-- AlterEnum\nALTER TYPE "${type.name}" ADD VALUE 'V${type.labels - 1}';`],
    };
  }

  #renameTable(table: Table): { title: string; sql: string[] } {
    const before = table.name;
    table.name = this.#name('Model');
    return { title: 'rename_table', sql: [`ALTER TABLE "${before}" RENAME TO "${table.name}";`] };
  }

  #name(prefix: string): string {
    this.#serial += 1;
    return `${prefix}${this.#serial}`;
  }

  #pick<T>(from: readonly T[]): T {
    const one = from[Math.floor(this.#random() * from.length)];
    if (one === undefined) throw new Error('nothing to choose from');
    return one;
  }

  /** mulberry32. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}
