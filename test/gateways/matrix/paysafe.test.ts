import { proveMatrix } from './prove.ts';

proveMatrix('paysafe');
