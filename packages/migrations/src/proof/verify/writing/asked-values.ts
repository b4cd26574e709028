import type { FillableTable } from '@agora/catalog';
import { type Client, inTransaction, sqlState } from '@agora/postgres';

import { withAllRows } from '../../all-rows.ts';
import type { ScriptObserver } from '../../replay.ts';
import type { MadeOf, Writing } from './read-writing.ts';
import { isSmall } from './unshown.ts';

/** Asks, just before each statement of a script, whether rows show what the values are that it makes. */
export class AskedValues {
  /** Those of which no row shows it, or of which that cannot be asked. */
  readonly unshown = new Set<MadeOf>();
  /** Those with an ELSE that no row takes. */
  readonly unreached = new Set<MadeOf>();
  readonly #client: Client;
  readonly made: readonly MadeOf[];

  constructor(client: Client, { made }: Pick<Writing, 'made'>) {
    this.#client = client;
    this.made = made;
  }

  /** What a run of the script is to tell it; nothing where there is nothing to ask, since it costs a round trip each. */
  get observer(): Pick<ScriptObserver, 'beforeStatement'> {
    if (this.made.length === 0) return {};
    return {
      beforeStatement: async ({ index }) => {
        for (const one of this.made) {
          if (one.statement !== index) continue;
          if (await this.#isShown(one.questions)) this.unshown.delete(one);
          else this.unshown.add(one);
          if (await this.#isShown(one.elses)) this.unreached.delete(one);
          else this.unreached.add(one);
        }
      },
    };
  }

  async #isShown(questions: readonly string[]): Promise<boolean> {
    for (const question of questions) if ((await this.#answer(question)) !== true) return false;
    return true;
  }

  /** Undefined where it cannot be asked. */
  async #answer(question: string): Promise<boolean | undefined> {
    const client = this.#client;
    const saved = inTransaction(client);
    if (saved) await client.query('SAVEPOINT agora_question');
    try {
      const ask = () => client.query<{ shown: boolean }>(question);
      return (await withAllRows(client, ask)).rows[0]?.shown;
    } catch (error) {
      if (sqlState(error) === undefined) throw error;
      return undefined;
    } finally {
      if (saved) await client.query('ROLLBACK TO SAVEPOINT agora_question; RELEASE SAVEPOINT agora_question');
    }
  }
}

/** What becomes of values that a script makes others of. */
export interface MadeFindings {
  /** `schema.table.column`, or `schema.table`: other rows may hold what does not come back. */
  readonly lost: readonly string[];
  /** What cannot be judged by made-up rows, a line each. */
  readonly unjudged: readonly string[];
}

/**
 * Of the values that a way forward gives up or overwrites: those that it made others of in a way that no row showed.
 *
 * @param gone whether a column is no longer there
 * @param notes gains a line for each
 */
export function givenUp(
  asked: AskedValues,
  { written }: Writing,
  gone: (table: FillableTable, column: string) => boolean,
  notes: string[],
): MadeFindings {
  const given = ({ reads }: MadeOf): readonly string[] =>
    reads.flatMap(({ table, column }) => {
      const name = `${table.label}.${column}`;
      const isWritten = written.some(
        (one) => one.table === table && (one.column === undefined || one.column === column),
      );
      return (isWritten || gone(table, column)) && !isSmall(table, column) ? [name] : [];
    });
  return findingsOf(asked, given, '', notes);
}

/** The same of a way back: what it puts into columns and tables that were there before the way forward. */
export function putBack(
  asked: AskedValues,
  wasThere: (name: string) => boolean,
  notes: string[],
): MadeFindings {
  return findingsOf(asked, ({ target }) => [target].filter(wasThere), 'the way back: ', notes);
}

function findingsOf(
  { made, unshown, unreached }: AskedValues,
  namesOf: (one: MadeOf) => readonly string[],
  where: string,
  notes: string[],
): MadeFindings {
  const lost = new Set<string>();
  const unjudged: string[] = [];
  for (const one of made) {
    const names = namesOf(one);
    if (names.length === 0) continue;
    const line = `${where}line ${one.line}`;
    if (one.by.length > 0)
      unjudged.push(
        `${line}: ${names.join(', ')} is converted by ${one.by.join(', ')}, and what that makes of other values is not known`,
      );
    if (unreached.has(one) && !unshown.has(one))
      unjudged.push(
        `${line}: no made-up row takes an ELSE that makes other values of ${names.join(', ')}, and what becomes of them is not known`,
      );
    if (!unshown.has(one)) continue;
    notes.push(
      `${line} makes other values in a way that no made-up row shows in full, so they count as lost: ${names.join(', ')}`,
    );
    for (const name of names) lost.add(name);
  }
  return { lost: [...lost], unjudged };
}
