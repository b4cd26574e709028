// What asks a server at a steady rate, as a process of its own that holds nothing else; api-tail.ts tells it what to ask.
import { type Load, percentile, steadyLoad } from './steady-load.ts';

/** How long answers took, in milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
}

process.once('disconnect', () => process.exit());
process.on('message', (load: Load) => void ask(load));

async function ask(load: Load): Promise<void> {
  const times = await steadyLoad(load);
  const answer: Times = { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  process.send?.(answer);
}
