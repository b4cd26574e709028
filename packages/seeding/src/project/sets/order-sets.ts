import { AgoraError } from '@agora/core';

/**
 * Puts sets behind those that they need, and else leaves them in their order.
 * @throws seed.invalid when some need each other in a circle
 */
export function orderSets<T extends { readonly entity: string; readonly needs: readonly string[] }>(
  sets: readonly T[],
): readonly T[] {
  const ordered: T[] = [];
  const waiting = new Set(sets);
  while (waiting.size > 0) {
    const free = [...waiting].find(({ needs }) =>
      [...waiting].every(({ entity }) => !needs.includes(entity)),
    );
    if (free === undefined) throw circle([...waiting].map(({ entity }) => entity));
    waiting.delete(free);
    ordered.push(free);
  }
  return ordered;
}

function circle(names: readonly string[]): AgoraError {
  return new AgoraError({
    code: 'seed.invalid',
    message: `Sets of seeds need each other in a circle: ${names.join(', ')}.`,
    why: 'A row can only refer to one that has been written before.',
    fix: 'Leave one of the references empty in the seeds, where its column may be.',
  });
}
