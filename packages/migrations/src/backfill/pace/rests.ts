import type { BackfillSettings } from '@agora/core';

/** What a backfill sees around it. What could not be read is undefined, and counts for nothing. */
export interface Surroundings {
  /** Sessions that wait for locks of the backfill's. */
  readonly waiting: number;
  /** How far the slowest replica is behind, in milliseconds. */
  readonly lagMs?: number;
  /** A vacuum of the table runs that must not be disturbed. */
  readonly wraparound: boolean;
  /** Dead rows by live ones, while a vacuum of the table runs. */
  readonly deadShare?: number;
  /** Room on the server's disk, in MiB. */
  readonly freeMb?: number;
}

/** Why a backfill rests. */
export interface Rest {
  readonly kind: 'lag' | 'vacuum' | 'disk' | 'hours';
  readonly words: string;
}

/** Why a backfill should rest now, if it should. */
export function restFor(seen: Surroundings, settings: BackfillSettings, now: Date): Rest | undefined {
  const { hours, maxLagMs, minFreeMb, maxDeadShare } = settings;
  if (hours !== undefined && !isWithin(hours, now))
    return { kind: 'hours', words: `it works from ${hours.from} to ${hours.to} (${hours.zone})` };
  if (seen.lagMs !== undefined && seen.lagMs > maxLagMs)
    return { kind: 'lag', words: `a replica is ${(seen.lagMs / 1000).toFixed(1)} s behind` };
  if (seen.freeMb !== undefined && seen.freeMb < minFreeMb)
    return { kind: 'disk', words: `the server's disk has ${Math.floor(seen.freeMb)} MiB left` };
  if (seen.wraparound) return { kind: 'vacuum', words: 'a vacuum against wraparound works on the table' };
  if (maxDeadShare !== undefined && seen.deadShare !== undefined && seen.deadShare > maxDeadShare)
    return {
      kind: 'vacuum',
      words: `a vacuum works on the table, of which ${percent(seen.deadShare)} are dead rows`,
    };
  return undefined;
}

/** Whether a moment is in the hours of its zone. */
function isWithin({ from, to, zone }: NonNullable<BackfillSettings['hours']>, now: Date): boolean {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now);
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
