import { quoteIdentifier as q, quoteLiteral } from '@agora/postgres';
import { type Name, quoted } from '@agora/postgres/parser';

import type { SwappedName, TypeGround } from './type-ground.ts';

/** Something that bears a comment, and where the name stands to which it belongs after the swap, and after the way back. */
interface Commented {
  /** SQL of it under a name. */
  readonly on: (name: string) => string;
  readonly names: SwappedName;
  readonly comment: string;
  /** Whether the other one of the two stands beside it. */
  readonly isBeside: boolean;
}

/** Comments of indexes and constraints go over to what bears their names after the swap. */
export function commentsOver(table: Name, ground: TypeGround): readonly string[] {
  return commented(table, ground).flatMap((one) => moved(one, one.names.going));
}

/** And come back. */
export function commentsBack(table: Name, ground: TypeGround): readonly string[] {
  return commented(table, ground).flatMap((one) => moved(one, one.names.coming));
}

function moved({ on, names, comment, isBeside }: Commented, other: string): readonly string[] {
  return [
    ...(isBeside ? [`COMMENT ON ${on(other)} IS NULL;`] : []),
    `COMMENT ON ${on(names.name)} IS ${quoteLiteral(comment)};`,
  ];
}

const onConstraint =
  (of: string) =>
  (name: string): string =>
    `CONSTRAINT ${q(name)} ON ${of}`;

function commented(table: Name, { indexes, constraints }: TypeGround): readonly Commented[] {
  const onIndex = (name: string): string => `INDEX ${quoted({ ...table, name })}`;
  const all = [
    ...indexes.flatMap((names) => {
      // A primary key takes the place of the one that was, and is made again on the way back.
      const isBeside = names.serves !== 'p';
      return [
        { names, isBeside, on: onIndex, comment: names.comment },
        { names, isBeside, on: onConstraint(quoted(table)), comment: names.keyComment },
      ];
    }),
    ...constraints.map((names) => ({
      names,
      isBeside: !names.onPrimaryKey,
      on: onConstraint(names.table),
      comment: names.comment,
    })),
  ];
  return all.flatMap(({ comment, ...one }) => (comment === null ? [] : [{ ...one, comment }]));
}
