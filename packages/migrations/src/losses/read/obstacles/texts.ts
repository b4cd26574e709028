import { quoteIdentifier, scan } from '@agora/postgres';
import { as, type NodeOf, strings } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { after, partsOf } from '../../../script/clauses.ts';

/** What stands between the first parenthesis at or after a place and the one that closes it. */
export function groupAfter(
  text: string,
  from: number,
): { readonly inside: string; readonly end: number } | undefined {
  let depth = 0;
  let begin = 0;
  for (const { kind, start, end } of scan(text)) {
    if (start < from || kind !== 'symbol') continue;
    const piece = text.slice(start, end);
    if (piece === '(' && depth++ === 0) begin = end;
    if (piece === ')' && --depth === 0) return { inside: text.slice(begin, start), end };
  }
  return undefined;
}

/** What stands in the parentheses of each CHECK of a text. */
export function checksIn(text: string): readonly string[] {
  const found: string[] = [];
  for (let rest = after(text, 'check'); rest !== undefined; rest = after(rest, 'check')) {
    const group = groupAfter(rest, 0);
    if (group) found.push(group.inside.trim());
  }
  return found;
}

/** The keys of an index as SQL, from its elements and the list in which they are written. */
export function keysOf(
  elements: readonly (NodeOf<'IndexElem'> | undefined)[],
  list: string,
): readonly string[] {
  const parts = partsOf(list);
  return elements.flatMap((element, at) => {
    const own = element?.name === undefined ? leading(parts[at] ?? '') : quoteIdentifier(element.name);
    if (own === undefined) return [];
    const collation = strings(element?.collation).map((one) => quoteIdentifier(one));
    return collation.length === 0 ? own : `(${own} COLLATE ${collation.join('.')})`;
  });
}

/** The expression at the beginning of a text: in parentheses, or the call of a function. */
function leading(text: string): string | undefined {
  const group = groupAfter(text, 0);
  return group && text.slice(0, group.end).trim();
}

/** The elements of EXCLUDE, each with its operator. */
export function exclusionsOf(
  exclusions: readonly Node[] | undefined,
): readonly { readonly element: NodeOf<'IndexElem'> | undefined; readonly operator: string }[] {
  return (exclusions ?? []).map((one) => {
    const [element, names] = as(one, 'List')?.items ?? [];
    const parts = strings(as(names, 'List')?.items);
    const schema = parts.slice(0, -1).map((part) => `${quoteIdentifier(part)}.`);
    return {
      element: as(element, 'IndexElem'),
      operator: `OPERATOR(${schema.join('')}${parts.at(-1) ?? '='})`,
    };
  });
}
