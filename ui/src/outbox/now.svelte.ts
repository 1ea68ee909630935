import { onMount } from 'svelte';

/** What time it is, second by second, while `counting` says that somebody is to see it. For one component. */
export class Now {
  /** Milliseconds since 1970. */
  at = $state(Date.now());

  constructor(counting: () => boolean) {
    onMount(() => {
      const timer = setInterval(() => {
        if (counting()) this.at = Date.now();
      }, 1000);
      return () => clearInterval(timer);
    });
  }
}
