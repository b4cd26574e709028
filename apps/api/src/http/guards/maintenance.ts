import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import type { Database } from '../../database/database.ts';
import type { App, Dependencies } from '../../dependencies.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the community takes no writes at the moment. */
    readOnly: boolean;
  }
}

/**
 * `communities.settings.maintenance`, written by `agora maintenance`. A setting that cannot be read closes nothing:
 * the tool that writes it checks it.
 */
const maintenance = z.object({
  mode: z.enum(['read-only', 'closed']),
  message: z.string().max(300).optional(),
});
type Maintenance = z.output<typeof maintenance>;
const settingsOfCommunity = z.object({ maintenance });

/** Milliseconds for which a community's mode is not asked for again: a switch is in force after at most this long. */
export const maintenanceKeptMs = 2000;
/** Communities remembered; the oldest make room. */
const mostKept = 10_000;

/** What is known of a community, until when, and whether it is being asked for again. */
interface Known {
  readonly mode: Promise<Maintenance | undefined>;
  readonly until: number;
  renewed: boolean;
}

/**
 * Knows which communities are read-only or closed. Where requests keep coming it asks again before what it knows is too
 * old: else every two seconds all of them would wait together for one look at the database.
 */
export class MaintenanceModes {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  /** @param now milliseconds of a clock */
  constructor(database: Database, now: () => number = () => Date.now()) {
    this.#database = database;
    this.#now = now;
  }

  async of(communityId: string): Promise<Maintenance | undefined> {
    const now = this.#now();
    let entry = this.#known.get(communityId);
    if (entry === undefined || entry.until < now) {
      entry = this.#remember(communityId, this.#read(communityId), now);
    } else if (!entry.renewed && entry.until - now < maintenanceKeptMs / 2) {
      entry.renewed = true;
      void this.#renew(communityId, entry, now);
    }
    try {
      return await entry.mode;
    } catch (error) {
      this.#known.delete(communityId);
      throw error;
    }
  }

  /** Asks while the old answer still holds. */
  async #renew(communityId: string, known: Known, now: number): Promise<void> {
    try {
      const mode = await this.#read(communityId);
      if (this.#known.get(communityId) === known) this.#remember(communityId, Promise.resolve(mode), now);
    } catch {
      // The old answer holds to its end; who asks after it hears why.
    }
  }

  #remember(communityId: string, mode: Known['mode'], now: number): Known {
    const entry = { mode, until: now + maintenanceKeptMs, renewed: false };
    this.#known.delete(communityId);
    this.#known.set(communityId, entry);
    if (this.#known.size > mostKept) this.#known.delete(this.#known.keys().next().value ?? communityId);
    return entry;
  }

  async #read(communityId: string): Promise<Maintenance | undefined> {
    const community = await this.#database.for(undefined).prisma.community.findUnique({
      where: { id: communityId },
      select: { settings: true },
    });
    return settingsOfCommunity.safeParse(community?.settings).data?.maintenance;
  }
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Where a GET writes, because a browser is sent there: signing in with a provider. */
const writtenByGet = /\/auth\/oauth\/:provider\/(start|callback)$/;

/**
 * Refuses requests to a community under maintenance: all of them when it is closed, those that write when it is
 * read-only. Comes after the community is resolved.
 */
export function enforceMaintenance(app: App, { database }: Dependencies): void {
  const modes = new MaintenanceModes(database);
  app.decorateRequest('readOnly', false);
  app.addHook('onRequest', async (request: FastifyRequest) => {
    const current = await modes.of(request.community.id);
    if (current === undefined) return;
    const headers = { 'retry-after': '60' };
    if (current.mode === 'closed') {
      throw new ApiError('maintenance.closed', current.message ?? 'The community is closed for a while.', {
        headers,
      });
    }
    request.readOnly = true;
    if (!reading.has(request.method) || writtenByGet.test(request.routeOptions.url ?? '')) {
      throw new ApiError(
        'maintenance.read_only',
        current.message ?? 'The community can be read but not written to for a while.',
        { headers },
      );
    }
  });
}
