/** The view of the other directories, which hardly anybody needs: it is loaded when it is asked for. */
import { Later } from '../design/later.svelte';

export const otherDirectories = new Later(() => import('./OtherDirectories.svelte'));
