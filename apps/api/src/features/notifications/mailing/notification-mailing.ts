import type { FastifyBaseLogger } from 'fastify';
import { uuid7 } from '../../../database/uuid7.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { readCommunityPage } from '../../../domain/communities/community-page.ts';
import type { Community } from '../../../domain/communities/schema.ts';
import { notificationKind } from '../../../domain/notification-kind.ts';
import { MaintenanceModes } from '../../../http/guards/maintenance.ts';
import { type ClaimMailsRow, claimMailsSql } from './claim-mails.sql.ts';
import { notificationMail } from './notification-mail.ts';

/** Milliseconds between looks. */
const everyMs = 60_000;
/** People who are mailed at one look at a community; the rest has its turn at the next. */
const peopleAtOnce = 100;
/** How far back is looked: the longest digest is of the week before. */
const lookBackMs = 15 * 86_400_000;

type Needed = Pick<Dependencies, 'config' | 'database' | 'mailer' | 'leaving'>;

/**
 * Mails people what is new to them, as their preferences have it. Each mail is claimed in the database before it is sent: of
 * several servers one sends it, and one that is killed between the two sends it not at all rather than twice.
 */
export class NotificationMailing {
  readonly #dependencies: Needed;
  readonly #modes: MaintenanceModes;
  readonly #log: FastifyBaseLogger;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(dependencies: Needed, log: FastifyBaseLogger) {
    this.#dependencies = dependencies;
    this.#modes = new MaintenanceModes(dependencies.database);
    this.#log = log;
  }

  /** Looks every minute from now on, where mails are wanted at all. */
  start(): void {
    if (this.#dependencies.config.mail.url === 'none') return;
    this.#timer = setInterval(() => {
      this.#looking ??= this.#lookAgain();
    }, everyMs);
    this.#timer.unref();
  }

  /** Sends what is due in all communities, one after the other. */
  async look(): Promise<void> {
    const { database, leaving } = this.#dependencies;
    let cursor: string | undefined;
    do {
      const page = await readCommunityPage(database.for(undefined), { limit: 100, cursor });
      for (const community of page.items) {
        if (leaving.aborted) return;
        await this.mail(community).catch((error: unknown) =>
          this.#log.warn({ err: error, community: community.slug }, 'notifications were not mailed'),
        );
      }
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }

  /** Sends what is due in one community. @returns how many mails */
  async mail(community: Community): Promise<number> {
    const { config, database, mailer } = this.#dependencies;
    if ((await this.#modes.of(community.id)) !== undefined) return 0;
    const since = uuid7(Date.now() - lookBackMs);
    const wanted = {
      communityId: community.id,
      since,
      people: peopleAtOnce,
      kinds: notificationKind.options,
    };
    const [rows] = await database.run(community.id, claimMailsSql(wanted));
    const byPerson = new Map<string, [ClaimMailsRow, ...ClaimMailsRow[]]>();
    for (const row of rows) {
      const news = byPerson.get(row.userId);
      if (news === undefined) byPerson.set(row.userId, [row]);
      else news.push(row);
    }
    for (const news of byPerson.values()) mailer.send(notificationMail(config, community, news));
    return byPerson.size;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Never fails: nobody waits for it, and a database that is away for a minute must not end the process. */
  async #lookAgain(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.#log.warn({ err: error }, 'notifications were not mailed');
    } finally {
      this.#looking = undefined;
    }
  }
}
