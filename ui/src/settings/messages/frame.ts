/** How an email is shown. */
export type Scheme = 'light' | 'dark';

/**
 * Makes the document of an email fit to be looked at inside the window.
 *
 * - The frame has the content policy of the window, which blocks `style` attributes; what a script sets through the
 *   CSSOM it allows. So each attribute is set again that way.
 * - A link would lead the frame away. Scripts are forbidden in the frame, and WebKit calls no listener there, not even
 *   ours: so a link loses its target, and keeps it as a tooltip.
 */
export function dress(email: Document): void {
  for (const element of email.querySelectorAll<HTMLElement>('[style]')) {
    element.style.cssText = element.getAttribute('style') ?? '';
  }
  for (const link of email.querySelectorAll<HTMLElement>('a[href], area[href]')) {
    link.title ||= link.getAttribute('href') ?? '';
    link.removeAttribute('href');
    link.setAttribute('role', 'link');
    link.setAttribute('aria-disabled', 'true');
  }
}

/** As an email program in light or in dark colours would show it. */
export function colour(email: Document, scheme: Scheme): void {
  email.documentElement.style.colorScheme = scheme;
}
