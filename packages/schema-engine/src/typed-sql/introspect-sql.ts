import { AgoraError } from '@agora/core';
import type * as wasm from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { withClient } from '../connection/connect.ts';
import type { ConnectionTarget } from '@agora/postgres';
import { describeQuery } from './describe-query.ts';
import { parseSqlDocumentation } from './sql-documentation.ts';
import { engineName } from './type-names.ts';

/** Types of parameters and columns of TypedSQL queries, which the WASM engine does not know for PostgreSQL. */
export function introspectSql(
  target: ConnectionTarget,
  input: wasm.IntrospectSqlParams,
): Promise<wasm.IntrospectSqlResult> {
  return withClient(target, async (client) => {
    const queries: wasm.SqlQueryOutput[] = [];
    for (const query of input.queries) queries.push(await introspectQuery(client, query));
    return { queries };
  });
}

async function introspectQuery(client: pg.Client, query: wasm.SqlQueryInput): Promise<wasm.SqlQueryOutput> {
  const { parameters, columns } = await describeQuery(client, query.source);
  const unnamed = columns.findIndex(({ name }) => name === '?column?');
  if (unnamed >= 0) throw unnamedColumn(query.name, unnamed);
  const documentation = parseSqlDocumentation(query.source);
  return {
    name: query.name,
    source: query.source,
    documentation: documentation.description,
    parameters: parameters.map((type, index) => {
      const documented = documentation.parameters.get(index + 1);
      return {
        name: documented?.name ?? type.name,
        typ: documented?.type ?? engineName(type),
        documentation: documented?.description ?? null,
        nullable: documented?.nullable ?? false,
      };
    }),
    resultColumns: columns.map(({ name, type, nullable }) => ({ name, typ: engineName(type), nullable })),
  };
}

function unnamedColumn(query: string, index: number): AgoraError {
  return new AgoraError({
    code: 'schema_engine.method_failed',
    message: `Invalid column name '?column?' for index ${index} of ${query}. Your SQL query must explicitly alias that column name.`,
    fix: 'Write: expression AS "name".',
  });
}
