import { as, each, type Name, nameOf, plain, quoted } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
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
      const work = workOn(partition, table, model);
      if (work !== undefined) yield { span: alteration, ...report(partition, table, work) };
      else if (attached?.bound?.is_default !== true) yield* ofDefault(table, model);
    }
    const create = as(statement.node, 'CreateStmt');
    const [parent] = [...each(create?.inhRelations, 'RangeVar')];
    if (parent && create?.partbound && create.partbound.is_default !== true)
      yield* ofDefault(nameOf(parent), model);
  },
};

/** What an attached table is gone through for; undefined for nothing. */
function workOn(partition: Name, parent: Name, model: SchemaModel): RowWork | undefined {
  if (model.isNew(partition)) return undefined;
  if (indexes(partition, model) < indexes(parent, model)) return 'builds an index';
  return isChecked(partition, model, true) ? undefined : 'reads every row';
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
  if (known === undefined || model.isNew(known) || model.isNew(parent) || isChecked(known, model)) return;
  yield {
    message: `Nobody uses the DEFAULT partition ${plain(known)} while its rows are looked through for some that belong into the new one.`,
    fix: `-- before, each in a migration of its own:\nALTER TABLE ${quoted(known)} ADD CONSTRAINT <name> CHECK (NOT (<the new bounds>)) NOT VALID;\nALTER TABLE ${quoted(known)} VALIDATE CONSTRAINT <name>;`,
  };
}

/**
 * Whether a validated CHECK may say what the bounds say.
 * @param filled bounds take no NULL, which a CHECK lets pass: its columns must be NOT NULL
 */
function isChecked(table: Name, model: SchemaModel, filled = false): boolean {
  const known = model.table(table);
  return (known?.constraints ?? []).some(
    ({ kind, validated, reads = [] }) =>
      kind === 'check' && validated && (!filled || reads.every((one) => known?.columns.get(one)?.notNull)),
  );
}

/** How many indexes a table is known to have, those of its keys included. */
function indexes(table: Name, model: SchemaModel): number {
  const key = model.key(table);
  const named = [...model.indexes].filter(([, index]) => index.table === key).map(([name]) => name);
  const keys = (model.table(table)?.uniques ?? [])
    .filter(({ goneIn }) => goneIn === undefined)
    .map(({ name }) => model.key({ ...table, name }));
  return new Set([...named, ...keys]).size;
}
