import { pointTransactions as factory } from '../../factories/point-transactions.ts';
import type { BinaryWriter } from '@agora/seeding';
import {
  reasons,
  SOURCE_ACHIEVEMENT,
  SOURCE_COMMENT,
  SOURCE_COMMENT_LIKE,
  SOURCE_USER,
  sources,
} from '../simulation/ledger.ts';
import { labels, type LoadContext, type LoadTable } from './load-table.ts';

const reasonLabels = labels(reasons);
const sourceLabels = labels(sources);

export const pointTransactions: LoadTable = {
  factory,
  count: ({ ledger }) => ledger.user.length,
  write(writer, ctx, entry) {
    const { plan, ledger, community } = ctx;
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
    writer.bytes(reasonLabels[kind & 7]!);
    writer.bytes(sourceLabels[kind >>> 3]!);
    source(writer, ctx, kind >>> 3, ledger.source.data[entry]!);
    // The entry's number: unique in the community, short, and in the order of writing, which its index likes.
    writer.hex(entry);
    writer.time(at);
  },
};

function source(
  writer: BinaryWriter,
  { plan, achievements }: LoadContext,
  kind: number,
  index: number,
): void {
  if (kind === SOURCE_USER) writer.uuid7(plan.joined[index]!, plan.keys.user, index);
  else if (kind === SOURCE_ACHIEVEMENT) writer.uuid(achievements[index]!);
  else if (kind === SOURCE_COMMENT || kind === SOURCE_COMMENT_LIKE) {
    writer.uuid7(plan.commentCreated.data[index]!, plan.keys.comment, index);
  } else writer.uuid7(plan.postCreated[index]!, plan.keys.post, index);
}
