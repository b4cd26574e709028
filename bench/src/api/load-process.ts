// Loads a server at a steady rate, in a process that holds nothing else. api-tail.ts sends it the load.
import { type Load, percentile, steadyLoad } from './steady-load.ts';

/** How long answers took, in milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
}

process.once('disconnect', () => process.exit());
process.on('message', (load: Load) => void measure(load));

async function measure(load: Load): Promise<void> {
  const times = await steadyLoad(load);
  const answer: Times = { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  process.send?.(answer);
}
