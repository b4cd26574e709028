/** Who acts in a story; the moderator also hides and shows. */
export const actors = ['admin', 'moderator', 'bob', 'carol'] as const;
export type Actor = (typeof actors)[number];

/** Something that people do. Posts and comments are told apart by the number under which they were made. */
export type Act =
  | { readonly do: 'let a night pass' }
  | { readonly do: 'welcome'; readonly who: Actor }
  | { readonly do: 'adjust'; readonly who: Actor; readonly amount: number }
  | { readonly do: 'tip'; readonly who: Actor; readonly to: Actor; readonly amount: number }
  | { readonly do: 'post' | 'draft'; readonly who: Actor; readonly as: number }
  | { readonly do: 'comment'; readonly who: Actor; readonly on: number; readonly as: number }
  | { readonly do: 'like' | 'unlike'; readonly who: Actor; readonly what: number }
  /** The author of the post does it. */
  | { readonly do: 'publish' | 'archive' | 'accept' | 'take back'; readonly what: number }
  /** The author of the comment does it. */
  | { readonly do: 'delete'; readonly what: number }
  /** The moderator does it. */
  | { readonly do: 'hide' | 'show'; readonly what: number };

/** Draws of one seed (a linear congruential generator, the numbers of Numerical Recipes). */
export function drawsOf(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** How often each kind of act is drawn. */
const weights: Readonly<Record<Act['do'], number>> = {
  'let a night pass': 4,
  welcome: 2,
  adjust: 3,
  tip: 8,
  post: 12,
  draft: 3,
  comment: 18,
  like: 30,
  unlike: 14,
  publish: 3,
  archive: 2,
  accept: 6,
  'take back': 3,
  delete: 4,
  hide: 6,
  show: 6,
};
const bag = Object.entries(weights).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind));

/** Acts in the order in which they happen; what cannot happen when its turn comes is left out by whoever plays it. */
export function tellStory(seed: number, length: number): Act[] {
  const draw = drawsOf(seed);
  const someone = (): Actor => actors[draw(actors.length)]!;
  const posts: number[] = [];
  const comments: number[] = [];
  const story: Act[] = [];
  for (let as = 0; story.length < length; as += 1) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the bag holds nothing else
    const kind = bag[draw(bag.length)] as Act['do'];
    // Mostly what is new: that is where people are.
    const one = (of: readonly number[]): number => of[of.length - 1 - draw(Math.min(of.length, 8))] ?? -1;
    const either = (): number => one(draw(2) === 0 ? posts : comments);
    switch (kind) {
      case 'let a night pass':
        story.push({ do: kind });
        break;
      case 'welcome':
        story.push({ do: kind, who: someone() });
        break;
      case 'adjust':
        story.push({ do: kind, who: someone(), amount: (draw(2) * 2 - 1) * (1 + draw(60)) });
        break;
      case 'tip':
        story.push({ do: kind, who: someone(), to: someone(), amount: 1 + draw(30) });
        break;
      case 'post':
      case 'draft':
        posts.push(as);
        story.push({ do: kind, who: someone(), as });
        break;
      case 'comment':
        story.push({ do: kind, who: someone(), on: one(posts), as });
        comments.push(as);
        break;
      case 'like':
      case 'unlike':
        story.push({ do: kind, who: someone(), what: either() });
        break;
      case 'publish':
      case 'archive':
        story.push({ do: kind, what: one(posts) });
        break;
      case 'hide':
      case 'show':
        story.push({ do: kind, what: either() });
        break;
      default:
        story.push({ do: kind, what: one(comments) });
    }
  }
  return story;
}

/**
 * The shortest part of a story that still shows a fault: parts are left out as long as what is left shows it, halves
 * first, single acts last (Zeller and Hildebrandt: "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002).
 */
export async function shorten(
  story: readonly Act[],
  shows: (story: readonly Act[]) => Promise<boolean>,
): Promise<Act[]> {
  let shortest = [...story];
  for (let size = Math.ceil(story.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = shortest.length - size; from > -size; from -= size) {
      const rest = shortest.filter((_, index) => index < from || index >= from + size);
      if (rest.length < shortest.length && (await shows(rest))) shortest = rest;
    }
  }
  return shortest;
}
