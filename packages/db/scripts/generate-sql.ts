// Writes the module beside each .sql file; run by `pnpm --filter @agora/db run generate:sql`.
import { writeModules } from './sql-files.ts';

try {
  process.stdout.write(`${await writeModules()} files\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
