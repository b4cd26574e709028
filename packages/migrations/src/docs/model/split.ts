/** Two tables that belong together, by their places in a list. */
export type Pair = readonly [number, number];

/**
 * Splits a graph into groups of nodes closer to each other than to the rest, none larger than `most`: the two groups whose
 * union raises the modularity most are united, until nothing raises it or all would be too large (Clauset, Newman and
 * Moore, "Finding community structure in very large networks", 2004). The same input gives the same groups.
 * @param count how many nodes there are
 * @param pairs edges; several between the same two weigh more, loops nothing
 * @returns places, ascending in each group; nodes without an edge are groups of one
 */
export function splitGraph(
  count: number,
  pairs: readonly Pair[],
  most: number,
): readonly (readonly number[])[] {
  const edges = pairs.filter(([a, b]) => a !== b);
  const groups = new Map(Array.from({ length: count }, (_, node) => [node, [node]]));
  const degree = new Map([...groups.keys()].map((node) => [node, 0]));
  const between = new Map([...groups.keys()].map((node) => [node, new Map<number, number>()]));
  const connect = (a: number, b: number, weight: number): void => {
    between.get(a)?.set(b, (between.get(a)?.get(b) ?? 0) + weight);
    between.get(b)?.set(a, (between.get(b)?.get(a) ?? 0) + weight);
  };
  for (const [a, b] of edges) {
    connect(a, b, 1);
    for (const node of [a, b]) degree.set(node, (degree.get(node) ?? 0) + 1);
  }
  const sizeOf = (group: number): number => groups.get(group)?.length ?? 0;
  const degreeOf = (group: number): number => degree.get(group) ?? 0;
  for (;;) {
    let best: { readonly a: number; readonly b: number; readonly gain: number } | undefined;
    for (const [a, neighbours] of between) {
      for (const [b, weight] of neighbours) {
        if (a >= b || sizeOf(a) + sizeOf(b) > most) continue;
        const gain = weight - (degreeOf(a) * degreeOf(b)) / (2 * edges.length);
        if (gain > 0 && (best === undefined || gain > best.gain)) best = { a, b, gain };
      }
    }
    if (best === undefined) break;
    const { a, b } = best;
    groups.set(a, [...(groups.get(a) ?? []), ...(groups.get(b) ?? [])]);
    degree.set(a, degreeOf(a) + degreeOf(b));
    for (const [other, weight] of between.get(b) ?? []) {
      between.get(other)?.delete(b);
      if (other !== a) connect(a, other, weight);
    }
    for (const map of [groups, degree, between]) map.delete(b);
  }
  return [...groups.values()].map((group) => group.toSorted((x, y) => x - y));
}
