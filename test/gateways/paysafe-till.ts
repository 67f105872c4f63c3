import type { Plan } from '../../src-main/payments/order.ts';
import type { Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { authorization, type Saved, type Till } from './town.ts';

type Json = Record<string, unknown>;

/** Paysafe spoken to by hand: what another desk, the card page and the provider's own night do. */
export interface PaysafeTill extends Till {
  call(method: string, path: string, body?: Json, authorized?: string): Promise<{ status: number; body: Json }>;
  /** what the provider's own fields hand out for a card that somebody types: a token for one use */
  typed(cardNum: string, cvv?: string): Promise<string>;
  /** a profile without any card */
  profile(): Promise<string>;
  /** where the holder of a bank account gets mail, on their profile */
  address(profile: string): Promise<string>;
  saveBank(scheme: 'eft' | 'ach'): Promise<Saved>;
  batch(): Promise<void>;
  readonly cards: string;
  readonly accountOf: (kind: string) => string;
}

const listOf = (body: Json, name: string): Json[] => (Array.isArray(body[name]) ? body[name] : []);
const text = (body: Json, name: string): string => {
  const found = body[name];
  if (typeof found !== 'string') throw new Error(`No ${name} in ${JSON.stringify(body)}`);
  return found;
};

export function paysafeTill(sandbox: Sandbox): PaysafeTill {
  const accountOf = (kind: string): string => {
    const found = sandbox.paysafeAccounts.find((account) => account.kind === kind);
    if (!found) throw new Error(`The sandbox has no ${kind} account`);
    return found.number;
  };
  const cards = `/cardpayments/v1/accounts/${accountOf('card')}`;
  const { singleUseUsername, singleUsePassword } = sandbox.paysafeKey;
  const cardPage = `Basic ${Buffer.from(`${singleUseUsername}:${singleUsePassword}`).toString('base64')}`;
  let count = 0;
  const fresh = (): string => `till-${(count += 1)}`;

  async function call(method: string, path: string, body?: Json, authorized = authorization(sandbox, 'paysafe')) {
    const response = await fetch(sandbox.paysafeUrl + path, {
      method,
      headers: { authorization: authorized, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = await response.text();
    return { status: response.status, body: said === '' ? {} : (JSON.parse(said) as Json) };
  }
  async function done(method: string, path: string, body?: Json, authorized?: string): Promise<Json> {
    const reply = await call(method, path, body, authorized);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
  async function typed(cardNum: string, cvv = '123'): Promise<string> {
    const card = {
      holderName: 'Nadia Roy',
      cardNum,
      cardExpiry: { month: 4, year: 2030 },
      cvv,
      billingAddress: { country: 'CA', zip: 'H2X1Y4', street: '4210 rue Saint-Denis', city: 'Montréal' },
    };
    return text(await done('POST', '/customervault/v1/singleusetokens', { card }, cardPage), 'paymentToken');
  }
  async function addCard(profile: string, cardNum: string): Promise<Saved> {
    const saved = await done('POST', `/customervault/v1/profiles/${profile}/cards`, {
      singleUseToken: await typed(cardNum),
      nickName: 'Perso',
    });
    return {
      customerRef: profile,
      cardRef: text(saved, 'id'),
      payToken: text(saved, 'paymentToken'),
      instrument: 'card',
    };
  }
  const addProfile = async (): Promise<string> => {
    const profile = { merchantCustomerId: `salon-${fresh()}`, locale: 'fr_CA', firstName: 'Nadia', lastName: 'Roy' };
    return text(await done('POST', '/customervault/v1/profiles', profile), 'id');
  };
  const addAddress = async (profile: string): Promise<string> => {
    const address = { street: '2255 avenue du Mont-Royal', city: 'Montréal', country: 'CA', zip: 'H2H1K2' };
    return text(await done('POST', `/customervault/v1/profiles/${profile}/addresses`, address), 'id');
  };
  const authorize = async (saved: Saved, amount: number, settleWithAuth: boolean): Promise<string> => {
    const auth = { merchantRefNum: fresh(), amount, settleWithAuth, card: { paymentToken: saved.payToken } };
    return text(await done('POST', `${cards}/auths`, auth), 'id');
  };
  const batch = async (): Promise<void> => void (await done('POST', '/_control/batch', {}));
  const found = async (base: string, list: string, key: string): Promise<number> => {
    const body = await done('GET', `${base}/${list}?merchantRefNum=${key}`);
    return listOf(body, list).filter(
      ({ status }) => status !== 'FAILED' && !(list === 'refunds' && status === 'CANCELLED'),
    ).length;
  };

  async function ran(plan: Plan): Promise<number> {
    switch (plan.kind) {
      case 'charge':
      case 'hold':
        return plan.instrument === 'card'
          ? found(cards, 'auths', plan.key)
          : found(`/directdebit/v1/accounts/${accountOf(plan.instrument)}`, 'purchases', plan.key);
      case 'capture':
        return found(cards, 'settlements', plan.key);
      case 'release':
        return found(cards, 'voidauths', plan.key);
      case 'refund': {
        if (plan.means === 'refund') return found(cards, 'refunds', plan.key);
        const settlement = await done('GET', `${cards}/settlements/${plan.settlementRef}`);
        return settlement['status'] === 'CANCELLED' ? 1 : 0;
      }
      case 'add_profile':
        return (await call('GET', `/customervault/v1/profiles?merchantCustomerId=${plan.merchantCustomerId}`))
          .status === 200
          ? 1
          : 0;
      case 'verify_card':
        return found(cards, 'verifications', plan.key);
      case 'save_card': {
        const { body } = await call('GET', `/customervault/v1/profiles/${plan.customerRef}?fields=cards`);
        return listOf(body, 'cards').filter(({ merchantRefNum }) => merchantRefNum === plan.key).length;
      }
      case 'save_bank_account': {
        const path = `/customervault/v1/profiles/${plan.customerRef}?fields=${plan.instrument}bankaccounts`;
        const accounts = listOf((await call('GET', path)).body, `${plan.instrument}BankAccounts`);
        return accounts.filter(({ merchantRefNum }) => merchantRefNum === plan.key).length;
      }
      case 'remove_customer':
        return (await call('GET', `/customervault/v1/profiles/${plan.customerRef}`)).status === 404 ? 1 : 0;
      case 'remove_card':
      case 'set_default': {
        const path = `/customervault/v1/profiles/${plan.customerRef}/cards/${plan.cardRef}`;
        const { status, body } = await call('GET', path);
        if (plan.kind === 'remove_card') return status === 404 ? 1 : 0;
        return body['defaultCardIndicator'] === true ? 1 : 0;
      }
    }
  }

  return {
    provider: 'paysafe',
    call,
    cards,
    accountOf,
    batch,
    typed,
    profile: addProfile,
    address: addAddress,
    declined: async () => ({ saved: await addCard(await addProfile(), '4530910000012345'), amount: 11, code: '3022' }),
    save: async () => addCard(await addProfile(), '4530910000012345'),
    saveSecond: (of) => addCard(of.customerRef, '5191330000004415'),
    async saveBank(scheme) {
      const profile = await addProfile();
      const codes =
        scheme === 'eft'
          ? { accountNumber: '7310037', transitNumber: '25039', institutionId: '001' }
          : { accountNumber: '7310037', routingNumber: '123456789', accountType: 'CHECKING' };
      const bank = await done('POST', `/customervault/v1/profiles/${profile}/${scheme}bankaccounts`, {
        accountHolderName: 'Nadia Roy',
        billingAddressId: await addAddress(profile),
        ...codes,
      });
      return {
        customerRef: profile,
        cardRef: text(bank, 'id'),
        payToken: text(bank, 'paymentToken'),
        instrument: scheme,
      };
    },
    hold: (saved, amount) => authorize(saved, amount, false),
    withdraw: async (id) => void (await done('POST', '/_control/withdraw', { id })),
    async sendBack({ key }) {
      const { refunds } = await done('GET', `${cards}/refunds?merchantRefNum=${key}`);
      for (const one of Array.isArray(refunds) ? refunds : [])
        await done('PUT', `${cards}/refunds/${text(one, 'id')}`, { status: 'CANCELLED' });
    },
    async charge(saved, amount, batched = true) {
      const id = await authorize(saved, amount, true);
      if (batched) await batch();
      return { paymentRef: id, settlementRef: id };
    },
    ran,
  };
}
