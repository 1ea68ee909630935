/** What jsdom lacks and the components use. Loaded by vitest before each test file. */
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';

afterEach(() => cleanup());

// A busy machine may need longer than the usual second.
configure({ asyncUtilTimeout: 5000 });

/** Modal dialogs: open and closed, without the inertness of the rest. */
if (!('showModal' in HTMLDialogElement.prototype)) {
  Object.assign(HTMLDialogElement.prototype, {
    show(this: HTMLDialogElement) {
      this.open = true;
    },
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close(this: HTMLDialogElement) {
      if (!this.open) return;
      this.open = false;
      this.dispatchEvent(new Event('close'));
    },
  });
}

globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

Element.prototype.scrollIntoView ??= () => {};

// axe asks for a canvas to tell icon fonts, and does without.
HTMLCanvasElement.prototype.getContext = () => null;
