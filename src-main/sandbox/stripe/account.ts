import { expand } from './paging.ts';
import { madeUp, route } from './route.ts';

export const accountId = 'acct_1DemoAtelierFleury';
export const businessName = 'Atelier Fleury';

export const accountRoutes = [
  route({
    method: 'GET',
    path: '/v1/account',
    permission: 'account',
    params: { expand },
    run: () =>
      madeUp({
        id: accountId,
        object: 'account',
        business_profile: {
          mcc: '7230',
          minority_owned_business_designation: null,
          name: businessName,
          product_description: null,
          specified_commercial_transactions_act_url: null,
          support_address: null,
          support_email: 'bonjour@atelier-fleury.example',
          support_phone: null,
          support_url: null,
          url: 'https://atelier-fleury.example',
        },
        business_type: 'company',
        capabilities: { card_payments: 'active', transfers: 'active' },
        charges_enabled: true,
        country: 'CA',
        created: 1_600_000_000,
        default_currency: 'cad',
        details_submitted: true,
        email: 'bonjour@atelier-fleury.example',
        metadata: {},
        payouts_enabled: true,
        settings: {
          branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
          card_payments: {
            decline_on: { avs_failure: false, cvc_failure: false },
            statement_descriptor_prefix: 'ATELIER',
            statement_descriptor_prefix_kana: null,
            statement_descriptor_prefix_kanji: null,
          },
          dashboard: { display_name: businessName, timezone: 'America/Toronto' },
          payments: {
            statement_descriptor: 'ATELIER FLEURY',
            statement_descriptor_kana: null,
            statement_descriptor_kanji: null,
            statement_descriptor_prefix_kana: null,
            statement_descriptor_prefix_kanji: null,
          },
        },
        type: 'standard',
      }),
  }),
];
