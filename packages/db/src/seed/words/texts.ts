import { mix32 } from '@agora/seeding/random';
import type { Cell } from '@agora/seeding';
import {
  CAPITAL,
  type ChannelCorpus,
  CONTEXT,
  type Corpus,
  PERSON,
  SUBJECT,
  type Template,
  TIME,
  type Words,
} from './corpus.ts';
import { isQuestion } from '../simulation/channels.ts';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';

const SPACE = Buffer.from(' ');
const PARAGRAPH = Buffer.from('\n\n');
const QUOTE = Buffer.from('> ');
const AT = Buffer.from('@');
const UNDERSCORE = Buffer.from('_');

/** Where the parts of a text go. */
type TextCell = Pick<Cell<'text'>, 'part'>;

/** Words of the rows of one community. Every choice is a function of the row, so a reply can quote what it answers. */
export class Texts {
  readonly #corpus: Corpus;
  readonly #plan: LoadCommunityPlan;
  readonly #key: number;

  constructor(corpus: Corpus, plan: LoadCommunityPlan) {
    this.#corpus = corpus;
    this.#plan = plan;
    this.#key = plan.keys.text;
  }

  /** A number for one choice of one row. */
  #draw(entity: number, index: number, choice: number): number {
    return mix32(this.#key ^ mix32(index * 8 + entity) ^ Math.imul(choice + 1, 0x9e3779b1));
  }

  username(cell: TextCell, user: number): void {
    const handles = this.#corpus.handles;
    cell.part(handles[this.#draw(0, user, 0) % handles.length]!);
    cell.part(UNDERSCORE);
    cell.part(digits(user));
  }

  displayName(cell: TextCell, user: number): void {
    const { firstNames, lastNames } = this.#corpus;
    cell.part(firstNames[this.#draw(0, user, 0) % firstNames.length]!);
    cell.part(SPACE);
    cell.part(lastNames[this.#draw(0, user, 1) % lastNames.length]!);
  }

  bio(user: number): Buffer {
    return this.#corpus.bios[this.#draw(0, user, 2) % this.#corpus.bios.length]!;
  }

  title(cell: TextCell, post: number): void {
    const channel = this.#channelOf(post);
    const list = isQuestion(this.#plan.postChannel[post]!, post) ? channel.questions : channel.titles;
    this.#write(cell, list[this.#draw(1, post, 1) % list.length]!, post, this.#draw(1, post, 9));
  }

  postBody(cell: TextCell, post: number, before = false): void {
    const channel = this.#channelOf(post);
    const first = isQuestion(this.#plan.postChannel[post]!, post) ? channel.asks : channel.openers;
    this.#write(cell, first[this.#draw(1, post, 2) % first.length]!, post, this.#draw(1, post, 10));
    const length = this.#draw(1, post, 3) % 5;
    const start = this.#draw(1, post, 4);
    for (let n = 0; n < length; n += 1) {
      cell.part(n === 2 ? PARAGRAPH : SPACE);
      this.#write(
        cell,
        channel.details[(start + n) % channel.details.length]!,
        post,
        this.#draw(1, post, 11 + n),
      );
    }
    this.#code(cell, post, this.#draw(1, post, 5) % 2 === 0);
    if (before) return;
    cell.part(PARAGRAPH);
    this.#write(cell, channel.closers[this.#draw(1, post, 7) % channel.closers.length]!, post, 0);
  }

  /** What a post said before its edit. */
  postBodyBefore(cell: TextCell, post: number): void {
    this.postBody(cell, post, true);
  }

  commentBody(cell: TextCell, comment: number): void {
    const plan = this.#plan;
    const post = plan.commentPost.data[comment]!;
    const parent = plan.commentParent.data[comment]!;
    const draw = this.#draw(2, comment, 0);
    const how = draw % 16;
    if (parent >= 0) {
      if (how === 0) {
        cell.part(QUOTE);
        this.#firstSentence(cell, parent);
        cell.part(PARAGRAPH);
      } else if (how < 6) {
        cell.part(AT);
        this.username(cell, plan.commentAuthor.data[parent]!);
        cell.part(SPACE);
      }
    }
    const list = this.#firstSentence(cell, comment);
    const { reactions, sequels } = this.#corpus;
    const channel = this.#channelOf(post);
    if (list === reactions) {
      // A few say no more than that.
      if ((draw >>> 4) % BARE !== 0) {
        cell.part(SPACE);
        this.#write(cell, sequels[(draw >>> 8) % sequels.length]!, post, this.#draw(2, comment, 1));
      }
    } else if ((list === channel.opinions || list === channel.answers) && (draw >>> 4) % 8 < 3) {
      cell.part(SPACE);
      // Behind those that the post itself may have said.
      const detail = this.#draw(1, post, 4) + 4 + comment;
      this.#write(cell, channel.details[detail % channel.details.length]!, post, this.#draw(2, comment, 1));
    }
    this.#code(cell, post, plan.commentAccepted.data[comment]! > 0);
  }

  /** The comments of a thread follow one another, so that none repeats another before a list is used up. */
  #firstSentence(cell: TextCell, comment: number): readonly Template[] {
    const post = this.#plan.commentPost.data[comment]!;
    const list = this.#listOf(this.#channelOf(post), comment);
    this.#write(
      cell,
      list[(this.#draw(1, post, 8) + comment) % list.length]!,
      post,
      this.#draw(2, comment, 2),
    );
    return list;
  }

  /** Answers to questions and opinions on posts; below comments mostly short replies; an author has no opinion on it. */
  #listOf(channel: ChannelCorpus, comment: number): readonly Template[] {
    const plan = this.#plan;
    if (plan.commentAccepted.data[comment]! > 0) return channel.answers;
    const post = plan.commentPost.data[comment]!;
    const own = plan.postAuthor[post] === plan.commentAuthor.data[comment];
    const draw = this.#draw(2, comment, 4);
    if (plan.commentParent.data[comment]! >= 0 && (own || draw % 4 !== 3))
      return (draw >>> 4) % 5 === 0 && !own ? this.#corpus.queries : this.#corpus.reactions;
    if (own) return this.#corpus.followUps;
    return isQuestion(plan.postChannel[post]!, post) && draw % 3 === 0 ? channel.answers : channel.opinions;
  }

  #channelOf(post: number): ChannelCorpus {
    return this.#corpus.channels[this.#plan.postChannel[post]!]!;
  }

  #code(cell: TextCell, post: number, shown: boolean): void {
    const channel = this.#channelOf(post);
    const code = shown ? channel.code[this.#draw(1, post, 0) % channel.code.length] : undefined;
    if (code === undefined) return;
    cell.part(PARAGRAPH);
    cell.part(code);
  }

  /** @param draw decides what goes into the slots that are not the thread's */
  #write(cell: TextCell, template: Template, post: number, draw: number): void {
    const { times, numbers } = this.#corpus;
    for (let n = 0; n < template.length; n += 1) {
      const part = template[n]!;
      if (typeof part !== 'number') {
        cell.part(part);
        continue;
      }
      const channel = this.#channelOf(post);
      const begins = part >= CAPITAL;
      switch (begins ? part - CAPITAL : part) {
        case SUBJECT:
          cell.part(chosen(channel.subjects, begins, this.#draw(1, post, 0)));
          break;
        case CONTEXT:
          cell.part(channel.contexts[this.#draw(1, post, 6) % channel.contexts.length]!);
          break;
        case PERSON:
          cell.part(chosen(channel.people, begins, draw));
          break;
        case TIME:
          cell.part(times[(draw >>> 8) % times.length]!);
          break;
        default:
          cell.part(numbers[(draw >>> 16) % numbers.length]!);
      }
    }
  }
}

function chosen({ plain, capitalised }: Words, begins: boolean, draw: number): Buffer {
  return (begins ? capitalised : plain)[draw % plain.length]!;
}

/** Of so many reactions one has no sequel. */
const BARE = 10;

const cache: Buffer[] = [];

/** A user's number as the end of a username. */
function digits(user: number): Buffer {
  return (cache[user] ??= Buffer.from((user + 10).toString(36)));
}
