export { type Content, lostContent, readContent } from './content.ts';
export { fillTables, ROWS } from './fill-tables.ts';
export type { SampleReport } from './types.ts';
