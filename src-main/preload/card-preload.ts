import { contextBridge, ipcRenderer } from 'electron';
import { cardCancelChannel, cardDoneChannel } from '../contract/card-channels.ts';

/** What the card page finds: two words it can say, and no way to hear anything. */
export interface CardWindowBridge {
  done(said: { readonly token: string }): void;
  cancel(): void;
}

const bridge: CardWindowBridge = {
  // Only the one field, as text: main judges its shape.
  done: ({ token }) => ipcRenderer.send(cardDoneChannel, { token: String(token).slice(0, 40) }),
  cancel: () => ipcRenderer.send(cardCancelChannel),
};

contextBridge.exposeInMainWorld('cardWindow', bridge);
