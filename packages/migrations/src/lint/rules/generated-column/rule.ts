import { quoteIdentifier } from '@agora/postgres';
import { as, each, nameFrom, plain, quoted } from '@agora/postgres/parser';
import type { ColumnDef } from 'libpg-query';

import { madeName } from '../../../script/made-name.ts';
import { alterationsOf } from '../../../script/alterations.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import { isSerial, typeText } from '../../../script/model/types.ts';
import type { Rule } from '../../rule.ts';

export const generatedColumn: Rule = {
  name: 'generated-column',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'rewrites the table',
  summary:
    'A new column that is computed or numbered for every row: SERIAL, IDENTITY, GENERATED ... STORED, a domain with a constraint; or its expression is changed',
  why: 'Each existing row gets a value of its own, so that the whole table is rewritten while nobody reads or writes it.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const target = command.name ?? '';
      if (command.subtype === 'AT_SetExpression' && !model.isNew(table)) {
        if (model.column(table, target)?.virtual) continue;
        yield {
          span: alteration,
          message: `${plain(table)}.${target} is computed anew for every row: that rewrites the table.`,
          fix: rewrites['GENERATED ... STORED'](quoted(table), quoteIdentifier(madeName(target, '', 'new'))),
        };
        continue;
      }
      const column = command.subtype === 'AT_AddColumn' ? as(command.def, 'ColumnDef') : undefined;
      if (!column || model.isNew(table)) continue;
      const reason = rewriteReason(column, model);
      if (reason === undefined) continue;
      const name = quoteIdentifier(column.colname ?? '');
      yield {
        span: alteration,
        message: `${plain(table)}.${column.colname} is ${reason}: adding it rewrites the table.`,
        fix: rewrites[reason](quoted(table), name),
      };
    }
  },
};

type Reason = 'SERIAL' | 'IDENTITY' | 'GENERATED ... STORED' | 'of a domain with a constraint';

function rewriteReason(column: ColumnDef, model: SchemaModel): Reason | undefined {
  if (isSerial(typeText(column.typeName))) return 'SERIAL';
  for (const constraint of each(column.constraints, 'Constraint')) {
    if (constraint.contype === 'CONSTR_IDENTITY') return 'IDENTITY';
    // PostgreSQL 18 can also compute it on reading: VIRTUAL, which touches no row.
    if (constraint.contype === 'CONSTR_GENERATED' && constraint.generated_kind !== 'v')
      return 'GENERATED ... STORED';
  }
  return model.domains.get(model.key(nameFrom(column.typeName?.names)))?.constrained
    ? 'of a domain with a constraint'
    : undefined;
}

const sequence = (table: string, name: string): string =>
  `ALTER TABLE ${table} ADD COLUMN ${name} bigint;\nCREATE SEQUENCE <sequence> OWNED BY ${table}.${name};\nALTER TABLE ${table} ALTER COLUMN ${name} SET DEFAULT nextval('<sequence>');\n-- then number the old rows in batches`;
const rewrites: Readonly<Record<Reason, (table: string, name: string) => string>> = {
  SERIAL: sequence,
  IDENTITY: sequence,
  'GENERATED ... STORED': (table, name) =>
    `ALTER TABLE ${table} ADD COLUMN ${name} <type>;\n-- keep it by a BEFORE INSERT OR UPDATE trigger; fill the old rows in batches\n-- or, on PostgreSQL 18: GENERATED ALWAYS AS (...) VIRTUAL`,
  'of a domain with a constraint': (table, name) =>
    `-- use the domain's base type, with a check of its own:\nALTER TABLE ${table} ADD COLUMN ${name} <base type>;\nALTER TABLE ${table} ADD CHECK (...) NOT VALID;`,
};
