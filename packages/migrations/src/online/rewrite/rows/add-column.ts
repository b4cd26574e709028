import type { ColumnDef, Constraint } from 'libpg-query';

import { quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { as, each, type Name, quoted } from '@agora/postgres/parser';

import { isSerial, typeText } from '../../../script/model/types.ts';
import { madeName } from '../../../script/made-name.ts';
import { keyOf, noKeyReason } from '../facts.ts';
import { freeName } from '../names.ts';
import type { Hazard, Row } from '../row.ts';
import type { Draft, Rewriting } from '../step.ts';

/** A part of a column's definition: a constraint with the attributes that follow it. */
interface Clause {
  readonly constraint: Constraint;
  readonly text: string;
}

interface NewColumn {
  readonly table: Name;
  readonly column: string;
  /** `ADD COLUMN "a" integer`. */
  readonly base: string;
  readonly clauses: readonly Clause[];
}

/** Constraints that look at rows: each goes on by itself. */
const CHECKING: Partial<Record<string, (clause: Clause, column: string) => string>> = {
  CONSTR_CHECK: ({ text }) => text,
  CONSTR_UNIQUE: ({ text, constraint }, column) => keyText(text, constraint, column, 'UNIQUE'),
  CONSTR_PRIMARY: ({ text, constraint }, column) => keyText(text, constraint, column, 'PRIMARY KEY'),
  CONSTR_FOREIGN: ({ text }, column) =>
    text.replace(/\breferences\b/i, `FOREIGN KEY (${quoteIdentifier(column)}) REFERENCES`),
};

/**
 * A new column: what looks at every row goes on by itself, and a default that is computed for each row is one for new rows,
 * with a backfill for the others.
 */
export const addColumn: Row = {
  rules: [
    'required-column',
    'volatile-default',
    'generated-column',
    'check-not-valid',
    'foreign-key-not-valid',
    'constraint-builds-index',
  ],
  rewrite(hazard) {
    const { alteration, statement } = hazard;
    if (alteration?.command.subtype !== 'AT_AddColumn') return undefined;
    const definition = as(alteration.command.def, 'ColumnDef');
    if (definition === undefined) return undefined;
    if (alteration.command.missing_ok)
      return { left: 'with IF NOT EXISTS it depends on the database what the rest would do: leave it out' };
    if (hazard.model.domainOf(typeText(definition.typeName))?.constrained)
      return {
        left: 'a column of a domain with a constraint is checked row by row: give it the type below the domain, and a CHECK of its own',
      };
    const clauses = clausesOf(definition, alteration.text, (at) => statement.at(at) - alteration.start);
    const column: NewColumn = { table: alteration.table, column: definition.colname ?? '', ...clauses };
    const checking = clauses.clauses.filter(({ constraint }) => CHECKING[constraint.contype ?? '']);
    if (checking.length > 0) return withoutChecks(hazard, column);
    if (hazard.finding.rule === 'required-column') return required(hazard, column);
    const serial = typeText(definition.typeName);
    if (isSerial(serial)) return numbered(hazard, column, serial);
    if (clauses.clauses.some(({ constraint }) => constraint.contype === 'CONSTR_DEFAULT'))
      return filled(hazard, column);
    return undefined;
  },
};

function clausesOf(
  definition: ColumnDef,
  text: string,
  at: (location: number | undefined) => number,
): Pick<NewColumn, 'base' | 'clauses'> {
  const constraints = [...each(definition.constraints, 'Constraint')];
  const starts = constraints.map(({ location }) => at(location));
  const clauses: { constraint: Constraint; text: string }[] = [];
  for (const [index, constraint] of constraints.entries()) {
    const part = text.slice(starts[index], starts[index + 1]).trim();
    const last = clauses.at(-1);
    // DEFERRABLE and its like belong to what stands before them.
    if (constraint.contype?.startsWith('CONSTR_ATTR_') && last) last.text = `${last.text} ${part}`;
    else clauses.push({ constraint, text: part });
  }
  return { base: text.slice(0, starts[0]).trim(), clauses };
}

function withoutChecks({ head }: Hazard, { base, clauses, column }: NewColumn): Rewriting {
  const stay = clauses.filter(({ constraint }) => CHECKING[constraint.contype ?? ''] === undefined);
  const go = clauses.flatMap((clause) => CHECKING[clause.constraint.contype ?? '']?.(clause, column) ?? []);
  return {
    drafts: [
      { kind: 'change', sql: `${head} ${[base, ...stay.map(({ text }) => text)].join(' ')}` },
      ...go.map((text): Draft => ({ kind: 'change', sql: `${head} ADD ${text}` })),
    ],
  };
}

/**
 * A required column without a default: rows that are there get their values between two deploys, and new ones from an
 * application that knows the column.
 */
function required(
  { finding, head }: Hazard,
  { table, base, clauses, column }: NewColumn,
): Rewriting | undefined {
  // No row is there where the script has emptied the table.
  if (finding.severity !== 'error') return undefined;
  const stay = clauses.filter(({ constraint }) => constraint.contype !== 'CONSTR_NOTNULL');
  const name = quoteIdentifier(column);
  return {
    drafts: [
      { kind: 'change', sql: `${head} ${[base, ...stay.map(({ text }) => text)].join(' ')}` },
      {
        kind: 'change',
        sql: `${head} ALTER COLUMN ${name} SET NOT NULL`,
        comment: `-- Rows that are there need a value first: UPDATE ${quoted(table)} SET ${name} = ... WHERE ${name} IS NULL`,
        fresh: true,
      },
    ],
  };
}

/** `CONSTRAINT a UNIQUE` of a column, as that of a table. */
function keyText(text: string, constraint: Constraint, column: string, kind: string): string {
  const name = constraint.conname === undefined ? '' : `CONSTRAINT ${quoteIdentifier(constraint.conname)} `;
  const nulls = constraint.nulls_not_distinct ? ' NULLS NOT DISTINCT' : '';
  const deferral = /\b(?:not\s+)?deferrable\b[\s\S]*$/i.exec(text)?.[0] ?? '';
  return `${name}${kind}${nulls} (${quoteIdentifier(column)}) ${deferral}`.trim();
}

const isRequired = ({ clauses }: NewColumn): boolean =>
  clauses.some(({ constraint }) => constraint.contype === 'CONSTR_NOTNULL');

function filled(hazard: Hazard, given: NewColumn): Rewriting {
  const { base, clauses, column } = given;
  const byRow = clauses.find(({ constraint }) => constraint.contype === 'CONSTR_DEFAULT');
  const stay = clauses.filter(
    ({ constraint }) => constraint.contype !== 'CONSTR_DEFAULT' && constraint.contype !== 'CONSTR_NOTNULL',
  );
  const added = [base, ...stay.map(({ text }) => text)].join(' ');
  const start = `${hazard.head} ALTER COLUMN ${quoteIdentifier(column)} SET ${byRow?.text ?? ''}`;
  const result = backfilled(hazard, given, [
    { kind: 'change', sql: `${hazard.head} ${added}` },
    { kind: 'change', sql: start },
  ]);
  // Drawn anew each time: two runs on few rows may agree by chance, and a third may not.
  return 'left' in result ? result : { ...result, reordered: [pathOf(hazard, given)] };
}

function pathOf({ model }: Hazard, { table, column }: NewColumn): string {
  return `${table.schema ?? model.currentSchema}.${table.name}.${column}`;
}

const WHOLE_NUMBERS: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

/** SERIAL: its sequence, a default that draws from it, and the numbers of the rows that are there. */
function numbered(hazard: Hazard, given: NewColumn, serial: string): Rewriting {
  const { table, column, clauses } = given;
  const schema = table.schema ?? hazard.model.currentSchema;
  const name = freeName(
    (label) => madeName(table.name, column, label),
    'seq',
    (one) => hazard.facts.taken.has(`${schema}.${one}`),
  );
  const sequence = quoted(table.schema === undefined ? { name } : { schema: table.schema, name });
  const type = WHOLE_NUMBERS[serial] ?? 'integer';
  const id = quoteIdentifier(column);
  const stay = clauses
    .filter(({ constraint }) => constraint.contype !== 'CONSTR_NOTNULL')
    .map(({ text }) => text);
  const { head } = hazard;
  const result = backfilled(
    hazard,
    { ...given, clauses: [{ constraint: { contype: 'CONSTR_NOTNULL' }, text: 'NOT NULL' }] },
    [
      { kind: 'change', sql: `CREATE SEQUENCE ${sequence} AS ${type}` },
      { kind: 'change', sql: `${head} ${[`ADD COLUMN ${id} ${type}`, ...stay].join(' ')}` },
      { kind: 'change', sql: `ALTER SEQUENCE ${sequence} OWNED BY ${quoted(table)}.${id}` },
      { kind: 'change', sql: `${head} ALTER COLUMN ${id} SET DEFAULT nextval(${quoteLiteral(sequence)})` },
    ],
  );
  return 'left' in result ? result : { ...result, reordered: [pathOf(hazard, given)] };
}

/** The rows that are there get the default in batches; NOT NULL comes last. */
function backfilled(hazard: Hazard, given: NewColumn, before: readonly Draft[]): Rewriting {
  const { model, facts, head } = hazard;
  const { table, column } = given;
  const key = keyOf(facts, model, table);
  if (key.length === 0) return { left: noKeyReason(facts, model, table) };
  const name = quoteIdentifier(column);
  const setRequired: Draft = { kind: 'change', sql: `${head} ALTER COLUMN ${name} SET NOT NULL` };
  return {
    drafts: [
      ...before,
      {
        kind: 'backfill',
        sql: '',
        suffix: 'backfill',
        backfill: {
          table: quoted(table),
          key: key.map((one) => quoteIdentifier(one)),
          doneWhen: `SELECT NOT EXISTS (SELECT FROM ${quoted(table)} WHERE ${name} IS NULL)`,
          statement: `UPDATE ${quoted(table)} SET ${name} = DEFAULT WHERE ${name} IS NULL AND :batch`,
        },
      },
      ...(isRequired(given) ? [setRequired] : []),
    ],
  };
}
