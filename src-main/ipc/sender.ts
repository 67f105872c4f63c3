/** The parts of Electron's IpcMainInvokeEvent that say where a call comes from. */
interface CallOrigin {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: { readonly id: number };
}

/** True only for the top frame of our own window on our own origin: never a frame inside it, never another page or window. */
export function fromDeskPage(event: CallOrigin, contents: { readonly id: number }, origin: string): boolean {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null || event.sender.id !== contents.id) return false;
  return frame.url === origin || frame.url.startsWith(`${origin}/`);
}
