import type { Constraint } from 'libpg-query';

import { quoteIdentifier } from '@agora/postgres';
import { as, each, nameOf, quoted, strings } from '@agora/postgres/parser';

import { madeName } from '../../../script/made-name.ts';
import { stateOf } from '../facts.ts';
import { freeName, isTaken } from '../names.ts';
import type { Hazard, Row } from '../row.ts';
import type { Draft, Rewriting } from '../step.ts';
import { descendantsOf } from './partitions.ts';

/** FOREIGN KEY, CHECK, and PostgreSQL 18's NOT NULL constraints: NOT VALID, then VALIDATE. */
export const notValid: Row = {
  rules: ['foreign-key-not-valid', 'check-not-valid', 'set-not-null'],
  rewrite(hazard) {
    const { alteration, head } = hazard;
    if (alteration?.command.subtype !== 'AT_AddConstraint') return undefined;
    const constraint = as(alteration.command.def, 'Constraint');
    if (constraint === undefined || constraint.skip_validation) return undefined;
    const name = constraint.conname ?? chosenName(constraint, hazard);
    const text =
      constraint.conname === undefined
        ? alteration.text.replace(/^add\s+/i, `ADD CONSTRAINT ${quoteIdentifier(name)} `)
        : alteration.text;
    const state = stateOf(hazard.facts, hazard.model, alteration.table);
    if (state?.partitioned && constraint.contype === 'CONSTR_FOREIGN' && hazard.facts.version < 18)
      return ofPartitions(hazard, text, name);
    return {
      drafts: [
        { kind: 'change', sql: `${head} ${text} NOT VALID` },
        { kind: 'validate', sql: `${head} VALIDATE CONSTRAINT ${quoteIdentifier(name)}` },
      ],
    };
  },
};

/** Before PostgreSQL 18 a partitioned table takes no foreign key NOT VALID: each partition does, then the whole finds them. */
function ofPartitions({ alteration, facts, model }: Hazard, text: string, name: string): Rewriting {
  const state = alteration && stateOf(facts, model, alteration.table);
  const below = alteration && state && descendantsOf(alteration.table, state, facts);
  if (alteration === undefined || below === undefined)
    return { left: 'partitions that no migration before this one makes are left to you' };
  const on = (kind: Draft['kind'], rest: string): readonly Draft[] =>
    below
      .filter(({ isLeaf }) => isLeaf)
      .map(({ part }) => ({ kind, sql: `ALTER TABLE ${quoted(part)} ${rest}` }));
  return {
    drafts: [
      ...on('change', `${text} NOT VALID`),
      ...on('validate', `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`),
      {
        kind: 'change',
        sql: `ALTER TABLE ${quoted(alteration.table)} ${text}`,
        suffix: 'whole',
        allow:
          '-- agora: allow foreign-key-not-valid because each partition has it, and no row is looked at again',
      },
    ],
  };
}

/** The name that PostgreSQL would give. */
function chosenName(constraint: Constraint, hazard: Hazard): string {
  const table = hazard.alteration?.table ?? { name: '' };
  const columns =
    constraint.contype === 'CONSTR_CHECK'
      ? columnsOfCheck(constraint)
      : [...strings(constraint.fk_attrs), ...strings(constraint.keys)];
  const labels: Partial<Record<string, string>> = {
    CONSTR_CHECK: 'check',
    CONSTR_FOREIGN: 'fkey',
    CONSTR_NOTNULL: 'not_null',
  };
  return freeName(
    (label) => madeName(nameOf({ relname: table.name }).name, columns.join('_'), label),
    labels[constraint.contype ?? ''] ?? 'check',
    (name) => isTaken(hazard, table, name),
  );
}

/** A CHECK is named after its column if it has but one. */
function columnsOfCheck(constraint: Constraint): readonly string[] {
  const found = new Set(
    [...each([constraint.raw_expr], 'ColumnRef')].flatMap(({ fields }) => strings(fields).slice(-1)),
  );
  return found.size === 1 ? [...found] : [];
}
