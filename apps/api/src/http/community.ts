import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Dependencies } from '../dependencies.ts';
import type { Community } from '../domain/communities/schema.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The community that the address names; only below `/c/:community`. */
    community: Community;
  }
}

const parameters = z.object({ community: z.string() });

/** Finds the community of every request below `/c/:community`, before anything else is looked at. */
export function resolveCommunity(app: App, { communities }: Dependencies): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- set before any handler runs, by the hook below
  app.decorateRequest('community', null as unknown as Community);
  app.addHook('onRequest', async (request: FastifyRequest) => {
    const { community } = parameters.parse(request.params);
    request.community = await communities.find(community);
  });
}
