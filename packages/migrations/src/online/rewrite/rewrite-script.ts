import {
  as,
  each,
  LineIndex,
  nameOf,
  type ParsedStatement,
  parseStatements,
  relationsIn,
} from '@agora/postgres/parser';
import { identifier, refusesTransaction, splitStatements } from '@agora/postgres';

import type { Finding } from '../../lint/finding.ts';
import { type Alteration, alterationsOf } from '../../script/alterations.ts';
import { applyStatement } from '../../script/model/apply-statement.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';
import { type Comments, commentsOf } from './comments.ts';
import { effectsOf, withKey } from './order/effects.ts';
import { exchangeOf, NOTHING } from './order/exchanges.ts';
import type { Facts } from './facts.ts';
import { isFelt, leave, type LeftFinding } from './left.ts';
import { type Gathered, gatherParts, joinedBehind, type Step } from './order/parts.ts';
import type { Hazard } from './row.ts';
import { rows } from './rows/index.ts';
import type { Draft, Part, Rewriting } from './step.ts';
import { commentsIn, withoutComments } from './text.ts';

interface ScriptToRewrite {
  /** Without directives. */
  readonly sql: string;
  /** What the linter says of it, and nobody has allowed. */
  readonly findings: readonly Finding[];
  /** The schema before it. */
  readonly model: SchemaModel;
  readonly facts: Facts;
  /** Number of the first migration that the whole becomes. */
  readonly first: number;
}

interface RewrittenScript {
  /** One part that is the script as it was, where nothing was rewritten. */
  readonly parts: readonly Part[];
  readonly rewritten: readonly Finding[];
  readonly left: readonly LeftFinding[];
  /** Columns whose values come in another order of rows. */
  readonly reordered: readonly string[];
}

/**
 * Takes a script apart: each hazard that a row of the table takes becomes its steps, everything else stays as it is.
 * `loadParser()` comes first.
 */
export function rewriteScript(script: ScriptToRewrite): RewrittenScript {
  const together = new Map<number, string>();
  for (;;) {
    const rewriting = new ScriptRewriting(script, together);
    rewriting.goThrough();
    const { torn, ...result } = rewriting.result();
    const known = together.size;
    const keep = (places: (one: Torn) => readonly number[]): void => {
      for (const one of torn)
        for (const place of places(one)) if (!together.has(place)) together.set(place, one.reason);
    };
    // What stands between them may be all that tears them apart.
    keep(({ between }) => between);
    if (together.size === known)
      keep(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
    if (together.size === known) return result;
  }
}

/** Two statements by their places, between whose parts the site would be without something. */
interface Torn {
  readonly from: number;
  readonly to: number;
  /** Those that must stand between. */
  readonly between: readonly number[];
  readonly reason: string;
}

const TAKEN: ReadonlySet<string> = new Set(rows.flatMap((row) => row.rules));
const TEMPORARY =
  'it reads or writes a temporary table, which ends with the session: make it a table, and drop it in a later migration';
const NESTED = 'it stands inside a DO block: write it as a statement of its own';

class ScriptRewriting {
  readonly #sql: string;
  readonly #findings: readonly Finding[];
  readonly #facts: Facts;
  readonly #first: number;
  /** Of the statement that is gone over. */
  #place = 0;
  /** Brought past each statement. */
  readonly #model: SchemaModel;
  readonly #lines: LineIndex;
  /** Those in DO blocks too. */
  readonly #statements: readonly ParsedStatement[];
  readonly #whole: readonly ParsedStatement[];
  readonly #comments: readonly Comments[];
  readonly #steps: Step[] = [];
  readonly #rewritten: Finding[] = [];
  readonly #left: LeftFinding[] = [];
  readonly #reordered: string[] = [];
  /** Places of statements that are not taken apart, and why. */
  readonly #together: ReadonlyMap<number, string>;
  /** What earlier statements have taken away. */
  readonly #gone = new Set<string>();
  /** Comments of statements that have no place any more. */
  #carried = '';
  /** Statements about defaults that a change of type does as well. */
  readonly #absorbed: ReadonlySet<string>;
  /** Statements that have no place any more. */
  readonly #instead = new Set<string>();
  /** Values that the script has added to enums. */
  readonly #values = new Set<string>();

  constructor(
    { sql, findings, model, facts, first }: ScriptToRewrite,
    together: ReadonlyMap<number, string>,
  ) {
    this.#together = together;
    this.#first = first;
    this.#sql = sql;
    this.#findings = findings;
    this.#facts = facts;
    this.#model = model.fork();
    this.#lines = new LineIndex(sql);
    this.#statements = parseStatements(splitStatements(sql)).statements;
    this.#whole = this.#statements.filter(({ nested }) => !nested);
    this.#comments = commentsOf(sql, this.#whole);
    const expanded = [...facts.expansions.values()].filter(({ expansion }) => !('reason' in expansion));
    this.#absorbed = new Set(expanded.flatMap(({ absorbs = [] }) => absorbs));
  }

  result(): RewrittenScript & { readonly torn: readonly Torn[] } {
    const gathered: Gathered =
      this.#rewritten.length === 0
        ? { parts: [{ kind: 'change', body: this.#sql, after: [] }], torn: [] }
        : gatherParts(this.#steps, joinedLines(this.#carried, this.#comments.at(-1)?.after ?? ''));
    const torn = gathered.torn.map(({ taker, giver, between }): Torn => {
      const text = (this.#whole[taker.from]?.text ?? '').replaceAll(/\s+/g, ' ');
      const reason = `what "${text}" takes away comes back with a later statement, and in files of their own the site would be without it in between`;
      return { from: taker.from, to: giver.from, between: between.map((one) => one.from), reason };
    });
    return {
      parts: gathered.parts,
      torn,
      rewritten: this.#rewritten,
      left: this.#left,
      reordered: this.#reordered,
    };
  }

  goThrough(): void {
    for (let index = 0; index < this.#whole.length; index += 1) {
      const statement = this.#whole[index];
      if (statement === undefined) continue;
      const first = this.#steps.length;
      this.#place = index;
      const last = index + this.#rebuild(index) - 1;
      if (last < index && !this.#instead.has(statement.text)) this.#goOver(statement);
      index = Math.max(index, last);
      this.#comment(first, this.#whole.indexOf(statement), index);
      this.#markUses(first, statement);
      for (const one of exchangeOf(statement.node, this.#model).takes) this.#gone.add(one);
      const end = this.#whole[index]?.index ?? statement.index;
      for (const one of this.#statements)
        if (one.index >= statement.index && one.index <= end) applyStatement(this.#model, one);
    }
  }

  /** An enum that is made anew. @returns how many statements it takes; 0 where none begins there */
  #rebuild(index: number): number {
    const first = this.#whole[index];
    const found = this.#facts.rebuilds.get(first?.text ?? '');
    const last = this.#whole[index + (found?.length ?? 0) - 1];
    if (first === undefined || found === undefined || last === undefined) return 0;
    const findings = this.#within(first.start, last.end);
    if ('reason' in found.becomes || this.#together.has(index)) return 0;
    this.#rewritten.push(...findings.filter(({ rule }) => TAKEN.has(rule)));
    const chain = {};
    for (const draft of found.becomes.drafts) {
      const [parsed] = draft.whole ? [] : parseStatements(splitStatements(draft.sql)).statements;
      this.#steps.push(this.#step(draft, { chain, parsed, model: this.#model }));
    }
    return found.length;
  }

  #goOver(statement: ParsedStatement): void {
    const alterations = alterationsOf(statement);
    const head = headOf(statement, alterations);
    const around = { statement, alterations, head };
    if (alterations.length === 0) {
      const answer = this.#rewrite(around);
      if (answer === undefined) this.#steps.push(this.#kept(statement));
      else this.#steps.push(...this.#made(answer, statement));
      return;
    }
    const comments = innerComments(statement, alterations);
    for (const [place, alteration] of alterations.entries()) {
      if (this.#absorbed.has(`${head} ${alteration.text}`)) continue;
      const answer = this.#rewrite(around, alteration);
      const text = alterations.length === 1 ? statement.text : `${head} ${alteration.text}`;
      const [parsed = statement] = parseStatements(splitStatements(text)).statements;
      const { before = '', behind = '' } = comments[place] ?? {};
      const first = this.#steps.length;
      if (answer !== undefined) {
        this.#steps.push(...this.#made(answer, parsed));
        this.#addComments(first, { before, behind });
      } else
        this.#steps.push({
          ...this.#kept(parsed),
          part: { of: statement, all: alterations.length, head, text: alteration.text, before, behind },
        });
    }
  }

  /** What the first row that takes a hazard of a statement, or of a part of it, makes of it. */
  #rewrite(around: Around, alteration?: Alteration): Taken | undefined {
    const { statement } = around;
    const { start, end } = alteration ?? statement;
    const own = this.#within(start, end);
    const apart = this.#together.get(this.#place);
    if (apart !== undefined) {
      for (const finding of own) this.#leave(finding, apart);
      return undefined;
    }
    for (const [place, finding] of own.entries()) {
      const at = this.#at(finding);
      if (this.#statements.some((one) => one.nested && one.start <= at && at < one.end)) {
        this.#leave(finding, NESTED);
        continue;
      }
      if (finding.rule === 'unbatched-backfill' && this.#isTemporary(statement)) {
        this.#leave(finding, TEMPORARY);
        continue;
      }
      const hazard = { finding, ...around, ...(alteration && { alteration }), node: statement.node };
      const answer = rewritingOf({
        ...hazard,
        model: this.#model,
        facts: this.#facts,
        first: this.#first,
        ...this.#around(statement),
      });
      if (answer === undefined || 'left' in answer) {
        this.#leave(finding, answer?.left);
        continue;
      }
      this.#rewritten.push(...own.slice(place).filter(({ rule }) => TAKEN.has(rule)));
      this.#reordered.push(...(answer.reordered ?? []));
      if (answer.instead !== undefined) this.#instead.add(answer.instead);
      return answer;
    }
    return undefined;
  }

  /** Whether a statement is about a temporary table of the script. */
  #isTemporary({ node }: ParsedStatement): boolean {
    const temporary = this.#whole.flatMap((one) => {
      const made = as(one.node, 'CreateStmt')?.relation ?? as(one.node, 'CreateTableAsStmt')?.into?.rel;
      return made?.relpersistence === 't' ? [made.relname] : [];
    });
    return (
      temporary.length > 0 &&
      [...relationsIn(node)].some(
        ({ schemaname, relname }) => schemaname === undefined && temporary.includes(relname),
      )
    );
  }

  #leave(finding: Finding, reason: string | undefined): void {
    if (isFelt(finding)) this.#left.push(leave(finding, reason));
  }

  #at({ line, column }: Finding): number {
    return this.#lines.startOf(line) + column - 1;
  }

  #within(start: number, end: number): readonly Finding[] {
    return this.#findings.filter((one) => this.#at(one) >= start && this.#at(one) < end);
  }

  /** The comments around the statements from `from` to `to` go with the steps from `first` on, or else with the next. */
  #comment(first: number, from: number, to: number): void {
    const before = joinedLines(this.#carried, this.#comments[from]?.before ?? '');
    const behind = this.#comments[to]?.behind ?? '';
    const made = this.#steps.length > first;
    this.#carried = made ? '' : joinedLines(before, behind);
    if (made) this.#addComments(first, { before, behind });
  }

  /** Above the step at a place, and behind the last one. */
  #addComments(first: number, { before, behind }: { before: string; behind: string }): void {
    const change = (place: number, more: (step: Step) => Partial<Step>): void => {
      const step = this.#steps[place];
      if (step !== undefined) this.#steps[place] = { ...step, ...more(step) };
    };
    change(first, ({ comment = '' }) => ({ comment: joinedLines(before, comment) }));
    change(this.#steps.length - 1, ({ trailing }) => ({ trailing: joinedBehind(trailing, behind) }));
  }

  /** A value of an enum can be used once the transaction that added it is over. */
  #markUses(first: number, { node }: ParsedStatement): void {
    const uses = [...each([node], 'A_Const')].some(({ sval }) => this.#values.has(sval?.sval ?? ''));
    const enumeration = as(node, 'AlterEnumStmt');
    if (enumeration?.newVal !== undefined && enumeration.oldVal === undefined)
      this.#values.add(enumeration.newVal);
    if (!uses) return;
    for (const [place, step] of this.#steps.entries())
      if (place >= first) this.#steps[place] = { ...step, fresh: true, effects: 'everything' };
  }

  /** What the statements before it, and it itself, take away, and what those after it give. */
  #around(statement: ParsedStatement): Pick<Hazard, 'gone' | 'comes'> {
    const { takes } = exchangeOf(statement.node, this.#model);
    const later = this.#whole.slice(this.#place + 1);
    return {
      gone: new Set([...this.#gone, ...takes]),
      comes: new Set(later.flatMap(({ node }) => exchangeOf(node, this.#model).gives)),
    };
  }

  #kept({ text, node }: ParsedStatement): Step {
    const kind = refusesTransaction(text) ? 'build' : 'change';
    return {
      kind,
      sql: text,
      from: this.#place,
      effects: effectsOf(node, this.#model),
      exchange: exchangeOf(node, this.#model),
    };
  }

  /** The steps of one hazard. */
  #made({ drafts }: Taken, statement: ParsedStatement): readonly Step[] {
    const chain = {};
    const model = this.#model.fork();
    return drafts.map((draft, index) => {
      const text = draft.backfill?.statement.replace(':batch', 'true') ?? draft.sql;
      const [parsed] = draft.whole ? [statement] : parseStatements(splitStatements(text)).statements;
      const step = this.#step(draft, { chain, parsed, model });
      if (parsed !== undefined && !draft.whole) applyStatement(model, parsed);
      // Of an expansion the old name or type goes on to serve, and the first file brings the new one.
      if (draft.whole)
        return { ...step, exchange: { takes: [], gives: index === 0 ? step.exchange.gives : [] } };
      if (draft.backfill === undefined) return step;
      const key = draft.backfill.key.map((one) => identifier(one) ?? one);
      const table = as(parsed?.node, 'UpdateStmt') ?? as(parsed?.node, 'DeleteStmt');
      // An INSERT touches the whole of what it reads.
      if (table === undefined) return step;
      return { ...step, effects: withKey(step.effects, model.key(nameOf(table.relation)), key) };
    });
  }

  #step(
    draft: Draft,
    { chain, parsed, model }: { chain: object; parsed: ParsedStatement | undefined; model: SchemaModel },
  ): Step {
    return {
      ...draft,
      chain,
      from: this.#place,
      effects: parsed === undefined ? 'everything' : effectsOf(parsed.node, model),
      exchange: parsed === undefined ? NOTHING : exchangeOf(parsed.node, model),
    };
  }
}

/** The comments within an ALTER TABLE, by its subcommands: above each, and behind it in its line. */
function innerComments(
  statement: ParsedStatement,
  alterations: readonly Alteration[],
): readonly { readonly before: string; readonly behind: string }[] {
  const text = (from: number, to: number): string =>
    statement.text.slice(from - statement.start, to - statement.start);
  return alterations.map(({ start, end }, place) => {
    const last = alterations[place - 1]?.end ?? statement.start;
    const next = alterations[place + 1]?.start ?? statement.end;
    const gap = text(last, start);
    const line = place === 0 ? -1 : gap.indexOf('\n');
    return {
      before: commentsIn(place === 0 || line === -1 ? gap : gap.slice(line)),
      behind: commentsIn(text(end, next).split('\n', 1)[0] ?? ''),
    };
  });
}

const joinedLines = (...lines: readonly string[]): string => lines.filter((one) => one !== '').join('\n');

/** `ALTER TABLE ONLY "a"`: what stands before the subcommands. */
export function headOf(statement: ParsedStatement, [first]: readonly Alteration[]): string {
  return withoutComments(statement.text.slice(0, (first?.start ?? statement.start) - statement.start));
}

type Around = Pick<Hazard, 'statement' | 'alterations' | 'head'>;
type Taken = Exclude<Rewriting, { left: string }>;

function rewritingOf(hazard: Hazard): Rewriting | undefined {
  for (const row of rows) {
    if (!row.rules.includes(hazard.finding.rule)) continue;
    const answer = row.rewrite(hazard);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
