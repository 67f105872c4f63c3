export interface Telling {
  /** the calm before telling */
  readonly wait: () => Promise<void>;
  readonly stopped: () => boolean;
  readonly tell: () => Promise<void>;
  readonly trouble: (error: unknown) => void;
}

/**
 * Many things change at once around an order: what follows from them is worked out once for all of them, and not while it is on its way.
 * The answer may be called as often as one likes.
 */
export function tellLater({ wait, stopped, tell, trouble }: Telling): () => void {
  let [telling, again] = [false, false];
  const tellAll = async (): Promise<void> => {
    while (again && !stopped()) {
      again = false;
      await wait();
      if (!stopped()) await tell();
    }
  };
  return () => {
    again = true;
    if (telling) return;
    telling = true;
    void tellAll()
      .catch(trouble)
      .finally(() => {
        telling = false;
      });
  };
}
