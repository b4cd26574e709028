import { quoteIdentifier } from '@agora/postgres';
import {
  as,
  each,
  nameFrom,
  nameOf,
  type NodeOf,
  type ParsedStatement,
  quoted,
  strings,
} from '@agora/postgres/parser';

import { type Alteration, alterationsOf } from '../../../script/alterations.ts';
import { after } from '../../../script/clauses.ts';
import { typeText } from '../../../script/model/types.ts';
import type { Taking } from '../taking.ts';
import { ofAdded, ofType } from './conversions.ts';
import {
  ofColumns,
  ofExclusion,
  ofIndex,
  ofReference,
  type Place,
  readsOf,
  rowsWhere,
  testOf,
} from './keys.ts';
import { ofInsert } from './inserts.ts';
import { ofAttached, ofPartition } from './partitions.ts';
import { columnsRead, RowsAhead, type Scope } from './rows-ahead.ts';
import type { RowTest } from './row-test.ts';
import { checksIn, groupAfter } from './texts.ts';

/** The order in which PostgreSQL does what one ALTER TABLE says; what is not named comes last. */
const PASSES = [
  'AT_DropColumn',
  'AT_DropConstraint',
  'AT_AlterColumnType',
  'AT_AddColumn',
  'AT_SetExpression',
];

const passOf = ({ command }: Alteration): number => {
  const place = PASSES.indexOf(command.subtype ?? '');
  return place === -1 ? PASSES.length : place;
};

/** Reads, statement by statement, what scripts demand of the rows that are there. */
export class ObstacleReader {
  readonly #ahead = new RowsAhead();
  /** Constraints that are added NOT VALID, by table and name. */
  readonly #later = new Map<string, Alteration>();

  /**
   * What to ask before a statement runs: whether the rows that are there obey what it demands of them. Goes past it.
   *
   * @param takings what it takes away
   */
  testsOf(statement: ParsedStatement, takings: readonly Taking[], scope: Scope): readonly RowTest[] {
    const index = as(statement.node, 'IndexStmt');
    const alterations = alterationsOf(statement).toSorted((a, b) => passOf(a) - passOf(b));
    const tests = [
      ...(index ? ofIndex(index, statement, this.#place(nameOf(index.relation), scope)) : []),
      ...this.#ofTypes(alterations, scope),
      ...alterations.flatMap((alteration) => this.#ofAlteration(alteration, scope)),
      ...ofDomain(statement),
      ...ofInsert(statement, { ahead: this.#ahead, ...scope }),
      ...ofPartition(statement, { ahead: this.#ahead, ...scope }),
      ...this.#ofSequence(statement, scope),
      ...takings.flatMap((taking) => [...this.#ofDeleted(taking, scope), ...this.#ofWritten(taking)]),
    ].map((test) => (statement.nested ? { ...test, isCertain: false } : test));
    this.#ahead.add(statement, scope.model);
    return tests;
  }

  #place(table: Place['table'], scope: Scope): Place {
    return { table, ahead: this.#ahead, ...scope };
  }

  /** All expressions of one ALTER TABLE read the values from before it. */
  #ofTypes(alterations: readonly Alteration[], scope: Scope): readonly RowTest[] {
    const changes = alterations
      .filter(({ command }) => command.subtype === 'AT_AlterColumnType')
      .map((alteration) => ({ alteration, made: this.#ahead.retyped(alteration, scope) }));
    const tests = changes.flatMap(({ alteration, made }) =>
      ofType(alteration, made, this.#place(alteration.table, scope)),
    );
    for (const { alteration, made } of changes) this.#ahead.retype(alteration, made.value, scope);
    return tests;
  }

  #ofAlteration(alteration: Alteration, scope: Scope): readonly RowTest[] {
    const { command, table, text } = alteration;
    const { subtype, name = '', def } = command;
    const place = this.#place(table, scope);
    if (subtype === 'AT_SetNotNull') return nulls(name, place);
    if (subtype === 'AT_AttachPartition') return ofAttached(alteration, place);
    if (subtype === 'AT_AddColumn') return this.#ofAddedColumn(alteration, place);
    if (subtype === 'AT_SetExpression') return this.#ofExpression(alteration, place);
    const key = JSON.stringify([table, name]);
    const waiting = subtype === 'AT_ValidateConstraint' ? this.#later.get(key) : undefined;
    const constraint = as(waiting?.command.def ?? def, 'Constraint');
    if (waiting && constraint) return ofConstraint(constraint, waiting.text, place);
    if (subtype !== 'AT_AddConstraint' || !constraint) return [];
    if (constraint.skip_validation)
      this.#later.set(JSON.stringify([table, constraint.conname ?? '']), alteration);
    return constraint.skip_validation ? [] : ofConstraint(constraint, text, place);
  }

  #ofAddedColumn(alteration: Alteration, place: Place): readonly RowTest[] {
    const column = as(alteration.command.def, 'ColumnDef');
    const name = column?.colname ?? '';
    this.#ahead.addColumn(alteration, place);
    if (!column) return [];
    const inline = [...each(column.constraints, 'Constraint')].flatMap((one): readonly RowTest[] => {
      if (one.contype === 'CONSTR_PRIMARY' || one.contype === 'CONSTR_UNIQUE')
        return ofColumns(place, one, [name]);
      if (one.contype === 'CONSTR_FOREIGN') return ofReference(one, place, [name]);
      return one.contype === 'CONSTR_CHECK'
        ? ofChecks(alteration.text, columnsRead(one.raw_expr), place)
        : [];
    });
    const tests = [...ofAdded(column, place), ...inline.map((test) => ({ ...test, adds: name }))];
    // It may be there.
    return alteration.command.missing_ok ? tests.map((test) => ({ ...test, isCertain: false })) : tests;
  }

  /** Rows that are deleted while others refer to them. */
  #ofDeleted(taking: Taking, { earlier }: Scope): readonly RowTest[] {
    if (taking.kind !== 'delete' || taking.rows === undefined) return [];
    const { table, rows } = taking;
    const isGone = (name: string): boolean => this.#ahead.dropped.has(name) || earlier.hasWrittenAny(name);
    return [
      {
        table,
        isCertain: !earlier.unread,
        what: `refer to rows of ${table.name} that are deleted`,
        question: { kind: 'deleted', rows, isGone },
      },
    ];
  }

  /** Rows whose writing a trigger refuses. */
  #ofWritten(taking: Taking): readonly RowTest[] {
    if (taking.kind !== 'write') return [];
    const { table, event } = taking;
    const question = { kind: 'raised', event, without: new Set(this.#ahead.dropped) } as const;
    const what = `of ${table.name} may be refused on ${event} by the trigger`;
    return [{ table, isCertain: false, what, question }];
  }

  /** A sequence that has gone on beyond what its type or MAXVALUE lets it. */
  #ofSequence({ node }: ParsedStatement, { model, earlier }: Scope): readonly RowTest[] {
    const alter = as(node, 'AlterSeqStmt');
    const options = [...each(alter?.options, 'DefElem')];
    const find = (name: string): (typeof options)[number] | undefined =>
      options.find(({ defname }) => defname === name);
    if (!alter || find('restart')) return [];
    const most = find('maxvalue')?.arg;
    const number = as(most, 'Integer')?.ival ?? as(most, 'Float')?.fval;
    const largest = number ?? LARGEST[typeText(as(find('as')?.arg, 'TypeName'))];
    const table = model.originOf(nameOf(alter.sequence));
    if (largest === undefined || !table) return [];
    return [
      {
        table,
        isCertain: !this.#ahead.movesSequences && !earlier.unread,
        what: `of ${table.name} hold a last_value beyond ${largest}`,
        question: {
          kind: 'count',
          sql: rowsWhere(quoted(table), `last_value > ${largest}`),
        },
      },
    ];
  }

  /** ALTER COLUMN ... SET EXPRESSION: what the server may not be able to compute. */
  #ofExpression({ command, table, text }: Alteration, place: Place): readonly RowTest[] {
    const { name = '', def } = command;
    const expression = groupAfter(after(text, 'expression') ?? '', 0)?.inside;
    const known = this.#ahead.known(table, [], place);
    const sql = expression && this.#ahead.valueOf(table, expression, columnsRead(def), place);
    if (!known || sql === undefined || sql === '') return [];
    const what = `of ${table.name} hold what ${name} cannot be computed of`;
    return [{ table: known.table, isCertain: known.isCertain, what, made: { sql, what } }];
  }
}

function nulls(column: string, { table, ahead, ...scope }: Place): readonly RowTest[] {
  return testOf(ahead.known(table, [column], scope), ({ rows }) => ({
    sql: rowsWhere(rows, `${quoteIdentifier(column)} IS NULL`),
    what: `of ${table.name} have no ${column}, which becomes NOT NULL again`,
  }));
}

/** What a constraint demands that all rows must obey. */
function ofConstraint(constraint: NodeOf<'Constraint'>, text: string, place: Place): readonly RowTest[] {
  const { table, model } = place;
  if (
    constraint.is_enforced === false &&
    constraint.contype !== 'CONSTR_NOTNULL' &&
    /\bnot\s+enforced\b/i.test(text)
  )
    return [];
  const columns = strings(constraint.keys);
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY': {
      const used = model.table(table)?.uniques?.find(({ name }) => name === constraint.indexname);
      return [
        ...(used?.columns ?? columns).flatMap((column) => nulls(column, place)),
        ...(columns.length > 0 ? ofColumns(place, constraint) : []),
      ];
    }
    case 'CONSTR_UNIQUE':
      return columns.length > 0 ? ofColumns(place, constraint) : [];
    case 'CONSTR_NOTNULL':
      return columns.flatMap((column) => nulls(column, place));
    case 'CONSTR_EXCLUSION':
      return ofExclusion(constraint, text, place);
    case 'CONSTR_FOREIGN':
      return ofReference(constraint, place, strings(constraint.fk_attrs));
    case 'CONSTR_CHECK': {
      const tests = ofChecks(text, columnsRead(constraint.raw_expr), place);
      // It may be of children's rows, which are asked too.
      return constraint.is_no_inherit ? tests.map((test) => ({ ...test, isCertain: false })) : tests;
    }
    default:
      return [];
  }
}

/** Rows that break the CHECKs of a text. */
function ofChecks(text: string, reads: readonly string[], place: Place): readonly RowTest[] {
  const { table, ahead, ...scope } = place;
  return checksIn(text).flatMap((condition) =>
    testOf(ahead.known(table, reads, scope), ({ rows }) => ({
      sql: rowsWhere(rows, `NOT (${condition}\n)`),
      what: `of ${table.name} break the CHECK (${condition}), which comes back`,
      ...readsOf(place, [condition], reads),
    })),
  );
}

/** Values that a domain takes no more. */
function ofDomain({ node, text }: ParsedStatement): readonly RowTest[] {
  const alter = as(node, 'AlterDomainStmt');
  const constraint = as(alter?.def, 'Constraint');
  const isRequired = alter?.subtype === 'O' || constraint?.contype === 'CONSTR_NOTNULL';
  if (!alter || constraint?.skip_validation === true || !(isRequired || alter.subtype === 'C')) return [];
  const name = nameFrom(alter.typeName);
  const conditions = isRequired ? ['value IS NOT NULL'] : checksIn(text);
  return conditions.map((condition) => ({
    table: { ...name, path: [] },
    isCertain: false,
    what: isRequired
      ? `have no value, which ${name.name} must have again`
      : `break the CHECK (${condition}) of ${name.name}, which comes back`,
    question: { kind: 'domain', of: { ...name, path: [] }, condition },
  }));
}

/** The largest numbers of the types of sequences. */
const LARGEST: Readonly<Partial<Record<string, string>>> = {
  smallint: '32767',
  integer: '2147483647',
};
