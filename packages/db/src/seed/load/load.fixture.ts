import { load } from './load.ts';

// A process for tests to kill: loads what it is told to, and does nothing else.
const [url, scale] = process.argv.slice(2);
await load({ url: url!, environment: 'test', scale: Number(scale), workers: 2 });
