import { personTile, type TourStop } from './tour-stop.ts';

/** One picture: its name in the file, and how to get there from wherever the step before has left the window. */
export interface TourStep {
  readonly name: string;
  readonly go: (stop: TourStop) => Promise<void>;
}

/** Every screen and dialog, in the order a visitor would meet them. A new screen adds its steps here. */
export const tourSteps: readonly TourStep[] = [
  {
    name: 'lock',
    go: async ({ page, call }) => {
      const { staff } = await call<{ staff: readonly { readonly name: string }[] }>('session.state', {});
      await personTile(page, staff[0]?.name ?? '').waitFor();
    },
  },
  {
    name: 'lock-wrong-pin',
    go: async ({ page, call }) => {
      const { staff } = await call<{ staff: readonly { readonly name: string }[] }>('session.state', {});
      await personTile(page, staff[0]?.name ?? '').click();
      await page.keyboard.type('0000');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'today',
    go: async ({ signIn, open }) => {
      await signIn('owner');
      await open('Today', 'Aujourd’hui');
    },
  },
  { name: 'customers', go: ({ open }) => open('Customers', 'Clients') },
  { name: 'holds', go: ({ open }) => open('Holds', 'Préautorisations') },
  { name: 'payments', go: ({ open }) => open('Payments', 'Paiements') },
  { name: 'settings', go: ({ open }) => open('Settings', 'Réglages') },
];
