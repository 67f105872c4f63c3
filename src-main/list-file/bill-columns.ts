import { importFields, type ImportField, type ImportMapping } from '../contract/bill-import.ts';
import { proposeColumns } from './heads.ts';

/** Names that booking systems give their columns, in both languages; folded. What is not here is chosen by hand, once. */
const names: Readonly<Record<ImportField, readonly string[]>> = {
  customer: ['email', 'courriel', 'customeremail', 'customerid', 'idclient', 'phone', 'telephone', 'mobile'],
  name: ['customer', 'client', 'customername', 'clientname', 'nomduclient', 'name', 'nom', 'cliente'],
  day: ['date', 'day', 'jour', 'visit', 'visitdate', 'visite', 'datedevisite', 'appointmentdate', 'rendezvous'],
  time: ['time', 'heure', 'start', 'debut', 'starttime', 'heuredebut'],
  service: ['service', 'services', 'prestation', 'treatment', 'soin', 'description'],
  withWhom: ['with', 'avec', 'staff', 'employee', 'employe', 'stylist', 'provider', 'praticien', 'withwhom'],
  total: ['total', 'amount', 'montant', 'price', 'prix', 'totalprice', 'montanttotal', 'grandtotal'],
  tax: ['tax', 'taxes', 'gstqst', 'tpstvq', 'tva', 'vat'],
  deposit: ['deposit', 'acompte', 'depot', 'prepaid', 'paid', 'paye', 'depositpaid', 'acomptepaye'],
  reference: [
    'reference',
    'ref',
    'bookingid',
    'booking',
    'reservation',
    'invoice',
    'facture',
    'billnumber',
    'id',
    'no',
  ],
};

/** What each column most likely is, by its name; a person looks at it before anything is read. */
export function proposeMapping(headers: readonly string[]): ImportMapping {
  const columns = proposeColumns(headers, importFields, names);
  // A file that only names its people finds them by that name.
  const customer = columns.customer ?? columns.name;
  return { columns: { ...columns, customer }, dayOrder: null };
}
