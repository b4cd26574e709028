import type { Statement } from '@agora/postgres';
import {
  as,
  droppedNames,
  loadParser,
  nameFrom,
  nameOf,
  type ParsedStatement,
  parseStatements,
} from '@agora/postgres/parser';

import { applyStatement } from '../script/model/apply-statement.ts';
import { SchemaModel } from '../script/model/schema-model.ts';

import { ParkedNames } from './names.ts';
import { nextMoment } from './read/next-moment.ts';
import {
  createParked,
  type Direction,
  insertParkedSql,
  type NewlyParked,
  type Parked,
  parkedBy,
} from './parked.ts';
import type { Moved, Parker, ParkingStep, Returning } from './parker.ts';
import { leftOverSql } from './read/left-over.ts';
import type { Decision } from './decide/park-column.ts';
import { alterTable } from './act/alter-table.ts';
import { createIndex, createTable, createType, skipRows } from './act/create.ts';
import { dropTables, dropTypes } from './act/drop.ts';
import { fillColumns } from './act/fill.ts';
import { whyUnparkable } from './unparkable.ts';

/**
 * Has statements of one step park what they would destroy, and bring back what the other way has parked. Each is
 * decided just before it runs, by the catalog of the open transaction, and is done in it.
 */
export class StepParking implements Parker {
  readonly step: ParkingStep;
  script: readonly ParsedStatement[] = [];
  inverse: readonly ParsedStatement[] = [];
  readonly #statements = new Map<number, ParsedStatement>();
  #moved: Moved[] = [];
  #names: ParkedNames | undefined;

  constructor(step: ParkingStep) {
    this.step = step;
  }

  /** Reads the script, and makes what parking needs where it may come to that. */
  async prepare(statements: readonly Statement[]): Promise<void> {
    const { client, parkMs, inverse } = this.step;
    const parks = parkMs > 0;
    const returns = (await this.#returning()).length > 0;
    if (!parks && !returns) return;
    await loadParser();
    this.inverse = returns ? parseStatements(inverse).statements : [];
    this.script = parseStatements(statements).statements;
    const model = new SchemaModel(this.step.schema);
    model.together.add(model.migration);
    for (const statement of this.script) {
      const isOld = parks && destroys(statement, model);
      const reason = parks ? whyUnparkable(statement, model) : undefined;
      if (reason !== undefined) this.step.notice(reason);
      if (isOld && statement.nested)
        this.step.notice(
          `what a DO block drops is not parked: ${firstLine(statement)}; write it as a statement of its own`,
        );
      if (!statement.nested && (isOld || (returns && makes(statement))))
        this.#statements.set(statement.index, statement);
      applyStatement(model, statement);
    }
    if (this.isActive) await createParked(client);
  }

  /** Whether there is anything that may be parked or brought back. */
  get isActive(): boolean {
    return this.#statements.size > 0;
  }

  /** What was moved in this attempt. */
  get moved(): readonly Moved[] {
    return this.#moved;
  }

  /** The transaction begins anew: what was moved in it is where it was. */
  attempt(kept: number): void {
    this.#moved = this.#moved.slice(0, kept);
  }

  mayReplace({ index }: Statement): boolean {
    return this.#statements.has(index);
  }

  /** @returns whether something has run in the place of the statement */
  async instead({ index }: Statement): Promise<boolean> {
    const statement = this.#statements.get(index);
    return statement ? this.#asSelf(() => this.#replace(statement)) : false;
  }

  /** What is parked belongs to whoever runs migrations, whatever role the script has taken. */
  async #asSelf<T>(use: () => Promise<T>): Promise<T> {
    const { client, ownRole } = this.step;
    if (ownRole === undefined) return use();
    const { rows } = await client.query<{ back: string }>(
      `SELECT pg_catalog.format('SET LOCAL SESSION AUTHORIZATION %I; SET LOCAL ROLE %s', pg_catalog.current_setting('session_authorization'),
         CASE pg_catalog.current_setting('role') WHEN 'none' THEN 'NONE' ELSE pg_catalog.quote_ident(pg_catalog.current_setting('role')) END) AS back`,
    );
    await client.query(ownRole);
    const result = await use();
    await client.query(rows[0]?.back ?? '');
    return result;
  }

  async #replace(statement: ParsedStatement): Promise<boolean> {
    const { node } = statement;
    if ('DropStmt' in node)
      return node.DropStmt.removeType === 'OBJECT_TABLE'
        ? dropTables(this, statement, node.DropStmt)
        : dropTypes(this, statement, node.DropStmt);
    if ('AlterTableStmt' in node) return alterTable(this, statement);
    if ('CreateStmt' in node) return createTable(this, statement, node.CreateStmt);
    if ('CreateEnumStmt' in node) return createType(this, statement, nameFrom(node.CreateEnumStmt.typeName));
    if ('CreateDomainStmt' in node)
      return createType(this, statement, nameFrom(node.CreateDomainStmt.domainname));
    if ('CompositeTypeStmt' in node)
      return createType(this, statement, nameOf(node.CompositeTypeStmt.typevar));
    if ('IndexStmt' in node) return createIndex(this, statement, node.IndexStmt);
    if ('UpdateStmt' in node) return fillColumns(this, statement);
    if ('InsertStmt' in node) return skipRows(this, node.InsertStmt);
    return false;
  }

  /** In the last transaction of the step: forgets what is back, and drops of its keys and indexes what nobody wanted. */
  async finish(): Promise<void> {
    if (!this.isActive) return;
    const { client, schema, migration, direction } = this.step;
    await this.#run(await leftOverSql(client, { schema, migration }, other(direction)));
  }

  async waiting(): Promise<readonly Parked[]> {
    return (await this.#returning()).filter(({ isBack }) => !isBack);
  }

  async back(): Promise<readonly Parked[]> {
    return (await this.#returning()).filter(({ isBack }) => isBack);
  }

  async names(): Promise<ParkedNames> {
    if (this.#names) return this.#names;
    this.#names = new ParkedNames(await nextMoment(this.step.client));
    return this.#names;
  }

  async park({ sql, parked }: Decision): Promise<void> {
    await this.#run([...sql, ...parked.map((one) => insertParkedSql(this.step, one))]);
    for (const one of parked) this.#note('parked', one);
  }

  async parkAgain({ sql, parked }: Decision): Promise<void> {
    const owner = { ...this.step, direction: other(this.step.direction), parkMs: KEPT_MS };
    await this.#run([...sql, ...parked.map((one) => insertParkedSql(owner, one))]);
  }

  async bring(returning: readonly Returning[]): Promise<void> {
    await this.#run(returning.flatMap(({ sql }) => sql));
    for (const { parked } of returning) this.#note('back', parked);
  }

  /** In one message: others wait for the locks that it takes. */
  async #run(sql: readonly string[]): Promise<void> {
    if (sql.length > 0) await this.step.client.query(sql.join(';\n'));
  }

  #note(what: Moved['what'], { kind, schema, name, column }: NewlyParked): void {
    this.#moved.push({ what, kind, schema, name, ...(column === null ? {} : { column }) });
  }

  #returning(): Promise<readonly Parked[]> {
    return parkedBy(this.step.client, this.step, other(this.step.direction));
  }
}

/** How long a column waits that the script has not added again after all, in milliseconds: a week. */
const KEPT_MS = 604_800_000;

function other(direction: Direction): Direction {
  return direction === 'up' ? 'down' : 'up';
}

/** Whether a statement takes something away that was there before the script. */
function destroys({ node }: ParsedStatement, model: SchemaModel): boolean {
  const drop = as(node, 'DropStmt');
  if (drop?.removeType === 'OBJECT_TABLE')
    return droppedNames(drop.objects).some((name) => model.originOf(name) !== undefined);
  if (drop) return TYPES.has(drop.removeType ?? '');
  const alter = as(node, 'AlterTableStmt');
  if (alter?.objtype !== 'OBJECT_TABLE') return false;
  const table = nameOf(alter.relation);
  return (alter.cmds ?? []).some((one) => {
    const command = as(one, 'AlterTableCmd');
    if (command?.subtype !== 'AT_DropColumn' && command?.subtype !== 'AT_AlterColumnType') return false;
    return (
      model.originOf(table) !== undefined && model.columnOriginOf(table, command.name ?? '') !== undefined
    );
  });
}

const firstLine = ({ text }: ParsedStatement): string => text.trim().split('\n', 1)[0] ?? '';

const TYPES: ReadonlySet<string> = new Set(['OBJECT_TYPE', 'OBJECT_DOMAIN']);

function makes({ node }: ParsedStatement): boolean {
  const index = as(node, 'IndexStmt');
  if (index) return index.concurrent !== true;
  return (
    as(node, 'AlterTableStmt')?.objtype === 'OBJECT_TABLE' ||
    'CreateStmt' in node ||
    'CreateEnumStmt' in node ||
    'CreateDomainStmt' in node ||
    'CompositeTypeStmt' in node ||
    'UpdateStmt' in node ||
    'InsertStmt' in node
  );
}
