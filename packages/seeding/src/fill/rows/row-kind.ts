/** What a made-up row is to show, beyond that there is one. */
export type RowKind = {
  /** Texts, by column, that it is to hold whatever else it shows. */
  readonly texts?: ReadonlyMap<string, string>;
} & (
  | { readonly kind: 'plain' }
  /** These texts. */
  | { readonly kind: 'texts' }
  /** What another row of the table holds, wherever no key forbids it. */
  | { readonly kind: 'twin' }
  /** Null in every column that may be. */
  | { readonly kind: 'nulls'; readonly except: ReadonlySet<string> }
  /** Values that conversions damage. */
  | {
      readonly kind: 'odd';
      readonly oddness: 'strong' | 'mild';
      /** The column that has the least value elsewhere has the greatest one here. */
      readonly reversed?: boolean;
    }
  /** A literal, in every column that takes it. */
  | { readonly kind: 'literal'; readonly literal: string }
  /** A condition holds for it. */
  | { readonly kind: 'condition'; readonly condition: string }
);
