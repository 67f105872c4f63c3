import { proveMatrix } from './prove.ts';

proveMatrix('stripe');
