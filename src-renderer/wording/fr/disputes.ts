import type { Words } from '../languages.ts';

export const disputes: Words['disputes'] = {
  chip: {
    open: 'Contesté',
    inquiry: 'La banque demande des précisions',
    lost: 'Contestation perdue',
    unknown: 'Contesté',
  },
  billChip: 'Payée, contestée',
  today: 'La banque d’un client conteste un paiement',
  said: {
    open: (amount) => `La banque du client a repris ${amount} jusqu’à ce que la contestation soit tranchée.`,
    inquiry: (amount) => `La banque du client demande des précisions sur ${amount}. Rien n’a encore été repris.`,
    lost: (amount) => `La contestation est perdue : la banque du client a repris ${amount}.`,
    unknown: (amount) =>
      `La banque du client conteste ce paiement de ${amount}. Voyez sur le site de Stripe : la clé de ce poste ne peut rien lire de plus.`,
  },
  answerBy: (when) => `Répondez sur le site de Stripe avant le ${when}.`,
  onBill: (amount) =>
    `${amount} de ce qui a été payé sont contestés par la banque du client. La facture les compte comme payés tant que ce n’est pas tranché.`,
  refundRefused:
    'La banque du client conteste ce paiement : Stripe n’en rembourse rien. Rien n’a été remboursé. Répondez à la contestation sur le site de Stripe.',
};
