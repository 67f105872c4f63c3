import { afterAll } from 'vitest';
import { throwAwayStanding } from './journey.ts';

// A setup file, which every file of journeys runs anew: their process, and with it journey.ts, is shared.
afterAll(throwAwayStanding);
