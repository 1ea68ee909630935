import { inWords } from './duration';

/** All texts about the open directory itself: which it is, and whether it answers. */
export const conditionWords = {
  directory: 'Directory',
  kinds: { local: 'On this computer', postgres: 'On a server' },
  answers: 'Answers',
  silent: 'Not answering',
  asking: 'Reconnecting…',

  lost: (name: string) => `${name} does not answer`,
  stays: 'What you have typed stays, and what is shown may be old.',
  nextTry: (seconds: number) => `Frontdesk tries again by itself in ${inWords(seconds)}.`,
  trying: 'Frontdesk is trying to reach it.',
  back: 'The directory answers again.',
  /** In the place of what could not be loaded. */
  later: 'This comes as soon as the directory answers.',

  wizard: {
    silent: 'The directory does not answer. What you have typed stays, and you can go on typing.',
    waitingTitle: 'The answer was lost',
    waiting:
      'The connection was lost while the account was being created. Frontdesk asks what became of it as soon as the directory answers.',
    cancelWaiting: 'Cancel waiting',
    maybe: (email: string) =>
      `Whether ${email} was created is not known. You can press “Create User” again: while the email stays the same, there is no second account.`,
    discardBody: (email: string) =>
      `What you have typed is lost. Whether ${email} was created is not known: look for it among the users once the directory answers.`,
    earlier: (email: string) => `${email} was created before the connection was lost. It was not created twice.`,
    changedSince: 'What you changed in the form afterwards is not part of the account.',
  },
} as const;
