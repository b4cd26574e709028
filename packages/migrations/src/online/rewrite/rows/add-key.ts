import type { Constraint } from 'libpg-query';

import { quoteIdentifier } from '@agora/postgres';
import { as, each, type Name, quoted, strings } from '@agora/postgres/parser';

import { madeName } from '../../../script/made-name.ts';
import { isRequired, stateOf, type TableState } from '../facts.ts';
import { distinctNames, freeName, isGone, isTaken, nameBeside, suffixOf } from '../names.ts';
import type { Hazard, Row } from '../row.ts';
import type { Draft, Rewriting } from '../step.ts';
import { attachSql, descendantsOf } from './partitions.ts';

/** UNIQUE and PRIMARY KEY: their index built CONCURRENTLY, then taken over. */
export const addKey: Row = {
  rules: ['constraint-builds-index', 'unique-on-existing-column'],
  rewrite(hazard) {
    const { alteration, model, facts } = hazard;
    if (alteration?.command.subtype !== 'AT_AddConstraint') return undefined;
    const constraint = as(alteration.command.def, 'Constraint');
    if (constraint === undefined || constraint.indexname !== undefined) return undefined;
    if (constraint.contype === 'CONSTR_EXCLUSION')
      return {
        left: 'PostgreSQL builds the index of an EXCLUDE constraint in no other way: take a quiet hour, or a new table',
      };
    if (constraint.contype !== 'CONSTR_UNIQUE' && constraint.contype !== 'CONSTR_PRIMARY') return undefined;
    if (constraint.without_overlaps)
      return { left: 'a key WITHOUT OVERLAPS takes no index that was built before' };
    const state = stateOf(facts, model, alteration.table);
    return state?.partitioned ? ofPartitions(hazard, constraint, state) : ofTable(hazard, constraint);
  },
};

function ofTable(hazard: Hazard, constraint: Constraint): Rewriting {
  const { alteration, head, model, facts } = hazard;
  const table = alteration?.table ?? { name: '' };
  const name = constraint.conname ?? chosenName(table, constraint, hazard);
  // While the one that it takes the place of stands, the name is taken.
  const index = isGone(hazard, table, name) ? nameBeside(hazard, table, name, 'new') : name;
  const columns = strings(constraint.keys);
  const nullable = isPrimary(constraint)
    ? columns.filter((one) => !isRequired(facts, model, table, one))
    : [];
  return {
    drafts: [
      ...nullable.map((one): Draft => ({
        kind: 'change',
        sql: `${head} ALTER COLUMN ${quoteIdentifier(one)} SET NOT NULL`,
      })),
      {
        kind: 'build',
        sql: `CREATE UNIQUE INDEX CONCURRENTLY ${quoteIdentifier(index)} ON ${quoted(table)} ${shape(constraint)}`,
        suffix: suffixOf(index),
      },
      {
        kind: 'change',
        sql: `${head} ADD CONSTRAINT ${quoteIdentifier(name)} ${kindOf(constraint)} USING INDEX ${quoteIdentifier(index)}${deferral(constraint)}`,
      },
    ],
  };
}

/** The constraint of the whole without its parts, that of each partition as above, and attached. */
function ofPartitions(hazard: Hazard, constraint: Constraint, state: TableState): Rewriting {
  const { alteration, facts } = hazard;
  const table = alteration?.table ?? { name: '' };
  const below = descendantsOf(table, state, facts);
  if (alteration === undefined || below === undefined)
    return { left: 'partitions that no migration before this one makes are left to you' };
  if (
    isPrimary(constraint) &&
    strings(constraint.keys).some((one) => state.columns.get(one)?.notNull !== true)
  )
    return { left: 'make the columns of the key NOT NULL first, in a migration of its own' };
  const names = distinctNames([table, ...below.map(({ part }) => part)], (part, given) => ({
    schema: part.schema ?? hazard.model.currentSchema,
    name:
      part === table && constraint.conname !== undefined
        ? constraint.conname
        : chosenName(part, constraint, hazard, given),
  }));
  const indexOf = (part: Name): Name => ({ ...part, name: names.get(part) ?? '' });
  const leaves = below.filter(({ isLeaf }) => isLeaf);
  const onlyOf = (part: Name): Draft => ({
    kind: 'change',
    sql: `ALTER TABLE ONLY ${quoted(part)} ADD CONSTRAINT ${quoteIdentifier(indexOf(part).name)} ${kindOf(constraint)} ${shape(constraint)}${deferral(constraint)}`,
  });
  return {
    drafts: [
      onlyOf(table),
      ...below.filter(({ isLeaf }) => !isLeaf).map(({ part }) => onlyOf(part)),
      ...leaves.map(({ part }): Draft => ({
        kind: 'build',
        sql: `CREATE UNIQUE INDEX CONCURRENTLY ${quoteIdentifier(indexOf(part).name)} ON ${quoted(part)} ${shape(constraint)}`,
        suffix: suffixOf(indexOf(part).name),
      })),
      ...below.toReversed().flatMap(({ part, of, isLeaf }): readonly Draft[] => {
        const own = quoteIdentifier(indexOf(part).name);
        const use: Draft = {
          kind: 'change',
          sql: `ALTER TABLE ${quoted(part)} ADD CONSTRAINT ${own} ${kindOf(constraint)} USING INDEX ${own}${deferral(constraint)}`,
        };
        return [...(isLeaf ? [use] : []), { kind: 'change', sql: attachSql(indexOf(of), indexOf(part)) }];
      }),
    ],
  };
}

const isPrimary = (constraint: Constraint): boolean => constraint.contype === 'CONSTR_PRIMARY';

const kindOf = (constraint: Constraint): string => (isPrimary(constraint) ? 'PRIMARY KEY' : 'UNIQUE');

const list = (names: readonly string[]): string => names.map((one) => quoteIdentifier(one)).join(', ');

/** Columns of the key, and what the index has besides. */
function shape(constraint: Constraint): string {
  const including = strings(constraint.including);
  const options = [...each(constraint.options, 'DefElem')].map(
    ({ defname, arg }) => `${defname} = ${as(arg, 'Integer')?.ival ?? as(arg, 'String')?.sval ?? ''}`,
  );
  return [
    `(${list(strings(constraint.keys))})`,
    ...(including.length > 0 ? [`INCLUDE (${list(including)})`] : []),
    ...(constraint.nulls_not_distinct ? ['NULLS NOT DISTINCT'] : []),
    ...(options.length > 0 ? [`WITH (${options.join(', ')})`] : []),
    ...(constraint.indexspace === undefined ? [] : [`TABLESPACE ${quoteIdentifier(constraint.indexspace)}`]),
  ].join(' ');
}

function deferral({ deferrable, initdeferred }: Constraint): string {
  return `${deferrable ? ' DEFERRABLE' : ''}${initdeferred ? ' INITIALLY DEFERRED' : ''}`;
}

/**
 * The name that PostgreSQL would give.
 * @param given names of others of the same change, as `schema.name`
 */
function chosenName(
  table: Name,
  constraint: Constraint,
  hazard: Hazard,
  given: ReadonlySet<string> = new Set(),
): string {
  const schema = table.schema ?? hazard.model.currentSchema;
  const columns = isPrimary(constraint)
    ? ''
    : [...strings(constraint.keys), ...strings(constraint.including)].join('_');
  return freeName(
    (label) => madeName(table.name, columns, label),
    isPrimary(constraint) ? 'pkey' : 'key',
    (name) => isTaken(hazard, table, name) || given.has(`${schema}.${name}`),
  );
}
