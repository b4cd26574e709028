import type * as wasm from '@prisma/schema-engine-wasm';
import type { ConnectionTarget } from '../connection/connection-url.ts';
export async function introspectSql(_t: ConnectionTarget, _i: wasm.IntrospectSqlParams): Promise<wasm.IntrospectSqlResult> { throw new Error('x'); }
