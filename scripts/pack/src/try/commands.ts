/** A command of `agora` that is tried, in this order. */
interface TriedCommand {
  readonly name: string;
  readonly arguments: readonly string[];
  /** Exit codes that are right: 2 where something is to be found. */
  readonly codes: readonly number[];
}

export const commands: readonly TriedCommand[] = [
  { name: 'init', arguments: ['init', '--yes'], codes: [0] },
  // The database is not there yet, which is one of the things that it finds.
  { name: 'doctor', arguments: ['doctor'], codes: [0, 2] },
  { name: 'status', arguments: ['migrate', 'status'], codes: [0, 2] },
  { name: 'down', arguments: ['migrate', 'down'], codes: [0] },
  { name: 'verify', arguments: ['migrate', 'verify'], codes: [0] },
  { name: 'deploy', arguments: ['migrate', 'deploy'], codes: [0] },
  { name: 'rollback', arguments: ['migrate', 'rollback'], codes: [0] },
  { name: 'lint', arguments: ['migrate', 'lint'], codes: [0] },
  { name: 'check', arguments: ['migrate', 'check'], codes: [0, 2] },
];
