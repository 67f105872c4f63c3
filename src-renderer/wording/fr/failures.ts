import type { FailureCode } from '../../../src-main/contract/failure.ts';
import type { FailureFacts } from '../en/failures.ts';

export const failures: Record<FailureCode, (facts: FailureFacts) => string> = {
  not_signed_in: () => 'Personne n’est à ce poste. Entrez votre NIP.',
  not_allowed: () => 'Votre rôle ne permet pas cette action. Demandez à la gestion.',
  wrong_window: () => 'La demande ne vient pas de la fenêtre de Comptoir. Rien n’a été fait.',
  wrong_pin: (f) =>
    f.tries === null
      ? 'Ce n’est pas le bon NIP.'
      : `Ce n’est pas le bon NIP. Encore ${f.tries} ${f.tries < 2 ? 'essai' : 'essais'}.`,
  pin_locked: () => 'Verrouillé après 5 essais. La gestion peut débloquer.',
  pin_weak: () => 'Ce NIP se devine trop facilement. Choisissez-en un autre.',
  name_taken: () => 'Quelqu’un porte déjà ce nom ici. Ajoutez une initiale.',
  last_owner: () => 'Il faut une personne propriétaire. Nommez-en une autre d’abord.',
  owner_exists: () => 'Cet établissement a déjà sa personne propriétaire.',
  bad_input: () => 'Quelque chose ici ne se lit pas. Regardez ce que vous avez tapé.',
  unknown_call: () => 'Ce Comptoir ne connaît pas cette action. Mettez ce poste à jour.',
  unknown_id: () => 'Ce n’est plus dans la liste. Actualisez, puis regardez encore.',
  ticket_reused: () => 'Cette fenêtre a déjà servi à autre chose. Fermez-la et rouvrez-la.',
  too_many_calls: () => 'Trop à la fois. Attendez un instant.',
  amount_zero: () => 'Entrez un montant plus grand que zéro.',
  amount_too_small: (f) => `Ce fournisseur prend au moins ${f.least}.`,
  amount_too_large: (f) => `Ce fournisseur prend au plus ${f.most}.`,
  over_held: (f) => `Seulement ${f.most} sont bloqués.`,
  over_refundable: (f) => `Seulement ${f.most} peuvent être remboursés.`,
  refund_given_otherwise: (f) =>
    `D’après ${f.by} (${f.at}), ${f.sum} ont déjà été remboursés autrement. Par carte, il reste ${f.most} à rembourser. Rien n’est parti. Si c’est faux, la gestion revient sur cette réponse, au remboursement qui a échoué.`,
  reference_other_customer: () =>
    'Cette référence est celle du paiement d’un autre client. Revoyez-la, ou laissez-la vide.',
  reference_other_sum: (f) =>
    `Le paiement de cette référence est de ${f.most}. Revoyez référence et somme, ou laissez la référence vide.`,
  reference_other_order: () =>
    'Cette référence est celle d’un paiement qui appartient déjà à une autre opération ou facture. Revoyez-la, ou laissez-la vide.',
  wrong_currency: () => 'C’est dans une autre devise.',
  hold_lapsed: () => 'Expirée. Rien n’a été débité.',
  replace_other_provider: () =>
    'Une préautorisation se refait chez son propre fournisseur. Choisissez une de ses cartes, ou faites-en une nouvelle puis libérez celle-ci.',
  hold_replaced: (f) =>
    `Une préautorisation de ${f.most} a déjà pris sa place${f.at === '' ? '' : ` (${f.at})`}. Rien n’est parti. Libérez celle qui ne sert plus.`,
  hold_not_open: () => 'Cette préautorisation n’est plus ouverte. Actualisez, puis regardez les paiements.',
  not_refundable: () => 'Rien de ce paiement ne peut être remboursé.',
  partial_needs_batch: (f) =>
    `Avant le lot de ce soir, seulement les ${f.most} au complet. Une partie pourra être remboursée demain.`,
  card_removed: () => 'Carte retirée. Elle ne peut plus être débitée.',
  bill_customer_removed: () =>
    'Ce client a été retiré : rien n’a été inscrit. Choisissez quelqu’un d’autre, ou le nom seul.',
  customer_removed: () => 'Ce client a été retiré. La page reste à lire.',
  customer_checking: () =>
    'Quelque chose de ce client est encore en vérification ou demande une personne. Voyez-le d’abord, puis retirez.',
  customer_has_hold: () =>
    'Une préautorisation de ce client est ouverte. Encaissez-la ou libérez-la d’abord, puis retirez.',
  customer_debit_coming: () =>
    'Un prélèvement de ce client est en route et peut revenir. Attendez la réponse de la banque, puis retirez.',
  customer_owes: () => 'Une facture de ce client a un solde à payer. Réglez-la ou annulez-la d’abord, puis retirez.',
  customer_has_page: () => 'Une page est ouverte pour ce client. Fermez-la d’abord, puis retirez.',
  customer_subscribed: (f) =>
    `Un abonnement de ce client court chez ${f.provider}, et le retrait y mettrait fin. Terminez-le d’abord sur le site de ${f.provider}.`,
  subscriptions_unseen: (f) =>
    `${f.provider} ne laisse pas cette clé voir les abonnements, et retirer un client y met fin. Laissez la clé lire les abonnements, puis retirez.`,
  card_expired: () => 'Cette carte est expirée.',
  card_not_usable: () => 'Cette carte ou ce compte ne peut pas servir à cela.',
  mandate_not_active: () =>
    'La banque n’a pas confirmé le mandat de ce compte, ou il a pris fin. Il ne peut pas être débité.',
  not_this_customer: () => 'Cette carte est à une autre personne.',
  busy: (f) =>
    f.by === ''
      ? 'Quelque chose est encore en cours ici. Regardez-le d’abord.'
      : `${f.by} a quelque chose en cours ici. Regardez-le d’abord.`,
  default_elsewhere: () => 'La carte par défaut se choisit chez le fournisseur.',
  consent_missing: () => 'Sans consentement : ne peut pas être débitée.',
  consent_over_cap: (f) => `Dépasse le plafond de ${f.most}. Demandez un nouvel accord, ou débitez ${f.most}.`,
  consent_used_up: (f) => `Il ne reste que ${f.most} sur ce consentement. Demandez un nouvel accord.`,
  consent_ended: () => 'Le consentement est terminé. Demandez un nouvel accord.',
  consent_withdrawn: () => 'La personne a retiré ce consentement. Plus rien ne peut être débité sur cette base.',
  consent_other_purpose: () => 'Le consentement porte sur autre chose. Demandez un accord qui couvre ceci.',
  consent_other_currency: () => 'Le consentement est dans une autre devise. Demandez un nouvel accord.',
  payer_same_person: () => 'Cette carte est déjà la sienne.',
  payer_already: () => 'Cette carte peut déjà payer pour cette personne.',
  payer_gone: () => 'C’est déjà repris. Regardez à nouveau.',
  consent_text_changed: () => 'Le texte a été modifié entretemps. Relisez-le, puis demandez l’accord.',
  scan_unreadable: () =>
    'Ce fichier n’est ni un PDF, ni un PNG, ni un JPEG. Joignez le papier signé sous l’une de ces formes.',
  scan_too_large: () => 'Ce fichier dépasse 5 Mo. Numérisez-le en plus petit.',
  document_not_saved: () => 'Le document n’a pas pu être écrit à cet endroit. Choisissez un autre dossier.',
  bill_taken: (f) =>
    `${f.provider} montre déjà ${f.most} pour cette facture${f.at === '' ? '' : ` (${f.at})`}, reçus ailleurs. Rien n’est parti. Regardez la facture et les paiements du client.`,
  bill_held: (f) =>
    `${f.provider} bloque déjà ${f.most} pour cette facture${f.at === '' ? '' : ` (${f.at})`}, d’un autre poste. Rien n’est parti. Encaissez cette préautorisation, ou libérez-la d’abord.`,
  bill_over: (f) => `Il ne reste que ${f.most} à payer sur cette facture.`,
  bill_unsettled: () =>
    'Un paiement retrouvé était peut-être pour cette facture. La gestion le précise dans Réglages › Registre; d’ici là, elle reste verrouillée.',
  bill_checking: () => 'Un paiement de cette facture est en vérification. Elle reste verrouillée d’ici là.',
  bill_cancelled: () => 'Cette facture est annulée.',
  bill_other_person: () => 'Cette facture est à une autre personne.',
  visit_ahead: () => 'Cette visite est encore à venir. Fermez sa facture une fois qu’elle est finie.',
  bill_changed: () => 'Quelqu’un a modifié cette facture entretemps. Regardez-la encore.',
  bill_has_payments: () => 'De l’argent a déjà bougé sur cette facture : on ne peut plus changer à qui elle est.',
  bill_paid: () => 'Cette facture est déjà payée.',
  bill_missed: () => 'La visite a été manquée : sa facture ne demande que les frais. Regardez-la à nouveau.',
  bill_not_missed: () => 'Cette facture demande ce que coûte la visite, et aucuns frais. Regardez-la à nouveau.',
  visit_not_come: () => 'L’heure de cette visite n’est pas venue : personne ne l’a manquée.',
  fee_over_rule: (f) => `La règle de l’établissement en fait ${f.most} au plus. La gestion peut permettre plus.`,
  fee_taken: () => 'Des frais ont été reçus pour cette visite. Rendez-les d’abord; renoncez-y ensuite.',
  run_going: () =>
    'Des factures sont déjà en cours de débit, ou des préautorisations en cours, à ce poste. Attendez la fin ou arrêtez.',
  run_changed: () => 'Quelqu’un a poursuivi entre-temps. Regardez de nouveau.',
  hold_changed: (f) =>
    `Cette préautorisation a changé : ${f.most} peuvent être encaissés maintenant. Regardez-la de nouveau.`,
  refund_needs_reason: () => 'Dites pourquoi on rembourse.',
  hold_needs_reason: () => 'Dites pourquoi on encaisse moins que le montant bloqué.',
  hold_plan_changed: () => 'Quelqu’un a changé ce plan entre-temps. Regardez-le de nouveau.',
  hold_day_past: (f: FailureFacts) => `Le ${f.day} est passé. Choisissez aujourd’hui ou un jour suivant.`,
  hold_many_notes: () => 'Il y a déjà 20 notes sur cette préautorisation.',
  day_not_closed: (f) => `${f.day} : la journée n’est pas fermée. Fermez-la d’abord, c’est 2 minutes.`,
  refund_answered: () => 'Il n’y a plus rien à répondre ici. Regardez ce remboursement à nouveau.',
  line_decided: () => 'Cette ligne a une explication maintenant. Regardez la liste à nouveau.',
  line_not_for_bill: () =>
    'Cette ligne ne peut aller sur une facture : ce n’est pas un paiement entier dans sa devise. Dites plutôt pourquoi elle est là.',
  line_on_bill: () => 'Ce paiement est déjà sur une facture.',
  line_begun_here: () =>
    'Ce paiement a commencé dans Comptoir et compte sur sa facture par sa propre demande. Ouvrez le paiement et regardez là.',
  line_alike: ({ reference }) =>
    `Une ligne de même référence et de même montant est déjà rapprochée de la facture ${reference}. Dites que c’est un autre paiement, ou pourquoi cette ligne est là.`,
  line_not_listed: () => 'Ce paiement n’est pas encore dans les listes. Actualisez les listes, puis rapprochez-le.',
  match_given_back: () =>
    'Un choix sur un remboursement de ce paiement tient sur cette facture. Reprenez d’abord ce choix.',
  day_changed: () => 'Quelque chose a bougé depuis. Regardez la journée à nouveau.',
  day_closed: (f) => `${f.by} a déjà fermé cette journée.`,
  day_not_over: () => 'Cette journée n’a pas commencé.',
  day_has_open: () => 'Quelque chose est encore en cours. Dites pourquoi la journée est fermée quand même.',
  no_receipt: () => 'Pas de reçu pour ceci : rien n’a bougé, ou on ne le sait pas encore.',
  export_running: () => 'Une liste est déjà en cours d’exportation à ce poste. Attendez la fin ou annulez.',
  run_nobody: () => 'Cette facture n’est liée à personne dans la liste : aucune carte n’est connue.',
  run_slept: () => 'Ce poste s’est endormi en cours de route : rien d’autre n’est parti.',
  run_no_card: () => 'Aucune carte enregistrée.',
  link_checking: () =>
    'La page ouverte pour ceci est encore en vérification. Personne ne peut rien recevoir pour elle d’ici là.',
  link_paying: () =>
    'Quelqu’un vient de se servir de la page. On la regarde d’abord, pour que personne ne paie deux fois.',
  link_open: () => 'Une page est ouverte pour cette facture. Fermez-la d’abord, ou attendez-la.',
  capture_rule_nobody: () =>
    'La personne qui a activé la règle d’encaissement n’est plus là, ou ne peut plus encaisser. La gestion l’active à nouveau.',
  capture_rule_late: () => 'Elle avait expiré avant l’heure de la règle.',
  capture_rule_unread: () =>
    'Comptoir n’avait pas encore lu en entier la liste d’un fournisseur : il ne savait pas ce qui était bloqué.',
  capture_rule_changed: () => 'Quelqu’un a changé cette règle entre-temps. Regardez ce qu’elle fera, puis activez-la.',
  capture_rule_otherwise: () =>
    'Sa facture ou ce qu’on en prévoit a changé depuis que la règle l’a désignée. Rien n’a été encaissé. Regardez-la, puis encaissez-la ou libérez-la vous-même.',
  price_gone: () => 'Ce prix n’est plus dans votre catalogue chez Stripe. Choisissez à nouveau. Rien n’a été préparé.',
  link_not_made: (f) => `${f.provider} n’a pas préparé la page. Rien n’a été débité.`,
  link_needs_stripe: () =>
    'Cette personne n’a pas encore de fiche chez Stripe : aucune page ne peut enregistrer sa carte.',
  invoice_needs_email: () => 'Stripe n’a aucune adresse courriel pour cette personne : il ne prépare pas de facture.',
  paysafe_pages_off: () =>
    'Les liens de Paysafe sont désactivés. Le propriétaire peut les activer dans Réglages, Fournisseurs.',
  link_needs_paysafe: () => 'Ce client n’a pas de profil chez Paysafe : Paysafe ne prépare pas de page pour lui ici.',
  link_consent_long: () =>
    'Ce texte de consentement est trop long pour la page. La gérance peut le raccourcir dans Réglages.',
  repeat_needs_manager: (f) => `${f.repeat} La gestion doit permettre le suivant.`,
  be_sure: () => 'Vérifiez de nouveau la personne et le montant : il faut cocher dans une fenêtre de débit à part.',
  step_in_void: () =>
    'Ce qui était permis valait pour un autre montant ou une autre demande, ou date de trop longtemps. La gestion doit permettre à nouveau.',
  needs_approval: (f) =>
    f.from === '' ? 'Exige une 2e personne.' : `Exige une 2e personne : le total atteint ${f.from}.`,
  own_approval: (f) => `Préparé par ${f.by} : ne peut pas l’approuver.`,
  approval_changed: () => 'Quelqu’un y a touché entre-temps. Regardez de nouveau.',
  approval_void: (f) =>
    f.by === ''
      ? 'Quelque chose a changé depuis la préparation. Préparez à nouveau.'
      : `Quelque chose a changé depuis que ${f.by} a regardé. Préparez et approuvez à nouveau.`,
  keychain_unavailable: (f) =>
    f.ofCardKey
      ? 'Le trousseau de ce poste ne répond pas : la clé Paysafe des champs de carte ne peut pas être lue. Vérifiez qu’il fonctionne, puis réessayez.'
      : 'Ce poste n’a pas de trousseau qui fonctionne : les clés ne peuvent pas être gardées et les paiements sont arrêtés. Installez-en un (sous Linux : GNOME Keyring), puis réessayez.',
  keychain_locked: (f) =>
    f.ofCardKey
      ? 'Le trousseau de ce poste est verrouillé : la clé Paysafe des champs de carte ne peut pas être lue. Déverrouillez-le, puis réessayez.'
      : 'Le trousseau de ce poste est verrouillé : les paiements sont arrêtés. Déverrouillez-le, puis réessayez.',
  key_missing: (f) => `La clé ${f.provider} est absente. La personne propriétaire peut l’entrer dans Réglages.`,
  key_refused: (f) => `${f.provider} refuse cette clé. La personne propriétaire peut la remplacer dans Réglages.`,
  key_malformed: () => 'Cela ne ressemble pas à une clé. Copiez-la encore, au complet.',
  key_wrong_mode: (f) => `C’est une clé ${f.key}. Cette fenêtre demande une clé ${f.window}.`,
  key_publishable: () => 'C’est la clé publiable. Comptoir a besoin de la clé restreinte (rk_).',
  key_not_in_demo: () =>
    'L’établissement de démo n’a besoin d’aucune clé. Ouvrez la fenêtre de test ou la fenêtre réelle pour entrer la vôtre.',
  key_other_account: (f) =>
    `Des opérations chez ${f.provider} sont encore en vérification ou en route, et rien ne montre que cette clé est celle de leur compte. Avec la clé d’un autre compte, personne ne saura ce qu’elles sont devenues. Attendez qu’elles soient connues, ou cochez plus bas et entrez la clé de nouveau. Rien n’a été changé.`,
  key_gap_account: (f) =>
    `Une copie a été remise en place, et rien ne montre que cette clé est celle du compte qui a les opérations de l’établissement chez ${f.provider}${f.number === '' ? '' : ` (${f.number})`}. Un autre compte dirait qu’il ne s’est rien passé depuis : des clients pourraient être débités deux fois, et les opérations encore en vérification le resteraient. Entrez la clé de ce compte-là, ou cochez plus bas si celle-ci est voulue et entrez-la de nouveau. Rien n’a été changé.`,
  permission_missing: (f) => `Cette clé ne le permet pas. Activez la permission chez ${f.provider}.`,
  live_not_here: () =>
    'Les clés réelles demandent la vraie application Comptoir. Cette fenêtre ne prend que des clés de test.',
  account_missing: (f) =>
    f.number === ''
      ? `${f.provider} n’a pas de compte pour cette devise. Ajoutez son numéro dans Réglages.`
      : `${f.provider} ne connaît pas le compte ${f.number} avec cette clé.`,
  offline: () => 'Pas de connexion. Rien n’est parti.',
  provider_unavailable: (f) => `${f.provider} ne répond pas. Rien n’est parti.`,
  provider_odd: (f) => `${f.provider} a répondu quelque chose que Comptoir ne peut pas lire. Rien n’a été fait.`,
  slept: () => 'Ce poste s’est endormi avant l’envoi, ou son horloge a été réglée. Rien n’est parti. Réessayez.',
  order_unsteady: () =>
    'La facture ou l’accord changeait à chaque essai d’écriture : rien n’est parti. Revoyez la facture. Si cela revient, la gestion vérifie le registre dans Réglages › Registre.',
  clock_wrong: (f) =>
    f.off === ''
      ? 'L’horloge de ce poste n’est pas à l’heure. Corrigez-la pour prendre des paiements.'
      : `L’horloge de ce poste a ${f.off} d’écart. Corrigez-la pour prendre des paiements.`,
  records_unwritable: () =>
    'Ce poste ne peut pas écrire son registre : rien n’est parti. Libérez de l’espace, ou laissez Comptoir écrire dans son dossier.',
  records_locked: () =>
    'Un autre programme utilise le registre de ce poste : rien n’est parti. Fermez-le ou attendez un instant, puis réessayez.',
  records_gone: () =>
    'Ce poste n’atteint plus son registre : rien n’est parti. Vérifiez que son disque est branché, puis fermez Comptoir et rouvrez-le.',
  records_fault: () =>
    'Le registre de ce poste ne peut être ni lu ni écrit en ce moment : rien n’est parti. Fermez Comptoir et rouvrez-le. Si cela revient, faites vérifier le disque.',
  records_damaged: () => 'Le registre ne concorde pas. Paiements arrêtés, la lecture fonctionne. Appelez la gestion.',
  records_newer: () => 'Ce registre vient d’un Comptoir plus récent. Mettez ce poste à jour.',
  sqlite_old: () =>
    'Une pièce de ce Comptoir (SQLite) est trop ancienne pour tenir un registre en sûreté : rien n’est parti. Réinstallez Comptoir.',
  records_key_missing: () =>
    'La clé de ce registre n’est pas dans le trousseau de ce poste. Paiements arrêtés, la lecture fonctionne. Appelez la gestion.',
  records_in_use: () =>
    'Comptoir est ouvert ailleurs sur ce registre, peut-être dans une autre session de ce poste. Rien n’a été fait ici. Continuez là-bas, ou fermez-le d’abord.',
  records_on_network: () =>
    'Le registre est sur un lecteur réseau, où il peut s’abîmer : les paiements sont arrêtés. Placez le dossier de Comptoir sur ce poste.',
  records_rebuilding: () =>
    'Une copie a été remise en place. Paiements arrêtés, le temps de retrouver ce qui s’est passé depuis.',
  gap_provider: (f) =>
    `Une copie a été remise en place, et ${f.provider} n’a pas encore dit ce qui s’est passé depuis. Aucun argent n’y bouge d’ici là. La gestion en voit plus dans Réglages › Registre.`,
  gap_bill: (f) =>
    `Une copie a été remise en place, et cette facture a pu être payée depuis chez ${f.provider}, qui n’a pas encore été consulté. Rien n’est parti. La gestion en voit plus dans Réglages › Registre.`,
  gap_credit: (f) =>
    `Une copie a été remise en place, et cette facture a pu être payée depuis chez ${f.provider}, qui n’a pas encore été consulté. Rien n’a été noté. La gestion regarde sur le site de ${f.provider} si elle l’a été, puis le note ici. D’ici là, gardez le montant par écrit.`,
  gap_has_key: (f) => `${f.provider} a une clé à ce poste. Redemandez-lui plutôt.`,
  records_held: () => 'Ce registre est trop abîmé pour qu’on y écrive. Remettez d’abord une copie en place.',
  records_busy: () => 'Le registre est déjà occupé. Attendez la fin.',
  backup_gone: () => 'Cette copie n’est plus là.',
  backup_damaged: () => 'Cette copie ne concorde pas. Rien n’a changé. Choisissez-en une autre.',
  backup_other_house: () => 'Cette copie vient d’un autre établissement. Rien n’a changé.',
  backup_other_mode: () => 'Cette copie vient d’un autre mode. Rien n’a changé.',
  backup_unwritable: () => 'Ce poste ne peut pas écrire à cet endroit : rien n’a changé. Libérez de l’espace.',
  network_drive: () =>
    'Ce disque est sur un autre appareil. Le registre et ses copies restent sur ce poste ou sur une clé USB.',
  folder_gone: () => 'Le deuxième dossier n’est pas là. Branchez son disque.',
  not_in_demo: () => 'L’établissement de démo n’a pas de site à lui.',
  only_in_demo: () => 'Seul l’établissement de démo peut être remis à neuf.',
  card_token_ended: () =>
    'C’était trop long, et Paysafe a oublié la carte. Rien n’est enregistré. Le client doit la taper à nouveau.',
  card_token_odd: () =>
    'La fenêtre de carte a dit quelque chose qui n’est pas une carte. Rien n’est enregistré. Rouvrez-la.',
  card_window_shut: () => 'La fenêtre de carte ne s’ouvre pas à ce poste. Rien n’a été fait.',
  card_window_busy: (f) => `La fenêtre de carte est ouverte pour ${f.by}. Terminez-y d’abord.`,
  card_window_needs_paysafe: () => 'Ce client n’a pas de profil chez Paysafe.',
  card_key_missing: () =>
    'La clé de Paysafe pour les champs de carte manque. La personne propriétaire l’entre dans Réglages, Fournisseurs.',
  bank_needs_paysafe: () => 'Les comptes bancaires sont gardés chez Paysafe. Ce client n’y a pas encore de profil.',
  bank_kind_missing: () =>
    'L’établissement n’a pas chez Paysafe de compte qui débite les banques dans cette devise. La personne propriétaire en ajoute le numéro dans Réglages, Fournisseurs.',
  not_at_provider: () => 'Paysafe ne connaît personne sous ce numéro.',
  already_known: () => 'Ce client est déjà dans la liste.',
  several_match: () => 'Plusieurs profils Paysafe correspondent. Utilisez le numéro du profil.',
  csv_empty: () => 'Ce fichier n’a aucune ligne lisible.',
  csv_too_long: () => 'Ce fichier a plus de 5 000 lignes. Divisez-le.',
  csv_too_large: () => 'Ce fichier dépasse 5 Mo. Divisez-le.',
  csv_unreadable: () =>
    'Ce fichier ne se lit pas comme un CSV. Enregistrez-le en CSV, avec les noms des colonnes à la première ligne.',
  csv_forgotten: () => 'Le fichier n’est plus sous la main. Choisissez-le à nouveau; ce qui est déjà là reste.',
  csv_running: () => 'Un fichier est déjà en cours d’importation à ce poste. Attendez la fin.',
  statement_decided: () =>
    'Quelqu’un a décidé de lignes de ce relevé. Revenez d’abord sur ces choix, puis retirez le relevé.',
  link_same_person: () => 'C’est la même fiche.',
  already_linked: () => 'Ces fiches sont déjà liées.',
  internal: (f) => `Quelque chose a mal tourné dans Comptoir. Montrez ce code à la gestion : ${f.reference}.`,
};
