import { mount, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick, type Component } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { refused, type Reply } from '../../src-main/contract/failure.ts';
import { setDesk, type Bridge } from '../../src-renderer/desk.ts';
import { useSession } from '../../src-renderer/stores/session.ts';
import { language } from '../../src-renderer/wording/language.ts';

/** A screen that brings a file in, with a desk that answers what it is told to. `event`: the one that tells of lines being written. */
export class FileOnScreen {
  readonly asked: { readonly name: string; readonly input: unknown }[] = [];
  readonly answers: Record<string, Reply<unknown> | Promise<Reply<unknown>>> = {};
  tell: (payload: unknown) => void = () => undefined;
  router: Router | null = null;
  #screen: VueWrapper | null = null;

  constructor(event: string) {
    setActivePinia(createPinia());
    const get = (_none: unknown, name: string) => async (input: unknown) => {
      this.asked.push({ name, input });
      return this.answers[name] ?? refused('unknown_call');
    };
    setDesk({
      calls: new Proxy<Bridge['calls']>({}, { get }),
      on: (name, listener) => {
        if (name === event) this.tell = listener;
        return () => undefined;
      },
    });
  }
  get screen(): VueWrapper {
    if (!this.#screen) throw new Error('Nothing is shown');
    return this.#screen;
  }
  async show(component: Component, verbs: readonly string[] = ['find', 'bill', 'import']): Promise<void> {
    useSession().state = { signedIn: { id: 's', name: 'Sylvie', role: 'manager', verbs }, timeZone: 'UTC' } as never;
    this.router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
    });
    this.#screen = mount(component, { global: { plugins: [this.router] }, attachTo: document.body });
    await this.settled();
  }
  async settled(): Promise<void> {
    for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
    await nextTick();
  }
  button(text: string): DOMWrapper<HTMLButtonElement> {
    const found = this.screen.findAll('button').find((one) => one.text().startsWith(text));
    if (!found) throw new Error(`No button says ${text}: ${this.screen.text()}`);
    return found;
  }
  async press(text: string): Promise<void> {
    await this.button(text).trigger('click');
    await this.settled();
  }
  /** the field under this label */
  field(label: string): DOMWrapper<Element> {
    const found = this.screen.findAll('label').find((one) => one.text() === label);
    return this.screen.find(`#${found?.attributes('for')}`);
  }
  async choose(label: string, value: string): Promise<void> {
    await this.field(label).setValue(value);
  }
  async ctrlEnter(): Promise<void> {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }));
    await this.settled();
  }
  pills(): string[] {
    return this.screen.findAll('[aria-pressed]').map((pill) => pill.text());
  }
  close(): void {
    this.#screen?.unmount();
    setDesk(null);
    language.value = 'en';
  }
}
