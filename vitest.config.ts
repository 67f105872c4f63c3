import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// Two projects: what runs under Node (engine, ledger, gateways, sandbox) and what renders (parts, screens).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'main',
          environment: 'node',
          include: ['test/{main,gateways,contract,security,simulation}/**/*.test.ts'],
          pool: 'forks',
        },
      },
      {
        plugins: [vue()],
        test: { name: 'renderer', environment: 'happy-dom', include: ['test/renderer/**/*.test.ts'] },
      },
    ],
  },
});
