import { proveLinkMatrix } from './prove.ts';

proveLinkMatrix('paysafe');
