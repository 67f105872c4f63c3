import { proveLinkMatrix } from './prove.ts';

proveLinkMatrix('stripe');
