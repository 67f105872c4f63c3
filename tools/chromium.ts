import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Chromium, Chrome or Edge usually live. Only installed browsers are used: nothing is downloaded. */
function candidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] {
  switch (platform) {
    case 'win32': {
      const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
        (root) => root !== undefined,
      );
      const programs = [
        ['Google', 'Chrome', 'Application', 'chrome.exe'],
        ['Chromium', 'Application', 'chrome.exe'],
        ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
      ];
      return programs.flatMap((program) => roots.map((root) => join(root, ...program)));
    }
    case 'darwin': {
      const roots = ['/Applications', join(env['HOME'] ?? '/', 'Applications')];
      const programs = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
      return programs.flatMap((name) => roots.map((root) => join(root, `${name}.app`, 'Contents', 'MacOS', name)));
    }
    default: {
      const folders = (env['PATH'] ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin', '/snap/bin');
      const programs = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
      return programs.flatMap((name) => folders.filter((folder) => folder !== '').map((folder) => join(folder, name)));
    }
  }
}

/**
 * The path of an installed Chromium-family browser, or undefined.
 * `COMPTOIR_CHROMIUM` names one explicitly and then nothing else is tried.
 */
export function findChromium(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const named = env['COMPTOIR_CHROMIUM'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  return candidates(platform, env).find((path) => existsSync(path));
}

/**
 * The path of a browser for windows that nobody looks at: on Linux Chromium's own shell without a screen where it is installed, which starts with less
 * work; otherwise any of the others. `COMPTOIR_CHROMIUM` counts here too.
 */
export function findHeadlessChromium(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const shell = '/usr/bin/chromium-headless-shell';
  const named = env['COMPTOIR_CHROMIUM'] ?? '';
  return named === '' && platform === 'linux' && existsSync(shell) ? shell : findChromium(platform, env);
}

/** How to get a browser on a machine where we may not install one ourselves. */
export function chromiumAdvice(platform: NodeJS.Platform = process.platform): string {
  switch (platform) {
    case 'win32':
      return 'winget install Google.Chrome';
    case 'darwin':
      return 'brew install --cask google-chrome';
    default:
      return 'sudo apt-get update && sudo apt-get install -y chromium';
  }
}
