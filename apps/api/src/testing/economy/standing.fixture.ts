import type { Actor } from './story.fixture.ts';

/** Where everybody stands; days are counted back from today. */
export type Standing = Readonly<Record<Actor, ActorStanding>>;

interface ActorStanding {
  readonly points: number;
  readonly level: number;
  readonly posts: number;
  readonly comments: number;
  readonly likesGiven: number;
  readonly likesReceived: number;
  readonly streakDays: number;
  readonly lastActive: number | null;
  /** Of achievements that were begun, by their position. */
  readonly achievements: Readonly<Record<number, { progress: number; begun: number; earned: number | null }>>;
  readonly ledger: readonly {
    reason: string;
    source: string | null;
    amount: number;
    balance: number;
    made: number;
  }[];
}
