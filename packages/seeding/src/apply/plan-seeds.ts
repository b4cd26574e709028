import { contentHash, type Factory, type MadeRows, makeRows } from '../rows/index.ts';

/** What is to become of one seed: a profile's rows of one entity. Frozen. */
export interface PlannedSeed<T extends Factory<never> = Factory<never>> {
  /** `<profile>/<entity>`, as in `agora.seed_versions`. */
  readonly name: string;
  readonly factory: T;
  /** For each context, in order. */
  readonly made: readonly MadeRows<T>[];
  readonly hash: string;
  readonly rows: number;
  readonly action: 'inserted' | 'updated' | 'unchanged';
}

/**
 * Makes all rows of a profile and compares them with what is recorded.
 * @param recorded applied seeds by name
 */
export function planSeeds<Context, T extends Factory<Context>>(
  profile: string,
  factories: readonly T[],
  contexts: readonly Context[],
  recorded: ReadonlyMap<string, { readonly hash: string }>,
): readonly PlannedSeed<T>[] {
  return factories.map((factory) => {
    const made = contexts.map((context) => makeRows<Context, T>(factory, context));
    const name = `${profile}/${factory.entity}`;
    const hash = contentHash(made);
    const before = recorded.get(name);
    return Object.freeze({
      name,
      factory,
      made,
      hash,
      rows: made.reduce((sum, { rows }) => sum + rows.length, 0),
      action: before === undefined ? 'inserted' : before.hash === hash ? 'unchanged' : 'updated',
    } as const);
  });
}
