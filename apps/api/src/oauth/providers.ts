import type { Config } from '../config.ts';
import { found } from '../api-error.ts';
import { Provider } from './provider.ts';

/** The providers of the settings, in their order. */
export class Providers {
  readonly #known: ReadonlyMap<string, Provider>;

  constructor({ providers, timeoutSeconds }: Config['oauth']) {
    this.#known = new Map(providers.map((settings) => [settings.id, new Provider(settings, timeoutSeconds)]));
  }

  get ids(): string[] {
    return [...this.#known.keys()];
  }

  get all(): Provider[] {
    return [...this.#known.values()];
  }

  /** @throws ApiError `resource.not_found` */
  get(id: string): Provider {
    return found(this.#known.get(id), 'provider');
  }

  /** Undefined for one that the settings have no more. */
  find(id: string): Provider | undefined {
    return this.#known.get(id);
  }
}
