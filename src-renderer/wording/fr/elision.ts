/** « de » before a name or a verb: d’encaisser, d’Inès, d’Hélène, de Maude. A name that begins with an h is taken for a mute one, as nearly all here are. */
export const ofName = (name: string): string =>
  /^[aeiouhàâäéèêëîïôöùûü]/i.test(name.trim()) ? `d’${name}` : `de ${name}`;
