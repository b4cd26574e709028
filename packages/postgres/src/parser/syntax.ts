import type { Node, RangeVar } from 'libpg-query';

/** Names of the parser's node kinds: `AlterTableStmt`, `ColumnRef`, ... */
export type NodeKind = KeysOf<Node>;
type KeysOf<T> = T extends unknown ? keyof T & string : never;
type Of<K extends string, T> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;
/** The content of a node of kind `K`. */
export type NodeOf<K extends NodeKind> = NonNullable<Of<K, Node>>;

/** The content of `node` if it is of that kind. */
export function as<K extends NodeKind>(node: Node | undefined, kind: K): NodeOf<K> | undefined {
  // Each member of the union has one key; the compiler cannot follow a key that is a parameter.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return node === undefined ? undefined : (node as { [key in K]?: NodeOf<K> })[kind];
}

/** The texts of a list of String nodes; other nodes are left out. */
export function strings(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => as(node, 'String')?.sval ?? []);
}

/** The nodes of a List node, or the node itself. */
export function items(node: Node): readonly Node[] {
  return as(node, 'List')?.items ?? [node];
}

/** Every node below `root` (and `root`), depth first. `root` may be any part of a parse tree. */
export function* walk(root: unknown): Generator<Node> {
  if (Array.isArray(root)) {
    for (const item of root) yield* walk(item);
  } else if (typeof root === 'object' && root !== null) {
    for (const [key, value] of Object.entries(root)) {
      if (typeof value !== 'object' || value === null) continue;
      // Fields begin with a small letter, node kinds with a capital.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      if (/^[A-Z]/.test(key)) yield { [key]: value } as unknown as Node;
      yield* walk(value);
    }
  }
}

/** Every node of one kind below `root`. */
export function* each<K extends NodeKind>(root: unknown, kind: K): Generator<NodeOf<K>> {
  for (const node of walk(root)) {
    const found = as(node, kind);
    if (found !== undefined) yield found;
  }
}

/** Every table reference below `root`; in the parse tree some are nodes and some are plain fields. */
export function* relationsIn(root: unknown): Generator<RangeVar> {
  if (Array.isArray(root)) {
    for (const item of root) yield* relationsIn(item);
  } else if (typeof root === 'object' && root !== null) {
    if (isRangeVar(root)) yield root;
    for (const value of Object.values(root)) yield* relationsIn(value);
  }
}

function isRangeVar(value: object): value is RangeVar {
  return 'relname' in value && typeof value.relname === 'string';
}
