export { BinaryWriter, type UuidWords, uuidWords } from './binary-writer.ts';
export { type BinaryRows, RowSender, type Send } from './row-sender.ts';
