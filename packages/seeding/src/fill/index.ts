export { addRow } from './add-row.ts';
export { type FillReport, fillTables, ROWS } from './fill-tables.ts';
export { takesLiteral } from './row-choices.ts';
export { rowHash, rowMark, valueHash } from './row-hash.ts';
export type { RowKind } from './row-kind.ts';
export { openColumns } from './row-values.ts';
export { inOrder } from './table-order.ts';
export { withTriggersOff } from './triggers-off.ts';
export { type Hints, hintsIn } from '../values/index.ts';
