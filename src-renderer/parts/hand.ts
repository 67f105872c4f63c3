/**
 * Whether somebody is typing in another field of the dialog that `own` stands in: what comes late must not take the focus from there, or the rest of what
 * they type lands in an amount or a PIN.
 */
export function handIsElsewhere(own: Element | null): boolean {
  const at = document.activeElement;
  if (at === null || at === own || !at.matches('input:not([type=radio], [type=checkbox]), textarea, select'))
    return false;
  return own?.closest('[role=dialog]')?.contains(at) ?? false;
}
