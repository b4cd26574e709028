import { callbackify } from 'node:util';

type Callback = (error: Error | null, answer: unknown) => void;

/** pg's functions answer a callback where they are given one, which may stand at several places, and else a promise. */
export function answer<T>(promise: Promise<T>, given: readonly unknown[]): Promise<T> | undefined {
  const callback = given.find((parameter): parameter is Callback => typeof parameter === 'function');
  if (callback === undefined) return promise;
  callbackify(() => promise)(callback);
  return undefined;
}
