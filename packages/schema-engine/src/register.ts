/**
 * Imported for its effect in the first line of prisma.config.ts: the Prisma CLI then spawns our executable in place
 * of its native schema engine. A PRISMA_SCHEMA_ENGINE_BINARY that is set already wins, and AGORA_ENGINE=native
 * leaves Prisma alone.
 */
import { failWhenEngineDies } from './in-flight.ts';
import { putNodeOnPath, redirectSpawn } from './register/redirect-spawn.ts';
import { enginePath, register } from './register-engine.ts';

export type { SchemaEngineErrorCode } from './error-codes.ts';

const quiet = process.argv.some((word) => word === '--quiet' || word === '--json');
const serves = register({
  env: process.env,
  projectDirectory: process.cwd(),
  running: process.argv[1],
  note: (line) => {
    if (!quiet) process.stderr.write(`agora: ${line}\n`);
  },
});
if (serves) {
  failWhenEngineDies(process);
  if (process.platform === 'win32') {
    redirectSpawn(enginePath);
    putNodeOnPath(process.env);
  }
}
