/** Names a table of the home schema by its name alone, as people do. */
export function withoutHome<T extends { readonly schema?: string }>(
  { schema, ...rest }: T,
  home: string,
): Omit<T, 'schema'> & { readonly schema?: string } {
  return schema === undefined || schema === home ? rest : { schema, ...rest };
}
