import { beforeAll, expect, test } from 'vitest';
import { communitiesOf } from '../simulation/scale.ts';
import { simulate } from '../simulation/simulate.ts';
import { makeCorpus } from './corpus.ts';
import { makeNames } from './names.ts';
import { Texts } from './texts.ts';

/** Keeps the parts of a text. */
class TextParts {
  #parts: Uint8Array[] = [];

  part(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  take(): string {
    const text = Buffer.concat(this.#parts).toString();
    this.#parts = [];
    return text;
  }
}

const titles: string[] = [];
const bodies: string[] = [];
const comments: string[] = [];

beforeAll(() => {
  const corpus = makeCorpus(makeNames());
  const cell = new TextParts();
  const reference = { seed: 1, referenceMs: Date.UTC(2026, 10, 20) };
  // All of scale 1: two million rows.
  for (const community of communitiesOf(1)) {
    const plan = simulate(reference, community);
    const texts = new Texts(corpus, plan);
    for (let post = 0; post < plan.posts; post += 1) {
      texts.title(cell, post);
      titles.push(cell.take());
      texts.postBody(cell, post);
      bodies.push(cell.take());
    }
    for (let comment = 0; comment < plan.commentPost.length; comment += 1) {
      texts.commentBody(cell, comment);
      comments.push(cell.take());
    }
  }
});

const distinct = (all: readonly string[]): number => new Set(all).size;

test('two million rows have ten thousand titles, and nine bodies of ten are like no other', () => {
  expect(distinct(titles)).toBeGreaterThan(10_000);
  const written = [...bodies, ...comments];
  expect(distinct(written) / written.length).toBeGreaterThan(0.9);
});

test('no slot is left open, and every sentence begins with a capital', () => {
  const all = [...titles, ...bodies, ...comments];
  expect(all.filter((text) => /\{\w\}|undefined| {2}/.test(text.replaceAll(/```[^]*?```/g, '')))).toEqual([]);
  expect(all.filter((text) => /^[a-zé]/.test(text))).toEqual([]);
});
