import * as v from 'valibot';

/** Made by the dialog when it opens; the same ticket again returns the same operation and sends nothing. */
export const ticket = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{16,64}$/));
