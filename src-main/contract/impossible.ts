/** Ends every switch over a union: the compiler proves that nothing is left, and a value that lied about its type stops here. */
export function impossible(value: never): never {
  throw new Error(`A value outside its type reached a switch: ${JSON.stringify(value)}`);
}
