export { Draws } from './draws.ts';
export { mix32, type Random, randomOf, streamKey } from './random.ts';
export { formatUuid, ID_BYTES, parseUuid, uuid7, writeUuid7 } from './uuid7.ts';
export { zipf } from './zipf.ts';
