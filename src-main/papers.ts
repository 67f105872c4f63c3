import type { World } from './house/world.ts';

/**
 * What makes documents and keeps them where a person says. What draws a PDF is loaded when the first one is wanted: a desk starts without it.
 * @param saveDocument asks where one should go; without it (no window) nothing is kept
 */
export function papers(saveDocument: World['saveDocument'] | undefined): Pick<World, 'writeDossier' | 'saveDocument'> {
  return {
    writeDossier: async (dossier) => (await import('./evidence/write.ts')).writeDossier(dossier),
    saveDocument: saveDocument ?? (async () => false),
  };
}
