import type { Words } from '../languages.ts';
import { ofName } from './elision.ts';

export const lock: Words['lock'] = {
  who: 'Qui est à l’accueil?',
  pinOf: (name) => `NIP ${ofName(name)}`,
  how: 'Tapez-le au clavier. Les flèches changent de personne. Après 5 essais, la gestion débloque.',
  demoPin: (pin) => `NIP de démo ${pin}`,
  lockedOut: 'Bloqué',
  quiet: (desk) => `Poste : ${desk}. Ni nom ni montant ne s’affiche quand c’est verrouillé.`,
  nobody:
    'Les personnes de cet établissement ne peuvent pas être lues dans son registre : personne ne peut entrer. Rien n’a été effacé. Appelez la gestion.',
  draftKept: 'Votre brouillon est conservé.',
  first: {
    title: 'Bienvenue dans Comptoir',
    text: 'Créez d’abord la personne propriétaire. Les autres s’ajoutent dans Réglages.',
    house: 'Nom de l’établissement',
    desk: 'Nom de ce poste',
    name: 'Votre nom',
    pin: 'Votre NIP, de 4 à 8 chiffres',
    again: 'Le NIP encore une fois',
    needed: 'C’est nécessaire.',
    differs: 'Les deux NIP diffèrent.',
    digits: 'Un NIP compte de 4 à 8 chiffres.',
    make: 'Créer la personne propriétaire',
  },
};
