import type { CodeSent, DeviceForm, PhoneCheck, Problem, StartState } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { DraftDevice, type DeviceOwner, type NumberForm } from '../wizard/device.svelte';
import type { ActivationExit } from './activation.svelte';

/** The number that was registered, and which way its code came. */
export type Registered = Pick<CodeSent, 'number' | 'gateway'>;

/** The phone of a newcomer, from the number to the device that is registered. What is wrong with it, Rust says. */
export class OwnDevice implements DeviceOwner, NumberForm {
  readonly device: DraftDevice;
  /** Known once a code was sent. */
  phone = $state.raw<PhoneCheck | null>(null);
  problems = $state.raw<readonly Problem[]>([]);
  readonly answered = true;
  readonly mayAsk = true;
  readonly insisted = true;
  readonly #host: Host;
  readonly #exit: ActivationExit;
  readonly #onstart: (state: StartState, device: Registered) => void;
  /** The number that a code was sent to last, as it was typed, and what it is. */
  #asked: { typed: string; phone: PhoneCheck } | null = null;

  constructor(host: Host, exit: ActivationExit, onstart: (state: StartState, device: Registered) => void) {
    this.#host = host;
    this.#exit = exit;
    this.#onstart = onstart;
    this.device = new DraftDevice(host, this, {
      send: (device) => this.#send(device),
      confirm: (device, code) => this.#register(device, code),
    });
  }

  /** Another number has no code yet; the same one, grouped differently, has. */
  deviceChanged(): void {
    this.problems = [];
    this.phone = this.#asked?.typed === plain(this.device.form) ? this.#asked.phone : null;
  }

  /** Nothing is judged before a code is asked for. */
  askNow(): Promise<void> {
    return Promise.resolve();
  }

  /** What was wrong with the number when a code was asked for. */
  shownProblem(): Problem | undefined {
    return this.problems[0];
  }

  /** Leaving the field judges nothing. */
  leave(): void {}

  async #send(device: DeviceForm): Promise<CodeSent> {
    this.problems = [];
    try {
      const sent = await this.#host.call('send_own_code', { device });
      this.phone = { international: sent.number, country: device.country ?? '', confirmed: false };
      this.#asked = { typed: plain(device), phone: this.phone };
      return sent;
    } catch (thrown) {
      const error = asCommandError(thrown);
      if (error.code === 'invalid') this.problems = error.fields;
      await this.#exit.stays(error);
      throw error;
    }
  }

  async #register(device: DeviceForm, code: string): Promise<void> {
    const { sent } = this.device;
    try {
      const state = await this.#host.call('register_own_device', { device, code });
      this.#onstart(state, { number: sent?.number ?? device.number, gateway: sent?.gateway ?? 'outbox' });
    } catch (thrown) {
      const error = asCommandError(thrown);
      await this.#exit.stays(error);
      throw error;
    }
  }
}

/** A number without its grouping. */
function plain({ country, number }: DeviceForm): string {
  return `${country ?? ''} ${number.replace(/[^\d+]/g, '')}`;
}
