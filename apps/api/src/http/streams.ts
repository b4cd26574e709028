import type { App } from '../dependencies.ts';

/** Milliseconds for which the rest of a refused body is discarded before its connection is closed. */
const lingerMs = 2000;

/** Registers routes whose body, of whatever type, is the stream that it is: in a scope of their own. */
export function withStreams(app: App, register: (scope: App) => void): void {
  void app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.addHook('onResponse', async ({ raw }) => {
      // After an answer that came before the end of the body Node discards the rest. For a while that is right: closed at
      // once, a client that is still sending would get a reset instead of the answer.
      if (raw.complete) return;
      setTimeout(() => {
        if (!raw.complete) raw.destroy();
      }, lingerMs).unref();
    });
    register(scope);
  });
}
