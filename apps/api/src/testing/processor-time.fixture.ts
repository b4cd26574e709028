/**
 * Milliseconds of processor that this process spends on some work: unlike those on the clock, there are none while it
 * stands still or others run.
 */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
