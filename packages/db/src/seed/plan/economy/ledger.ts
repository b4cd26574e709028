import {
  type LedgerColumns,
  Reason,
  reasonNames,
  reasonOf,
  Source,
  sourceOf,
} from '../../../economy/index.ts';
import { achievements } from '../../text/reference.ts';
import type { CommunityContext } from '../model/community.ts';
import type { PlannedAdjustment, PlannedContent, PlannedEntry, PlannedTip } from '../model/forum-plan.ts';

/** All that entries can come from. */
interface Causes extends PlannedContent {
  readonly tips: readonly PlannedTip[];
  readonly adjustments: readonly PlannedAdjustment[];
}

type Cause = Pick<PlannedEntry, 'source' | 'key'>;

/** The entries of the ledger in order of time, each with an id, and a key that tells what it is for. */
export function planLedger(ctx: CommunityContext, causes: Causes, ledger: LedgerColumns): PlannedEntry[] {
  const achievementIds = achievements.map((_, n) => ctx.id('achievements', n, ctx.calendar.openedAt));
  const entries = Array.from({ length: ledger.user.length }, (_, entry) => {
    const kind = ledger.kind.data[entry]!;
    const at = ledger.at.data[entry]!;
    const made = { user: ledger.user.data[entry]!, kind, position: ledger.source.data[entry]!, at };
    return {
      user: made.user,
      sequence: ledger.sequence.data[entry]!,
      amount: ledger.amount.data[entry]!,
      balanceAfter: ledger.balance.data[entry]!,
      reason: reasonNames[reasonOf(kind)]!,
      at,
      ...causeOf(causes, achievementIds, made),
    };
  });
  entries.sort((a, b) => a.at - b.at || a.user - b.user || a.sequence - b.sequence);
  return entries.map((entry, index) => ({ ...entry, id: ctx.id('point_transactions', index, entry.at) }));
}

/** What an entry is for, and the key that keeps it from being made twice. */
function causeOf(
  { users, posts, comments, postLikes, commentLikes, tips }: Causes,
  achievementIds: readonly string[],
  entry: { user: number; kind: number; position: number; at: number },
): Cause {
  const { kind, position, at } = entry;
  const user = users[entry.user]!.id;
  const reason = reasonOf(kind);
  const liked = (type: 'POST_LIKE' | 'COMMENT_LIKE', target: string, by: number): Cause => {
    const side = reason === Reason.LIKE_GIVEN ? 'given' : 'received';
    return { source: [type, target], key: `${type.toLowerCase()}:${target}:${users[by]!.id}:${side}` };
  };
  switch (sourceOf(kind)) {
    case Source.POST: {
      const { id } = posts[position]!;
      return { source: ['POST', id], key: `post:${id}` };
    }
    case Source.COMMENT: {
      const { id } = comments[position]!;
      return { source: ['COMMENT', id], key: `${reason === Reason.COMMENT ? 'comment' : 'answer'}:${id}` };
    }
    case Source.POST_LIKE: {
      const like = postLikes[position]!;
      return liked('POST_LIKE', posts[like.target]!.id, like.user);
    }
    case Source.COMMENT_LIKE: {
      const like = commentLikes[position]!;
      return liked('COMMENT_LIKE', comments[like.target]!.id, like.user);
    }
    case Source.ACHIEVEMENT: {
      const id = achievementIds[position]!;
      return { source: ['ACHIEVEMENT', id], key: `achievement:${id}:${user}` };
    }
    case Source.USER: {
      if (reason === Reason.WELCOME) return { source: ['USER', user], key: `welcome:${user}` };
      const tip = tips[position]!;
      const [from, to] = [users[tip.from]!.id, users[tip.to]!.id];
      return reason === Reason.TIP_SENT
        ? { source: ['USER', to], key: `tip:${from}:${to}:${at}:sent` }
        : { source: ['USER', from], key: `tip:${from}:${to}:${at}:received` };
    }
    default:
      return { source: null, key: `adjustment:${user}:${at}` };
  }
}
