import { releaseOrder } from '../../../script/release-order.ts';
import type { TypeGround } from './type-ground.ts';

/**
 * A comment that says in which order the application is released.
 *
 * @param renamed whether the types change names with the column: then each version finds its enum, and works
 */
export function releaseNote({ from, to }: TypeGround, renamed: boolean): readonly string[] {
  if (renamed) return [];
  const [before, after] = [from, to].map(({ sql, kind }) => (kind === 'e' ? 'enum' : sql));
  const note = releaseOrder(before ?? '', after ?? '', 'this migration');
  return note === undefined ? [] : [`-- ${note}`];
}
