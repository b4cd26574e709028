import { scan } from '@agora/postgres';

/** A table, or a column of one, as a directive names it; the schema when it was given. */
export interface LossTarget {
  readonly schema?: string;
  readonly table: string;
  readonly column?: string;
}

/** What an expansion gives a second name, or a second type. */
export type Expandable = 'column' | 'table' | 'type';

/** `to` serves beside the target: another name of it; of a type, the column that keeps the old one. */
interface ExpansionText {
  readonly of: Expandable;
  readonly target: LossTarget;
  readonly to: string;
  /** The old type, in SQL, which goes with the last column that has it. */
  readonly drops?: string;
}

/**
 * An instruction to Agora in a comment at the top of a script. FORMATS.md specifies each.
 * `invalid` is a comment that begins like one and is none; `problem` says why.
 */
export type Directive = { readonly line: number; readonly text: string } & (
  | { readonly kind: 'no-transaction' }
  /** Code that was built without this migration works with what it makes. */
  | { readonly kind: 'compatible' }
  | { readonly kind: 'allow'; readonly rule: string; readonly reason: string }
  | { readonly kind: 'irreversible'; readonly reason: string }
  /** No way back was found when one was looked for; there may be one. */
  | { readonly kind: 'not-found'; readonly reason: string }
  | { readonly kind: 'loses'; readonly target: LossTarget; readonly where?: string }
  /** `checksum`: of the migration.sql that it stands for. `within`: the replaced one that stood for it already. */
  | {
      readonly kind: 'replaces';
      readonly migration: string;
      readonly checksum?: string;
      readonly within?: string;
    }
  /** Of backfill.sql. Names are SQL, as they stand there. */
  | { readonly kind: 'backfill'; readonly table: string; readonly key: readonly string[] }
  /** Of backfill.sql: a query of one boolean. */
  | { readonly kind: 'done-when'; readonly query: string }
  /** A migration whose backfill must be done before this one runs. */
  | { readonly kind: 'after-backfill'; readonly migration: string }
  | { readonly kind: 'lock-timeout'; readonly milliseconds: number }
  | { readonly kind: 'statement-timeout'; readonly milliseconds: number }
  /** From here on until the contraction two names, or two types, serve. */
  | ({ readonly kind: 'expands' } & ExpansionText)
  | ({ readonly kind: 'contracts' } & ExpansionText)
  /** The column holds what `from` says, so that only rows in which it does not are lost with it. */
  | { readonly kind: 'copies'; readonly target: LossTarget; readonly from: string }
  /** How values of the column become those of its new type, and back; `:value` stands for one. */
  | { readonly kind: 'convert'; readonly target: LossTarget; readonly forward: string; readonly back: string }
  | { readonly kind: 'invalid'; readonly problem: string }
);

/** The directives of one kind. */
export type DirectiveOf<K extends Directive['kind']> = Extract<Directive, { kind: K }>;

const marker = /^--[ \t]*agora:[ \t]*(.*?)[ \t]*$/;

/**
 * Reads the directives of a script: `-- agora: ...` comments that stand before its first statement.
 * One that stands later is returned as `invalid`, since it would otherwise be ignored in silence.
 *
 * @param sql the script, with or without a byte order mark
 */
export function readDirectives(sql: string): readonly Directive[] {
  // Most scripts have none, and reading every token of a long history takes its time.
  if (!sql.includes('agora:')) return Object.freeze([]);
  const directives: Directive[] = [];
  let line = 1;
  let counted = 0;
  let top = true;
  for (const token of scan(sql)) {
    if (token.kind !== 'gap') {
      top = false;
      continue;
    }
    if (sql[token.start] !== '-') continue;
    const found = marker.exec(sql.slice(token.start, token.end));
    if (!found) continue;
    line += countLines(sql.slice(counted, token.start));
    counted = token.start;
    directives.push(top ? parseDirective(found[1] ?? '', line) : misplaced(found[1] ?? '', line));
  }
  return Object.freeze(directives);
}

/** The directives of one kind, in order. */
export function directivesOf<K extends Directive['kind']>(
  directives: readonly Directive[],
  kind: K,
): readonly DirectiveOf<K>[] {
  return directives.filter((directive): directive is DirectiveOf<K> => directive.kind === kind);
}

function parseDirective(text: string, line: number): Directive {
  const base = { line, text };
  const [verb = '', ...others] = text.split(/[ \t]+/);
  const rest = others.join(' ');
  const invalid = (problem: string): Directive => ({ ...base, kind: 'invalid', problem });
  switch (verb) {
    case 'no-transaction':
    case 'compatible':
      return rest === '' ? { ...base, kind: verb } : invalid(`${verb} stands alone`);
    case 'allow': {
      const found = /^([a-z0-9][a-z0-9_/-]*) because (.*\S)$/.exec(rest);
      if (!found) return invalid('expected: allow <rule> because <reason>');
      return { ...base, kind: 'allow', rule: found[1] ?? '', reason: found[2] ?? '' };
    }
    case 'not-found':
    case 'irreversible': {
      const found = /^because (.*\S)$/.exec(rest);
      if (!found) return invalid(`expected: ${verb} because <reason>`);
      return { ...base, kind: verb, reason: found[1] ?? '' };
    }
    case 'loses':
      return parseLoss(text.slice(verb.length).trim(), base) ?? invalid(lossSyntax);
    case 'replaces': {
      const found = /^(\S+)(?: sha256:([0-9a-f]{64}))?(?: within (\S+))?$/.exec(rest);
      if (!found)
        return invalid(
          'expected: replaces <name of one migration> [sha256:<its checksum>] [within <one that replaced it>]',
        );
      const checksum = found[2] === undefined ? {} : { checksum: found[2] };
      const within = found[3] === undefined ? {} : { within: found[3] };
      return { ...base, kind: 'replaces', migration: found[1] ?? '', ...checksum, ...within };
    }
    case 'backfill':
      return parseBackfill(text, base) ?? invalid('expected: backfill [<schema>.]<table> by (<column>, ...)');
    case 'done': {
      const found = /^done[ \t]+when[ \t]+(\S.*)$/.exec(text);
      if (!found) return invalid('expected: done when SELECT NOT EXISTS (...)');
      return { ...base, kind: 'done-when', query: found[1] ?? '' };
    }
    case 'after': {
      const found = /^backfill (\S+)$/.exec(rest);
      if (!found) return invalid('expected: after backfill <name of one migration>');
      return { ...base, kind: 'after-backfill', migration: found[1] ?? '' };
    }
    case 'expands':
    case 'contracts':
      return parseExpansion(verb, text.slice(verb.length).trim(), base) ?? invalid(expansionSyntax(verb));
    case 'copies': {
      const found = copies.exec(text.slice(verb.length).trim());
      const target = found === null ? undefined : targetOf(found[1] ?? '', true);
      if (target === undefined)
        return invalid('expected: copies column [<schema>.]<table>.<column> from <expression>');
      return { ...base, kind: 'copies', target, from: found?.[2] ?? '' };
    }
    case 'convert': {
      const found = convert.exec(text.slice(verb.length).trim());
      const target = found === null ? undefined : targetOf(found[1] ?? '', true);
      if (target === undefined)
        return invalid(
          "expected: convert [<schema>.]<table>.<column> forward '<expression>' back '<expression>'",
        );
      const [forward = '', back = ''] = (found?.slice(2) ?? []).map((one) => one.replaceAll("''", "'"));
      return { ...base, kind: 'convert', target, forward, back };
    }
    case 'lock-timeout':
    case 'statement-timeout': {
      const milliseconds = parseDuration(rest);
      if (milliseconds === undefined) return invalid(`expected: ${verb} <number>ms|s|min, or 0 for none`);
      return { ...base, kind: verb, milliseconds };
    }
    default:
      return invalid(
        `"${verb}" is not one of: no-transaction, compatible, allow, irreversible, not-found, loses, replaces, backfill, done when, after backfill, lock-timeout, statement-timeout, expands, contracts, copies, convert`,
      );
  }
}

const expandables: readonly Expandable[] = ['column', 'table', 'type'];

const lossSyntax =
  'expected: loses table [<schema>.]<table>, or loses column [<schema>.]<table>.<column>, with: where <condition>';
const name = String.raw`(?:"(?:[^"]|"")+"|[a-zA-Z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
const literal = String.raw`'((?:[^']|'')+)'`;
const dotted = String.raw`(${name}(?:\.${name}){0,2})`;
const expansion = new RegExp(
  String.raw`^(column|table|type) ${dotted} (as|keeping) (${name})(?:, then drops (${name}(?:\.${name})?))?$`,
  'u',
);
const copies = new RegExp(String.raw`^column ${dotted} from (.*\S)$`, 'u');
const convert = new RegExp(String.raw`^${dotted} forward ${literal} back ${literal}$`, 'u');
const loss = new RegExp(String.raw`^(table|column) (${name}(?:\.${name}){0,2})(?: where (.*\S))?$`, 'u');

function parseLoss(text: string, base: { line: number; text: string }): Directive | undefined {
  const found = loss.exec(text);
  if (!found) return undefined;
  const target = targetOf(found[2] ?? '', found[1] === 'column');
  if (target === undefined) return undefined;
  return { ...base, kind: 'loses', target, ...(found[3] === undefined ? {} : { where: found[3] }) };
}

/** A table by its name, or a column of one, the schema in front where it is given. */
function targetOf(text: string, isColumn: boolean): LossTarget | undefined {
  const names = text.match(new RegExp(name, 'gu'))?.map(unquote) ?? [];
  const column = isColumn ? names.pop() : undefined;
  const table = names.pop();
  const schema = names.pop();
  if (table === undefined || names.length > 0) return undefined;
  return {
    ...(schema === undefined ? {} : { schema }),
    table,
    ...(column === undefined ? {} : { column }),
  };
}

function expansionSyntax(verb: string): string {
  return `expected: ${verb} column <table>.<old> as <new>, ${verb} table <old> as <new>, or ${verb} type <table>.<column> keeping <old>${verb === 'expands' ? '[, then drops <type>]' : ''}`;
}

function parseExpansion(
  kind: 'expands' | 'contracts',
  text: string,
  base: { line: number; text: string },
): Directive | undefined {
  const found = expansion.exec(text);
  const of = expandables.find((one) => one === found?.[1]);
  if (found === null || of === undefined || (of === 'type') !== (found[3] === 'keeping')) return undefined;
  const target = targetOf(found[2] ?? '', of !== 'table');
  const drops = found[5];
  if (target === undefined || (drops !== undefined && (of !== 'type' || kind === 'contracts')))
    return undefined;
  return {
    ...base,
    kind,
    of,
    target,
    to: unquote(found[4] ?? ''),
    ...(drops === undefined ? {} : { drops }),
  };
}

const backfillTarget = new RegExp(
  String.raw`^backfill[ \t]+(${name}(?:\.${name})?)[ \t]+by[ \t]*\([ \t]*(${name}(?:[ \t]*,[ \t]*${name})*)[ \t]*\)$`,
  'u',
);

function parseBackfill(text: string, base: { line: number; text: string }): Directive | undefined {
  const [, table, key] = backfillTarget.exec(text) ?? [];
  if (table === undefined || key === undefined) return undefined;
  return { ...base, kind: 'backfill', table, key: key.match(new RegExp(name, 'gu')) ?? [] };
}

/** A name as the server would store it: unquoted ones are folded to lower case. */
function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
}

function parseDuration(text: string): number | undefined {
  const found = /^(\d+)(ms|s|min)$/.exec(text);
  if (!found) return text === '0' ? 0 : undefined;
  const unit = found[2] === 'min' ? 60_000 : found[2] === 's' ? 1000 : 1;
  return Number(found[1]) * unit;
}

function misplaced(text: string, line: number): Directive {
  return { line, text, kind: 'invalid', problem: 'directives stand at the top, before the first statement' };
}

function countLines(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1;
}
