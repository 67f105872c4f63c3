export const lock = {
  who: 'Who is at the desk?',
  pinOf: (name: string) => `${name}’s PIN`,
  how: 'Type it on the keyboard. Arrows change the person. After 5 tries, a manager unlocks.',
  demoPin: (pin: string) => `Demo PIN ${pin}`,
  lockedOut: 'Locked',
  quiet: (desk: string) => `Desk: ${desk}. No name and no amount shows while it is locked.`,
  nobody:
    'The people of this house cannot be read from its records, so nobody can sign in. Nothing was deleted. Call your manager.',
  draftKept: 'Your draft is kept.',
  first: {
    title: 'Welcome to Comptoir',
    text: 'Make the owner of this house first. Other people are added in Settings.',
    house: 'Name of the house',
    desk: 'Name of this desk',
    name: 'Your name',
    pin: 'Your PIN, 4 to 8 digits',
    again: 'The PIN again',
    needed: 'This is needed.',
    differs: 'The two PINs differ.',
    digits: 'A PIN has 4 to 8 digits.',
    make: 'Make the owner',
  },
};
