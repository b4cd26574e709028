import { type Client, withConnection } from '@agora/postgres';
import { type CoverageGap, type CoverageRules, readCoverage as compareWithCatalog } from '@agora/seeding';
import { factories } from '../factories/index.ts';

/** Whoever adds a table adds a factory, or a line here. */
const rules: CoverageRules = {
  unseeded: {
    refresh_tokens: 'made by logging in',
    oauth_grants: 'made by logging in through a provider, and soon spent',
    account_tokens: 'made by asking for a mail',
    two_factors: 'made by whoever wants codes to be asked for',
    recovery_codes: 'made with a second factor',
    passkeys: 'made by devices',
    idempotency_keys: 'made by requests, and soon forgotten',
    comment_revisions: 'the API keeps them from the first edit it serves',
    moderation_effects: 'belong to the audit log',
    moderation_undos: 'belong to the audit log',
    holds: 'made by the API of what looks like a flood',
    comment_holds: 'made by the API of what new members write, where a community wants that',
    comment_announcements: 'made by the API of comments in followed threads, and soon gone',
    queue_claims: 'made by moderators at work',
    purges: 'made by administrators, for the law',
  },
  unfilled: {
    'users.token_version': 'counts how often all sessions were ended; begins at its default',
    'posts.words': 'made by a trigger from title and text',
    'comments.words': 'made by a trigger from the text',
    'posts.html': 'made by the API from the Markdown',
    'comments.html': 'made by the API from the Markdown',
    'users.muted_until': 'nobody of the seeds is muted',
    'posts.locked': 'begins at its default',
    'posts.slow_seconds': 'no seeded post is in slow mode',
    'channels.slow_seconds': 'no seeded channel is in slow mode',
    'reports.copy': 'made by the API when something is reported',
  },
  fixTable: (table) =>
    `Write src/seed/factories/${table.replaceAll('_', '-')}.ts, or say in src/seed/run/coverage.ts why not.`,
  fixColumn: (entity) => `Add it to the factory "${entity}", with its row and its cell.`,
};

/**
 * Compares the factories' columns with the live catalog: tables and columns that no factory fills, and columns that
 * factories fill but the catalog has not.
 */
export function seedCoverage(url: string): Promise<CoverageGap[]> {
  return withConnection({ url, applicationName: 'agora-seed' }, readCoverage);
}

/** {@link seedCoverage} on a connection at hand. */
export function readCoverage(client: Client): Promise<CoverageGap[]> {
  return compareWithCatalog(client, factories, rules);
}
