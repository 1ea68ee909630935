import type { Host } from '../host/host';

/** Milliseconds between two messages at least. */
const pause = 15_000;

/** Tells the shell that the operator is at work, on input and at most every 15 s. Ends with the returned function. */
export function keepAlive(host: Host): () => void {
  let last = -Infinity;
  const told = (): void => {
    const now = performance.now();
    if (now - last < pause) return;
    last = now;
    // Where it is refused the session is over or locked, and `start-changed` tells so.
    host.call('keep_alive', {}).catch(() => undefined);
  };
  const inputs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
  for (const input of inputs) window.addEventListener(input, told, { passive: true, capture: true });
  return () => {
    for (const input of inputs) window.removeEventListener(input, told, { capture: true });
  };
}
