import { type Client, inTransaction } from '@agora/postgres';
import { buildFactBase, encodeId, type FactBase } from '@supabase/pg-delta';
import { extract } from '@supabase/pg-delta/extract';

import { PRINTING } from '../read/printing.ts';
import { spreadCasts } from '../read/spread-casts.ts';

type ExtractPool = Parameters<typeof extract>[0];

/** What pg-delta knows of a database, and what it found there and cannot plan for. */
export interface Facts {
  readonly base: FactBase;
  /** Objects of kinds that it does not model, by kind. */
  readonly unmodelled: readonly UnmodelledKind[];
}

export interface UnmodelledKind {
  readonly kind: string;
  readonly message: string;
}

/**
 * Reads a database by pg-delta, on a connection that the caller owns. Inside a transaction of the
 * caller's it sees what that transaction did, and leaves no setting behind.
 * @param options.secrets whether passwords of foreign servers and subscriptions are read as they are
 */
export async function readFacts(
  client: Client,
  options: { readonly secrets?: boolean } = {},
): Promise<Facts> {
  const inside = inTransaction(client);
  if (inside) await client.query(`SAVEPOINT agora_facts; ${PRINTING}`);
  const borrowed = {
    // pg-delta opens a transaction of its own on whatever connection its pool hands out.
    query: async (sql: string, values?: unknown[]) => {
      if (inside && /^(?:BEGIN|COMMIT|ROLLBACK)\b/.test(sql)) return undefined;
      const result = await client.query(plainComments(sql), values);
      if (/^BEGIN\b/.test(sql)) await client.query(PRINTING);
      return result;
    },
    release: () => {},
  };
  const pool = { connect: () => Promise.resolve(borrowed) };
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of its pool, extract() calls connect() alone
    const result = await extract(pool as unknown as ExtractPool, { redactSecrets: options.secrets !== true });
    return {
      base: settled(result.factBase),
      unmodelled: result.diagnostics
        .filter(({ code, context }) => code === 'unmodeled_kind' && context?.['kind'] !== OF_CLUSTER)
        .map(({ message, context }) => {
          const kind: unknown = context?.['kind'];
          return { message, kind: typeof kind === 'string' ? kind : '' };
        }),
    };
  } finally {
    if (inside) await client.query('ROLLBACK TO SAVEPOINT agora_facts; RELEASE SAVEPOINT agora_facts');
  }
}

/** Who may set a parameter: of the cluster, as roles are. */
const OF_CLUSTER = 'parameter ACL';

/** What the server prints, in the one form in which it comes out again when it is run; bodies of functions are as written. */
function settled(base: FactBase): FactBase {
  let changed = false;
  const named = namedNotNulls(base);
  const facts = base.facts().map((fact) => {
    if (['function', 'procedure', 'comment'].includes(fact.id.kind)) return fact;
    const entries = Object.entries(fact.payload).map(([name, value]): [string, typeof value] => {
      if (name === 'notNull' && named.has(encodeId(fact.id))) {
        changed = true;
        return [name, false];
      }
      if (typeof value !== 'string') return [name, value];
      const spread = spreadCasts(value);
      changed ||= spread !== value;
      return [name, spread];
    });
    return { ...fact, payload: Object.fromEntries(entries) };
  });
  return changed ? buildFactBase(facts, [...base.edges], base.source) : base;
}

/** Domains whose NOT NULL is a constraint with a name (PostgreSQL 17): said twice, the server refuses it as redundant. */
function namedNotNulls(base: FactBase): ReadonlySet<string> {
  const domains = base
    .facts()
    .flatMap(({ id, parent, payload }) =>
      id.kind === 'constraint' && parent?.kind === 'domain' && payload['type'] === 'n' ? [parent] : [],
    );
  return new Set(domains.map((id) => encodeId(id)));
}

/** Its queries have comments with bullets and dashes, which a database in another encoding refuses. */
function plainComments(sql: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII begins with control characters
  return sql.replaceAll(/--.*$/gm, (comment) => comment.replaceAll(/[^\u0000-\u007f]/g, '?'));
}
