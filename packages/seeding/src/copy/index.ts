export { BinaryWriter, type UuidWords, uuidWords } from './binary-writer.ts';
export { type Cell, type CellsOf, rowsOfCells, type WriteCell } from './cells.ts';
export { type BinaryRows, RowSender, type Send } from './row-sender.ts';
