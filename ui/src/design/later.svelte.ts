import type { Component } from 'svelte';

/** A view whose script is loaded when it is asked for. */
export class Later<Props extends object> {
  /** Nothing until it has come. */
  view = $state.raw<Component<Props>>();
  /** It did not come. */
  failed = $state(false);
  readonly #source: () => Promise<{ default: Component<Props> }>;
  #loading: Promise<void> | undefined;

  constructor(source: () => Promise<{ default: Component<Props> }>) {
    this.#source = source;
  }

  /** Loads it, unless it is there or on its way; never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#fetch();
    return this.#loading;
  }

  async #fetch(): Promise<void> {
    this.failed = false;
    try {
      this.view = (await this.#source()).default;
    } catch {
      this.failed = true;
      this.#loading = undefined;
    }
  }
}

/** Loads views one after the other while nothing else is to be done, until the returned function is called. */
export function loadWhenIdle(views: readonly { load: () => Promise<void> }[]): () => void {
  let over = false;
  // WebKit has no `requestIdleCallback`.
  const timer = setTimeout(() => {
    void (async () => {
      for (const view of views) if (!over) await view.load();
    })();
  }, 500);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
