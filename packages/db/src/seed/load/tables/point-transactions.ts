import { reasonNames, reasonOf, Source, sourceNames, sourceOf } from '../../../economy/index.ts';
import { pointTransactions as factory } from '../../factories/point-transactions.ts';
import type { BinaryWriter } from '@agora/seeding';
import type { LoadCommunityPlan } from '../../simulation/community-plan.ts';
import { labels, type LoadContext, type LoadTable } from './load-table.ts';

const reasons = labels(reasonNames);
const sources = labels(sourceNames);

export const pointTransactions: LoadTable = {
  factory,
  count: ({ outcome }) => outcome.ledger.user.length,
  write(writer, ctx, entry) {
    const { plan, community } = ctx;
    const { ledger } = ctx.outcome;
    const user = ledger.user.data[entry]!;
    const kind = ledger.kind.data[entry]!;
    const at = ledger.at.data[entry]!;
    writer.row(11);
    writer.uuid(community);
    writer.uuid7(at, plan.keys.ledger, entry);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    writer.int4(ledger.sequence.data[entry]!);
    writer.int4(ledger.amount.data[entry]!);
    writer.int4(ledger.balance.data[entry]!);
    writer.bytes(reasons[reasonOf(kind)]!);
    writer.bytes(sources[sourceOf(kind)]!);
    source(writer, ctx, sourceOf(kind), ledger.source.data[entry]!);
    // The entry's number: unique in the community, short, and in the order of writing, which its index likes.
    writer.hex(entry);
    writer.time(at);
  },
};

function source(writer: BinaryWriter, ctx: LoadContext, type: number, position: number): void {
  const { plan } = ctx;
  if (type === Source.USER) writer.uuid7(plan.joined[position]!, plan.keys.user, position);
  else if (type === Source.ACHIEVEMENT) writer.uuid(ctx.achievements[position]!);
  else if (type === Source.COMMENT) comment(writer, plan, position);
  else if (type === Source.COMMENT_LIKE) comment(writer, plan, plan.commentLikeTarget.data[position]!);
  else if (type === Source.POST_LIKE) post(writer, plan, plan.postLikeTarget.data[position]!);
  else post(writer, plan, position);
}

function post(writer: BinaryWriter, plan: LoadCommunityPlan, position: number): void {
  writer.uuid7(plan.postCreated[position]!, plan.keys.post, position);
}

function comment(writer: BinaryWriter, plan: LoadCommunityPlan, position: number): void {
  writer.uuid7(plan.commentCreated.data[position]!, plan.keys.comment, position);
}
