/**
 * Imported for its effect in the first line of prisma.config.ts: the Prisma CLI then spawns our executable in place
 * of its native schema engine. A PRISMA_SCHEMA_ENGINE_BINARY that is set already wins, and AGORA_ENGINE=native
 * leaves Prisma alone.
 */
import { failWhenEngineDies } from './in-flight.ts';
import { enginePath, register } from './register-engine.ts';

export type { SchemaEngineErrorCode } from './error-codes.ts';

register(process.env, process.cwd());
if (process.env['PRISMA_SCHEMA_ENGINE_BINARY'] === enginePath) failWhenEngineDies(process);
