import type { StartTrouble } from './start-trouble.ts';

/** What is said where there is no window yet: what is the matter, then what to do. */
export interface StartWords {
  readonly message: string;
  readonly detail: string;
  readonly again: string;
  readonly quit: string;
}

interface Sentences {
  readonly message: string;
  /** `folder`: where this desk keeps its records; `why`: the error's own words, for whoever looks after the PC */
  readonly detail: (facts: { readonly folder: string; readonly why: string }) => string;
}

const english: Readonly<Record<StartTrouble, Sentences>> = {
  disk_full: {
    message: 'This PC’s disk is full, so Comptoir cannot write its records.',
    detail: () => 'Free some space, then try again. Nothing was sent.',
  },
  folder_unwritable: {
    message: 'Comptoir may not write in its own folder.',
    detail: ({ folder }) => `Let this account write there, then try again. Nothing was sent.\n\n${folder}`,
  },
  records_locked: {
    message: 'Another program is using this desk’s records.',
    detail: () => 'Close it or wait a moment, then try again. Nothing was sent.',
  },
  records_gone: {
    message: 'The disk with this desk’s records does not answer.',
    detail: ({ folder }) => `See that it is connected, then try again. Nothing was sent.\n\n${folder}`,
  },
  records_fault: {
    message: 'The records of this desk cannot be read or written just now.',
    detail: ({ folder }) =>
      `The disk reported an error. Try again; if this comes back, have the disk looked at. Nothing was sent.\n\n${folder}`,
  },
  records_newer: {
    message: 'These records were written by a newer Comptoir.',
    detail: () => 'Update this desk. The records were left as they are.',
  },
  records_damaged: {
    message: 'The records do not check out, so Comptoir does not open them.',
    detail: () => 'Call your manager. The records were left as they are.',
  },
  records_key_missing: {
    message: 'The key of these records is not in this PC’s keychain.',
    detail: () => 'Unlock the keychain, then try again. The records were left as they are.',
  },
  records_in_use: {
    message: 'Comptoir is open elsewhere on these records.',
    detail: () => 'Go on there, or close it first, then try again. Nothing was sent.',
  },
  records_on_network: {
    message: 'The records are on a network drive, where they can be damaged.',
    detail: ({ folder }) => `Move Comptoir’s folder to this PC, then try again.\n\n${folder}`,
  },
  sqlite_old: {
    message: 'A part of this Comptoir (SQLite) is too old to keep records safely.',
    detail: () => 'Install Comptoir again. The records were left as they are.',
  },
  demo_no_place: {
    message: 'The demo house cannot open: its providers find no place on this PC.',
    detail: () => 'Let programs on this PC speak to each other (127.0.0.1), then try again.',
  },
  address_refused: {
    message: 'A provider address given to this PC may not be used.',
    detail: ({ why }) => `Comptoir keeps its keys from unknown addresses. Take it away, then start again.\n\n${why}`,
  },
  unknown: {
    message: 'Comptoir could not open.',
    detail: ({ why }) => `Nothing was sent. Show this to whoever looks after this PC:\n\n${why}`,
  },
};

const french: Readonly<Record<StartTrouble, Sentences>> = {
  disk_full: {
    message: 'Le disque de ce poste est plein : Comptoir ne peut pas écrire son registre.',
    detail: () => 'Libérez de l’espace, puis réessayez. Rien n’est parti.',
  },
  folder_unwritable: {
    message: 'Comptoir n’a pas le droit d’écrire dans son propre dossier.',
    detail: ({ folder }) => `Donnez ce droit à cette session, puis réessayez. Rien n’est parti.\n\n${folder}`,
  },
  records_locked: {
    message: 'Un autre programme utilise le registre de ce poste.',
    detail: () => 'Fermez-le ou attendez un instant, puis réessayez. Rien n’est parti.',
  },
  records_gone: {
    message: 'Le disque du registre de ce poste ne répond pas.',
    detail: ({ folder }) => `Vérifiez qu’il est branché, puis réessayez. Rien n’est parti.\n\n${folder}`,
  },
  records_fault: {
    message: 'Le registre de ce poste ne peut être ni lu ni écrit en ce moment.',
    detail: ({ folder }) =>
      `Le disque a signalé une erreur. Réessayez; si cela revient, faites vérifier le disque. Rien n’est parti.\n\n${folder}`,
  },
  records_newer: {
    message: 'Ce registre vient d’un Comptoir plus récent.',
    detail: () => 'Mettez ce poste à jour. Le registre est resté tel quel.',
  },
  records_damaged: {
    message: 'Le registre ne concorde pas : Comptoir ne l’ouvre pas.',
    detail: () => 'Appelez la gestion. Le registre est resté tel quel.',
  },
  records_key_missing: {
    message: 'La clé de ce registre n’est pas dans le trousseau de ce poste.',
    detail: () => 'Déverrouillez le trousseau, puis réessayez. Le registre est resté tel quel.',
  },
  records_in_use: {
    message: 'Comptoir est déjà ouvert ailleurs sur ce registre.',
    detail: () => 'Continuez là-bas, ou fermez-le d’abord, puis réessayez. Rien n’est parti.',
  },
  records_on_network: {
    message: 'Le registre est sur un disque réseau, où il peut être endommagé.',
    detail: ({ folder }) => `Déplacez le dossier de Comptoir sur ce poste, puis réessayez.\n\n${folder}`,
  },
  sqlite_old: {
    message: 'Une pièce de ce Comptoir (SQLite) est trop ancienne pour tenir un registre en sûreté.',
    detail: () => 'Réinstallez Comptoir. Le registre est resté tel quel.',
  },
  demo_no_place: {
    message: 'L’établissement de démo ne peut pas ouvrir : ses fournisseurs ne trouvent pas de place sur ce poste.',
    detail: () => 'Laissez les programmes de ce poste se parler (127.0.0.1), puis réessayez.',
  },
  address_refused: {
    message: 'Une adresse de fournisseur donnée à ce poste ne peut pas servir.',
    detail: ({ why }) => `Comptoir n’envoie pas ses clés n’importe où. Retirez-la, puis redémarrez.\n\n${why}`,
  },
  unknown: {
    message: 'Comptoir n’a pas pu ouvrir.',
    detail: ({ why }) => `Rien n’est parti. Montrez ceci à qui s’occupe de ce poste :\n\n${why}`,
  },
};

const buttons = {
  en: { again: 'Try again', quit: 'Quit' },
  fr: { again: 'Réessayer', quit: 'Quitter' },
} as const;

export function startWords(
  trouble: StartTrouble,
  about: { readonly language: 'en' | 'fr'; readonly folder: string; readonly why: string },
): StartWords {
  const { message, detail } = (about.language === 'fr' ? french : english)[trouble];
  return { message, detail: detail(about), ...buttons[about.language] };
}
