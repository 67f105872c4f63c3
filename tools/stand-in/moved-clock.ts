const realNow = Date.now.bind(Date);
let ahead = 0;

// In place before main is loaded, which takes hold of it once. Nothing in the app makes a date of no moment: lint sees to that.
Date.now = () => realNow() + ahead;

/**
 * Puts the clock of this process forward, the embedded providers' with it, as on a PC that slept. Timers go on as they are.
 * @param ms how far, from where it is
 */
export function moveClock(ms: number): void {
  ahead += ms;
}
