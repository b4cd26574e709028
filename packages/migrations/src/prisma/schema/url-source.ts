/** Where the URL of a database comes from: its text, or a variable of the environment that holds it. */
export type UrlSource =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'variable'; readonly name: string };

/** The databases that a project names. */
export interface UrlSources {
  readonly url?: UrlSource | undefined;
  /** Past a pooler; migrations want it. */
  readonly directUrl?: UrlSource | undefined;
  readonly shadowUrl?: UrlSource | undefined;
}
