import type { CommandError } from '../bindings/ipc';

/** Counts down the seconds before the next try of a password. */
export class SlowDown {
  /** Whole seconds left; 0 when a try may go on. */
  left = $state(0);
  /** Whether a wait has just ended. */
  over = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Begins the wait that an error asks for. Other errors ask for none. */
  begin(error: CommandError): void {
    this.stop();
    if (error.code !== 'slow_down') return;
    this.until(Date.now() + Math.max(1, Number(error.data.seconds ?? '1')) * 1000);
  }

  /** Waits until a moment in milliseconds since 1970. One that is over is no wait. */
  until(moment: number): void {
    this.stop();
    if (moment <= Date.now()) return;
    const count = (): void => {
      this.left = Math.max(0, Math.ceil((moment - Date.now()) / 1000));
      if (this.left > 0) return;
      clearInterval(this.#timer);
      this.over = true;
    };
    count();
    this.#timer = setInterval(count, 250);
  }

  /** Ends the countdown. */
  stop(): void {
    clearInterval(this.#timer);
    this.left = 0;
    this.over = false;
  }
}
