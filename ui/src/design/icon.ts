import type { LucideIcon } from '@lucide/svelte';

/** An icon as `@lucide/svelte/icons/…` exports it. Always shown beside words or with a label of its own. */
export type Icon = LucideIcon;
