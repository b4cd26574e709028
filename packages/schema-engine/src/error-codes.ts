import type { Table } from '@agora/core';

/** Every code of the errors that this package throws, with its meaning in a line. */
export const schemaEngineErrorCodes = {
  'schema_engine.no_url': 'The method needs a database, and no URL was given.',
  'schema_engine.method_failed':
    "The engine refused or failed; `engineCode` holds Prisma's code (P3006, ...).",
  'schema_engine.panicked': 'The engine panicked; nothing it answered before can be trusted.',
  'schema_engine.no_engine':
    'Neither a Prisma that carries an engine nor the package of the engine is installed.',
  'schema_engine.died': 'The engine ended in the middle of a request; printed by the CLI, which exits 1.',
  'schema_engine.bad_request': 'The executable was called in a way that the protocol does not know.',
} as const;

export type SchemaEngineErrorCode = keyof typeof schemaEngineErrorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof schemaEngineErrorCodes> {}
}
