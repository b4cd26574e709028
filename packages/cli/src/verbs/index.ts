import type { VerbEntry } from '../program/program.ts';

/** Every verb of any project, in the order of the help. A new one: its file or folder, and a line here. */
export const verbs: readonly VerbEntry[] = [
  { name: 'init', load: async () => (await import('./init/index.ts')).init },
  { name: 'doctor', load: async () => (await import('./doctor/index.ts')).doctor },
  { name: 'health', load: async () => (await import('./health/index.ts')).health },
  { name: 'validate', load: async () => (await import('./validate/index.ts')).validate },
  { name: 'db', load: async () => (await import('./db/index.ts')).db },
  { name: 'seed', load: async () => (await import('./seed/index.ts')).seed },
  { name: 'migrate', load: async () => (await import('./migrate/index.ts')).migrate },
  { name: 'notify', load: async () => (await import('./notify/index.ts')).notify },
  { name: 'backup', load: async () => (await import('./backup/index.ts')).backup },
  { name: 'recover', load: async () => (await import('./recover/index.ts')).recover },
  { name: 'distribute', load: async () => (await import('./distribute/index.ts')).distribute },
  { name: 'metrics', load: async () => (await import('./metrics/index.ts')).metrics },
  { name: 'completion', load: async () => (await import('./completion/index.ts')).completion },
];
