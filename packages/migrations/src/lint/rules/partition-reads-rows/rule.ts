import { as, each, type Name, nameOf, plain, quoted } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import { constraintName } from '../../../script/model/constraints.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { RowWork } from '../../locks/hold.ts';
import type { Report, Rule } from '../../rule.ts';

export const partitionReadsRows: Rule = {
  name: 'partition-reads-rows',
  severity: 'warning',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'reads every row',
  summary: 'A partition is added, and the rows of it or of the DEFAULT partition are read',
  why: 'Nobody uses the table that is attached while its rows are compared with the bounds and the indexes that it lacks are built; with a DEFAULT partition, nobody uses that while its rows are looked through for some that belong into the new one. A validated CHECK that says as much spares the reading.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const attached = as(command.def, 'PartitionCmd');
      if (command.subtype !== 'AT_AttachPartition') continue;
      const partition = nameOf(attached?.name);
      const isDefault = attached?.bound?.is_default === true;
      const work = workOn(partition, { parent: table, isDefault, model });
      if (work !== undefined) yield { span: alteration, ...report(partition, table, work) };
      else if (!isDefault) yield* ofDefault(table, model);
    }
    const create = as(statement.node, 'CreateStmt');
    const [parent] = [...each(create?.inhRelations, 'RangeVar')];
    if (parent && create?.partbound && create.partbound.is_default !== true)
      yield* ofDefault(nameOf(parent), model);
  },
};

interface Attached {
  readonly parent: Name;
  readonly isDefault: boolean;
  readonly model: SchemaModel;
}

/** What an attached table is gone through for; undefined for nothing. */
function workOn(partition: Name, { parent, isDefault, model }: Attached): RowWork | undefined {
  if (model.isNew(partition)) return undefined;
  if (lacksIndex(partition, parent, model)) return 'builds an index';
  if (lacksReference(partition, parent, model)) return 'reads every row';
  // A DEFAULT partition beside no other takes every row.
  const whole = model.table(parent);
  if (isDefault && whole !== undefined && whole.createdIn >= 0 && whole.hasPartitions !== true)
    return undefined;
  return isChecked(partition, { parent, model, filled: true }) ? undefined : 'reads every row';
}

function report(partition: Name, parent: Name, work: RowWork): Report {
  const check = `ALTER TABLE ${quoted(partition)} ADD CONSTRAINT <name> CHECK (<its bounds>) NOT VALID;\n-- in the next:\nALTER TABLE ${quoted(partition)} VALIDATE CONSTRAINT <name>;`;
  return {
    hold: { lock: 'ACCESS EXCLUSIVE', work },
    message:
      work === 'builds an index'
        ? `Nobody uses ${plain(partition)} while the indexes of ${plain(parent)} that it lacks are built and its rows are read.`
        : `Nobody uses ${plain(partition)} while its rows are compared with the bounds.`,
    fix: `-- before, each in a migration of its own:\nCREATE INDEX CONCURRENTLY ... ON ${quoted(partition)} (...); -- for each index of ${plain(parent)}\n${check}`,
  };
}

function* ofDefault(parent: Name, model: SchemaModel): Generator<Report> {
  const known = model.table(parent)?.defaultPartition;
  if (known === undefined || model.isNew(known) || model.isNew(parent)) return;
  if (isChecked(known, { parent, model, filled: false })) return;
  yield {
    message: `Nobody uses the DEFAULT partition ${plain(known)} while its rows are looked through for some that belong into the new one.`,
    fix: `-- before, each in a migration of its own:\nALTER TABLE ${quoted(known)} ADD CONSTRAINT <name> CHECK (NOT (<the new bounds>)) NOT VALID;\nALTER TABLE ${quoted(known)} VALIDATE CONSTRAINT <name>;`,
  };
}

interface Checked {
  readonly parent: Name;
  readonly model: SchemaModel;
  /** Bounds take no NULL, which a CHECK lets pass: columns of the key must be NOT NULL, or the CHECK must say so. */
  readonly filled: boolean;
}

/** Whether a validated CHECK may say what the bounds say: it speaks of the columns by which the whole is partitioned. */
function isChecked(table: Name, { parent, model, filled }: Checked): boolean {
  const known = model.table(table);
  const checks = (known?.constraints ?? []).filter(({ kind, validated }) => kind === 'check' && validated);
  const proven = new Set(checks.flatMap(({ notNullColumns }) => notNullColumns));
  const isFilled = (one: string): boolean => proven.has(one) || known?.columns.get(one)?.notNull === true;
  const key = model.table(parent)?.partitionKey;
  return checks.some(
    ({ reads = [] }) =>
      (key === undefined || key.some((one) => reads.includes(one))) &&
      (!filled || (key ?? reads).every((one) => isFilled(one))),
  );
}

/** Whether the whole has an index, or a key, that nothing of the table can stand in for. */
function lacksIndex(partition: Name, parent: Name, model: SchemaModel): boolean {
  const own = indexesOf(partition, model);
  return indexesOf(parent, model).some((wanted) => {
    const at = own.findIndex(
      (one) => one.shape === wanted.shape && (wanted.key === undefined || one.key === wanted.key),
    );
    if (at !== -1) own.splice(at, 1);
    return at === -1;
  });
}

interface KnownIndex {
  /** Columns, and whether it is unique. */
  readonly shape: string;
  /** Of a constraint. */
  readonly key?: 'primary' | 'unique';
}

const shapeOf = (columns: readonly string[], unique: boolean): string =>
  `${unique ? 'unique ' : ''}${columns.join('\0')}`;

function indexesOf(table: Name, model: SchemaModel): KnownIndex[] {
  const key = model.key(table);
  const { uniques = [], constraints = [] } = model.table(table) ?? {};
  const standing = uniques.filter(({ goneIn }) => goneIn === undefined);
  const named = [...model.indexes].flatMap(([name, { table: on, columns }]): KnownIndex[] => {
    const bare = name.slice(name.indexOf('.') + 1);
    if (on !== key || constraints.some((one) => constraintName(one, table) === bare)) return [];
    return [
      {
        shape: shapeOf(
          columns,
          standing.some((one) => one.name === bare),
        ),
      },
    ];
  });
  const keys = constraints.flatMap(({ kind, columns }): KnownIndex[] =>
    kind === 'primary' || kind === 'unique' ? [{ shape: shapeOf(columns, true), key: kind }] : [],
  );
  return [...keys, ...named];
}

/** Whether the whole has a foreign key that the table has not, or not validated. */
function lacksReference(partition: Name, parent: Name, model: SchemaModel): boolean {
  const of = (table: Name): readonly string[] =>
    (model.table(table)?.constraints ?? [])
      .filter(({ kind, validated }) => kind === 'foreign' && validated)
      .map(({ columns, parent: target }) => [target, ...columns].join('\0'));
  const own = of(partition);
  return of(parent).some((one) => !own.includes(one));
}
